"""What a command takes, measured from outside, as a whole process with its children."""

from __future__ import annotations

import os
import re
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

# Seconds: a command that takes longer is not run again, and how often memory is looked at.
_SLOW = 20.0
_POLL = 0.05
_HIGH_WATER = re.compile(r"^VmHWM:\s*(\d+) kB", re.MULTILINE)


class Usage(NamedTuple):
    """What one run took: seconds by the clock, seconds of processor time, and megabytes.

    `peak` is that of the largest process.
    """

    wall: float
    user: float
    peak: float


class Watched(NamedTuple):
    """What a run with workers took: seconds by the clock and of processor time, and megabytes.

    `parent` is the peak of the process itself, `worker` that of the largest of its children.
    """

    wall: float
    user: float
    parent: float
    worker: float


def run(command: Sequence[str]) -> Usage:
    """Run one command to its end, and ask the system what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0  # it was waited for
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Usage(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, kilobytes / 1024)


def watch(command: Sequence[str], env: Mapping[str, str] | None = None) -> Watched:
    """Run one command to its end, and follow the memory of it and its children in /proc (Linux).

    Raises SystemExit with what it printed where it ended otherwise than `qa` does after a check.
    """
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=env)
        peaks: dict[int, float] = {}
        while process.poll() is None:
            peaks |= _peaks(process.pid)
            time.sleep(_POLL)
        wall = time.perf_counter() - start
        if process.returncode not in (0, 1):
            errors.seek(0)
            raise SystemExit(f"{shlex.join(command)}\n{errors.read().decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    parent = peaks.pop(process.pid, 0.0)
    return Watched(wall, user, parent, max(peaks.values(), default=0.0))


def _peaks(pid: int) -> dict[int, float]:
    """The peak memory of a process and all below it, in megabytes, as long as they live."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return {}
    found = _HIGH_WATER.search(status)
    peaks = {pid: int(found[1]) / 1024} if found else {}
    for child in map(int, children):
        peaks |= _peaks(child)
    return peaks


def compare(commands: Mapping[str, Sequence[str]], runs: int) -> None:
    """Run all commands in turn, and print each one's medians and how it compares with the first.

    Each round runs every command once, so that a change in the machine's speed meets all alike. The
    first round warms the caches, and is all that a slow command gets.
    """
    warm = {name: run(command) for name, command in commands.items()}
    used = {name: [usage] if usage.wall > _SLOW else [] for name, usage in warm.items()}
    for _ in range(runs):
        for name, command in commands.items():
            if warm[name].wall <= _SLOW:
                used[name].append(run(command))
    first_name, first = next(iter(used.items()))
    print(f"| | by the clock | least to most | processor time | {first_name} takes |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, taken in used.items():
        ratio = statistics.median(a.wall / b.wall for a, b in zip(first, taken, strict=False))
        walls = [usage.wall for usage in taken]
        print(
            f"| {name} | {statistics.median(walls):.2f} s | {min(walls):.2f} to {max(walls):.2f}"
            f" | {statistics.median(u.user for u in taken):.2f} s"
            f" | {'' if name == first_name else f'{ratio:.2g} times this'} |"
        )
