; asyncio.run(main(), debug=True)
(call function: (_) @reference arguments: (argument_list) @arguments) @call
