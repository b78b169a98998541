from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Severity
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

# Spaces of all widths, but no form feed and no line separator, which end a page or a line themselves; and
# not what mojibake made of a no-break space, which its repair must find: "В\u00a0", "Â\u00a0".
_SPACES = r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
TRAILING = lazy(rf"(?<![\s\u200b]){_SPACES}+(?=[\r\n]|\Z)(?<![ВÂ]\u00a0)")


@rule(
    "PUN101",
    "trailing-space",
    since="0.1",
    severity=Severity.INFO,
    bad=[
        ("More weapons are needed, TSN reports.⟦\u00a0⟧", "More weapons are needed, TSN reports."),
        ("Зустріч відбудеться.⟦  ⟧\nДругий абзац.", "Зустріч відбудеться.\nДругий абзац."),
    ],
    good=[
        "A line end is no space.\r\nNor is a blank line.\r\n\r\nRight.",
        Example("Two spaces break a line  \nin Markdown.", suffix=".md"),
        "A page ends here.\f\nAnd a line here.\u2028\nRight.",
        "They abandoned their homes.В\u00a0\nOthers stayed.Â\u00a0\n",
    ],
)
def trailing_space(document: Document) -> Iterator[Finding]:
    """What it finds. Any white space between the last character of a line and the line end. When many
    lines have it, it is reported once.

    Why it matters. It is the trace of text pasted from a page; a no-break space there can keep a
    page layout from breaking where it should, and every later comparison shows a difference.

    When the fix is not safe. Never in plain text. In Markdown, where two spaces break the line,
    such spaces are not part of the text and are not reported.
    """
    if all(line == line.rstrip() for line in document.text.splitlines()):
        return
    places = []
    for segment in document.segments:
        for m in TRAILING.finditer(segment.text):
            span = (m.start() + segment.offset, m.end() + segment.offset)
            places.append((span, Edit(*span, "")))
    yield from place_by_place_or_once(
        document, places, "Space at the end of the line", title="Delete it"
    )
