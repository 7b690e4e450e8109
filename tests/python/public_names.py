"""Prints every public name of asyncio and its neighbours in this Python, one a line.

Names of modules come first, as `asyncio.run`; then the public attributes of public classes, as
`asyncio.Queue.put`. What exceptions inherit is left out. Neighbours that are not installed are passed over.
Runs on Python 3.8 and later.
"""

import importlib
import inspect
import pkgutil
import warnings

warnings.simplefilter("ignore")

NEIGHBOURS = (
    "aiofiles",
    "aiofiles.os",
    "aiofiles.ospath",
    "aiofiles.tempfile",
    "async_timeout",
    "nest_asyncio",
    "pytest_asyncio",
    "uvloop",
)
CONSTANTS = ("PIPE", "STDOUT", "DEVNULL")


def modules():
    asyncio = importlib.import_module("asyncio")
    yield asyncio
    # What only runs on another system, or when run as a program, cannot be imported here.
    for module in pkgutil.iter_modules(asyncio.__path__, "asyncio."):
        if not module.name.endswith("__main__"):
            try:
                yield importlib.import_module(module.name)
            except ImportError:
                pass
    for name in NEIGHBOURS:
        try:
            yield importlib.import_module(name)
        except ImportError:
            pass


def public(module):
    """What `module` says is public; of a neighbour that says nothing, what it defines itself."""
    if hasattr(module, "__all__") or module.__name__.startswith("asyncio"):
        return getattr(module, "__all__", ())
    own = vars(module).items()
    return [name for name, value in own if name[0] != "_" and getattr(value, "__module__", "") == module.__name__]


def attributes(cls):
    inherited = dir(BaseException) if issubclass(cls, BaseException) else ()
    return [name for name in dir(cls) if name[0] != "_" and name not in inherited]


found = set()
for module in modules():
    names = set(public(module))
    if module.__name__ == "asyncio":
        names |= {name for name in dir(module) if name[0] != "_" and not inspect.ismodule(getattr(module, name))}
        names.discard("sys")
    if module.__name__ == "asyncio.subprocess":
        names |= set(CONSTANTS)
    for name in names:
        value = getattr(module, name)
        found.add(f"{module.__name__}.{name}")
        if inspect.isclass(value):
            found |= {f"{module.__name__}.{name}.{attribute}" for attribute in attributes(value)}
print("\n".join(sorted(found)))
