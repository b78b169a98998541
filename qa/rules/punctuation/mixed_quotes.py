import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qa.boilerplate.blocks import in_residue
from qa.document.model import Document, Finding, Severity
from qa.document.quotations import Quotation
from qa.rules.common.grouping import MANY
from qa.rules.common.rarer_forms import is_headline
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.spans import Span

# Pairs in use, by Unicode's table of quotation marks (CLDR) and the style guides of the languages.
_PAIRS = frozenset(['""', "“”", "„“", "„”", "«»", "»«"])
# One mark on both sides in the north; in Hebrew whatever the keyboard makes of a gershayim.
_MORE_PAIRS = {
    **dict.fromkeys(["sv", "fi", "no", "nn", "da", "is", "et"], frozenset(["””", "»»"])),
    "he": frozenset(["““", "””", "”“"]),
}
# The other style is a slip when the main one is this many times as frequent.
_CLEAR = 2
_LONGEST_SHOWN = 120
_SINGLE = lazy(
    r"(?<![^\s(\[—–-])['‘](?=[A-Za-z])"
    r"((?:[^'‘’\"“”\n]|(?<=\w)['’](?=\w)){1,120}?)(?<=[\w.,!?…])['’](?!\w)"
)
_ELISION = lazy(r"(?:em|til|tis|twas|cause|n|bout|round|neath|cos|til|tween)\b", re.IGNORECASE)
_PLURAL_GENITIVE = lazy(r"s['’] [a-z]")


@rule(
    "PUN203",
    "mixed-quotes",
    since="0.2",
    severity=Severity.INFO,
    bad=[
        (
            'They spoke of “aid” and “hope” and of the ⟦"Victory Plan"⟧ in Kyiv.',
            "They spoke of “aid” and “hope” and of the “Victory Plan” in Kyiv.",
        ),
        (
            'The White House saw ⟦\'no indication\'⟧ of it. "We know," he said. "We do," she said.',
            'The White House saw "no indication" of it. "We know," he said. "We do," she said.',
        ),
        (
            'They spoke of “aid” and of ⟦"hope”⟧ on Monday.',
            "They spoke of “aid” and of “hope” on Monday.",
        ),
        ("They spoke of ⟦”aid“⟧ on Monday.", "They spoke of “aid” on Monday."),
        Example(
            'Він назвав «план», «мрію» і ⟦"кінець"⟧ війни.',
            "Він назвав «план», «мрію» і «кінець» війни.",
            lang="uk",
        ),
    ],
    good=[
        "“They said ‘no’ and “never” again,” he said. “We know.” “We do.”",
        '\'No indication\' of talks, aide says\n"We know," he said. "We do," she said in Kyiv.',
        "\"We know,\" he said. \"We do,\" she said of the '90s and the Smiths' house, rock 'n' roll.",
        '"I know \'em," he said. "We do," she said. Get \'em to the allies\' house, he told them.',
        "‘We know,’ he said. ‘We do,’ she said. ‘They said “no” twice,’ he added.",
        Example("Він читав «Книгу „Війна“» та «Мир».", lang="uk"),
        Example("Han sa: ”Ja.” Hon sa: ”Nej.”", lang="sv"),
        Example("Er sagte: „Ja.“ Sie sagte: »Nein.«", lang="de"),
    ],
)
def mixed_quotes(document: Document) -> Iterator[Finding]:
    """What it finds. Quotation marks of another style than that of the text: straight among curly ones
    or the reverse, guillemets among English marks, in English single ones in the body of a text that
    has double ones; and pairs that do not fit, such as one opened straight and closed curly. Every
    consistent style is right, and so are other marks for a quotation within a quotation.

    Why it matters. It shows where pieces of different stories were put together.

    When the fix is not safe. It writes the marks that the text mostly uses, which may not be those of
    the house.
    """
    text = document.text
    outer = [q for q in document.quotations if q.opened and q.closed and q.reopened is None]
    singles = list(_singles(document, outer))
    outer = [q for q in outer if not _lies_in(q.span.start, singles)]
    styles = [text[q.span.start] + text[q.inner.end] for q in outer]
    if len(set(styles)) > 1:
        # Headlines of other stories have the marks of the page.
        outer = [q for q in outer if not in_residue(document, q.span)]
        styles = [text[q.span.start] + text[q.inner.end] for q in outer]
    allowed = _PAIRS | _MORE_PAIRS.get(document.lang, frozenset())
    counts = Counter(s for s in styles if s in allowed)
    main, most = counts.most_common(1)[0] if counts else (_usual_pair(document.lang), 0)
    pair = _Pair(main[0], main[1])
    misfits = [q for q, s in zip(outer, styles, strict=True) if s not in allowed]
    yield from _findings(document, misfits, pair, "The quotation marks do not make a pair")
    rare = [
        q
        for q, s in zip(outer, styles, strict=True)
        if s in allowed and s != main and counts[s] * _CLEAR <= most
    ]
    if most >= _CLEAR:
        message = f"Other quotation marks than elsewhere in this text ({main[0]}…{main[1]})"
        yield from _findings(document, rare, pair, message)
    if len(singles) * _CLEAR <= len(outer) and len(outer) >= _CLEAR:
        single = [_quotation(span) for span in singles]
        yield from _findings(
            document, single, pair, "Single quotation marks; this text has double ones elsewhere"
        )


