"""Newer syntax around what is migrated: match, walrus, positional-only, nested f-strings."""

import asyncio


def shadowed(subject):
    match subject:
        case str(asyncio):
            return asyncio.title()


async def handle(command, /, *, pause=0):
    match command:
        case {"sleep": float(delay) | int(delay)}:
            await asyncio.sleep(max(0, delay))
            return f"slept {delay}"
        case ["run", *names] if (count := len(names)) > 1:
            return [await asyncio.wait_for(handle({"sleep": n / 100}), 5) for n in range(count)]
        case asyncio.TimeoutError() | ["late"]:
            try: await asyncio.wait_for(asyncio.sleep(5), 0.01)
            except asyncio.TimeoutError: return "late"
        case str():
            return shadowed(command)
        case _:
            await asyncio.sleep(pause)
            return None


async def main():
    for command in ({"sleep": 0}, {"sleep": -1.5}, ["run", "a", "b"], ["late"], "word", 3):
        print(f"{command!r:<20} {await handle(command)}")
    print(await handle(asyncio.TimeoutError()))
    with (
        open(__file__, encoding="utf-8") as file,
    ):
        print(await asyncio.to_thread(file.readline))


asyncio.run(main())
