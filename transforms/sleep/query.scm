; await asyncio.sleep(delay, result)
(await
  (call function: (_) @reference arguments: (argument_list) @arguments) @call) @await

; asyncio.sleep(delay), awaited by somebody else
(call function: (_) @reference arguments: (argument_list) @arguments) @call
