# A comment above the docstring.
"""Odd layout: continuations, strings over lines, blank lines and decorators."""

import asyncio, \
    functools, \
    sys


def identity(function):
    return function


async def text(value, *parts):
    await asyncio \
        .sleep(0)
    return value + "".join(parts)


@identity
async def decorated(
    timeout: float = 1,
):
    result = await asyncio.wait_for(
        text(
            """line one
  line two
line three""",
            'a\
b',

            "end",
        ),
        timeout,
    )
    return result


async def parenthesised():
    await (asyncio.sleep(0))
    (await asyncio.sleep(0))
    await (
        asyncio
        # between
        .sleep(0)
    )
    return (
        await asyncio.wait_for((text("x")), (1))
    )


async def backslashed():
    value = \
        await asyncio.wait_for(text("back"),
                               timeout=1) \
        + "slash"
    if value and \
            len(value) > 3:
        await asyncio.wait_for(text("y"),
            1)

    return value



async def documented():
    """A docstring that says: await asyncio.sleep(1)
    and goes on."""

    await asyncio.wait_for(text("z"), 1)
    """a string
    in between"""
    return documented.__doc__


async def strings():
    template = f"""
        {await asyncio.to_thread(str, 1)!r:>5}
    await asyncio.sleep(1)
        """
    return template


async def main():
	# This function is indented with tabs.
	print(repr(await decorated()))
	if sys:
		value = await asyncio.wait_for(text("tab"), 1)

		print(value)
	print(await parenthesised(), await backslashed())
	print([line.strip() for line in (await documented()).splitlines()])
	print(repr(await strings()))


asyncio.run(
    main(
    )
)
