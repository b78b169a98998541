"""BLR110: a tag in brackets at a headline."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from qa.document.model import Document, Finding
from qa.rules.common.prose import is_prose
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import DATA

_STORY = "\nThe bridge was closed on Monday after the flood.\nIt will open again in June."
_AT_START = lazy(r"\s*[\[(【［（](?P<tag>[^\[\]()【】［］（）]{2,40})[\])】］）]\s*(?=\S)")
_AT_END = lazy(r"(?<=\S)\s*[\[(【［（](?P<tag>[^\[\]()【】［］（）]{2,40})[\])】］）]\s*$")
_WORD = lazy(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d[a-z]{2}|\S")
_HEADLINES = 2
_LONGEST = 220


@rule(
    "BLR110",
    "headline-tag",
    since="0.2",
    bad=[
        ("⟦[Breaking] ⟧Bridge closed after flood" + _STORY, "Bridge closed after flood" + _STORY),
        (
            "Bridge closed after flood⟦ (2nd LD)⟧" + _STORY,
            "Bridge closed after flood" + _STORY,
        ),
        (
            "Bridge closed after flood.⟦ [PHOTOS + VIDEO]⟧" + _STORY,
            "Bridge closed after flood." + _STORY,
        ),
        Example(
            "Міст закрили через повінь⟦ (ВІДЕО)⟧\nМіст закрили в понеділок через повінь.",
            "Міст закрили через повінь\nМіст закрили в понеділок через повінь.",
            lang="uk",
        ),
    ],
    good=[
        "Bridge (old) closed after flood (report)" + _STORY,
        "[The mayor] answers his critics in full" + _STORY,
        "Floods in Spain\nHe sent her a letter (and a photo). She kept both.",
        "(Video) games sold well, the minister said. They sold out.",
    ],
)
def headline_tag(document: Document) -> Iterator[Finding]:
    """What it finds. “[Breaking]”, “(VIDEO)”, “[Exclusive]”, “(2nd LD)” before or behind a headline,
    in nine languages.

    Only in one of the first two lines, where it is a headline, and only brackets all of whose words
    are such tags.

    Why it matters. It speaks of the page or the wire that the story came from; the video is not
    there, and the news is no longer breaking.

    When the fix is not safe. It deletes the tag. A desk that marks its own stories so keeps it.
    """
    for segment in document.segments[:_HEADLINES]:
        text = segment.text
        if len(text) > _LONGEST:
            continue
        for pattern in (_AT_START, _AT_END):
            m = pattern.search(text) if pattern is _AT_END else pattern.match(text)
            if not m or not _is_tag(m["tag"]) or (m.end() < len(text) and is_prose(segment)):
                continue
            yield segment.finding(
                m.span(),
                f"“{m[0].strip()}” is a tag of the page or wire, not of the headline",
                delete=m.span(),
                title="Delete the tag",
            )


def _is_tag(text: str) -> bool:
    words = {w.lower() for w in _WORD.findall(text)}
    tags, joined = _words()
    return bool(words & tags) and words <= tags | joined


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    import tomllib

    lists = tomllib.loads((DATA / "headline_tags.toml").read_text("utf-8"))
    return frozenset(lists["tags"].split()), frozenset(lists["joined"].split())
