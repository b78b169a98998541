"""Numbers of a text in any language, and which of two texts lack each other's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.source.calendar import named_days
from qa.source.clock import figure_dates, figure_months, times
from qa.source.spelled import (
    LETTERS,
    SMALLEST_SCALE,
    has_scales,
    has_words,
    is_half,
    is_link,
    scale_at,
    value_of,
    worded,
)
from qa.text.patterns import lazy
from qa.text.spans import Span

# Figures with the signs inside them: 28.000, 1,4, 90+8, 28 000.
_FIGURES = lazy(r"\d+(?:(?:[.,:'’/]|[ \u00a0\u202f](?=\d{3}(?!\d)))\d+)*")
_NEXT_WORD = lazy(rf"[\s\u00a0-]?({LETTERS}(?:[-'’]{LETTERS})*)")
# Chinese, Japanese and Korean numbers, with figures (3千万, 1万1000, 3조 2천억) or without.
_EAST_ASIAN = lazy(
    r"(?:\d[\d,.]*\s?|[零〇一二三四五六七八九两兩])?"
    r"(?:[十百千万萬亿億兆십백천만억조]"
    r"(?:\d[\d,.]*|\s\d[\d,.]*(?=\s?[千万亿億兆백천만억조])|[零〇一二三四五六七八九两兩])?)+"
    r"|[零〇一二三四五六七八九两兩]+"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_SCALES = {
    "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12,
    "만": 10**4, "억": 10**8, "조": 10**12,
}  # fmt: skip
_HALF_OF_A_UNIT = lazy(r"\s?(?:[个個年天倍]|[かヶ]月|時間|시간|년)?\s?[半반]")
_CENTURY_OF_DECADE = lazy(r"世[纪紀]\D{0,2}\d0年代")
_TOKEN = lazy(r"\d[\d,.]*|\S")
_ROMAN = lazy(r"[IVXLCХІ]+(?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "І": 1, "Х": 10}
_SEPARATORS = ".,:'’/ \u00a0\u202f"
_PLAIN = {"．": ".", "，": ",", "：": ":", "٫": ".", "٬": ","}
_OTHER_DIGIT = lazy(rf"(?![0-9])[\d²³¹⁰⁴-⁹₀-₉①-⑨{''.join(_PLAIN)}]")
_EAST_ASIAN_LANGUAGES = frozenset({"zh", "ja", "ko"})
_HAN_LANGUAGES = frozenset({"zh", "ja"})
# Scale words follow figures without a space, and words them.
_UNSPACED = frozenset({"th", "lo", "km", "my"})
_DECADE_ENDS = ("s", "er", "-х", "-е", "-ті", "-те", "-тых", "年代", "’s", "'s")
# Below this a number is as often in words.
_IN_WORDS = 13
# Hundreds, thousands, millions and so on that are not counted.
_VAGUE = frozenset({100.0, 1e3, 1e5, 1e6, 1e9})


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its place in code points, and the values that it may stand for.

    28.000 may be 28 or 28,000. `bare` are the values without a scale word after the figures, for
    comparing with a language whose scale words are not known. `figures` tells 3 from *three*;
    `loose` is a number that a translation often has in other words: 1, hundreds, a pair.
    `minutes` are the times of day that it may be, in minutes after midnight; its values are then the
    figures that the time may be written with. `is_time` is whether it can be nothing else.
    """

    span: Span
    values: frozenset[float]
    bare: frozenset[float]
    figures: bool
    loose: bool = False
    minutes: frozenset[int] = frozenset()
    is_time: bool = False


def numbers(text: str, lang: str) -> list[Number]:
    """The numbers in `text`, in their order; `lang` is an ISO 639-1 code.

    Digits of every script are read, number words where the tables have the language, and Chinese
    numerals. 1 is not read from words: it is an article too often. The months of dates are none
    (`qa.source.calendar` has them).
    """
    return list(_numbers(text, lang))


