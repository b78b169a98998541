"""Numbers of a text in any language, and which of two texts lack each other's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa.offsets import Span
from qa.text.patterns import lazy

# Figures with the signs inside them: 28.000, 1,4, 12:30, 90+8, 2020-07-24, 28 000.
_FIGURES = lazy(r"\d+(?:(?:[.,:'’/]|[ \u00a0\u202f](?=\d{3}(?!\d)))\d+)*")
# The vowel signs of Indian scripts are no letters to `re`.
_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0965\u0970-\u0dff])+"
_WORD = lazy(rf"{_LETTERS}(?:[-'’]{_LETTERS})*")
_SCALE_WORD = lazy(rf"[\s-]?({_LETTERS})")
_HAN_NUMBER = lazy("[零〇一二三四五六七八九十百千万萬亿億兆两兩]+")
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_PUNCTUATED = re.compile(r"[.,:'’/ \u00a0\u202f]")
HAN_LANGUAGES = frozenset({"zh", "ja"})
_SMALLEST_SCALE = 1000
_AND = frozenset({"and", "y", "e", "und", "et", "i", "și", "و"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its place in code points, and the values that it may stand for.

    28.000 may be 28 or 28,000. `bare` are the values without a scale word after the figures, for
    comparing with a language whose scale words are not known. `figures` tells 3 from *three*;
    `loose` is a number that a translation often has in other words: 1, hundreds, the month in 7月.
    """

    span: Span
    values: frozenset[float]
    bare: frozenset[float]
    figures: bool
    loose: bool = False


def numbers(text: str, lang: str) -> list[Number]:
    """The numbers in `text`, in their order; `lang` is an ISO 639-1 code.

    Digits of every script are read, number words where `number_words.tsv` has the language, and
    Chinese numerals. 1 is not read from words: it is an article too often.
    """
    # One character for one, so that places stay; a digit of any script becomes an ASCII digit.
    plain = "".join(map(_ascii_digit, text))
    found = list(_figures(plain, lang))
    taken = [n.span for n in found]
    words = [n for n in _worded(plain, lang) if not any(_overlap(n.span, s) for s in taken)]
    return sorted((*found, *words), key=lambda n: n.span)


def unmatched(
    source: Sequence[Number], target: Sequence[Number], source_lang: str
) -> tuple[list[Number], list[Number]]:
    """The numbers of `source` that `target` lacks, and those of `target` that `source` lacks.

    A number may be said once in one text and twice in the other. A number in words is missing only
    where the language's words are known, which is never so in Chinese, Japanese and Korean: there
    numerals are parts of other words. A source's words only confirm, and are never missing.
    """
    known = source_lang in _tables() and source_lang not in ("ko",)
    missing = [
        s
        for s in source
        if s.figures and not s.loose and not any(_equal(s, t, known) for t in target)
    ]
    added = [
        t
        for t in target
        if (t.figures or (not t.loose and (known or source_lang in HAN_LANGUAGES)))
        and not any(_equal(s, t, known) for s in source)
    ]
    return missing, added


def _equal(one: Number, other: Number, scales_known: bool) -> bool:
    if one.values & other.values:
        return True
    return not scales_known and bool(one.bare & other.bare)


def _figures(text: str, lang: str) -> Iterator[Number]:
    before = None
    for match in _FIGURES.finditer(text):
        for start, end, bare in _readings(match[0]):
            span = Span(match.start() + start, match.start() + end)
            scale, after = _scale_after(text, span.end, lang)
            values = frozenset(_rounded(v * scale) for v in bare)
            if text[after : after + 1] == "s":  # the 1970s may be the 70s
                values |= {v - 1900 for v in values if 1900 < v < 2000}
            if before and before.span.end == span.start and text[span.start - 1] in _HAN_SCALES:
                # 1万1000 is one number.
                span = Span(before.span.start, span.end)
                values = frozenset(_rounded(a + b) for a in before.values for b in values)
                before = None
            if before:
                yield before
            loose = values == {1.0} or text[after : after + 1] == "月"
            before = Number(Span(span.start, after), values, bare, True, loose)
    if before:
        yield before


def _readings(figures: str) -> Iterator[tuple[int, int, frozenset[float]]]:
    """The numbers in one run of figures, with their places in it."""
    groups = _PUNCTUATED.split(figures)
    signs = _PUNCTUATED.findall(figures)
    if not signs:
        yield 0, len(figures), frozenset({float(figures)})
        return
    values: set[float] = set()
    rest = groups[1:]
    if ":" not in signs and "/" not in signs:
        # Groups of three, but of two in India: 1,00,000.
        if len(groups[0]) <= 3 and len(rest[-1]) == 3 and all(len(g) in (2, 3) for g in rest):
            values.add(float("".join(groups)))
        if signs[-1] in ".," and (len(rest) == 1 or signs[-1] not in signs[:-1]):
            values.add(float("".join(groups[:-1]) + "." + groups[-1]))
        if len(rest) == 1 and len(rest[0]) == 2 and float(groups[0]) < 24 and float(rest[0]) < 60:
            values |= {float(groups[0]), float(rest[0])}  # 3.40 is a time of day, too
    if values:
        yield 0, len(figures), frozenset(values)
        return
    start = 0
    for group in groups:
        yield start, start + len(group), frozenset({float(group)})
        start += len(group) + 1


