"""Prints every public name of asyncio and asyncio.subprocess in this Python, one a line."""

import asyncio
import asyncio.subprocess

for module in (asyncio, asyncio.subprocess):
    for name in sorted(module.__all__):
        print(f"{module.__name__}.{name}")
for name in ("PIPE", "STDOUT", "DEVNULL"):
    print(f"asyncio.subprocess.{name}")