# Several rules ask about the same sentences.
@lru_cache(maxsize=4_000)
def _numbers(text: str, lang: str) -> tuple[Number, ...]:
    plain = as_ascii(text)
    found: list[Number] = []
    taken = [day.span for day in named_days(text, lang)]
    for date in figure_dates(plain, lang):
        for values in (date.days, date.years):
            some = frozenset(map(float, values))
            found.append(Number(date.span, some, some, True))
        taken.append(date.span)
    taken += [span for _, span in figure_months(plain)]
    for time in times(plain, lang):
        if not _overlaps(time.span, taken):
            found.append(
                Number(time.span, time.figures, time.figures, True, False, time.minutes, True)
            )
            taken.append(time.span)
    readers = [_figures]
    if lang in _EAST_ASIAN_LANGUAGES:
        readers.insert(0, _east_asian)
    for read in (*readers, _words, _roman):
        new = [n for n in read(plain, lang) if not _overlaps(n.span, taken)]
        found += new
        taken += [n.span for n in new]
    return tuple(sorted(found, key=lambda n: n.span))


def unmatched(
    source: Sequence[Number], target: Sequence[Number], source_lang: str, lang: str = "en"
) -> tuple[list[Number], list[Number]]:
    """The numbers of `source` that `target` lacks, and those of `target` that `source` lacks.

    A number may be said once in one text and twice in the other. A number in words is missing only
    where the language's words are known, which is never so in Chinese, Japanese and Korean: there
    numerals are parts of other words. A source's words only confirm, and are never missing.
    """
    scales = _scales_known(source_lang) and _scales_known(lang)
    missing = [
        s
        for s in source
        if s.figures
        and not s.loose
        and (has_words(lang) or lang in _HAN_LANGUAGES or max(s.values) >= _IN_WORDS)
        and not any(_equal(s, t, scales) for t in target)
    ]
    words = has_words(source_lang) or source_lang in _HAN_LANGUAGES
    added = [
        t
        for t in target
        if not t.loose
        and (t.figures or words)
        and (words or max(t.values) >= _IN_WORDS or not t.figures)
        and not any(_equal(s, t, scales) for s in source)
    ]
    return missing, added


def other_vague(source: Sequence[Number], target: Sequence[Number]) -> tuple[Number, Number] | None:
    """The hundreds of a source and the thousands of its translation, where each has only one such."""
    vague = [[n for n in side if n.loose and min(n.values) in _VAGUE] for side in (source, target)]
    if len(vague[0]) != 1 or len(vague[1]) != 1:
        return None
    one, other = vague[0][0], vague[1][0]
    others = [n for n in (*source, *target) if n is not one and n is not other]
    if one.values & other.values or any(n.values & (one.values | other.values) for n in others):
        return None
    return one, other


def as_said(written: str, number: Number) -> str:
    """What a number stands for, in English, with how it is written: 1.2 billion (12亿)."""
    if number.is_time:
        said = " or ".join(f"{m // 60}:{m % 60:02}" for m in sorted(number.minutes)[:1])
    elif len(number.values) > 1:
        return f"“{written}”"
    else:
        said = _in_english(min(number.values))
    return f"“{written}”" if said == written else f"{said} ({written})"


def _in_english(value: float) -> str:
    for name, scale in (("trillion", 1e12), ("billion", 1e9), ("million", 1e6)):
        if value >= scale and value / scale * 1000 % 1 < 1e-6:
            return f"{value / scale:.10g} {name}"
    return f"{value:,.0f}" if value >= 10_000 and not value % 1 else f"{value:.10g}"


def as_ascii(text: str) -> str:
    """`text` with the digits of every script as ASCII digits, one character for one."""
    return text if text.isascii() else _OTHER_DIGIT.sub(lambda m: _ascii_digit(m[0]), text)


def _scales_known(lang: str) -> bool:
    return lang in _EAST_ASIAN_LANGUAGES or has_scales(lang)


def _equal(one: Number, other: Number, scales_known: bool) -> bool:
    if one.minutes & other.minutes:
        return True
    if one.is_time and other.is_time:
        return False
    if one.values & other.values:
        return True
    return not scales_known and bool(one.bare & other.bare)