def _scale_after(text: str, at: int, lang: str) -> tuple[float, int]:
    """The factor that stands behind the figures that end at `at`, and where it ends."""
    scale = 1.0
    while at < len(text) and text[at] in _HAN_SCALES:
        scale *= _HAN_SCALES[text[at]]
        at += 1
    if scale > 1:
        return scale, at
    match = _SCALE_WORD.match(text, at)
    if match is None:
        return 1.0, at
    word = match[1].casefold()
    value = _value(word, lang) or _value(word, "*")
    if value is None and lang == "ko":
        value = _value(word[0], lang)
    if value is None or value < _SMALLEST_SCALE:
        return 1.0, at
    return value, match.end(1)


def _worded(text: str, lang: str) -> Iterator[Number]:
    if lang in HAN_LANGUAGES:
        yield from _han(text)
        return
    if lang not in _tables():
        return
    run: list[tuple[Span, float]] = []
    for span, word in _single_words(text, lang):
        value = _value(word, lang)
        if run and value is not None and _continues(run[-1][1], value):
            run.append((span, value))
            continue
        if value is None and word in _AND:
            continue
        if run:
            yield _combined(run)
            run = []
        if value is not None:
            run.append((span, value))
    if run:
        yield _combined(run)


def _single_words(text: str, lang: str) -> Iterator[tuple[Span, str]]:
    """Words in lower case; of one with a hyphen that is no number word, the parts."""
    end = 0
    for match in _WORD.finditer(text):
        if text[end : match.start()].strip(" -\u00a0"):
            yield Span(end, match.start()), ""  # a mark ends a number
        end = match.end()
        word = match[0].casefold()
        if "-" not in word or _value(word, lang) is not None:
            yield Span(*match.span()), word
            continue
        for part in re.finditer(r"[^-]+", match[0]):
            span = Span(match.start() + part.start(), match.start() + part.end())
            yield span, part[0].casefold()


def _continues(before: float, value: float) -> bool:
    """Whether a number word goes on with another: *twenty five*, *two hundred*, not *two three*."""
    if value >= 100:
        return True
    return before >= 100 or (before >= 20 and value < 10)


def _combined(run: Sequence[tuple[Span, float]]) -> Number:
    """One number of several words: *two hundred and five thousand*."""
    total = current = 0.0
    for _, value in run:
        if value >= _SMALLEST_SCALE:
            total += (current or 1) * value
            current = 0
        elif value == 100 and current:
            current *= 100
        else:
            current += value
    values = frozenset({_rounded(total + current)})
    # Hundreds and thousands by themselves are as often no number.
    loose = len(run) == 1 and run[0][1] >= 100
    return Number(Span(run[0][0].start, run[-1][0].end), values, values, False, loose)


def _han(text: str) -> Iterator[Number]:
    for match in _HAN_NUMBER.finditer(text):
        total = section = digit = 0.0
        plain = all(c in _HAN_DIGITS for c in match[0])
        for c in match[0]:
            if c in _HAN_DIGITS:
                digit = digit * 10 + _HAN_DIGITS[c] if plain else _HAN_DIGITS[c]
            elif c in _HAN_TENS:
                section += (digit or 1) * _HAN_TENS[c]
                digit = 0
            else:
                total += ((section + digit) or 1) * _HAN_SCALES[c]
                section = digit = 0
        values = frozenset({total + section + digit})
        yield Number(Span(*match.span()), values, values, False)


def _value(word: str, lang: str) -> float | None:
    exact, stems = _tables().get(lang, ({}, ()))
    found = exact.get(word)
    if found is not None:
        return found
    for stem, value in stems:
        if word.startswith(stem):
            return value
    return None


@cache
def _tables() -> dict[str, tuple[dict[str, float], tuple[tuple[str, float], ...]]]:
    """By language: the whole words, and the beginnings of words, the longest first."""
    tables: dict[str, tuple[dict[str, float], list[tuple[str, float]]]] = {}
    for line in Path(__file__).with_name("number_words.tsv").read_text("utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        lang, value, forms = line.split("\t")
        exact, stems = tables.setdefault(lang, ({}, []))
        for form in forms.split():
            if form.endswith("*"):
                stems.append((form[:-1], float(value)))
            else:
                exact.setdefault(form, float(value))
    return {
        lang: (exact, tuple(sorted(stems, key=lambda s: -len(s[0]))))
        for lang, (exact, stems) in tables.items()
    }


def _ascii_digit(character: str) -> str:
    if character.isascii() or not character.isdigit():
        return {"．": ".", "，": ",", "：": ":"}.get(character, character)
    return str(unicodedata.digit(character))


def _rounded(value: float) -> float:
    """`value` without the error of floating point: 14.6 times 10,000 is 146,000."""
    return float(f"{value:.9g}")


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