def _usual_pair(lang: str) -> str:
    """The pair that most newspapers in a language use, by CLDR; the English one where none is known."""
    return next((pair for pair, langs in _USUAL.items() if lang in langs), "“”")


_USUAL = {
    "«»": (
        "uk",
        "ru",
        "be",
        "fr",
        "el",
        "hy",
        "fa",
        "ar",
        "kk",
        "no",
        "nn",
        "sq",
        "it",
        "es",
    ),
    "„“": ("de", "cs", "sk", "sl", "bg", "mk", "sr", "ka", "lt", "is", "et", "lv"),
    "„”": ("pl", "ro", "hu", "hr"),
    "””": ("sv", "fi"),
}


class _Pair(NamedTuple):
    opening: str
    closing: str


def _findings(
    document: Document, wrong: Sequence[Quotation], pair: _Pair, message: str
) -> Iterator[Finding]:
    """One finding for each quotation, or one for all when there are many."""
    groups = [[q] for q in wrong] if len(wrong) < MANY else [list(wrong)]
    for group in groups:
        edits = []
        for q in group:
            edits.append((q.span.start, q.inner.start, pair.opening))
            edits.append((q.inner.end, q.span.end, pair.closing))
        more = len(group) - 1
        yield document.finding(
            _shown(document.text, group[0]),
            message + (f", here and in {more} other places" if more else ""),
            edits=[e for e in edits if document.text[e[0] : e[1]] != e[2]],
            title=f"Write {pair.opening}…{pair.closing}",
            confidence=0.9,
            related=[_shown(document.text, q) for q in group[1:]],
        )


def _shown(text: str, q: Quotation) -> tuple[int, int]:
    """The quotation, or its opening mark where it is long."""
    whole = text[q.span.start : q.span.end]
    if len(whole) > _LONGEST_SHOWN or "\n" in whole:
        return (q.span.start, q.inner.start)
    return (q.span.start, q.span.end)


def _quotation(span: tuple[int, int]) -> Quotation:
    return Quotation(Span(*span), Span(span[0] + 1, span[1] - 1))


def _lies_in(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether `at` is in one of the spans, which are in order and do not overlap."""
    i = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return i >= 0 and at < spans[i][1]


def _singles(document: Document, outer: Sequence[Quotation]) -> Iterator[tuple[int, int]]:
    """Passages in single quotation marks in the body of an English text, outside of double ones."""
    if document.lang != "en":
        return
    doubles = [q.span for q in outer]
    for segment in document.segments:
        if ("'" not in segment.text and "‘" not in segment.text) or is_headline(segment):
            continue
        for m in _SINGLE.finditer(segment.text):
            start, end = m.start() + segment.offset, m.end() + segment.offset
            if (
                not _ELISION.match(m[1])
                and not _PLURAL_GENITIVE.match(segment.text, m.end() - 2)
                and not _lies_in(start, doubles)
            ):
                yield start, end
