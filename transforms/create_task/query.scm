; asyncio.create_task(f())
(call function: (_) @reference arguments: (argument_list) @arguments) @call
