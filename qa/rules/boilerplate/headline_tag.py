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
# The title of a page: "Bridge closed | Radio Lublin", "Bridge closed - DW - 12.02.2023", "Bridge closed - news.example.org".
_SITE = lazy(
    r"(?<=[^\W_])\s*(?:(?:\([\w.]{2,25}\)\s*)?[-–—|]\s?(?P<site>[A-Z][\w.!’& ]{1,30}?)\s?[-–—|]\s?[0-3]?\d[./-][01]?\d[./-](?:\d\d){1,2}"
    r"|\s\|\s(?P<name>[A-Z][\w.!’&]+(?: [A-Z][\w.!’&]+){0,3})"
    r"|(?:\([\w.]{2,25}\)\s*)?\s[-–—]\s(?P<domain>\w+!\s?[Nn]ews|(?:[\w-]+\.){1,3}(?:com|net|org|info|news|tv|[a-z]{2})))\s*$"
)
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
        (
            "Bridge closed after flood⟦ - DW - 12.02.2023⟧" + _STORY,
            "Bridge closed after flood" + _STORY,
        ),
        (
            "Bridge closed after flood⟦ | Radio Lublin⟧" + _STORY,
            "Bridge closed after flood" + _STORY,
        ),
        (
            "Bridge closed after flood⟦ – flood.co.jp⟧" + _STORY,
            "Bridge closed after flood" + _STORY,
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
        "Bridge closed after flood - Reuters" + _STORY,
        "Bridge closed after flood on 12.02.2023 - mayor" + _STORY,
        "(Video) games sold well, the minister said. They sold out.",
    ],
)
def headline_tag(document: Document) -> Iterator[Finding]:
    """What it finds. “[Breaking]”, “(VIDEO)”, “[Exclusive]”, “(2nd LD)” before or behind a headline,
    in nine languages.

    Only in one of the first two lines, where it is a headline, and only brackets all of whose words
    are such tags; and the name of the site behind a headline, as in the title of its page: “| Radio
    Lublin”, “- DW - 12.02.2023”.

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
    if len(document.segments) > 1:
        first = document.segments[0]
        if len(first.text) <= _LONGEST and (m := _SITE.search(first.text)) and not is_prose(first):
            yield first.finding(
                m.span(),
                f"“{m[0].strip()}” names the site, as the title of a page does",
                delete=m.span(),
                title="Delete the name of the site",
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
