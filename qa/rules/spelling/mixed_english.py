"""TYP109: British and American spelling in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from qa.document.index import Clues
from qa.document.model import Document, Finding, Safety, Severity, Span
from qa.rules.registry import rule
from qa.text.english import times
from qa.text.patterns import lazy
from qa.text.word_lists import DATA

# Words with a capital are left out: "Defence Ministry" and "Department of Defense" are names.
_WORD = lazy(r"(?<![\w'’-])[a-z]{5,}(?![\w@])")

# Countries whose English is spelled as in the United States.
_AMERICAN = frozenset(["US", "PH"])


@rule(
    "TYP109",
    "mixed-english",
    since="0.1",
    languages=["en"],
    severity=Severity.INFO,
    bad=[
        (
            "The colour of the armour did not honour the ⟦center⟧.",
            "The colour of the armour did not honour the centre.",
        ),
        (
            "Air ⟦defence⟧ forces labored in the center of the harbor.",
            "Air defense forces labored in the center of the harbor.",
        ),
        (
            "They organised and recognised it, then ⟦criticized⟧ it.",
            "They organised and recognised it, then criticised it.",
        ),
        (
            "The organization’s favorite colors ⟦travelled⟧ far.",
            "The organization’s favorite colors traveled far.",
        ),
    ],
    good=[
        "The Defence Ministry and the Department of Defense agreed on the color and the center.",
        "The organization realized that the colour of the harbour mattered (Oxford spelling).",
        "He judged the theatre program and the licence; a license and a cheque and a check.",
        "Labour’s neighbours from the World Trade Center cancelled the dialogue on defence.",
        "See colour.example.org and the center.",
    ],
)
def mixed_english(document: Document) -> Iterator[Finding]:
    """What it finds. British and American spellings in one text (*colour* and *center*), and
    *-ise* beside *-ize*. The rarer kind is reported once, at its first place, with all others. Words with a
    capital are left alone, for names keep their spelling; so are words that both countries use, and
    *-ize* with British spelling, which is Oxford's.

    Why it matters. A story in two spellings was visibly written by two hands.

    When the fix is not safe. The rarer spelling may be the house style, or stand in a title or a
    quotation from print.
    """
    table = _table()
    in_text = document.index.cased.keys()
    candidates = in_text & table.british.keys(), in_text & table.american.keys()
    if not all(candidates):
        return
    words = {m[0] for m in _found(document, candidates[0] | candidates[1])}
    british = words & candidates[0]
    # With -ize alone a British text follows Oxford; beside -ise it is American, or a mix.
    with_ise = any(table.british[w] in table.oxford for w in british)
    american = {w for w in words & candidates[1] if with_ise or w not in table.oxford}
    if not british or not american:
        return
    places = (_places(document, british), _places(document, american))
    if not all(places):
        return
    ahead = len(places[0]) - len(places[1])
    # Where both are equally frequent, the country that the text is for decides.
    rare = 0 if ahead < 0 or (ahead == 0 and document.region in _AMERICAN) else 1
    names, pairs = ("British", "American"), (table.british, table.american)
    text = document.text
    found, others = ([text[p.start : p.end] for p in places[n]] for n in (rare, 1 - rare))
    first = next((w for w in others if w not in table.oxford), others[0])
    yield document.finding(
        places[rare][0],
        f"“{found[0]}” is {names[rare]} spelling ({times(found)} in this text), “{first}” is"
        f" {names[1 - rare]} ({times(others)})",
        edits=[(*p, pairs[rare][w]) for p, w in zip(places[rare], found, strict=True)],
        title=f"Write them the {names[1 - rare]} way",
        safety=Safety.REVIEW,
        confidence=0.8,
        related=[*places[rare][1:], *places[1 - rare]],
    )


class _Table(NamedTuple):
    """`british` leads from British to American words, `american` back; `oxford` has -ize words."""

    british: dict[str, str]
    american: dict[str, str]
    oxford: frozenset[str]


@cache
def _table() -> _Table:
    fields = (DATA / "english-varieties.tsv").read_text("utf-8").split()
    british, american, signs = fields[::3], fields[1::3], fields[2::3]
    return _Table(
        dict(zip(british, american, strict=True)),
        {a: b for b, a, s in zip(british, american, signs, strict=True) if s != "british"},
        frozenset(a for a, s in zip(american, signs, strict=True) if s == "z"),
    )


def _places(document: Document, words: set[str]) -> list[Span]:
    from qa.text.addresses import in_address

    return [
        Span(*m.span()) for m in _found(document, words) if not in_address(document.text, *m.span())
    ]


def _found(document: Document, words: set[str]) -> Iterator[re.Match[str]]:
    for segment in document.segments_with(Clues.of(words)):
        for m in _WORD.finditer(document.text, *segment.span):
            if m[0] in words:
                yield m
