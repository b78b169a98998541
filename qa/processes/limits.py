"""The time that a story may take, and what is done when the program is told to end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from qa.errors import InputError, OutOfTime

P = ParamSpec("P")
R = TypeVar("R")

_MEGABYTE = 1_000_000
# Seconds between two alarms: the first may go off where nothing can be raised.
_AGAIN = 1.0
_FACTOR = 2
# Alarms farther off than a month cannot be set everywhere.
_MOST = 2_500_000
_HAS_ALARM = hasattr(signal, "setitimer")


def seconds_for(size: int, limit: int) -> int:
    """What a story of `size` bytes may take, with `limit` seconds for each begun megabyte."""
    return min(limit * max(1, -(-size // _MEGABYTE)), _MOST)


@contextmanager
def time_limit(path: str, seconds: int) -> Iterator[None]:
    """What is done within may take so many seconds; 0 is no limit.

    Raises InputError, which names `path`, when it takes longer, whatever it is at: regular expressions
    answer signals, too. Where there are no alarms (Windows, or in a thread), there is no limit.
    """
    if not seconds or not _HAS_ALARM or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    try:
        before = signal.signal(signal.SIGALRM, _ring)
    except ValueError:  # in a thread
        yield
        return
    late = False
    try:
        try:
            _set(seconds)
            yield
        finally:
            _set(0)
    except OutOfTime:
        late = True
        _set(0)
    finally:
        signal.signal(signal.SIGALRM, before)
    if late:
        raise InputError(path, f"took more than {seconds} s and was not checked; see time-limit")


def untimed(function: Callable[P, R]) -> Callable[P, R]:
    """The function, whose time does not count: that of a model or a server, which may take long."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        left = signal.getitimer(signal.ITIMER_REAL)[0] if _HAS_ALARM else 0
        if not left:
            return function(*args, **kwargs)
        import faulthandler

        faulthandler.cancel_dump_traceback_later()
        _set(0)
        try:
            return function(*args, **kwargs)
        finally:
            _set(left)

    return call


@contextmanager
def process_limit(seconds: int) -> Iterator[None]:
    """End this process where what is done within takes twice so many seconds; 0 is no limit.

    That is for code in C that does not come back, and so hears no alarm: a thread of its own waits,
    which takes 0.2 ms to start. It says where the process was.
    """
    if not seconds:
        yield
        return
    import faulthandler

    faulthandler.dump_traceback_later(min(seconds, _MOST) * _FACTOR, exit=True, file=2)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _set(seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN if seconds else 0)


def _ring(number: int, frame: Any) -> None:
    raise OutOfTime


def end_when_told() -> None:
    """Let SIGTERM and SIGHUP end the program as Ctrl-C does: what it began is cleaned up."""

    def end(number: int, frame: Any) -> None:
        signal.signal(number, signal.SIG_DFL)  # who says it twice means it
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # nohup leaves SIGHUP ignored.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)


def end_at_once(clean_up: Callable[[], None]) -> None:
    """Let SIGTERM and SIGHUP end this process, which works for another one, when `clean_up` has run."""

    def end(number: int, frame: Any) -> None:
        clean_up()
        os._exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)
