"""Tables of letters: what each tradition writes for each letter of a language, and how often.

A table is a file in `data/`, named by its language: tab-separated columns `letters`, `before`,
`after`, and one a tradition. `before` and `after` hold the letters that must stand there, `^` for
the start of a word, `$` for its end, `V` for any vowel, `C` for any consonant; nothing means any.
A cell holds spellings, each with its weight (`ts:9 c:1`), `-` for nothing; an empty cell is that
of the column `english`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
APOSTROPHES = "'’ʼ"

Options = tuple[tuple[str, float], ...]
"""Spellings, each with its probability, the likeliest first."""


Lattice = list[tuple[str, Mapping[str, Options] | None]]
"""A text in pieces, each with what the traditions write for it; None for what has no row."""


class Rule(NamedTuple):
    """A row of a table: where it applies, and what each tradition writes, with a capital or not."""

    letters: str
    before: frozenset[str]
    after: frozenset[str]
    options: Mapping[str, Options]
    capital: Mapping[str, Options]


class Table:
    """The letters of one language, and how they are written in another script or language."""

    def __init__(self, rows: Iterable[Sequence[str]], columns: Sequence[str], vowels: str) -> None:
        self.traditions = tuple(columns[3:])
        self._rules: dict[str, list[Rule]] = {}
        rows = [(*row, *[""] * (len(columns) - len(row))) for row in rows]
        consonants = {c for row in rows for c in row[0] if c.isalpha()} - set(vowels)
        classes = {"V": vowels, "C": "".join(sorted(consonants))}
        for letters, before, after, *cells in rows:
            options: dict[str, Options] = {}
            for tradition, cell in zip(self.traditions, cells, strict=True):
                options[tradition] = _options(cell) if cell else options["english"]
            capital = _in_case(options, lambda text: text[:1].upper() + text[1:])
            places = (_places(before, classes), _places(after, classes))
            rule = Rule(letters, *places, options, capital)
            self._rules.setdefault(letters[0], []).append(rule)
        for rules in self._rules.values():
            rules.sort(key=lambda r: (-len(r.letters), -(bool(r.before) + bool(r.after))))

    def letters(self) -> set[str]:
        """The letters, and groups of them, that have a row."""
        return {rule.letters for rules in self._rules.values() for rule in rules}

    def covers(self, text: str) -> bool:
        """Whether any letter of `text` has a row."""
        return any(c in self._rules for c in text.lower())

    def lattice(self, text: str) -> Lattice:
        """A text in pieces with what the traditions write.

        Capitals are those of the original: a letter written with several keeps its capital in the
        first, unless the whole text is in capitals. From a script without capitals, words begin
        with one.
        """
        # In Turkic alphabets the capital of ı is I, and that of i is İ, which Python makes two.
        low = (text.replace("I", "ı") if "ı" in self._rules else text).replace("İ", "i").lower()
        shout = text.isupper() and sum(c.isalpha() for c in text) > 1
        bare = not any(map(_is_cased, text))
        lattice: Lattice = []
        at = 0
        while at < len(text):
            rule = self._rule(low, at)
            if rule is None:
                lattice.append((text[at], None))
                at += 1
                continue
            options = rule.options
            if shout:
                options = _in_case(options, str.upper)
            elif text[at].isupper() or (bare and _neighbour(low, at - 1, "^") == "^"):
                options = rule.capital
            end = at + len(rule.letters)
            lattice.append((text[at:end], options))
            at = end
        return lattice

    def _rule(self, low: str, at: int) -> Rule | None:
        for rule in self._rules.get(low[at], ()):
            end = at + len(rule.letters)
            if (
                low.startswith(rule.letters, at)
                and (not rule.before or _neighbour(low, at - 1, "^") in rule.before)
                and (not rule.after or _neighbour(low, end, "$") in rule.after)
            ):
                return rule
        return None


def written(lattice: Lattice, tradition: str, floor: float) -> list[tuple[str, float]]:
    """The paths through a lattice that one tradition takes, down to the probability `floor`."""
    steps: list[Options] = []
    for piece, options in lattice:
        step = options[tradition] if options else ((piece, 1.0),)
        if steps and len(step) == 1 and len(steps[-1]) == 1:
            steps[-1] = ((steps[-1][0][0] + step[0][0], 1.0),)
        else:
            steps.append(step)
    best = [1.0]
    for step in reversed(steps):
        best.append(best[-1] * step[0][1])
    best.reverse()
    paths = [("", 1.0)]
    for step, rest in zip(steps, best[1:], strict=True):
        paths = [(done + s, p * q) for done, p in paths for s, q in step if p * q * rest >= floor]
    if lattice and lattice[0][0][0].isupper():
        # Where the first letter is not written, the next one takes its capital: Yitsḥak, Itzhak.
        paths = [(done[:1].upper() + done[1:], p) for done, p in paths]
    return paths


def _in_case(options: Mapping[str, Options], case: Callable[[str], str]) -> dict[str, Options]:
    return {t: tuple((case(s), p) for s, p in some) for t, some in options.items()}


def composed(name: str) -> str:
    """A name as the tables have its letters: й is one, also where it was typed as two."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def _is_cased(c: str) -> bool:
    """Whether a letter is of a script that writes capitals (Georgian has them, but unused)."""
    return c.isupper() or c.title() != c


def _neighbour(low: str, at: int, edge: str) -> str:
    """The letter at a place, or the mark of a word's edge."""
    if 0 <= at < len(low) and (low[at].isalpha() or low[at] in APOSTROPHES):
        return low[at]
    return edge


def _options(cell: str) -> Options:
    found: list[tuple[str, float]] = []
    for item in cell.split():
        text, _, weight = item.partition(":")
        found.append(("" if text == "-" else text, float(weight or 1)))
    total = sum(weight for _, weight in found)
    return tuple(sorted(((t, w / total) for t, w in found), key=lambda o: -o[1]))


def _places(cell: str, classes: Mapping[str, str]) -> frozenset[str]:
    return frozenset(c for mark in cell for c in classes.get(mark, mark))


@cache
def has_table(name: str) -> bool:
    """Whether `data/NAME.tsv` exists."""
    return (DATA / f"{name}.tsv").exists()


@cache
def table(name: str) -> Table:
    """The table in `data/NAME.tsv`. Raises FileNotFoundError when there is none."""
    text = (DATA / f"{name}.tsv").read_text("utf-8")
    vowels = text.partition("vowels: ")[2].partition("\n")[0]
    lines = _lines(text)
    return Table(lines[1:], lines[0], vowels)


def rows(name: str) -> list[list[str]]:
    """The rows of `data/NAME.tsv` below its header."""
    return _lines((DATA / f"{name}.tsv").read_text("utf-8"))[1:]


def _lines(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
