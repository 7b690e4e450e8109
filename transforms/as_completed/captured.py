async def NAME(coro: ${collections.abc.Awaitable}[${typing.Any}]) -> ${collections.abc.Callable}[[], ${typing.Any}]:
    """Wait for a result; what gives it, or raises the error in its place, is returned."""
    try:
        result = await coro
    except Exception as error:
        failure = error
    else:
        return lambda: result

    def fail() -> ${typing.Any}:
        raise failure

    return fail
