; asyncio.to_thread(func, *args, **kwargs)
(call function: (_) @reference arguments: (argument_list) @arguments) @call
