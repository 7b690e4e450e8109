; await asyncio.Future()
(await
  (call function: (_) @reference arguments: (argument_list) @arguments)) @await
