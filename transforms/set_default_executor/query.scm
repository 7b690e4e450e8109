; loop.set_default_executor(executor)
(call function: (_) @reference arguments: (argument_list) @arguments) @call
