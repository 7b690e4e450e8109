; asyncio.iscoroutine(obj)
(call function: (_) @reference arguments: (argument_list) @arguments) @call
