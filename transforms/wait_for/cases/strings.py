import asyncio


async def main(f):
    if f:
        await asyncio.wait_for(f("""
    one
two
"""), 1)
        text = await asyncio.wait_for(f(
            f"""
{f}
            """,
        ), 1)
