; await asyncio.Event().wait()
(await
  (call
    function: (attribute
      object: (call function: (_) @reference arguments: (argument_list) @arguments) @call
      attribute: (identifier) @method)
    arguments: (argument_list) @none)) @await

; asyncio.Event()
(call function: (_) @reference arguments: (argument_list) @arguments) @call
