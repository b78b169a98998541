"""SRC101: a number that is not the source's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qa.compare.numbers import HAN_LANGUAGES, Number, numbers, unmatched
from qa.compare.units import is_converted
from qa.model import Finding
from qa.registry import Example, rule

if TYPE_CHECKING:
    from qa.source import Comparison

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
    ],
    good=[
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
        missing = unmatched(there[i], _around(here, i), source_lang)[0]
        added = unmatched(_around(there, i), here[i], source_lang)[1]
        if lang in HAN_LANGUAGES:
            # 一 stands in countless words that count nothing.
            added = [n for n in added if n.figures]
        converted = [n for n in added if is_converted(pair.text, n, missing)]
        if converted:
            missing = missing[len(converted) :]
            added = [n for n in added if n not in converted]
        for number in added:
            written = pair.text[slice(*number.span)]
            instead = f"; it has {_quoted(pair.source, missing)}" if missing else ""
            yield comparison.copy.finding(
                number.span.shifted(pair.span.start),
                f"“{written}” is not in the source{instead}",
                data={"source": pair.source},
            )
        if missing and not added:
            yield comparison.copy.finding(
                pair.span,
                f"{_quoted(pair.source, missing)} of the source is missing",
                data={"source": pair.source},
            )


def _around(found: Sequence[Sequence[Number]], at: int) -> list[Number]:
    """The numbers of a sentence and of those beside it."""
    return [n for several in found[max(0, at - 1) : at + 2] for n in several]


def _quoted(text: str, found: Sequence[Number]) -> str:
    return ", ".join(f"“{text[slice(*n.span)]}”" for n in found[:_MOST])
