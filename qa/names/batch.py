"""What a batch rule knows of all stories of a run, gathered in a first look before any is checked."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from qa.load import Languages
    from qa.names.survey import Elsewhere

# Stories whose names are compared: they take some 20 MB, and what is rarer in a larger run is in
# hardly any of its files.
_MOST = 4_000


class Glance(NamedTuple):
    """What the first look takes from a story: its digest, and its names with how often each comes."""

    digest: bytes
    forms: Mapping[str, int]


class Sample:
    """The stories with the smallest digests, `most` of them; a run of fewer is taken whole.

    A digest of the content is as good as a lot drawn, and the same stories are drawn in whatever
    order they come, and on however many machines (a "bottom-k" sample: Cohen and Kaplan 2007).
    """

    def __init__(self, most: int = _MOST) -> None:
        self.most = most
        self.files = 0
        self._digests: list[bytes] = []
        self._kept: dict[bytes, tuple[Mapping[str, int], int]] = {}

    @property
    def limit(self) -> bytes | None:
        """A story with a larger digest than this is not for the sample; None is no limit yet."""
        return self._digests[-1] if len(self._digests) == self.most else None

    def add(self, glance: Glance) -> None:
        """Take in one story. Of those with the same content each counts."""
        digest, forms = glance
        self.files += 1
        if digest in self._kept:
            forms, times = self._kept[digest]
            self._kept[digest] = forms, times + 1
        elif self.limit is None or digest < self.limit:
            insort(self._digests, digest)
            self._kept[digest] = forms, 1
            if len(self._digests) > self.most:
                del self._kept[self._digests.pop()]

    def add_all(self, glances: Iterable[Glance]) -> None:
        """Take in several."""
        for glance in glances:
            self.add(glance)

    def stories(self) -> Iterable[tuple[Mapping[str, int], int]]:
        """The names of each story, and how many stories have that content."""
        return (self._kept[digest] for digest in self._digests)


@dataclass
class Batch:
    """The facts of a batch, small enough to be handed to every process.

    `files` is how many there are; `spellings` has the names that they spell in two ways, by the
    last word of the rarer spelling.
    """

    files: int = 0
    spellings: Mapping[str, Sequence[Elsewhere]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is more than one file."""
        return self.files > 1

    def learn(self, sample: Sample) -> None:
        """Compare the names of a sample of all files."""
        from qa.names.survey import Survey

        survey = Survey()
        for forms, files in sample.stories():
            survey.add_forms(forms, files)
        self.files = sample.files
        spellings: dict[str, dict[str, Elsewhere]] = {}
        for found in sorted(survey.elsewhere(), key=lambda e: e.main_count):
            # Of several more frequent spellings the most frequent one counts.
            spellings.setdefault(found.rare.split()[-1], {})[found.rare] = found
        self.spellings = {word: [*of_word.values()] for word, of_word in spellings.items()}


def glance(
    path: str, raw: bytes, languages: Languages, limit: bytes | None, suffix: str | None = None
) -> Glance:
    """The first look at a story; above the `limit` of a sample, its digest alone.

    Raises InputError when the bytes cannot be decoded.
    """
    from qa.names.survey import english, forms

    # Spark has this digest too.
    digest = sha256(raw).digest()
    if limit is not None and digest > limit:
        return Glance(digest, {})
    return Glance(digest, forms(english(path, raw, languages, suffix)))
