; loop.run_in_executor(None, func, *args)
(call function: (_) @reference arguments: (argument_list) @arguments) @call
