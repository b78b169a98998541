"""What is reported to the caller instead of a traceback."""

from __future__ import annotations


class InputError(Exception):
    """Something given to `qa` cannot be used: names the file, the place, and what to do.

    Its text is one line for standard error.
    """

    def __init__(self, path: str, problem: str, line: int | None = None) -> None:
        self.path = path
        self.problem = problem
        self.line = line
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, int | None]]:
        """Made again from its parts when it comes from another process."""
        return InputError, (self.path, self.problem, self.line)


class NotProseError(InputError):
    """A file holds no prose but `what`, such as "a CSV table"; to change it would break it."""

    def __init__(self, path: str, what: str) -> None:
        self.what = what
        super().__init__(
            path,
            f"is {what}, not prose, and left alone; give a file of its text, or say how to read it: "
            "--format-in text, markdown or html",
        )

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, None]]:
        """As it is read by who only wants the message."""
        return InputError, (self.path, self.problem, None)


class OutOfTime(BaseException):
    """A story has taken its time (`qa.processes.limits`). No Exception, so that no rule takes it for its own."""


class LostProcessError(Exception):
    """A process ended before it had done its work."""


LOST = "its process ended suddenly; it may need more memory or time than there is"


# What must go through where any other fault costs a story only: the wish to end, and the end of a
# story's time. All else is a fault, whatever it derives from: the panic of a native package, too.
STOPS = (KeyboardInterrupt, SystemExit, GeneratorExit, OutOfTime)
_LONGEST = 300


def fault(error: BaseException) -> str:
    """What an error that nobody expected says, in one line: its kind and its first words."""
    words = " ".join(str(error).split())
    cut = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return f"{type(error).__name__}: {cut}" if cut else type(error).__name__


def unchecked(path: str, error: BaseException) -> InputError:
    """What is said of a story whose check met an error that nobody expected."""
    return InputError(path, f"could not be checked ({fault(error)}); please report this text")
