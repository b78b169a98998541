"""SRC113: another person or place than in the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.compare.anchors import alike, name_key
from qa.model import Finding
from qa.registry import Example, rule
from qa.text.words import WORD

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
    ],
    good=[
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

    Why it matters. The story is about somebody else, or happens somewhere else.
    """
    lang = comparison.source_lang
    everywhere = _keys(comparison.source.text, lang)
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
        keys = _keys(pair.source, lang)
        here = {e.id for e, s in named if s.overlaps(pair.span)}
        for entry, span in strange:
            if not span.overlaps(pair.span):
                continue
            instead = [
                e
                for e in entries
                if e.kind == entry.kind and e.id not in here and _stands(e, lang, keys, whole=True)
            ]
            if len(instead) == 1:
                yield comparison.copy.finding(
                    span,
                    f"the source names “{instead[0].original[lang]}”, which is "
                    f"{instead[0].full_name}",
                    data={"entry": entry.id, "source": pair.source},
                )


def _keys(text: str, lang: str) -> frozenset[str]:
    return frozenset(key for word in WORD.findall(text) if (key := name_key(word, lang)))


def _stands(entry: Entry, lang: str, keys: frozenset[str], whole: bool = False) -> bool:
    """Whether the last word of the original form is among the keys; with `whole`, all its words."""
    words = entry.original[lang].split()
    wanted = [name_key(w, lang) for w in (words if whole else words[-1:])]
    return all(w and any(alike(w, key) for key in keys) for w in wanted)
