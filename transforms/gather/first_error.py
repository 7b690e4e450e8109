async def NAME(*coros: ${collections.abc.Coroutine}[${typing.Any}, ${typing.Any}, ${typing.Any}]) -> list[${typing.Any}]:
    """Run coroutines together; the first error is raised by itself."""
    try:
        return list(await ${anyio.gather}(*coros))
    except BaseExceptionGroup as group:
        error = group.exceptions[0]
    raise error
