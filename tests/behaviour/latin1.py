# -*- coding: latin-1 -*-
"""Latin-1 with a cookie, and no line end at the end."""

import asyncio

NAME = "Zoë Müller"


async def main(größe=1):
    # Ein Gruß
    await asyncio.sleep(0)
    print(NAME.encode("ascii", "backslashreplace").decode(), größe)
    lange = await asyncio.wait_for(asyncio.to_thread(len, NAME), größe)  # Länge
    print(lange)


asyncio.run(main())