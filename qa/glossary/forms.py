"""Words and forms as they are compared: folded, whatever their case style and apostrophes."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from qa.text.patterns import lazy

# A run of letters and digits, with combining marks and, inside it, invisible code points. What
# Unicode calls a modifier letter is for names an apostrophe (ʼ, ʹ), so it ends a run.
_MARKS = "\u0300-\u036f"
_INVISIBLE = "\xad\u200b\u200c\u200d\u2060\ufeff"
_LETTER = r"[^\W\u02b0-\u02ff]"
_RUN = rf"{_LETTER}+(?:[{_INVISIBLE}]*[{_MARKS}]+{_LETTER}*|[{_INVISIBLE}]+{_LETTER}+)*"
_RUNS = lazy(_RUN)
_PARTS = lazy(f"({_RUN})")

_APOSTROPHES = "'’‘ʼʻʹˈ′`´＇"
_HYPHENS = "-‐‑"
_IS_INVISIBLE = lazy(f"[{_INVISIBLE}]")
_ANY_LETTER = lazy(r"[^\W\d_]")
_SPACES = lazy(r"\s+")
# What may tie a run to the next one.
MAY_JOIN = frozenset(_APOSTROPHES + _INVISIBLE)
_SIGNS = {ord(c): "'" for c in _APOSTROPHES} | {ord(c): "-" for c in _HYPHENS}


class Form(NamedTuple):
    """A form of a name or phrase in parts: its folded runs, and what stands round and between them.

    There is one gap more than there are runs.
    """

    runs: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def text(self) -> str:
        """The folded form as one text."""
        return self.gaps[0] + "".join(r + g for r, g in zip(self.runs, self.gaps[1:], strict=True))


def runs_of(text: str) -> list[str]:
    """The runs of letters and digits of a text."""
    return _RUNS.findall(text)


def parts_of(text: str) -> list[str]:
    """A text in parts that make it up again: gaps and runs in turn, a gap first and last."""
    return _PARTS.split(text)


@lru_cache(maxsize=50_000)
def form_of(text: str) -> Form:
    """The parts of a form."""
    parts = parts_of(text)
    return Form(tuple(map(folded_run, parts[1::2])), tuple(map(folded_gap, parts[::2])))


def folded(text: str) -> str:
    """Lower case, one kind of apostrophe and hyphen, one space for any white space.

    Letters with their marks as one code point, a look-alike letter in the script of its word, and
    soft hyphens and zero-width code points left out.
    """
    return form_of(text).text


@lru_cache(maxsize=100_000)
def folded_run(run: str) -> str:
    """A run of letters and digits as it is compared."""
    if run.isascii():
        return run.lower()
    run = composed(run)
    # The only letter whose lower-case form is two code points.
    return composed(_in_one_script(run).replace("İ", "i").lower())


@lru_cache(maxsize=10_000)
def folded_gap(gap: str) -> str:
    """What stands between two runs as it is compared."""
    if gap in (" ", ""):
        return gap
    return _SPACES.sub(" ", without_invisible(gap)).translate(_SIGNS)


def without_invisible(text: str) -> str:
    """The text without soft hyphens and zero-width code points."""
    return text if text.isascii() else _IS_INVISIBLE.sub("", text)


def composed(text: str) -> str:
    """The text with each letter and its marks as one code point, and nothing invisible."""
    return unicodedata.normalize("NFC", without_invisible(text))


def _in_one_script(run: str) -> str:
    """A run with look-alike letters in one script: Latin if all have a twin there, else Cyrillic."""
    from qa.text.scripts import letters_of

    size = len(_ANY_LETTER.findall(run))
    for target in ("Latin", "Cyrillic"):
        new = run.translate(_twins(target))
        if len(letters_of(target).findall(new)) == size:
            return new
    return run


@cache
def _twins(target: str) -> dict[int, str]:
    """The letters of other scripts that look like one of a script, with that letter."""
    from qa.text.scripts import SCRIPTS, look_alikes

    others = (s for s in SCRIPTS if s != target)
    return str.maketrans({a: b for s in others for a, b in look_alikes(s, target).items()})


def case_fits(found: str, form: str) -> bool:
    """Whether `found` is written with the capitals of `form`, all in capitals, or with a first one.

    "kiev" is not the city; "KIEV" in a headline is.
    """
    if found == form or found.isupper():
        return True
    a, b = _letters(found), _letters(form)
    return len(a) == len(b) and all(
        x.isupper() == y.isupper() or (i == 0 and x.isupper())
        for i, (x, y) in enumerate(zip(a, b, strict=True))
    )


def _letters(text: str) -> list[str]:
    # An apostrophe that is a modifier letter is none.
    return [c for c in composed(text) if c.isalpha() and not "\u02b0" <= c <= "\u02ff"]


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
