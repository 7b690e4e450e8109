from asyncio.subprocess import PIPE
    # indented deeper than what it stands below
import subprocess


def main():
    import asyncio
        # the same in a block
    return subprocess.run("ls", stdout=PIPE, stderr=asyncio.subprocess.PIPE)
