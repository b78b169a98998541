"""MTA309: an article before a country's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qa.document.index import words_in
from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import DATA

# Countries whose names have the article.
_WITH_ARTICLE = ("Czech Republic", "Netherlands", "Philippines", "United ")


@rule(
    "MTA309",
    "article-before-name",
    since="0.2",
    languages=["en"],
    words=lambda: {words_in(name)[-1] for name in _countries()},
    bad=[
        ("It is ⟦the ⟧Russia’s answer to NATO.", "It is Russia’s answer to NATO."),
        ("⟦The ⟧Poland's government fell.", "Poland's government fell."),
    ],
    good=[
        "The Netherlands’ answer, the United States’ and the Philippines's.",
        "The Russia of old, the Poland match, and Russia’s answer.",
        "Breathe Poland's air. The Russian's answer.",
    ],
)
def article_before_name(segment: Segment) -> Iterator[Finding]:
    """What it finds. “The Russia’s”, “the Poland’s”: the article before a country's name in the
    possessive.

    Why it matters. Languages without articles leave the choice to the translation; here it is
    always wrong.

    When the fix is not safe. It takes the article away, which may have belonged to a word that was
    lost (“the Russian side's”).
    """
    if "'s" not in segment.text and "’s" not in segment.text:
        return
    for m in _pattern().finditer(segment.text):
        yield segment.finding(
            m.span(1),
            f"“{m[0]}” has an article too many",
            delete=m.span(1),
            title="Take the article away",
            confidence=0.9,
        )


@cache
def _pattern() -> re.Pattern[str]:
    countries = "|".join(map(re.escape, _countries()))
    return lazy(rf"\b([Tt]he )(?:{countries})['’]s\b")


def _countries() -> list[str]:
    lines = (DATA / "countries.tsv").read_text("utf-8").splitlines()
    names = [line.split("\t")[0] for line in lines if line[0] != "#"][1:]
    return [name for name in names if not name.startswith(_WITH_ARTICLE)]
