"""What a command takes, measured from outside, as a whole process with its children."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_SLOW = 20.0


class Usage(NamedTuple):
    """What one run took: seconds by the clock, seconds of processor time, and megabytes.

    `peak` is that of the largest process.
    """

    wall: float
    user: float
    peak: float


def run(command: Sequence[str]) -> Usage:
    """Run one command to its end, and ask the system what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0  # it was waited for
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Usage(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, kilobytes / 1024)


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
