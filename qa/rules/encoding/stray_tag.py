"""ENC115: tags of markup in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.characters import characters, is_fixed_text
from qa.document.model import Document, Finding
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

_HTML = (
    r"</?(?:a|b|big|blockquote|br|center|cite|code|div|em|embed|figcaption|figure|font|h[1-6]|hr|i|"
    r"iframe|img|li|ol|p|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|th|tr|"
    r"u|ul|video)\b(?:\s[^<>=]{1,100}=[^<>]{0,300})?\s?/?>"
)
_CODES = "b|i|u|s|url|img|quote|size|color|font|center|left|right|list|youtube|video|spoiler|email"
_SHORT = "caption|gallery|embed|audio|playlist|embedyt|vc_row|vc_column|vc_column_text"
_BB_CLOSE = rf"\[/(?:{_CODES}|{_SHORT})\]"
_BB_OPEN = rf"\[(?:{_CODES})=[^\[\]\n]{{1,200}}\]|\[(?:{_SHORT})\s[^\[\]\n]{{1,300}}\]"
_TAG = rf"(?i:{_HTML}|{_BB_CLOSE}|{_BB_OPEN})"
_TAGS = lazy(rf"{_TAG}(?:\s?{_TAG})*")
# "[b]" alone may be an editor's: it is a tag only where "[/b]" follows somewhere.
_BB_BARE = lazy(rf"(?i:\[({_CODES})\])")
_BREAK = lazy(r"(?i)<br|</?p|</?div|</?li|</h\d")


@rule(
    "ENC115",
    "stray-tag",
    since="0.1",
    bad=[
        (
            "The talks went on.⟦<br>⟧They ended at noon.⟦</p>⟧",
            "The talks went on. They ended at noon.",
        ),
        ("He is ⟦[b]⟧not⟦[/b]⟧ here: ⟦<a href='x.html'>⟧see⟦</a>⟧.", "He is not here: see."),
        ('⟦[caption id="a1" width="300"]⟧The bridge⟦[/caption]⟧', "The bridge"),
        Example(
            "<p>The talks⟦&lt;br /&gt;⟧went on.</p>", "<p>The talks went on.</p>", suffix=".html"
        ),
    ],
    good=[
        "If a <b and c> d, then “[s]he said” and note [i] hold; see [1] and <kyiv@example.org>.",
        "Write to <https://example.org/p> at 5 < 6.",
        Example("<p>A <b>bold</b> word<br>and <code>&lt;br&gt;</code></p>", suffix=".html"),
        Example("A <b>bold</b> word and `<br>`.", suffix=".md"),
    ],
)
def stray_tag(document: Document) -> Iterator[Finding]:
    """What it finds. Tags of HTML, of forum software (“[/b]”) and of WordPress (“[caption …]”) in text.

    In HTML and Markdown only those that readers see; code is left out. “[b]” alone may be an editor's
    letter, and counts only where “[/b]” stands too.

    Why it matters. Readers see code. It is left where a text was copied from one system to another.

    When the fix is not safe. It deletes the tag, with a space in place of a line break between words.
    A story about HTML wants its tags, and the text of an element (a script) stays.
    """
    if characters(document).isdisjoint("<["):
        return
    text = document.text
    found = [m.span() for m in _TAGS.finditer(text)]
    bare = list(_BB_BARE.finditer(text)) if found else []
    closed = {m[0].lower() for m in re.finditer(r"\[/\w+\]", text)} if bare else set()
    found += [m.span() for m in bare if f"[/{m[1].lower()}]" in closed]
    for start, end in sorted(found):
        if is_fixed_text(document, start, end):
            continue
        around = text[start - 1 : start] + text[end : end + 1]
        space = _BREAK.match(text, start) and len(around) == 2 and not re.search(r"\s", around)
        yield document.finding(
            (start, end),
            f"“{text[start:end][:60]}” is markup that readers see",
            replace=" " if space else "",
            title="Delete the tag",
        )
