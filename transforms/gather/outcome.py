async def NAME(awaitable: ${collections.abc.Awaitable}[${typing.Any}]) -> ${typing.Any}:
    """Wait for a result, or give the error that comes in its place."""
    try:
        return await awaitable
    except Exception as error:
        return error
