"""Work on all cores: files go out in chunks to processes and come back in order."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 8
_CHUNKS_AHEAD = 4  # a process, so that none waits and memory stays bounded


def cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[Sequence[T]], R],
    items: Iterable[T],
    processes: int,
    start: Callable[..., None],
    arguments: tuple[Any, ...],
) -> Iterator[R]:
    """What `work` makes of each chunk of `items`, in their order.

    Each process first calls `start` with the arguments. Functions, arguments, items and results
    must be picklable. Where processes are forked, they share what is loaded already.
    """
    items = iter(items)
    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(processes, get_context(method), start, arguments)
    waiting: deque[Future[R]] = deque()
    try:
        while True:
            while len(waiting) < processes * _CHUNKS_AHEAD and (chunk := [*islice(items, _CHUNK)]):
                waiting.append(pool.submit(work, chunk))
            if not waiting:
                return
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
