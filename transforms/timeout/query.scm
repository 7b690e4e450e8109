; asyncio.timeout(delay)
(call function: (_) @reference arguments: (argument_list) @arguments) @call
