; loop.time()
(call function: (_) @reference arguments: (argument_list) @arguments) @call