def _figures(text: str, lang: str) -> Iterator[Number]:
    before: Number | None = None
    for match in _FIGURES.finditer(text):
        for start, end, bare, minutes in _readings(match[0], lang):
            span = Span(match.start() + start, match.start() + end)
            scale, after = _scale_after(text, span.end, lang)
            half, after = _half_after(text, after, lang)
            if half and scale == 1.0:  # 2 с половиной миллиона
                scale, after = _scale_after(text, after, lang)
            if lang in _EAST_ASIAN_LANGUAGES:
                half = _half_of_a_unit(text, after)
            values = frozenset(rounded((v + half) * scale) for v in bare)
            if text.startswith(_DECADE_ENDS, after):  # the 1970s may be the 70s
                values |= {v - 1900 for v in values if 1900 < v < 2000}
                values |= {v + 1900 for v in values if 10 <= v < 100 and not v % 10}
            # 20世纪80年代 is the 1980s.
            loose = values == {1.0} or bool(_CENTURY_OF_DECADE.match(text, after))
            new = Number(Span(span.start, after), values, bare, True, loose, minutes)
            if before is not None:
                gap = text[before.span.end : span.start]
                largest, smallest = max(before.values), max(values)
                if (
                    gap in (" ", "\u00a0")
                    and before.values != before.bare
                    and scale > 1
                    and smallest < largest / SMALLEST_SCALE * 999
                    and max(bare) < SMALLEST_SCALE
                ):
                    # 2 млн 300 тыс. is one number.
                    both = frozenset(rounded(a + b) for a in before.values for b in values)
                    new = Number(Span(before.span.start, after), both, both, True)
                    before = None
            if before is not None:
                yield before
            before = new
    if before is not None:
        yield before


def _readings(
    figures: str, lang: str
) -> Iterator[tuple[int, int, frozenset[float], frozenset[int]]]:
    """The numbers in one run of figures, with their places in it, and the times that they may be."""
    groups = _split(figures)
    signs = [c for c in figures if c in _SEPARATORS]
    if not signs:
        yield 0, len(figures), frozenset({float(figures)}), frozenset()
        return
    values: set[float] = set()
    minutes: set[int] = set()
    rest = groups[1:]
    if ":" not in signs and "/" not in signs:
        # Groups of three, but of two in India: 1,00,000.
        if len(groups[0]) <= 3 and len(rest[-1]) == 3 and all(len(g) in (2, 3) for g in rest):
            values.add(float("".join(groups)))
        # In English a comma parts thousands.
        english = lang == "en" and signs[-1] == "," and bool(values)
        if signs[-1] in ".," and not english and (len(rest) == 1 or signs[-1] not in signs[:-1]):
            values.add(float("".join(groups[:-1]) + "." + groups[-1]))
        if signs == ["."] and len(rest[0]) <= 2:
            one, two = int(groups[0]), int(rest[0])
            if len(rest[0]) == 2 and one < 24 and two < 60:
                # 3.40 is a time of day, too.
                minutes |= {one * 60 + two, (one + 12) % 24 * 60 + two}
                values |= {float(one), float(two)}
            if lang != "en" and len(rest[0]) == 2 and 0 < one <= 31 and 0 < two <= 12:
                values.add(float(one))  # am 24.02.
    if values:
        yield 0, len(figures), frozenset(values), frozenset(minutes)
        return
    start = 0
    for group in groups:
        yield start, start + len(group), frozenset({float(group)}), frozenset()
        start += len(group) + 1


def _split(figures: str) -> list[str]:
    return "".join(" " if c in _SEPARATORS else c for c in figures).split(" ")


def _scale_after(text: str, at: int, lang: str) -> tuple[float, int]:
    """The factor that stands behind the figures that end at `at`, and where it ends."""
    if lang in _UNSPACED:
        scale, end = scale_at(text, at + (text[at : at + 1] == " "), lang)
        return (scale, end) if scale > 1 else (1.0, at)
    product = 1.0
    while True:
        match = _NEXT_WORD.match(text, at)
        if match is None:
            return product, at
        word = match[1].casefold()
        value = value_of(word, lang) or value_of(word, "*")
        if value is None and "-" in word:
            value = value_of(word.split("-")[0], lang)
        if value is not None and value >= SMALLEST_SCALE and (product == 1 or product < value):
            product *= value
            at = match.end(1)
            continue
        # 20 de milioane
        if product == 1 and is_link(word, lang) and len(word) == 2:
            further = _NEXT_WORD.match(text, match.end(1))
            value = value_of(further[1].casefold(), lang) if further else None
            if further and value is not None and value >= 10**6:
                return value, further.end(1)
        return product, at


