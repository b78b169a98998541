"""SRC115: a number that counts something else than in the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule
from qa.source.measures import are_mixed_up, units
from qa.source.numbers import numbers

if TYPE_CHECKING:
    from qa.source import Comparison


@rule(
    "SRC115",
    "changed-unit",
    since="0.3",
    bad=[
        Example(
            "The bridge will cost ⟦40 million⟧ dollars, the mayor said.",
            source="Міст коштуватиме 40 мільйонів євро, сказав мер.",
            source_lang="uk",
        ),
        Example(
            "The column is ⟦12⟧ miles from the town.",
            source="Kolumna jest 12 km od miasta.",
            source_lang="pl",
        ),
        Example(
            "Support grew by ⟦3⟧ percent within a month.",
            source="Die Zustimmung wuchs in einem Monat um 3 Prozentpunkte.",
            source_lang="de",
        ),
    ],
    good=[
        Example(
            "The bridge will cost 40 million euros, or $43 million.",
            source="Міст коштуватиме 40 млн євро, або 43 млн доларів.",
            source_lang="uk",
        ),
        Example(
            "The column is 12 kilometers (7.5 miles) from the town.",
            source="Kolumna jest 12 km od miasta.",
            source_lang="pl",
        ),
        Example(
            "A ton of coal costs 300 dollars, and he needs 300 kilos.",
            source="Тонна вугілля коштує 300 доларів, а йому треба 300 кг.",
            source_lang="uk",
        ),
    ],
)
def changed_unit(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A number that is the source's and counts something else: dollars for euros, miles for
    kilometres, kilograms for tons, percent for percentage points. A unit that was converted, with its
    number, is right.

    Why it matters. The figure looks checked, and the fact is wrong by the rate or by a thousand.
    """
    lang, source_lang = comparison.lang, comparison.source_lang
    for pair in comparison.pairs:
        there = numbers(pair.source, source_lang)
        for number in numbers(pair.text, lang):
            if number.is_time or number.loose:
                continue
            here = units(pair.text, number, lang)
            same = [s for s in there if s.values & number.values] if here else []
            others = [units(pair.source, s, source_lang) for s in same]
            if others and all(are_mixed_up(here, other) for other in others):
                end = number.span.end
                written = pair.text[number.span.start : end]
                names = " or ".join(sorted(u.name for u in others[0]))
                yield comparison.copy.finding(
                    number.span.shifted(pair.span.start),
                    f"“{written}” in {' or '.join(sorted(u.name for u in here))}; "
                    f"the source has it in {names}",
                    confidence=0.9,
                    data={"source": pair.source},
                )
