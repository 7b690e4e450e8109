from asyncio import TimeoutError


def is_late(error: "TimeoutError") -> bool:
    return isinstance(error, TimeoutError)
