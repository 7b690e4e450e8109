import json


class Found(Exception):
    pass


async def search(places):
    import asyncio

    async def look(place):
        if place:
            raise Found(json.dumps(place))

    try:
        await asyncio.gather(*[look(place) for place in places])
    except Found as found:
        return found


async def both(a, b):
    import asyncio

    try:
        return await asyncio.gather(search(a), search(b))
    except Found:
        return None
