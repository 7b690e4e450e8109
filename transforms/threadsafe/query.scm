; asyncio.run_coroutine_threadsafe(f(x), loop)
(call function: (_) @reference arguments: (argument_list) @arguments) @call
