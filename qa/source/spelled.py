"""Numbers in words: what a word stands for, alone, within a compound, and in a row of others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from qa.text.patterns import lazy
from qa.text.spans import Span

# The vowel signs of Indian scripts are no letters to `re`.
LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0965\u0970-\u0dff\u0e31-\u0e4e\u200c])+"
_WORD = lazy(rf"{LETTERS}(?:[-'’ʼ]{LETTERS})*")
_APOSTROPHES = str.maketrans("’ʼ‘ʻ", "''''")
SMALLEST_SCALE = 1000
_HALF = 0.5
_DOTLESS = frozenset({"tr", "az"})
_WELL_KNOWN = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 100})
_ROUND = frozenset({0, _HALF, 100, *(10.0**n for n in range(3, 13))})
# Ten stands before the other figure (on beş), or behind it (خمسة عشر, lima belas).
_TEN_FIRST = frozenset({"tr", "az", "kk", "ky", "uz", "vi"})
_TEN_LAST = frozenset({"ar", "he", "id", "ms"})
# "İki buçuk": two and a half, without an "and".
_HALF_BEHIND = frozenset({"tr", "az", "kk", "ky", "uz", "vi", "ka", "hy"})
# "And" and "the", written together with the next word.
_PREFIXES = {"ar": ("وال", "ال", "و", "ب", "ل", "بال", "لل"), "he": ("ו", "ה", "ב", "ל", "כ", "מ")}
_AND_PREFIXES = "וو"
# Languages that write a number above twenty as one word, and what joins its parts.
_COMPOUNDING = {
    "de": ("und",), "nl": ("en", "ën"), "da": ("og",), "nb": ("og",), "sv": ("",), "it": ("",),
    "fi": ("",), "hu": ("",), "et": ("",), "ka": ("და",), "hy": ("",), "sl": ("in",), "el": ("",), "cs": ("a",), "sk": ("a",),
}  # fmt: skip
_SHORTEST_PART = 2


class Worded(NamedTuple):
    """A number in words: where it stands, its value, and whether it only confirms another."""

    span: Span
    value: float
    loose: bool


class _Table(NamedTuple):
    exact: dict[str, float]
    stems: tuple[tuple[str, float], ...]
    loose: dict[str, float]
    times_ten: frozenset[str]
    links: frozenset[str]
    nouns: tuple[str, ...]


_NOTHING = _Table({}, (), {}, frozenset(), frozenset(), ())


@cache
def has_words(lang: str) -> bool:
    """Whether the words for numbers of a language are known, not only its scales."""
    return set(_table(lang).exact.values()) >= _WELL_KNOWN


def has_scales(lang: str) -> bool:
    """Whether the words for a thousand and a million of a language are known."""
    table = _table(lang)
    return bool(table.exact or table.stems)


def value_of(word: str, lang: str) -> float | None:
    """The number that a word in small letters stands for."""
    table = _table(lang)
    found = table.exact.get(word)
    if found is not None:
        return found
    return next((value for stem, value in table.stems if word.startswith(stem)), None)


def scale_at(text: str, at: int, lang: str) -> tuple[float, int]:
    """The scale that begins at `at` in a language without spaces, and where it ends."""
    for word, value in _scales(lang):
        if text.startswith(word, at):
            return value, at + len(word)
    return 1.0, at


def is_half(word: str, lang: str) -> bool:
    """Whether a word in small letters is a half."""
    return value_of(word, lang) == _HALF


def is_link(word: str, lang: str) -> bool:
    """Whether a word may stand inside of a number: *two hundred and five*."""
    return word in _table(lang).links


def worded(text: str, lang: str) -> Iterator[Worded]:
    """The numbers in words, in their order. 1 is none by itself: it is an article as often."""
    table = _table(lang)
    if not table.exact or not any(_may_count(word, lang) for word in _WORD.findall(text)):
        return
    run: list[tuple[Span, float]] = []
    linked = False
    for span, word in _single_words(text, lang):
        value, joined, is_plain = _reading(word, lang)
        if is_plain:
            if run:
                yield from _combined(run)
                run = []
            linked = False
            continue
        joined, linked = joined or linked, False
        times_ten = word in table.times_ten
        if run and (value is not None or times_ten):
            if times_ten and run[-1][1] < 10:
                run[-1] = Span(run[-1][0].start, span.end), run[-1][1] * 10
                continue
            if value is not None and _continues(run, value, lang, joined):
                run.append((span, value))
                continue
        if value is None and run and word in table.links:
            linked = True
            continue
        yield from _combined(run)
        run = []
        if value is not None:
            run.append((span, value))
        elif word in table.loose:
            yield Worded(span, table.loose[word], True)
        elif word and (compound := _with_noun(word, lang)):
            yield Worded(span, compound, True)
    yield from _combined(run)


class _Reading(NamedTuple):
    """A word: its value, whether an "and" is written together with it, and whether it is of no use."""

    value: float | None
    joined: bool
    is_plain: bool


@lru_cache(maxsize=50_000)
def _reading(word: str, lang: str) -> _Reading:
    """What a word in small letters says of numbers."""
    value, joined = _value(word, lang)
    table = _table(lang)
    special = word in table.links or word in table.times_ten or word in table.loose
    plain = value is None and not special and not (word and _with_noun(word, lang))
    return _Reading(value, joined, plain)


@lru_cache(maxsize=50_000)
def _may_count(written: str, lang: str) -> bool:
    """Whether a word, as it is written, or a part of it is a number: 1, or an "and", by itself is none."""
    word = _lower(written, lang)
    readings = [_reading(part, lang) for part in (word, *(word.split("-") if "-" in word else ()))]
    return any(not r.is_plain and (r.value is None or r.value != 1) for r in readings) and (
        word not in _table(lang).links
    )


def _value(word: str, lang: str) -> tuple[float | None, bool]:
    if not word:
        return None, False
    value = value_of(word, lang)
    if value is None:
        for prefix in _PREFIXES.get(lang, ()):
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) > 2:
                value = value_of(rest, lang)
                if value is not None:
                    return value, prefix[0] in _AND_PREFIXES
    if value is None and lang in _COMPOUNDING:
        value = _compound(word, lang)
    return value, False


def _single_words(text: str, lang: str) -> Iterator[tuple[Span, str]]:
    """Words in lower case; of one with a hyphen that is no number word, the parts."""
    end = 0
    for match in _WORD.finditer(text):
        if text[end : match.start()].strip(" -\u00a0"):
            yield Span(end, match.start()), ""  # a mark ends a number
        end = match.end()
        word = _lower(match[0], lang)
        if "-" not in word or value_of(word, lang) is not None:
            yield Span(*match.span()), word
            continue
        for part in re.finditer(r"[^-]+", match[0]):
            span = Span(match.start() + part.start(), match.start() + part.end())
            yield span, _lower(part[0], lang)


def _lower(word: str, lang: str) -> str:
    """A word in small letters: in Turkish those of I are two."""
    if lang in _DOTLESS:
        word = word.replace("İ", "i").replace("I", "ı")
    return word.casefold().translate(_APOSTROPHES)


def _continues(run: Sequence[tuple[Span, float]], value: float, lang: str, joined: bool) -> bool:
    """Whether a number word goes on with another: *twenty five*, *two hundred*, not *two three*."""
    last = run[-1][1]
    if value == _HALF:  # two and a half, but the second half
        return last != _HALF and (joined or lang in _HALF_BEHIND)
    if last % 1:
        return value >= SMALLEST_SCALE
    if value >= SMALLEST_SCALE or value == 100:
        return True
    if value > 100:
        return last >= SMALLEST_SCALE
    if last >= 100 or (last >= 20 and not last % 10 and value < 10):
        return True
    if joined and last < 10 and value >= 20 and lang in _PREFIXES:  # خمسة وعشرون
        return True
    if last == 10 and value < 10:
        return lang in _TEN_FIRST
    return value == 10 and last < 10 and lang in _TEN_LAST


def _combined(run: Sequence[tuple[Span, float]]) -> Iterator[Worded]:
    """One number of several words: *two hundred and five thousand*, *un million et demi*."""
    values = [value for _, value in run]
    if not run or values == [1]:
        return
    # Hundreds, thousands and halves by themselves are as often no number.
    loose = all(v in _ROUND for v in values) and (len(values) == 1 or values[0] > _HALF)
    yield Worded(Span(run[0][0].start, run[-1][0].end), total(values), loose)


def total(values: Sequence[float]) -> float:
    """The value of number words in a row."""
    found = current = 0.0
    scale = 1.0
    for value in values:
        if value >= SMALLEST_SCALE:
            found += (current or 1) * value
            current, scale = 0, value
        elif value == 100 and current:
            current *= 100
        elif value == _HALF and not current:
            current, scale = value * scale, 1.0
        else:
            current += value
    return found + current


def _compound(word: str, lang: str) -> float | None:
    """The value of a word that is several number words: *fünfunddreißig*, *trentacinque*."""
    values = _parts(word, lang, _COMPOUNDING[lang])
    return total(values) if len(values) > 1 else None


def _with_noun(word: str, lang: str) -> float | None:
    """The value of an adjective with a number in it: *тридцятип’ятирічна*, *dwuletni*."""
    for noun in _table(lang).nouns:
        at = word.find(noun)
        if at >= _SHORTEST_PART:
            values = _parts(word[:at].rstrip("-"), lang, _COMPOUNDING.get(lang, ("",)))
            if values:
                return total(values)
    return None


def _parts(word: str, lang: str, joints: Sequence[str]) -> list[float]:
    """The values of the number words that a word consists of; none where something else is in it."""
    exact = _table(lang).exact
    # By place: the number words that lead there. Each place is reached at most once.
    reached: dict[int, list[float]] = {0: []}
    for start in range(len(word)):
        if start not in reached:
            continue
        for end in range(start + _SHORTEST_PART, len(word) + 1):
            value = exact.get(word[start:end])
            if value is None:
                continue
            values = [*reached[start], value]
            reached.setdefault(end, values)
            for joint in joints:
                if joint and word.startswith(joint, end) and end + len(joint) < len(word):
                    reached.setdefault(end + len(joint), values)
    return reached.get(len(word), [])


@cache
def _scales(lang: str) -> list[tuple[str, float]]:
    found = [(w, v) for w, v in _table(lang).exact.items() if v >= SMALLEST_SCALE]
    return sorted(found, key=lambda item: -len(item[0]))


@cache
def _table(lang: str) -> _Table:
    rows = _rows().get(lang)
    if rows is None:
        return _NOTHING
    exact: dict[str, float] = {}
    loose: dict[str, float] = {}
    stems: list[tuple[str, float]] = []
    more: dict[str, list[str]] = {}
    for value, forms in rows:
        if not value[0].isdigit():
            more.setdefault(value, []).extend(forms)
    endings = more.get("endings", [])
    for value, forms in rows:
        if not value[0].isdigit():
            continue
        number = float(value)
        for form in forms:
            if form.endswith("*"):
                stems.append((form[:-1], number))
            elif form.startswith("?"):
                for one in _declined(form[1:], endings):
                    loose.setdefault(one, number)
            else:
                for one in _declined(form, endings):
                    exact.setdefault(one, number)
    for word in loose:
        exact.pop(word, None)
    return _Table(
        exact,
        tuple(sorted(stems, key=lambda s: -len(s[0]))),
        loose,
        frozenset(more.get("x10", ())),
        frozenset(more.get("and", ())),
        tuple(more.get("nouns", ())),
    )


def _declined(form: str, endings: Sequence[str]) -> list[str]:
    return [form[:-1] + e for e in endings] if form.endswith("~") else [form]


@cache
def _rows() -> dict[str, list[tuple[str, list[str]]]]:
    """By language: the values, or what else a line is about, and the forms."""
    rows: dict[str, list[tuple[str, list[str]]]] = {}
    for name in ("number_words.tsv", "spelled_numbers.tsv"):
        for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                lang, value, forms = line.split("\t")
                rows.setdefault(lang, []).append((value, forms.split()))
    return rows
