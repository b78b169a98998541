"""One process that works for this one, and may be ended and begun again at any time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from qa.processes.pool import begin

R = TypeVar("R")


class Worker:
    """A process that first calls `start` with the arguments, and then does one thing after another.

    It is spawned, not forked, for the server that asks for it has threads. It ends with this process.
    """

    def __init__(self, start: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        self._begin = (start, arguments)
        self._process = self._made()

    def submit(self, work: Callable[..., R], *arguments: Any) -> Future[R]:
        """The result to come. Raises BrokenProcessPool where the process died meanwhile."""
        return self._process.submit(work, *arguments)

    def replace(self) -> None:
        """End the process, whatever it is at, and have another one in its place."""
        self.end()
        self._process = self._made()

    def end(self) -> None:
        """End the process, whatever it is at."""
        # A copy: what is shut down forgets its processes.
        processes = [*(self._process._processes or {}).values()]
        for process in processes:
            process.kill()
        self._process.shutdown(wait=True, cancel_futures=True)

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, get_context("spawn"), begin, self._begin)
