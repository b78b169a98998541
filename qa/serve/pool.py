"""The processes that check for the server: each does one thing at a time, and none may take for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, TypeVar

from qa.processes.worker import Worker

R = TypeVar("R")

# A text longer than this, in characters, is a story; what an editor waits for while typing is shorter.
LONG = 20_000


class TooLateError(Exception):
    """The work took longer than it may, or never got its turn."""


class LostError(Exception):
    """The process that did the work died of it."""


class Pool:
    """So many processes. One of them, where there are several, is kept for short texts.

    So a desk that sends an archive of long stories does not keep an editor waiting. `seconds` is what
    one request may take in all, waiting included.
    """

    def __init__(
        self,
        count: int,
        seconds: float,
        start: Callable[..., None],
        arguments: tuple[Any, ...],
    ) -> None:
        self.seconds = seconds
        self._workers = [Worker(start, arguments) for _ in range(count)]
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        for worker in self._workers:
            self._idle.put_nowait(worker)
        self._warm: Callable[[], Any] = int  # nothing to load yet
        self._renewing: set[asyncio.Task[None]] = set()
        self._long = asyncio.Semaphore(max(1, count - 1))

    async def warm(self, work: Callable[[], Any]) -> None:
        """Let every process do `work` once, so that the first who asks does not wait for it."""
        # What the first one has to make (a glossary takes seconds), the others find in the cache.
        self._warm = work
        first, *others = self._workers
        await asyncio.wrap_future(first.submit(work))
        await asyncio.gather(*(asyncio.wrap_future(worker.submit(work)) for worker in others))

    async def run(self, size: int, work: Callable[..., R], *arguments: Any) -> R:
        """What `work` makes of the arguments, of which the text has `size` characters.

        Raises TooLateError, LostError, and what `work` raises.
        """
        try:
            async with asyncio.timeout(self.seconds):
                if size <= LONG:
                    return await self._run(work, *arguments)
                async with self._long:
                    return await self._run(work, *arguments)
        except TimeoutError:
            raise TooLateError from None

    async def _run(self, work: Callable[..., R], *arguments: Any) -> R:
        worker = await self._idle.get()
        done = False
        try:
            result = await asyncio.wrap_future(_submitted(worker, work, *arguments))
            done = True
            return result
        except BrokenProcessPool:
            raise LostError from None
        except asyncio.CancelledError:
            raise
        except BaseException:
            done = True  # it failed, but the process is well
            raise
        finally:
            if done:
                self._idle.put_nowait(worker)
            else:  # out of time, or dead
                task = asyncio.create_task(self._renew(worker))
                self._renewing.add(task)
                task.add_done_callback(self._renewing.discard)

    async def _renew(self, worker: Worker) -> None:
        """Begin a process anew. What it takes to load is nobody's time."""
        worker.replace()
        with suppress(BrokenProcessPool):  # it is replaced when it is asked
            await asyncio.wrap_future(worker.submit(self._warm))
        self._idle.put_nowait(worker)

    def end(self) -> None:
        """End all processes."""
        for task in self._renewing:
            task.cancel()
        for worker in self._workers:
            worker.end()


def _submitted(worker: Worker, work: Callable[..., R], *arguments: Any) -> Future[R]:
    try:
        return worker.submit(work, *arguments)
    except (
        BrokenProcessPool
    ):  # it died when it had nothing to do; that is nothing to tell whoever asks now
        worker.replace()
        return worker.submit(work, *arguments)
