"""SRC113: another person or place than in the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.compare.anchors import alike, name_key, name_keys
from qa.compare.names import can_tell, names, without_counterpart
from qa.model import Finding
from qa.registry import Example, rule

if TYPE_CHECKING:
    from qa.context import Context
    from qa.glossary.entries import Entry
    from qa.source import Comparison

_NAMES = ("person", "place")


@rule(
    "SRC113",
    "changed-name",
    since="0.2",
    bad=[
        Example(
            "The shelling of ⟦Kharkiv⟧ went on all night, the governor said.",
            source="Обстріл Херсона тривав усю ніч, сказав губернатор.",
            source_lang="uk",
        ),
        Example(
            "“We will hold the line,” said ⟦Oleksandr Syrskyi⟧.",
            source="«Ми втримаємо рубіж», — сказав Валерій Залужний.",
            source_lang="uk",
        ),
        Example(
            "The verdict was read by ⟦Thompson⟧, the head of the court.",
            source="Вирок зачитав Коваленко, голова суду.",
            source_lang="uk",
        ),
    ],
    good=[
        Example(
            "The verdict was read by Boris Johnson, once the head of the court in Ghent.",
            source="Вирок зачитав Борис Джонсон, колишній голова суду в Генті.",
            source_lang="uk",
        ),
        Example(
            "The shelling of Kharkiv went on all night, the governor said.",
            source="Обстріл Харкова тривав усю ніч, сказав губернатор.",
            source_lang="uk",
        ),
        Example(
            "The president spoke in Kyiv.",
            source="Глава держави виступив у столиці.",
            source_lang="uk",
        ),
        Example(
            "Zelenskyy met Macron in Paris.",
            source="Володимир Зеленський зустрівся з Еммануелем Макроном у Парижі.",
            source_lang="uk",
        ),
    ],
)
def changed_name(comparison: Comparison, context: Context) -> Iterator[Finding]:
    """What it finds. A person or place of the glossary that the source does not name, in a sentence
    whose source names another one of the glossary instead. The original forms of the entries are looked
    for with any ending.

    Also, in English copy, a name without an entry that is unlike every name of the source, where the
    sentence of the source has one that is unlike every name of the copy. Names are compared in Latin
    letters, by their sound.

    Why it matters. The story is about somebody else, or happens somewhere else.
    """
    found = [*_by_entries(comparison, context)]
    yield from found
    places = [f.span for f in found]
    for finding in _by_sound(comparison):
        if not any(finding.span.overlaps(place) for place in places):
            yield finding


def _by_sound(comparison: Comparison) -> Iterator[Finding]:
    lang, source_lang = comparison.lang, comparison.source_lang
    if not can_tell(lang, source_lang):
        return
    here, there = (
        name_keys(comparison.copy.text, lang),
        name_keys(comparison.source.text, source_lang),
    )
    for pair in comparison.pairs:
        added = without_counterpart(names(pair.text, lang), there)
        missing = without_counterpart(names(pair.source, source_lang), here) if added else []
        if missing:
            yield comparison.copy.finding(
                added[0].span.shifted(pair.span.start),
                f"the source does not have this name; it names “{missing[0].word}”",
                confidence=0.8,
                data={"source": pair.source},
            )


def _by_entries(comparison: Comparison, context: Context) -> Iterator[Finding]:
    lang = comparison.source_lang
    everywhere = name_keys(comparison.source.text, lang)
    named = [
        (match.entry, match.span.shifted(segment.offset))
        for segment in comparison.copy.segments
        for match in context.glossary.matches(segment)
        if match.entry.kind in _NAMES and lang in match.entry.original
    ]
    strange = [(e, s) for e, s in named if not _stands(e, lang, everywhere)]
    if not strange:
        return
    entries = [e for e in context.glossary.entries if e.kind in _NAMES and lang in e.original]
    for pair in comparison.pairs:
        beside = name_keys(pair.source, lang)
        here = {e.id for e, s in named if s.overlaps(pair.span)}
        for entry, span in strange:
            if not span.overlaps(pair.span):
                continue
            instead = [
                e
                for e in entries
                if e.kind == entry.kind
                and e.id not in here
                and _stands(e, lang, beside, whole=True)
            ]
            if len(instead) == 1:
                yield comparison.copy.finding(
                    span,
                    f"the source names “{instead[0].original[lang]}”, which is "
                    f"{instead[0].full_name}",
                    data={"entry": entry.id, "source": pair.source},
                )


def _stands(entry: Entry, lang: str, there: frozenset[str], whole: bool = False) -> bool:
    """Whether the last word of the original form is among the keys `there`; with `whole`, all its words."""
    words = entry.original[lang].split()
    wanted = [name_key(w, lang) for w in (words if whole else words[-1:])]
    return all(w and any(alike(w, key) for key in there) for w in wanted)
