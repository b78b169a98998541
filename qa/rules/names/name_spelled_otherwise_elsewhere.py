"""GLO202: a name that the other files of the batch spell in another way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.document.model import Document, Finding, Safety
from qa.names.batch import Batch
from qa.rules.registry import Example, rule
from qa.text.english import times

if TYPE_CHECKING:
    from qa.context import Context
    from qa.names.survey import Count, Elsewhere

_INGVALL = "Skipper Ludde Ingvall spoke. Ingvall set sail; Ingvall won."


@rule(
    "GLO202",
    "name-spelled-otherwise-elsewhere",
    since="0.2",
    languages=["en"],
    bad=[
        Example(
            "Skipper Ludde ⟦Ingval⟧ spoke. Ingval’s boat won.",
            "Skipper Ludde Ingvall spoke. Ingvall’s boat won.",
            beside=(_INGVALL,),
        ),
        Example(
            "Minister ⟦Anthony Hallweg⟧ was there.",
            "Minister Antony Hallweg was there.",
            beside=("Antony Hallweg spoke. Antony Hallweg left.", "Antony Hallweg was ill."),
        ),
    ],
    good=[
        Example("Skipper Ludde Ingvall spoke.", beside=(_INGVALL,)),
        Example("Peter Hansen spoke.", beside=("Peter Hanson left.", "Adam Hanson was ill.")),
        Example("Mehriban Aliyeva spoke.", beside=("Ilham Aliyev spoke. Aliyev left.",)),
        Example("Ludde Ingval went home, and Ingvall too.", beside=(_INGVALL,)),
        Example("Joan Kennedy spoke.", beside=("John Kennedy spoke. John Kennedy left.",)),
    ],
)
def name_spelled_otherwise_elsewhere(
    batch: Batch, document: Document, context: Context
) -> Iterator[Finding]:
    """What it finds. With several files: a name that this story spells in one way and most of the
    others in another, with or without an entry for it. It is reported once a story, with how often
    either spelling comes in how many files. More is asked for than within one story (GLO201):
    another name beside it must be the same, or one spelling must be no known name and rare. Where a
    story has both spellings, GLO201 reports it.

    Why it matters. Over days and desks one person becomes two, and a search finds half of the
    stories.

    When the fix is not safe. The more frequent spelling need not be the right one.
    """
    if not batch.spellings:
        return
    from qa.names.places import words_of_names
    from qa.names.spellings import pairs

    words = words_of_names(document)
    known = words.counts.keys() & batch.spellings.keys()
    if not known:
        return
    told = {word for pair in pairs(words) for word in pair.rare.split()}
    for found in (f for word in sorted(known) for f in batch.spellings[word]):
        if told.isdisjoint(found.rare.split()):
            yield from _here(found, document, context)


def _here(found: Elsewhere, document: Document, context: Context) -> Iterator[Finding]:
    from qa.names.places import known_words, places

    here = places(document, found.rare)
    if not here or places(document, found.main):
        return
    names = known_words(document, context.glossary)
    words = set(found.rare.split())
    if words & names.wrong or words <= names.house:
        return
    known = set.intersection(*(set(names.right.get(w, ())) for w in words))
    if known and not known & context.glossary.entries_named(found.main):
        return
    main, rare = found.main_count, found.rare_count
    yield document.finding(
        here[0],
        f"“{found.rare}” ({_often(rare)}) is “{found.main}” elsewhere in this batch ({_often(main)})",
        edits=[(*place, found.main) for place in here],
        safety=Safety.REVIEW,
        title=f"Write “{found.main}”",
        confidence=found.confidence,
        related=here[1:],
        data={
            "forms": {found.main: main.times, found.rare: rare.times},
            "files": {found.main: main.files, found.rare: rare.files},
        },
    )


def _often(count: Count) -> str:
    files = f"{count.files} file{'s' * (count.files != 1)}"
    return f"{times(range(count.times))} in {files}"
