; await asyncio.wait_for(fut, timeout)
(await
  (call function: (_) @reference arguments: (argument_list) @arguments) @call) @await