def _half_after(text: str, at: int, lang: str) -> tuple[float, int]:
    """The half behind a number (2 і пів, 2 et demi), and where it ends."""
    end = at
    for _ in range(3):
        match = _NEXT_WORD.match(text, end)
        if match is None or match.start() == match.start(1):
            break
        word = match[1].casefold()
        end = match.end(1)
        if is_half(word, lang):
            return 0.5, end
        if not is_link(word, lang):
            break
    return 0.0, at


def _words(text: str, lang: str) -> Iterator[Number]:
    for span, value, loose in worded(text, lang):
        values = frozenset({rounded(value)} | ({50.0} if value == 0.5 else set()))
        yield Number(span, values, values, False, loose)


def _roman(text: str, lang: str) -> Iterator[Number]:
    """Roman numerals, which confirm a number in figures: XIX століття."""
    for match in _ROMAN.finditer(text):
        if text[max(0, match.start() - 1) : match.start()].isalnum():
            continue
        value = 0
        figures = [_ROMAN_VALUES[c] for c in match[0]]
        for one, following in zip(figures, [*figures[1:], 0], strict=True):
            value += -one if one < following else one
        values = frozenset({float(value)})
        yield Number(Span(*match.span()), values, values, False, True)


def _east_asian(text: str, lang: str) -> Iterator[Number]:
    """Numbers that are written with 十, 万 and 億, or with 십, 만 and 억, behind figures or none."""
    for match in _EAST_ASIAN.finditer(text):
        written = match[0].rstrip()
        if lang == "ko" and not any(c.isdigit() and c.isascii() for c in written):
            continue  # 만 and 조 are parts of other words
        found = section = digit = 0.0
        plain = all(c in _DIGITS for c in written)
        last_scale = 0
        for token in _TOKEN.findall(written):
            if token[0].isascii():
                digit = _figure(token)
                last_scale = 0
            elif token in _DIGITS:
                digit = digit * 10 + _DIGITS[token] if plain else _DIGITS[token]
                last_scale = 0
            elif token in _TENS:
                section += (digit or 1) * _TENS[token]
                digit = 0
            elif last_scale and not section + digit:
                found *= _SCALES[token]  # 2万亿
            else:
                found += ((section + digit) or 1) * _SCALES[token]
                section = digit = 0
                last_scale = 1
        end = match.start() + len(written)
        value = found + section + digit
        values = frozenset({rounded(value), rounded(value + _half_of_a_unit(text, end))})
        figures = any(c.isascii() and c.isdigit() for c in written)
        # 一直, 万一 and 千万 are words.
        sure = figures or (
            len(written) > 1
            and any(c in _DIGITS for c in written)
            and not plain
            and written[0] not in _SCALES
        )
        yield Number(Span(match.start(), end), values, values, figures, not sure)


def _half_of_a_unit(text: str, at: int) -> float:
    """The half behind a unit: 两个半小时, 2年半."""
    return 0.5 if _HALF_OF_A_UNIT.match(text, at) else 0.0


def _figure(written: str) -> float:
    """The value of figures before 万 or 억, where a comma parts thousands."""
    try:
        return float(written.replace(",", "").rstrip("."))
    except ValueError:
        return float(written.replace(",", "").replace(".", ""))


def _ascii_digit(character: str) -> str:
    return _PLAIN.get(character) or str(unicodedata.digit(character))


def rounded(value: float) -> float:
    """`value` without the error of floating point: 14.6 times 10,000 is 146,000."""
    return float(f"{value:.9g}")


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    return any(span.start < t.end and t.start < span.end for t in taken)
