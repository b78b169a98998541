"""How far a run is: a bar with the time left on a terminal, and a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from qa.cli.output import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

T = TypeVar("T")

# Seconds between two lines, and between two drawings of the bar.
_LINES, _DRAWN = 10.0, 0.2


class Progress:
    """Says on standard error how many of `total` things are done, how fast, and the time left.

    `what` are the things, in the plural. Nothing is said with `quiet`, nor in the first ten seconds
    where standard error is no terminal. Use it as a context manager.
    """

    def __init__(self, what: str, total: int | None = None, quiet: bool = False) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self._quiet = quiet
        self._bar = None if quiet or not sys.stderr.isatty() else _bar(what, total)
        self._started = self._said = time.monotonic()

    def __enter__(self) -> Progress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, done: int = 1) -> None:
        """So many more are done."""
        self.done += done
        now = time.monotonic()
        if self._quiet or now - self._said < (_DRAWN if self._bar else _LINES):
            return
        self._said = now
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=self.done)
            self._bar.refresh()
        else:
            say(self._line(now - self._started))

    def _line(self, seconds: float) -> str:
        rate = self.done / seconds
        if not self.total:
            return f"{self.done:,} {self.what}, {rate:,.0f} a second"
        left = time_left((self.total - self.done) / rate)
        return f"{self.done:,} of {self.total:,} {self.what}, {rate:,.0f} a second, {left} left"


def with_progress(
    items: Iterable[T], total: int | None, what: str, quiet: bool = False
) -> Iterator[T]:
    """The items as they come, with their progress to `total`; `what` they are, in the plural."""
    with Progress(what, total, quiet) as progress:
        for item in items:
            yield item
            progress.advance()


def time_left(seconds: float) -> str:
    """A time as a person would say it."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _bar(what: str, total: int | None) -> Bar:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f} a second" if task.speed else "")

    # A thread that draws would be lost in the processes that are forked, and could hold a lock.
    bar = Bar(
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    )
    bar.add_task(what, total=total)
    return bar
