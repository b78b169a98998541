"""From entries to the terms that are looked for, and how text is folded to find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qa.glossary.entries import Entry, Spelling


class Term(NamedTuple):
    """One form to look for: as written, the number of its entry, and whether it is to be reported.

    `part` says what it is of its entry: name, surname, or a phrase (unless) that shields a name.
    """

    form: str
    entry: int
    part: str
    wrong: bool


def terms(entries: Iterable[Entry], style: str) -> Iterator[Term]:
    """The terms of all entries under a house style.

    A given name is no term: it is looked for only in front of its surname.
    """
    for index, entry in enumerate(entries):
        part = "surname" if entry.kind == "person" else "name"
        name = entry.name.under(style)
        for form in dict.fromkeys((name.preferred, *name.accepted)):
            # A calque may have nothing to propose; the right words of a phrase need no looking for.
            if form and entry.kind not in ("title", "calque"):
                yield Term(form, index, part, False)
        for form in dict.fromkeys(name.forbidden):
            yield Term(form, index, part, True)
        for phrase in entry.unless:
            yield Term(phrase, index, "unless", False)


def words_of(spelling: Spelling) -> Iterator[str]:
    """The single words of all forms, folded."""
    for form in spelling.forms:
        yield from re.findall(r"[^\W\d_]+", fold(form).text)


_FOLD = {
    **dict.fromkeys("’ʼ′‘`´＇", "'"),
    **dict.fromkeys("‐‑", "-"),
    **dict.fromkeys("\t\n\r\v\f\x85\xa0\u2028\u2029\u202f\u205f\u3000", " "),
    **{chr(c): " " for c in range(0x2000, 0x200B)},
    # The only letter whose lower-case form is two code points.
    "İ": "i",
}
_FOLDED = "".join(_FOLD)
_ASCII_FOLDED = "".join(c for c in _FOLD if c.isascii())
_INVISIBLE = "\xad\u200b\u200c\u200d\u2060\ufeff"


class Folded(NamedTuple):
    """A text as terms are looked for in it, and the way back to how it stands.

    `starts` is the place in `source` of each code point of `text`; None where the offsets are the
    same.
    """

    text: str
    source: str
    starts: list[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source from the first to the last code point given."""
        if self.starts is None or end <= start:
            return start, end
        return self.starts[start], self.starts[end - 1] + 1

    def surface(self, start: int, end: int) -> str:
        """How a stretch is written in the source."""
        first, last = self.original(start, end)
        return self.source[first:last]


def fold(text: str) -> Folded:
    """Lower case, one kind of apostrophe and hyphen, one space for any white space.

    Soft hyphens and zero-width code points are passed over.
    """
    plain = text.isascii()
    folded = text
    # Most text holds none of them, and `translate` looks at every code point.
    for char in _ASCII_FOLDED if plain else _FOLDED:
        if char in folded:
            folded = folded.replace(char, _FOLD[char])
    folded = folded.lower()
    if "  " not in folded and (plain or not any(c in folded for c in _INVISIBLE)):
        return Folded(folded, text, None)
    starts: list[int] = []
    pieces: list[str] = []
    end = 0
    for m in re.finditer(f"[{_INVISIBLE}]| {{2,}}", folded):
        # Of a run of spaces the first stays.
        keep = m.start() + 1 if m[0][0] == " " else m.start()
        pieces.append(folded[end:keep])
        starts.extend(range(end, keep))
        end = m.end()
    pieces.append(folded[end:])
    starts.extend(range(end, len(folded)))
    return Folded("".join(pieces), text, starts)


def case_fits(found: str, form: str) -> bool:
    """Whether `found` is written with the capitals of `form`, all in capitals, or with a first one.

    "kiev" is not the city; "KIEV" in a headline is.
    """
    a = [c for c in found if c.isalpha()]
    b = [c for c in form if c.isalpha()]
    if a == b or found.isupper():
        return True
    return len(a) == len(b) and all(
        x.isupper() == y.isupper() or (i == 0 and x.isupper())
        for i, (x, y) in enumerate(zip(a, b, strict=True))
    )


def in_case_of(found: str, new: str, *, name: bool = True) -> str:
    """`new` in the case style of `found`. A name keeps its own capitals unless all were capitals."""
    letters = [c for c in found if c.isalpha()]
    if len(letters) > 1 and found.isupper():
        return new.upper()
    if name or not letters:
        return new
    if found.islower():
        return new.lower()
    if letters[0].islower():
        return new  # the capitals of a name in the phrase: "wrote in Telegram"
    if sum(c.isupper() for c in letters) == 1 and letters[0].isupper() and " " in found:
        return new[:1].upper() + new[1:].lower()
    return new[:1].upper() + new[1:]
