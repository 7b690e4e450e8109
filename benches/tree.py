#!/usr/bin/env python3
"""Times whole commands on a large tree, against other tools, and prints how they compare.

    python benches/tree.py [--rounds N] [PROGRAM]

PROGRAM is the command to measure; without one, `cargo build --release` makes it. Needs Python 3.10,
pip, hyperfine and ripgrep. The tree is unpacked from the wheels in `tree.txt`, and the other tools are
installed, under `target/bench`, the first time.

In each round every command runs in turn, so that noise hits all of them; a ratio is the median of those
of the rounds. The exit code is 1 when a limit is not kept.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BENCH = ROOT / "target" / "bench"
TOOLS = ["ruff==0.17.5", "ast-grep-cli==0.51.1"]
RULE = "id: sleep\nlanguage: python\nrule: {pattern: asyncio.sleep($DELAY)}\n"
MANIFEST = '[project]\nname = "benchmark"\nversion = "0"\nrequires-python = ">=3.11"\n'
GROWING = ["distributed", "django", "prefect"]
WORDS = [b"asyncio", b"uvloop", b"aiofiles", b"async_timeout"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="how often each command runs")
    parser.add_argument("program", nargs="?", type=Path, help="the command to measure")
    arguments = parser.parse_args()
    tools = install()
    trees = assemble()
    program = arguments.program.resolve() if arguments.program else build()
    kept = [
        report(program, tools, trees, arguments.rounds),
        report_growth(program, trees, arguments.rounds),
    ]
    return 0 if all(kept) else 1


def build():
    """Builds the command and gives its path."""
    command = ["cargo", "build", "--release", "--locked", "--message-format=json"]
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    messages = map(json.loads, printed.splitlines())
    return Path(next(m["executable"] for m in messages if m.get("executable")))


def install():
    """Installs the tools to compare with, and gives the folder of their commands."""
    folder, done = BENCH / "tools", BENCH / "tools.txt"
    if not done.is_file() or done.read_text() != "\n".join(TOOLS):
        venv.create(folder, with_pip=True, clear=True)
        pip(folder, "install", *TOOLS)
        done.write_text("\n".join(TOOLS))
    return folder / "bin"


def pip(environment, *arguments):
    command = [environment / "bin" / "python", "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*command, *arguments, "--quiet", "--no-deps"], check=True)


def assemble():
    """Makes the trees, and gives their folder."""
    trees, wheels = BENCH / "trees", BENCH / "wheels"
    listed = (HERE / "tree.txt").read_text()
    done = trees / "tree.txt"
    if done.is_file() and done.read_text() == listed:
        return trees
    shutil.rmtree(trees, ignore_errors=True)
    anywhere = ["--only-binary", ":all:", "--platform", "any", "--python-version", "3.14"]
    pip(BENCH / "tools", "download", *anywhere, "-r", HERE / "tree.txt", "-d", wheels)
    for line in listed.splitlines():
        if not line.startswith("#"):
            unpack(wheels, line, trees / "whole" / line.split("==")[0])
    link_files_without_asyncio(trees)
    link_copies(trees)
    done.write_text(listed)
    return trees


def unpack(wheels, requirement, folder):
    """Unpacks the Python files of a wheel."""
    name = requirement.replace("==", "-").replace("-", "_").replace(".", "_").lower()
    same = lambda path: path.name.replace("-", "_").replace(".", "_").lower().startswith(name)
    [wheel] = filter(same, wheels.iterdir())
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            if member.endswith((".py", ".pyi")):
                archive.extract(member, folder)
    (folder / "pyproject.toml").write_text(MANIFEST)


def link_files_without_asyncio(trees):
    for file in files_in(trees / "whole"):
        if not any(word in file.read_bytes() for word in WORDS):
            link(file, trees / "without" / file.relative_to(trees / "whole"))


def link_copies(trees):
    for copies in (1, 4, 16):
        for number in range(copies):
            for name in GROWING:
                folder = trees / f"times {copies}" / f"copy {number}"
                for file in files_in(trees / "whole" / name):
                    link(file, folder / file.relative_to(trees / "whole"))


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def link(file, at):
    at.parent.mkdir(parents=True, exist_ok=True)
    at.hardlink_to(file)


def report(program, tools, trees, rounds):
    """Prints how the command compares with others, and gives whether the limits are kept."""
    rule = trees / "rule.yml"
    rule.write_text(RULE)
    whole, without = trees / "whole", trees / "without"
    small = ROOT / "examples" / "worker.py"
    ruff = [tools / "ruff", "check", "--isolated", "--select", "ASYNC", "--no-cache"]
    ast_grep = [tools / "ast-grep", "scan", "--rule", rule]
    comparisons = [
        ("`check` vs `ruff check --isolated --select ASYNC --no-cache`", whole, ruff, 0.8, 1),
        ("`check` vs `ast-grep scan` with one rule", whole, ast_grep, 0.1, 1),
        ("tree without asyncio vs `rg -l asyncio`", without, ["rg", "-l", "asyncio"], 1.5, 1),
        ("one small file, start to end, vs ruff", small, ruff, 1.0, 20),
    ]
    print(f"{describe(whole)}; {describe(without)} do not mention asyncio\n")
    print("| | wall | CPU | ours | theirs | at most |")
    print("| --- | --- | --- | --- | --- | --- |")
    kept = []
    for what, path, other, limit, runs in comparisons:
        ours, theirs = timed([[program, "check", path], [*other, path]], rounds, runs)
        wall, cpu = (ratio(ours, theirs, clock) for clock in (0, 1))
        times = f"{typical(ours)} | {typical(theirs)}"
        print(f"| {what} | {wall:.2f}x | {cpu:.2f}x | {times} | {limit}x |", flush=True)
        kept.append(wall <= limit)
    peak = median(peak_memory([program, "check", whole]) for _ in range(rounds))
    print(f"| peak memory | {peak:.0f} MB | | | | 100 MB |\n")
    return all(kept) and peak <= 100


def report_growth(program, trees, rounds):
    """Prints how time grows with the tree, and gives whether it is in proportion."""
    sizes = (1, 4, 16)
    commands = [[program, "check", trees / f"times {size}"] for size in sizes]
    once, *others = timed(commands, rounds, 1)
    print("| size | wall | CPU | time | peak memory |")
    print("| --- | --- | --- | --- | --- |")
    kept = True
    for size, times, command in zip(sizes, (once, *others), commands):
        wall, cpu = (ratio(times, once, clock) for clock in (0, 1))
        peak = f"{peak_memory(command):.0f} MB"
        print(f"| {size}x | {wall:.1f}x | {cpu:.1f}x | {typical(times)} | {peak} |", flush=True)
        kept = kept and wall <= 1.25 * size
    return kept


def timed(commands, rounds, runs):
    """For each command, the (wall, CPU) seconds of each round."""
    lines = [shlex.join(map(str, command)) for command in commands]
    options = ["--shell=none", "--ignore-failure", "--style=none", f"--runs={runs}"]
    times = [[] for _ in commands]
    with tempfile.NamedTemporaryFile() as results:
        for number in range(1 + rounds):
            hyperfine = ["hyperfine", *options, "--export-json", results.name, *lines]
            subprocess.run(hyperfine, check=True, stderr=subprocess.DEVNULL)
            for own, result in zip(times, json.loads(Path(results.name).read_text())["results"]):
                own.append((result["median"], result["user"] + result["system"]))
    # The first round brings the files into memory.
    return [own[1:] for own in times]


def ratio(ours, theirs, clock):
    return median(a[clock] / b[clock] for a, b in zip(ours, theirs))


def typical(times):
    wall, cpu = (median(time[clock] for time in times) for clock in (0, 1))
    return f"{wall * 1000:.0f} ms, CPU {cpu * 1000:.0f} ms"


def peak_memory(command):
    """Megabytes that the command holds at most."""
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_maxrss * 1024 / 1e6


def describe(tree):
    files = [path for path in files_in(tree) if path.suffix != ".toml"]
    # One at a time: what this process holds would count as the measured ones' memory.
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    return f"{len(files):,} files with {lines:,} lines"


if __name__ == "__main__":
    sys.exit(main())
