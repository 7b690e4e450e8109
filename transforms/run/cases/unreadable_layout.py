import asyncio

for _ in ():
    ...
else:
    try:
        ...
    except (asyncio.
TimeoutError):
        ...
    asyncio.run(main())
