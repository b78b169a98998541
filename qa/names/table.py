"""The table of names, their spellings and the files that have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qa.document.model import Finding
from qa.names.spelled import Spelled

# The rules that find a name without an entry in two spellings: in one file, in a batch.
RULES_ON_FORMS = ("GLO201", "GLO202")


@dataclass
class Spelling:
    """One spelling of a name: how often it comes, in how many files, and which (the first ones)."""

    text: str
    wrong: bool = False
    times: int = 0
    files: int = 0
    paths: list[str] = field(default_factory=list)

    def add(self, times: int, files: int, paths: Sequence[str], most_paths: int) -> None:
        """Count the places of some files; of all paths the first `most_paths` are kept."""
        self.times += times
        self.files += files
        self.paths += paths[: max(0, most_paths - len(self.paths))]


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


class Forms(NamedTuple):
    """The spellings of a name without an entry that a finding tells apart, the main one first.

    `times` is how often each comes, `files` in how many files of a batch; that is empty where the
    spellings are those of one file. `places` is how often the rare one comes in the finding's file.
    """

    times: Mapping[str, int]
    files: Mapping[str, int]
    places: int


def forms_told(code: str, data: Mapping[str, Any], related: int) -> Forms | None:
    """What a finding with that many related places says of a name without an entry, if it does."""
    if code not in RULES_ON_FORMS:
        return None
    return Forms(data["forms"], data.get("files", {}), 1 + related)


class SpellingTable:
    """Gathers, file by file, how names are spelled: those of the glossary, and those that are not.

    Of names without an entry only those are known that a rule found in two spellings; no more than
    about `most_names` of them are kept, those in most files. Of each spelling `most_paths` are.
    """

    def __init__(self, most_names: int = 100_000, most_paths: int = 100) -> None:
        self._most_names, self._most_paths = most_names, most_paths
        self._entries: dict[str, str] = {}
        self._spellings: dict[tuple[str, str], dict[str, Spelling]] = {}
        self._totals: dict[tuple[str, str], tuple[int, int]] = {}

    def add(self, path: str, names: Iterable[Spelled], findings: Iterable[Finding]) -> None:
        """Take in one file: how it spells the names of the glossary, and what was found in it."""
        for name in names:
            self.add_spelled(name, 1, [path])
        told = (forms_told(f.code, f.data, len(f.related)) for f in findings)
        self.add_forms(path, [forms for forms in told if forms])

    def add_spelled(self, name: Spelled, files: int, paths: Sequence[str]) -> None:
        """Take in how so many files spell a name of the glossary; `paths` are the first of them."""
        self._entries[name.entry] = name.name
        here = self._spelling(name.entry, "", name.text, name.wrong)
        here.add(name.times, files, paths, self._most_paths)

    def add_forms(self, path: str, told: Iterable[Forms]) -> None:
        """Take in what the findings of one file tell of names without an entry."""
        seen: set[str] = set()
        for times, files, places in told:
            main, *rare = times
            # Each of several places of one file has a finding with the same counts.
            for text in {main, *rare} - seen:
                here = self._spelling("", main, text, text != main)
                if not files:
                    here.add(times[text], 1, [path], self._most_paths)
                elif text != main:
                    here.add(places, 1, [path], self._most_paths)
            seen.update(times)
            for text, count in files.items():
                self._totals[main, text] = times[text], count
        if len(self._spellings) - len(self._entries) > 2 * self._most_names:
            self._forget()

    def _spelling(self, entry: str, name: str, text: str, wrong: bool) -> Spelling:
        forms = self._spellings.setdefault((entry, name), {})
        return forms.setdefault(text.casefold(), Spelling(text, wrong))

    def _forget(self) -> None:
        """Keep of the names without an entry those in most files."""
        loose = [key for key in self._spellings if not key[0]]
        loose.sort(key=lambda key: -sum(s.files for s in self._spellings[key].values()))
        for key in loose[self._most_names :]:
            for spelling in self._spellings.pop(key).values():
                self._totals.pop((key[1], spelling.text), None)

    @property
    def names(self) -> list[Name]:
        """All names with their spellings, the most frequent spelling first."""
        rows = [
            Name(entry, self._entries.get(entry, name), [*forms.values()])
            for (entry, name), forms in self._spellings.items()
        ]
        for row in rows:
            for spelling in row.spellings:
                # What a batch rule says was counted over all files, or a sample of them.
                if not row.entry and (row.name, spelling.text) in self._totals:
                    times, files = self._totals[row.name, spelling.text]
                    spelling.times = max(spelling.times, times)
                    spelling.files = max(spelling.files, files)
            row.spellings.sort(key=lambda s: (-s.times, s.text))
        return sorted(rows, key=lambda row: (row.name.casefold(), row.entry))

    @property
    def mixed(self) -> list[Name]:
        """The names that are spelled wrong somewhere, or in more than one way."""
        return [name for name in self.names if name.is_mixed]
