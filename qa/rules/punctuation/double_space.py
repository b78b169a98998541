import re
from collections.abc import Iterator, Sequence

from qa.document.model import Document, Finding, Safety, Severity
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

# Four spaces and more are a column; so are spaces beside a bar.
_DOUBLE = lazy(r"(?<=[^\s|])[ \u00a0]{2,3}(?=[^\s|])")
_NO_BREAK = "\u00a0"
_AFTER_STOP = lazy(r"[.!?…:][\"”»’)]?$")
_SINGLE_AFTER_STOP = lazy(r"[.!?][\"”»’)]? (?=\S)")
_PAIRS = ("  ", "\u00a0 ", " \u00a0", "\u00a0\u00a0")
# Formats that show any number of spaces as one.
_SHOWN_AS_ONE = frozenset({".html", ".htm", ".xhtml", ".md", ".markdown", ".xml", ".nitf"})
_TABLE_GAPS = 3
# A shorter line without the end of a sentence may be a row of a table, a line of verse, a date of a tour.
_LONG = 100
_FEWEST_WORDS = 7
_MARKER = lazy(r"\s*(?:[-–—•*·▪]|\(?\w{1,3}[.):]|[A-ZА-ЯҐЄІЇ][\w .'’-]{0,30}:) {2,3}(?=\S)")
_SENTENCE_END = lazy(r"[.!?…;。！？۔।։][\"”»’)\]]*\s*$")
_CODE = lazy(r"[{}<>=]|^\t")


@rule(
    "PUN106",
    "double-space",
    since="0.2",
    severity=Severity.INFO,
    bad=[
        ("The minister⟦  ⟧left on Monday.", "The minister left on Monday."),
        (
            "The minister⟦  ⟧left.  He  came back. She, too. It rained.",
            "The minister left. He came back. She, too. It rained.",
        ),
        # The way of web editors to show two spaces.
        (
            "The quake was weak.⟦\u00a0 ⟧Nobody was hurt.\u00a0 It rained.",
            "The quake was weak. Nobody was hurt. It rained.",
        ),
        (
            "The minister⟦   ⟧of trade   left for the port on Monday.",
            "The minister of trade left for the port on Monday.",
        ),
    ],
    good=[
        # Three wide gaps are columns, two are none.
        "The minister   of trade   left for   the port on Monday.",
        # A typewriter's way, kept throughout.
        "He left.  She stayed.  It rained.",
        "Gold     Silver    Bronze",
        "| 1  | 2  |",
        Example("He  left.", suffix=".html"),
        "A line.\n  An indented line.",
        # Rows, verse, labels, lists, code.
        "12 May  London  Roundhouse\n14 May  Paris  Olympia\n15 May  Lille  Zenith",
        "Gold  Norway\nSilver  Sweden",
        "Out of the dark  the river came\nAnd took the road  and took my name",
        "1.  Boil the pears.\n2.  Add the honey.\n(a)  Stir.\n•  Serve.\nQ:  Why?\nAnna Lee:  Because.",
        "if (a)  b = c;  // done.",
    ],
)
def double_space(document: Document) -> Iterator[Finding]:
    """What it finds. Two or three spaces between words, reported once for a text. Two behind every full
    stop, as on a typewriter, columns, verse and the space behind a number or a label at the start of a
    line are left alone, and so are HTML, XML and Markdown, which show such spaces as one. A no-break
    space beside an ordinary one, as web editors leave it, is no typewriter's.

    Why it matters. The gap shows in print, and a search for the phrase misses it. It is the trace of
    words deleted or pasted.

    When the fix is not safe. It leaves one space of them, and changes nothing else.
    """
    text = document.text
    if document.suffix in _SHOWN_AS_ONE or not any(pair in text for pair in _PAIRS):
        return
    found: list[re.Match[str]] = []
    after_stop: list[re.Match[str]] = []
    end = 0
    for line in text.splitlines(keepends=True):
        start, end = end, end + len(line)
        gaps = list(_DOUBLE.finditer(text, start, end)) if any(p in line for p in _PAIRS) else []
        if not gaps or not _is_prose(line, start, gaps):
            continue
        for m in gaps:
            typed = _NO_BREAK not in m[0]  # nobody types the other one behind each sentence
            behind = typed and _AFTER_STOP.search(text, max(0, m.start() - 3), m.start())
            (after_stop if behind else found).append(m)
    if len(after_stop) <= len(_SINGLE_AFTER_STOP.findall(text)):
        found = sorted([*found, *after_stop], key=lambda m: m.start())
    if not found:
        return
    more = len(found) - 1
    yield document.finding(
        found[0].span(),
        f"{len(found[0][0])} spaces in a row"
        + (f", here and in {more} other places" if more else ""),
        edits=[(*m.span(), " ") for m in found],
        safety=Safety.SAFE,
        title="Leave one",
        related=[m.span() for m in found[1:]],
    )


def _is_prose(line: str, start: int, gaps: Sequence[re.Match[str]]) -> bool:
    """Whether the gaps of a line, which is at `start`, are no columns, no space behind the mark of a list, and no code."""
    if "    " in line.strip() or sum(len(m[0]) > 2 for m in gaps) >= _TABLE_GAPS:
        return False
    if _CODE.search(line) or _MARKER.match(line):
        return False
    if len(line) > _LONG or _SENTENCE_END.search(line):
        return True
    behind_stops = all(_AFTER_STOP.search(line[: m.start() - start]) for m in gaps)
    return behind_stops and len(line.split()) >= _FEWEST_WORDS
