"""SRC102: a weekday or month that is not the source's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.rules.registry import Example, rule
from qa.source.calendar import Named, figure_dates_months, is_known, named_days

if TYPE_CHECKING:
    from qa.source import Comparison, Pair
    from qa.text.spans import Span


@rule(
    "SRC102",
    "changed-day",
    since="0.2",
    bad=[
        Example(
            "The talks begin on ⟦Thursday⟧ in Warsaw, the minister said.",
            source="Переговори почнуться у вівторок у Варшаві, сказав міністр.",
            source_lang="uk",
        ),
        Example(
            "The law takes effect on 1 ⟦June⟧ in the whole country.",
            source="Ustawa wejdzie w życie 1 lipca w całym kraju.",
            source_lang="pl",
        ),
        Example(
            "The treaty was signed on ⟦March⟧ 5, 2014, in Minsk.",
            source="Договор подписан 05.09.2014 в Минске.",
            source_lang="ru",
        ),
        Example(
            "The strike began on ⟦April⟧ 8 in the port.",
            source="بدأ الإضراب في 8 حزيران في الميناء.",
            source_lang="ar",
        ),
    ],
    good=[
        Example(
            "The treaty was signed on September 5, 2014, in Minsk.",
            source="Договор подписан 05.09.2014 в Минске.",
            source_lang="ru",
        ),
        Example(
            "The talks begin on Tuesday, April 2, in Warsaw, and may go on.",
            source="Переговори почнуться у вівторок, 2 квітня, у Варшаві й можуть тривати.",
            source_lang="uk",
        ),
        Example(
            "The talks begin on Tuesday in Warsaw, the minister said.",
            source="Переговори почнуться завтра у Варшаві, сказав міністр.",
            source_lang="uk",
        ),
    ],
)
def changed_day(comparison: Comparison) -> Iterator[Finding]:
    """What it finds. A weekday or a month where the sentence of the source names another one.

    A day that the source does not name at all may be an editor's "on Tuesday" for "yesterday".

    Why it matters. The reader comes on the wrong day, and the archive has the wrong date.
    """
    if not (is_known(comparison.lang) and is_known(comparison.source_lang)):
        return
    for pair in comparison.pairs:
        there = named_days(pair.source, comparison.source_lang)
        here = named_days(pair.text, comparison.lang)
        dates = figure_dates_months(pair.source, comparison.source_lang)
        others_here = figure_dates_months(pair.text, comparison.lang)
        for day in here:
            others = [d.span for d in there if d.kind == day.kind and not _has(here, d)]
            if day.kind == "month":
                if any(day.number in months for months, _ in dates):
                    continue
                others += [span for _, span in dates]
            if others and not _has(there, day):
                yield _finding(comparison, pair, day.span, others[0])
        for months, span in others_here:
            if any(months & others for others, _ in dates):
                continue
            named = [d for d in there if d.kind == "month"]
            if any(d.number in months for d in named):
                continue
            spans = [s for _, s in dates] + [d.span for d in named]
            if spans:
                yield _finding(comparison, pair, span, spans[0])


def _finding(comparison: Comparison, pair: Pair, here: Span, there: Span) -> Finding:
    written, said = pair.text[slice(*here)], pair.source[slice(*there)]
    return comparison.copy.finding(
        here.shifted(pair.span.start),
        f"“{written}”; the source says “{said}”",
        data={"source": pair.source},
    )


def _has(days: Sequence[Named], day: Named) -> bool:
    return any((d.kind, d.number) == (day.kind, day.number) for d in days)
