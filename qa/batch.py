"""What a batch rule knows of all files of a run, gathered in a first look before any is checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.names.survey import Elsewhere


@dataclass
class Batch:
    """The facts of a batch, small enough to be handed to every process.

    `files` is how many were looked at; `spellings` has the names that they spell in two ways, by the
    last word of the rarer spelling.
    """

    files: int = 0
    spellings: Mapping[str, Sequence[Elsewhere]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is more than one file."""
        return self.files > 1

    def learn(self, texts: Iterable[str]) -> None:
        """Take in the texts of all files, an empty one where it is not in English."""
        from qa.names.survey import Survey

        survey = Survey()
        for text in texts:
            self.files += 1
            survey.add(text)
        spellings: dict[str, dict[str, Elsewhere]] = {}
        for found in sorted(survey.elsewhere(), key=lambda e: e.main_count):
            # Of several more frequent spellings the most frequent one counts.
            spellings.setdefault(found.rare.split()[-1], {})[found.rare] = found
        self.spellings = {word: [*of_word.values()] for word, of_word in spellings.items()}
