"""The table of names, their spellings and the files that have them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from qa.model import Document
from qa.text.variants import is_english

if TYPE_CHECKING:
    from qa.check import Checked
    from qa.glossary import Glossary

_KINDS = ("person", "place", "organisation")
# Paths kept for each spelling, so that memory stays bounded; the number of files is exact.
MOST_PATHS = 100
_OF_ONE_STORY, _OF_BATCH = "GLO201", "GLO202"


class Spelled(NamedTuple):
    """A name of the glossary as one document spells it, and how often; `entry` is its entry's id."""

    entry: str
    name: str
    text: str
    wrong: bool
    times: int


@dataclass
class Spelling:
    """One spelling of a name: how often it comes, in how many files, and which (the first ones)."""

    text: str
    wrong: bool = False
    times: int = 0
    files: int = 0
    paths: list[str] = field(default_factory=list)

    def add(self, times: int, path: str) -> None:
        """Count the places of one file."""
        self.times += times
        self.files += 1
        if len(self.paths) < MOST_PATHS:
            self.paths.append(path)


@dataclass
class Name:
    """A name and its spellings; `entry` is the id of its glossary entry, empty where it has none."""

    entry: str
    name: str
    spellings: list[Spelling]

    @property
    def is_mixed(self) -> bool:
        """Whether a spelling is wrong, or two of the same number of words are in use."""
        sizes = Counter(len(s.text.split()) for s in self.spellings)
        return any(s.wrong for s in self.spellings) or max(sizes.values()) > 1


def spelled(document: Document, glossary: Glossary) -> tuple[Spelled, ...]:
    """The names of the glossary in an English document; in other languages names have case forms.

    Capitals for emphasis are no spelling of their own.
    """
    if not is_english(document):
        return ()
    found: dict[tuple[str, str], Spelled] = {}
    for segment in document.segments:
        for match in glossary.matches(segment):
            if match.entry.kind in _KINDS:
                entry, text = match.entry, " ".join(match.found.split())
                key = entry.id, text.casefold()
                old = found.get(key, Spelled(entry.id, entry.full_name, text, match.wrong, 0))
                text = text if old.text.isupper() else old.text
                found[key] = old._replace(text=text, times=old.times + 1)
    return tuple(found.values())


class SpellingTable:
    """Gathers, file by file, how names are spelled: those of the glossary, and those that are not.

    Of names without an entry only those are known that a rule found in two spellings.
    """

    def __init__(self) -> None:
        self._entries: dict[str, str] = {}
        self._spellings: dict[tuple[str, str], dict[str, Spelling]] = {}
        self._totals: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, checked: Checked) -> None:
        """Take in one file."""
        path = checked.path
        for entry, name, text, wrong, times in checked.names:
            self._entries[entry] = name
            self._spelling(entry, "", text, wrong).add(times, path)
        told: set[str] = set()
        for finding in checked.findings:
            if finding.code not in (_OF_ONE_STORY, _OF_BATCH):
                continue
            main, *rare = finding.data["forms"]
            # Each of several places of one story has a finding with the same counts.
            for text in {main, *rare} - told:
                here = self._spelling("", main, text, text != main)
                if finding.code == _OF_ONE_STORY:
                    here.add(finding.data["forms"][text], path)
                elif text != main:
                    here.add(1 + len(finding.related), path)
            told.update((main, *rare))
            for text, files in finding.data.get("files", {}).items():
                self._totals[main, text] = finding.data["forms"][text], files

    def _spelling(self, entry: str, name: str, text: str, wrong: bool) -> Spelling:
        forms = self._spellings.setdefault((entry, name), {})
        return forms.setdefault(text.casefold(), Spelling(text, wrong))

    @property
    def names(self) -> list[Name]:
        """All names with their spellings, the most frequent spelling first."""
        rows = [
            Name(entry, self._entries.get(entry, name), [*forms.values()])
            for (entry, name), forms in self._spellings.items()
        ]
        for row in rows:
            for spelling in row.spellings:
                # What a batch rule says was counted over all files.
                if not row.entry and (row.name, spelling.text) in self._totals:
                    spelling.times, spelling.files = self._totals[row.name, spelling.text]
            row.spellings.sort(key=lambda s: (-s.times, s.text))
        return sorted(rows, key=lambda row: (row.name.casefold(), row.entry))

    @property
    def mixed(self) -> list[Name]:
        """The names that are spelled wrong somewhere, or in more than one way."""
        return [name for name in self.names if name.is_mixed]
