"""What a run over files comes to: its errors on standard error, and its exit code."""

from __future__ import annotations

from dataclasses import dataclass

from qa.cli.output import say
from qa.linting.check import Checked
from qa.linting.inputs import PassedOver
from qa.linting.setup import Setups

_MOST_NOTES = 20


@dataclass
class Verdict:
    """Gathers the outcome of a run, file by file; `passed` is what was passed over."""

    setups: Setups
    passed: PassedOver
    quiet: bool = False
    failing: bool = False
    broken: bool = False
    notes: int = 0

    def add(self, checked: Checked) -> None:
        """Count one file, and print what was wrong with it."""
        fail_on = self.setups.of(checked.path).context.config.fail_on
        self.failing |= any((f.severity or 0) >= fail_on for f in checked.findings)
        for error in checked.errors:
            self.fail(error)
        for note in checked.notes:
            self.note(note)

    def fail(self, problem: str) -> None:
        """Print a problem that makes the exit code 2."""
        self.broken = True
        say(problem)

    def note(self, text: str) -> None:
        """Print what is worth knowing and changes no exit code."""
        self.notes += 1
        if self.notes <= _MOST_NOTES:
            say(f"note: {text}")

    def close(self) -> int:
        """Print what was wrong with the run as a whole; returns the exit code."""
        for problem in self.setups.errors:
            self.fail(problem)
        for note in self.setups.notes():
            self.note(note)
        for line in () if self.quiet else self.passed.named:
            self.note(line)
        if self.notes > _MOST_NOTES:
            say(f"note: {self.notes - _MOST_NOTES} more notes")
        return 2 if self.broken else int(self.failing)
