"""MTA202: a place in a template that nobody filled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_BRACKETED = lazy(r"\[([^\]\[\n]{2,24})\](?![(\[:])")
_SHORTCODE = lazy(
    r"\[/?(?:caption|embed|gallery|video|audio|youtube|vc_\w+|ad|ads|banner|iframe|playlist)"
    r"(?: [^\]\n]{0,200})?\](?!\()"
)
_INSERT = lazy(r"\[(?:[Ii]nsert|INSERT|[Yy]our|YOUR|[Ee]nter|ENTER) [^\]\n]{2,40}\]")
_TEMPLATE = lazy(
    r"\{\{[^{}\n]{1,60}\}\}|\{%[^{}\n]{1,60}%\}|\$\{\w[\w.]{0,40}\}"  # moustache, Jinja, shell
    r"|(?<![\w%&])%(?:\d+\$)?[sd](?![\w%])|(?<!\w)%\([a-z_]+\)[sd]"  # printf
    r"|<(?:unk|pad|/?s|mask|\|[a-z_]{2,20}\|)>|@-@|\u2581"  # tokens of a translation model
    r"|__(?:URL|LINK|NAME|NUM|TAG|PLACEHOLDER)\w*__"
    r"|\b[Ll]orem ipsum(?: dolor sit amet)?"
)


@rule(
    "MTA202",
    "placeholder",
    since="0.2",
    words=["lorem"],
    signs="[{%<@_\u2581",
    bad=[
        "The full text is here: ⟦[URL]⟧.",
        "Dear ⟦{{first_name}}⟧, the talks ended on ⟦[DATE]⟧.",
        "The minister said ⟦%s⟧ people were hurt.",
        "⟦Lorem ipsum dolor sit amet⟧, consectetur.",
        '⟦[caption id="attachment_12" align="left"]⟧The bridge⟦[/caption]⟧',
        "The ⟦<unk>⟧ of the house was anti⟦@-@⟧war, said ⟦[Your Name]⟧.",
    ],
    good=[
        "“We told [the minister] what [he] wanted,” she said. [Applause]",
        "About 50%, or 20 %. She wrote 100%s of it. It rose 5%d.",
        "See [link](https://example.com) and [image][1].",
        "The set {1, 2} and the tag <b>.",
        "“[Name withheld] left.”",
    ],
)
def placeholder(segment: Segment) -> Iterator[Finding]:
    """What it finds. “[URL]”, “[photo]”, “{{name}}”, “%s”, “[insert name here]”, shortcodes of an
    editing system, “Lorem ipsum”, and tokens of a translation model such as “<unk>”.

    Why it matters. Something was to stand there: a link, a picture, a name, and it is missing.
    """
    text = segment.text
    spans = {m.span() for p in (_SHORTCODE, _INSERT, _TEMPLATE) for m in p.finditer(text)}
    known = words_for("placeholders", "any")
    for m in _BRACKETED.finditer(text):
        inner = m[1].strip().lower().replace(" ", "_").replace("’", "'")
        if inner in known and (m[1] == m[1].strip() and not _goes_on(text, m)):
            spans.add(m.span())
    for span in sorted(spans):
        yield segment.finding(
            span, f"“{text[slice(*span)]}” holds the place of something", confidence=0.9
        )


def _goes_on(text: str, m: re.Match[str]) -> bool:
    """Whether the bracket is an editor's insertion: "[name]s", "pre[date]"."""
    return text[m.start() - 1 : m.start()].isalnum() or text[m.end() : m.end() + 1].isalnum()
