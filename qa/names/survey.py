"""The names of a whole batch: a first look at all files, and what is spelled in two ways in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from qa.document.encoding import decode
from qa.names.likeness import Likeness, likeness
from qa.names.mentions import Uses, names, parts
from qa.names.spellings import NEAR_LENGTH, SLIP_LENGTH, alike, is_known, shared
from qa.readers import read, reader_for
from qa.text.english import is_word, likelier

if TYPE_CHECKING:
    from qa.load import Languages

# Keeps memory bounded, at some ten megabytes.
_MOST = 200_000
# A batch is by many writers and about many people: what is meant is this many times as frequent, where
# the names beside it do not tell, and in at least as many files for a slip. Chosen with
# scripts/measure-unseen-names on the first 150 stories of lee_background.cor.
_TIMES, _FILES = 3, 3


class Count(NamedTuple):
    """How often a name stands in a batch, and in how many files."""

    times: int
    files: int


class Elsewhere(NamedTuple):
    """A name as most of a batch spells it, and as some of it does."""

    main: str
    rare: str
    main_count: Count
    rare_count: Count
    confidence: float


class Survey:
    """Counts names, file by file: single words, and two words that follow each other.

    Above `most` forms, those that only one file has are forgotten.
    """

    def __init__(self, most: int = _MOST) -> None:
        self.most = most
        self.files = 0
        self.times: Counter[str] = Counter()
        self.spread: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Count the names of one text in English."""
        self.add_forms(forms(text))

    def add_forms(self, here: Mapping[str, int], files: int = 1) -> None:
        """Count the names of a text as `forms` gives them, which so many files have."""
        self.files += files
        for form, count in here.items():
            self.times[form] += count * files
            self.spread[form] += files
        if len(self.times) > self.most:
            for form in [f for f, files in self.spread.items() if files == 1]:
                del self.times[form], self.spread[form]

    def elsewhere_of(self, a: str, b: str, confidence: float) -> Elsewhere:
        """Two forms with their counts; of two that come equally often, the likelier is meant."""
        one, other = (Count(self.times[f], self.spread[f]) for f in (a, b))
        if one.times < other.times or (
            one.times == other.times and likelier(a.lower(), b.lower()) != a.lower()
        ):
            return Elsewhere(b, a, other, one, confidence)
        return Elsewhere(a, b, one, other, confidence)

    def uses(self) -> Uses:
        """How the words are used in all files together."""
        found = Uses({}, {}, {})
        for form, count in self.times.items():
            given, _, word = form.rpartition(" ")
            if given:
                found.before.setdefault(word, set()).add(given)
                found.after.setdefault(given, set()).add(word)
            else:
                found.counts[word] = count
        return found

    def elsewhere(self) -> Iterator[Elsewhere]:
        """The names that the files spell in two ways."""
        uses = self.uses()
        unknown = {w for w in uses.counts if not (is_known(w) or is_word(w.lower()))}
        for a, b in sorted(alike(uses.counts, unknown)):
            main, rare = sorted((a, b), key=lambda w: (-self.times[w], not is_known(w)))
            found = _judged(main, rare, uses, self)
            if found:
                yield found


def forms(text: str) -> Counter[str]:
    """The names of a text in English, as the survey counts them, and how often each comes."""
    found: Counter[str] = Counter()
    for name, count in names(text).items():
        for form in _forms(name):
            found[form] += count
    return found


def english(path: str, raw: bytes, languages: Languages, suffix: str | None = None) -> str:
    """The text of a file if it is in English, else nothing: sooner known than by reading it whole.

    Raises InputError when the bytes cannot be decoded.
    """
    from qa.language.own_words import plain_language

    source = decode(raw, path).source
    suffix = PurePath(path).suffix if suffix is None else suffix
    text = source if reader_for(suffix).name == "text" else read(source, suffix, path).text
    lang = languages.lang or plain_language(text) or languages.tag_of(text, "").language
    return text if lang == "en" else ""


def _judged(main: str, rare: str, uses: Uses, survey: Survey) -> Elsewhere | None:
    """What speaks for one name in two spellings; None when too little does.

    More is asked for than within one story (see `qa.names.spellings`).
    """
    like, shortest = likeness(main, rare), min(len(main), len(rare))
    ordinary = is_word(rare.lower())
    doubtful = ordinary or is_known(rare)
    given, family = shared(uses.before, main, rare), shared(uses.after, main, rare)
    often = survey.times[main] >= _TIMES * survey.times[rare]
    if given and (like > Likeness.NEAR or shortest >= NEAR_LENGTH):
        if not doubtful:
            return survey.elsewhere_of(main, rare, 0.9)
        if often or like is Likeness.SOUND:
            return survey.elsewhere_of(f"{given} {main}", f"{given} {rare}", 0.9)
    if family and not ordinary and (like is Likeness.SOUND or not doubtful):
        return survey.elsewhere_of(f"{main} {family}", f"{rare} {family}", 0.9)
    if doubtful or not often or rare in uses.before or rare in uses.after:
        return None
    if like is Likeness.SOUND and shortest >= SLIP_LENGTH:
        return survey.elsewhere_of(main, rare, 0.8)
    if like is Likeness.SLIP and shortest >= NEAR_LENGTH and survey.spread[main] >= _FILES:
        return None if is_word(main.lower()) else survey.elsewhere_of(main, rare, 0.7)
    return None


@lru_cache(maxsize=50_000)
def _forms(name: str) -> tuple[str, ...]:
    """Each word of a name, and each two that stand in it with a space between."""
    forms: list[str] = []
    for word, before, _ in parts(name):
        forms.append(word)
        if before and f" {before} {word} " in f" {name} ":
            forms.append(f"{before} {word}")
    return tuple(forms)
