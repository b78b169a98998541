"""SRC113: another person or place than in the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.document.model import Finding
from qa.language import language_scripts
from qa.rules.registry import Example, rule
from qa.source.anchors import alike, name_key, name_keys
from qa.source.calendar import named_days
from qa.source.names import Name, capitalises_nouns, has_capitals, names, without_counterpart
from qa.source.places import has_one_word, keys_of, places
from qa.text.english import is_name, is_word

if TYPE_CHECKING:
    from qa.context import Context
    from qa.glossary import Glossary
    from qa.glossary.entries import Entry
    from qa.source import Comparison

# A word of other languages beside German ones may be a name only where it surely is one.
_LISTED = "en"
_NAMES = ("person", "place")
# Keys of one name have at least these letters in common.
_HEAD = 3


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

    Also another country or city of CLDR; and a name without an entry that is unlike every name near it in
    the source, where the sentence of the source has one that is unlike every name of the copy. Names are
    compared in Latin letters, by their sound. German nouns have capitals, too: beside German, a name of the
    other side that has no counterpart is enough.

    Why it matters. The story is about somebody else, or happens somewhere else.
    """
    found = [*_by_entries(comparison, context)]
    yield from found
    said = [f.span for f in found]
    for finding in (*_by_place(comparison), *_by_sound(comparison)):
        if not any(finding.span.overlaps(span) for span in said):
            said.append(finding.span)
            yield finding


def _by_place(comparison: Comparison) -> Iterator[Finding]:
    """Another country or city, where source and copy have one each that the other has not."""
    lang, source_lang = comparison.lang, comparison.source_lang
    everywhere = {p.code for p in places(comparison.source.text, source_lang)}
    keys = name_keys(comparison.source.text, source_lang)
    for pair in comparison.pairs:
        here = places(pair.text, lang)
        there = places(pair.source, source_lang) if here else ()
        near = {p.code for p in here}
        lost = [
            p
            for p in there
            if p.code not in near
            and has_one_word(p.code, lang)
            and not _is_named(p.code, pair.text, lang)
        ]
        for place in here:
            if not lost or place.code in everywhere or not has_one_word(place.code, source_lang):
                continue
            if not keys.isdisjoint(keys_of(place.code)):
                continue
            if len(place.code) == 2 and not any(len(p.code) == 2 for p in lost):
                continue
            yield comparison.copy.finding(
                place.span.shifted(pair.span.start),
                f"the source names “{pair.source[slice(*lost[0].span)]}”",
                confidence=0.8,
                data={"source": pair.source},
            )
            break


def _is_named(code: str, text: str, lang: str) -> bool:
    """Whether a word of the text sounds like the place in any language: Ukrainian for Ukraine."""
    here = name_keys(text, lang)
    return any(k[:4] == key[:4] for key in keys_of(code) for k in here)


def _by_sound(comparison: Comparison) -> Iterator[Finding]:
    """Another name, where source and copy have one each that sounds like nothing of the other."""
    lang, source_lang = comparison.lang, comparison.source_lang
    if not (has_capitals(lang) and has_capitals(source_lang)):
        return
    scripts = language_scripts(lang)[:1], language_scripts(source_lang)[:1]
    # The spellings of Cyrillic alphabets differ as much as those of two scripts.
    across = scripts[0] != scripts[1] or "Cyrillic" in scripts[0]
    all_here = name_keys(comparison.copy.text, lang)
    all_there = name_keys(comparison.source.text, source_lang)
    for pair in comparison.pairs:
        here, there = name_keys(pair.text, lang), name_keys(pair.source, source_lang)
        found = _others(pair.text, lang, pair.source, source_lang)
        added = without_counterpart(found, there, across=across)
        found = _others(pair.source, source_lang, pair.text, lang)
        missing = without_counterpart(found, here, across=across)
        if not (added and missing):
            added = without_counterpart(added, there, all_there, across)
            missing = without_counterpart(missing, here, all_here, across)
        if capitalises_nouns(source_lang) and lang != _LISTED:
            added = [n for n in added if is_name(n.word.lower()) and not is_word(n.word.lower())]
            missing = []
        if capitalises_nouns(lang) and source_lang != _LISTED:
            missing = [
                n for n in missing if is_name(n.word.lower()) and not is_word(n.word.lower())
            ]
            added = []
        if added and (missing or capitalises_nouns(source_lang)):
            named = f"; it names “{missing[0].word}”" if missing else ""
            yield comparison.copy.finding(
                added[0].span.shifted(pair.span.start),
                f"the source does not have this name{named}",
                confidence=0.8 if missing else 0.6,
                data={"source": pair.source},
            )
        elif missing and capitalises_nouns(lang):
            yield comparison.copy.finding(
                pair.span,
                f"“{missing[0].word}” of the source is missing",
                confidence=0.6,
                data={"source": pair.source},
            )


def _others(text: str, lang: str, other: str, other_lang: str) -> list[Name]:
    """The names of a text, but for days, and for places that the other text names, too."""
    there = {p.code for p in places(other, other_lang)}
    known = [
        p.span
        for p in places(text, lang)
        if p.code in there or not has_one_word(p.code, other_lang)
    ]
    known += [d.span for d in named_days(text, lang)]
    return [n for n in names(text, lang) if not any(n.span.overlaps(span) for span in known)]


def _by_entries(comparison: Comparison, context: Context) -> Iterator[Finding]:
    lang = comparison.source_lang
    everywhere = name_keys(comparison.source.text, lang)
    named = [
        (match.entry, match.span.shifted(segment.offset))
        for segment in comparison.copy.segments
        for match in context.glossary.matches(segment)
        if match.entry.kind in _NAMES and lang in match.entry.original
    ]
    strange = [(e, s) for e, s in named if not _has(_keys(e, lang)[-1:], everywhere)]
    if not strange:
        return
    by_head = _by_head(context.glossary, lang)
    for pair in comparison.pairs:
        beside = name_keys(pair.source, lang)
        here = {e.id for e, s in named if s.overlaps(pair.span)}
        near = [
            e for head in sorted({key[:_HEAD] for key in beside}) for e in by_head.get(head, ())
        ]
        for entry, span in strange:
            if not span.overlaps(pair.span):
                continue
            instead = [
                e
                for e, keys in near
                if e.kind == entry.kind and e.id not in here and _has(keys, beside)
            ]
            if len(instead) == 1:
                yield comparison.copy.finding(
                    span,
                    f"the source names “{instead[0].original[lang]}”, which is "
                    f"{instead[0].full_name}",
                    data={"entry": entry.id, "source": pair.source},
                )


def _keys(entry: Entry, lang: str) -> tuple[str, ...]:
    """The keys of the words of the original form; an empty one has no counterpart."""
    return tuple(name_key(w, lang) for w in entry.original[lang].split())


def _has(wanted: Sequence[str], there: frozenset[str]) -> bool:
    """Whether all of the keys are among others."""
    return all(w and any(alike(w, key) for key in there) for w in wanted)


@lru_cache(16)
def _by_head(glossary: Glossary, lang: str) -> dict[str, list[tuple[Entry, tuple[str, ...]]]]:
    """The names with an original form in a language and its keys, by the beginning of the first of them.

    Keys that are alike begin alike.
    """
    found: dict[str, list[tuple[Entry, tuple[str, ...]]]] = {}
    for entry in glossary.entries:
        if entry.kind in _NAMES and lang in entry.original:
            keys = _keys(entry, lang)
            if keys and all(keys):
                found.setdefault(keys[0][:_HEAD], []).append((entry, keys))
    return found
