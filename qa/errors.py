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
