; await asyncio.Future()
(await
  (call function: (_) @reference arguments: (argument_list) @arguments)) @await

; await asyncio.get_running_loop().create_future()
(await
  (call
    function: (attribute
      object: (call function: (_) @reference arguments: (argument_list) @arguments)
      attribute: (identifier) @method)
    arguments: (argument_list) @none)) @await
