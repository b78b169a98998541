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


# What must go through wherever else a fault costs a story only: the user's or the system's wish to end.
# All else does not, whatever it derives from: the panic of a native package is a BaseException too.
STOPS = (KeyboardInterrupt, SystemExit, GeneratorExit)
_LONGEST = 300


def fault(error: BaseException) -> str:
    """What an error that nobody expected says, in one line: its kind and its first words."""
    words = " ".join(str(error).split())
    cut = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    return f"{type(error).__name__}: {cut}" if cut else type(error).__name__


def unchecked(path: str, error: BaseException) -> InputError:
    """What is said of a story whose check met an error that nobody expected."""
    return InputError(path, f"could not be checked ({fault(error)}); please report this text")
