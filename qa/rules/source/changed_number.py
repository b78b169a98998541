"""SRC101: a number that is not the source's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule
from qa.source.measures import (
    is_converted,
    is_degree,
    is_negative,
    is_one_of_a_unit,
    is_rate,
    knows_what_falls,
    may_be_negative,
    units,
)
from qa.source.numbers import Number, as_said, numbers, other_vague, unmatched

if TYPE_CHECKING:
    from qa.source import Comparison, Pair

_MOST = 3


@rule(
    "SRC101",
    "changed-number",
    since="0.2",
    bad=[
        Example(
            "The army said ⟦15⟧ soldiers were wounded near Bakhmut.",
            source="Армія повідомила, що 50 солдатів поранено біля Бахмута.",
            source_lang="uk",
        ),
        Example(
            "The factory will cost $⟦1.5 billion⟧, the ministry said.",
            source="Завод коштуватиме 1,5 млн доларів, повідомило міністерство.",
            source_lang="uk",
        ),
        Example(
            "⟦In the raid near the city, several soldiers were wounded.⟧",
            source="W nalocie pod miastem rannych zostało 23 żołnierzy.",
            source_lang="pl",
        ),
        Example(
            "At least ⟦thousands⟧ of people came to the square.",
            source="На площу прийшли щонайменше сотні людей.",
            source_lang="uk",
        ),
        Example(
            "It was ⟦7⟧ degrees in the capital on Sunday.",
            source="W niedzielę w stolicy było -7 stopni.",
            source_lang="pl",
        ),
        Example(
            "Sales were ⟦45 billion⟧ yen last year.",
            source="昨年の売上高は45億円だった。",
            source_lang="ja",
        ),
    ],
    good=[
        Example(
            "It was 7 degrees below zero on Sunday, and sales fell by 5 percent.",
            source="W niedzielę było -7 stopni, a sprzedaż zmieniła się o -5 procent.",
            source_lang="pl",
        ),
        Example(
            "The factory will cost $1.5 million and employ a thousand people.",
            source="Завод коштуватиме 1,5 млн доларів і дасть роботу тисячі людей.",
            source_lang="uk",
        ),
        Example(
            "Some 28,000 people and twenty-three schools were without power.",
            source="Без світла лишилися 28 000 людей і 23 школи.",
            source_lang="uk",
        ),
        Example(
            "The missile flew 62 miles and hit a house 20 feet from the road at 86 degrees Fahrenheit.",
            source="Ракета пролетіла 100 км і влучила в будинок за 6 метрів від дороги при 30 градусах.",
            source_lang="uk",
        ),
        Example(
            "法院将审理延期至周五，一些律师表示不满。",
            source="The court put the hearing off until Friday, to the anger of its lawyers.",
            source_lang="en",
            lang="zh",
        ),
        Example(
            "Two of the 7 soldiers died in July.",
            source="7月、兵士7人のうち2人が死亡した。",
            source_lang="ja",
        ),
    ],
)
def changed_number(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A number that the sentence of the source does not have, and one of the source
    that the copy lacks: in figures or in words, with the thousands and decimal signs of either
    language, with million, lakh or 万 behind it. A number that only changed its form (1,5 млн and 1.5
    million) is the same number.

    Why it matters. A wrong number is a wrong fact, and the error that machine translation and tired
    people make most.
    """
    pairs = comparison.pairs
    lang, source_lang = comparison.lang, comparison.source_lang
    there = [numbers(p.source, source_lang) for p in pairs]
    here = [numbers(p.text, lang) for p in pairs]
    for i, pair in enumerate(pairs):
        # A number may have gone into the sentence before or after.
        missing = unmatched(there[i], _around(here, i), source_lang, lang)[0]
        added = unmatched(_around(there, i), here[i], source_lang, lang)[1]
        converted = [
            n for n in added if is_converted(pair.text, n, lang, pair.source, missing, source_lang)
        ]
        if converted:
            missing = missing[len(converted) :]
            added = [n for n in added if n not in converted]
        missing = _not_beside(pair.source, missing, there[i], source_lang)
        added = _not_beside(pair.text, added, here[i], lang)
        if not missing and not _leaves_some(there[i], here[i]):
            # A word for a number may be an editor's: two brothers, the second time.
            added = [n for n in added if n.figures]
        for number in added:
            written = pair.text[slice(*number.span)]
            yield comparison.copy.finding(
                number.span.shifted(pair.span.start),
                f"“{written}”; the source has {_said(pair.source, missing)}"
                if missing
                else f"“{written}” is not in the source",
                data={"source": pair.source},
            )
        if missing and not added:
            lost = _said(pair.source, missing)
            yield comparison.copy.finding(
                pair.span, f"{lost} of the source is missing", data={"source": pair.source}
            )
        for number, instead in [
            *_other_signs(pair, here[i], there[i], lang, source_lang),
            *_other_scales(pair, here[i], there[i]),
        ]:
            written = pair.text[slice(*number.span)]
            yield comparison.copy.finding(
                number.span.shifted(pair.span.start),
                f"“{written}”; the source has {instead}",
                confidence=0.8,
                data={"source": pair.source},
            )


def _not_beside(
    text: str, found: Sequence[Number], beside: Sequence[Number], lang: str
) -> list[Number]:
    """Those that do not only say in another unit what stands beside them: 100 km (62 miles)."""
    return [
        n
        for n in found
        if not is_one_of_a_unit(text, n, lang)
        and not is_converted(text, n, lang, text, [b for b in beside if b not in found], lang)
    ]


def _leaves_some(there: Sequence[Number], here: Sequence[Number]) -> bool:
    """Whether the source has a number, in words or figures, that the copy has not."""
    return any(not any(s.values & n.values for n in here) for s in there)


def _other_signs(
    pair: Pair, here: Sequence[Number], there: Sequence[Number], lang: str, source_lang: str
) -> Iterator[tuple[Number, str]]:
    """Numbers that are below zero on one side only, and what the source has."""
    for number in here:
        same = [s for s in there if s.figures and s.values & number.values]
        if not number.figures or not same:
            continue
        sign = is_negative(pair.text, number, lang)
        signs = {is_negative(pair.source, s, source_lang) for s in same}
        if sign in signs:
            continue
        # Prices and shares that fell are often said to have fallen.
        text, of = (pair.source, source_lang) if sign else (pair.text, lang)
        counted = units(pair.text, number, lang) | units(pair.source, same[0], source_lang)
        falls = is_degree(counted) or (is_rate(counted) and knows_what_falls(of))
        if falls and may_be_negative(text, of) is False:
            said = as_said(pair.source[slice(*same[0].span)], same[0])
            yield number, said if sign else f"−{said}"


def _other_scales(
    pair: Pair, here: Sequence[Number], there: Sequence[Number]
) -> Iterator[tuple[Number, str]]:
    """Thousands where the source has hundreds."""
    found = other_vague(there, here)
    if found:
        yield found[1], f"“{pair.source[slice(*found[0].span)]}”"


def _around(found: Sequence[Sequence[Number]], at: int) -> list[Number]:
    """The numbers of a sentence and of those beside it."""
    return [n for several in found[max(0, at - 1) : at + 2] for n in several]


def _said(text: str, found: Sequence[Number]) -> str:
    return ", ".join(as_said(text[slice(*n.span)], n) for n in found[:_MOST])
