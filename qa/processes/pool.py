"""Work on all cores: items go out in chunks to processes and come back in order."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from typing import Any, TypeVar

from qa.errors import LostProcessError
from qa.files import remove_temporary
from qa.processes.limits import end_at_once

T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 8
# More do not work faster, and would be too many for the machine where somebody asks for 100,000.
_MOST_A_CORE = 8
_CHUNKS_AHEAD = 4  # a process, so that none waits and memory stays bounded


# Seconds that a process has to end by itself.
_PATIENCE = 1.0


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
    chunk: int = _CHUNK,
    rescue: Callable[[Sequence[T], Callable[[Sequence[T]], R]], R] | None = None,
) -> Iterator[R]:
    """What `work` makes of each chunk of `items`, in their order.

    Each process first calls `start` with the arguments. Functions, arguments, items and results
    must be picklable. Where processes are forked, they share what is loaded already.

    A process that dies (killed, out of memory or time) is replaced. The chunk that it had, or may
    have had, goes to `rescue` with a function that does the work in a process of its own, and raises
    LostProcessError when that dies, too; without `rescue` it is raised here. Where the caller ends
    early, by Ctrl-C say, all processes are ended.
    """
    items = iter(items)
    processes = min(processes, _MOST_A_CORE * cores())

    def pool_of(processes: int) -> ProcessPoolExecutor:
        method = "fork" if sys.platform == "linux" else "spawn"
        return ProcessPoolExecutor(processes, get_context(method), begin, (start, arguments))

    def alone(items: Sequence[T]) -> R:
        with pool_of(1) as pool:
            try:
                return pool.submit(work, items).result()
            except BrokenProcessPool as error:
                raise LostProcessError from error

    def submitted(items: Sequence[T]) -> Future[R]:
        try:
            return pool.submit(work, items)
        except BrokenProcessPool as error:  # known before its turn comes
            future: Future[R] = Future()
            future.set_exception(error)
            return future

    pool = pool_of(processes)
    waiting: deque[tuple[Sequence[T], Future[R]]] = deque()
    try:
        while True:
            while len(waiting) < processes * _CHUNKS_AHEAD and (taken := [*islice(items, chunk)]):
                waiting.append((taken, submitted(taken)))
            if not waiting:
                return
            first, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool as error:
                if rescue is None:
                    raise LostProcessError from error
                pool.shutdown(wait=True, cancel_futures=True)
                result = rescue(first, alone)
                pool = pool_of(processes)
                waiting = deque((taken, submitted(taken)) for taken, _ in waiting)
            yield result
    except BaseException:
        end_all()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def end_all() -> None:
    """End all processes that work for this one, whatever they are at."""
    children = active_children()
    for child in children:
        child.terminate()
    until = time.monotonic() + _PATIENCE
    for child in children:
        if not wait([child.sentinel], max(0, until - time.monotonic())):
            child.kill()


def begin(start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """Make a process that ends with the one that started it, and leaves Ctrl-C to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_at_once(remove_temporary)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start(*arguments)


def _end_with_parent() -> None:
    # A process that was killed cannot tell its workers to stop, and they would wait for ever.
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
