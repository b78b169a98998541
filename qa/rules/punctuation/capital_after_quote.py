import re
from collections.abc import Iterator

from qa.document.index import Clues
from qa.document.model import Document, Finding, Segment
from qa.document.quoted import opens_quotation
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# A closing mark after a word, and a capitalised word behind it.
AFTER_QUOTE = lazy(r"[\"”»“](?<=\w[\"”»“])\s+(?=(?:[\"“„«]\s*)?([^\W\d_]\w*))")
TITLE_CASE_SHARE = 0.6
# The rest of a title up to the mark that closes it.
_TO_CLOSING = lazy(r"[^\"“”«»„\n.!?]{1,80}(?=[\"”»])")
_WORD = lazy(r"[^\W\d_]+")


@rule(
    "PUN301",
    "capital-after-quote",
    since="0.1",
    signs='"”»“',
    bad=[
        (
            "NATO members were “steady” ⟦In⟧ their commitment.",
            "NATO members were “steady” in their commitment.",
        ),
        (
            "He spoke of “fierce fighting” ⟦And⟧ “high losses” on Monday.",
            "He spoke of “fierce fighting” and “high losses” on Monday.",
        ),
        Example(
            "Він назвав це «помилкою» ⟦Та⟧ поїхав.",
            "Він назвав це «помилкою» та поїхав.",
            lang="uk",
        ),
    ],
    good=[
        "“It is over.” The minister left.",
        "“Is it over?” The minister left.",
        "The “Victory Plan” President Zelenskyy unveiled has five points.",
        '"We know," The Wall Street Journal quoted him as saying.',
        "He read “War and Peace” In Translation, The Movie And The Book",
        "‘No Indication’ The White House Says",
        "She wrote “Dune”. The film followed.",
        # A title within a title.
        'He was praised for "The "Young Men" And The Sea" and for the film "A "Red" In Town".',
        "They read “The “Captain” Of The Night” and “My “Good” With Bad Days” at school.",
        Example("Він бачив «Тільки «діди» Та Їхні Внуки» в кіно.", lang="uk"),
    ],
)
def capital_after_quote(segment: Segment) -> Iterator[Finding]:
    """What it finds. A function word (in, and, the …) with a capital, right behind a quotation that
    does not end its sentence. Headlines in title case are left alone.

    Why it matters. Machine translation that took the quotation, or the link it stood in, for a
    sentence of its own starts a new one behind it. The sentence is often broken in more than its
    capital.

    When the fix is not safe. It writes the word in lower case; when a full stop is what is
    missing, the capital is right.
    """
    yield from (
        segment.finding(
            (m.start(1), m.end(1)),
            f"“{m[1]}” has a capital after a quotation, in mid-sentence",
            replace=m[1][0].lower() + m[1][1:],
        )
        for m in capitals_after_quotes(segment)
    )


def capitals_after_quotes(segment: Segment) -> list[re.Match[str]]:
    """The places of this defect; group 1 is the capitalised word."""
    words = words_for("function_words", segment.lang)
    found = [
        m
        for m in AFTER_QUOTE.finditer(segment.text)
        if m[1][0].isupper()
        and m[1].lower() in words
        # Such as “ behind a word that lost its space.
        and not opens_quotation(segment.document, m.start() + segment.offset)
        and not _goes_on_as_title(segment.text, m.start(1))
    ]
    return [] if found and in_title_case(segment) else found


def _goes_on_as_title(text: str, at: int) -> bool:
    """Whether all longer words up to a closing mark have a capital, as in a title around a title."""
    m = _TO_CLOSING.match(text, at)
    words = _WORD.findall(m[0]) if m else []
    longer = [w for w in words if len(w) > 3] or words
    return len(words) > 1 and all(w[0].isupper() for w in longer)


def in_title_case(segment: Segment) -> bool:
    """Whether most longer words of a segment have a capital."""
    longer = [w[0] for w in segment.words if len(w[0]) > 3]
    return sum(w[0].isupper() for w in longer) > TITLE_CASE_SHARE * len(longer)


def has_capitals_after_quotes(document: Document) -> bool:
    """Whether the text has this defect anywhere: then its other capitals are suspect as well."""
    segments = document.segments_with(Clues.of((), '"”»“'))
    return any(map(capitals_after_quotes, segments))
