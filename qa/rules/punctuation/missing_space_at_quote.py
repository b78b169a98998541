from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule

# Languages whose particles and endings stand right at a quotation mark: "Azadlıq"ın, و«الله».
_ATTACHES = frozenset(
    [
        "az",
        "tr",
        "kk",
        "uz",
        "ky",
        "tk",
        "ko",
        "ja",
        "zh",
        "th",
        "ar",
        "fa",
        "ur",
        "he",
        "yi",
        "ka",
        "hy",
        "hu",
        "fi",
        "et",
        "my",
        "km",
        "lo",
        "hi",
        "mn",
    ]
)


@rule(
    "PUN108",
    "missing-space-at-quote",
    since="0.2",
    bad=[
        ('He said⟦"⟧We agree," and left.', 'He said "We agree," and left.'),
        ("He said:⟦“⟧We agree.”", "He said: “We agree.”"),
        ("It was “steady⟦”⟧in all.", "It was “steady” in all."),
        Example("Він сказав⟦«⟧Так» і пішов.", "Він сказав «Так» і пішов.", lang="uk"),
    ],
    good=[
        "The “A”s and “B”s; a “no”-vote; (“Why?”)—“Because.”",
        'It is 5\'11" tall; 6"x4" prints.',
        Example('"Azadlıq"ın redaktoru "Turan"a danışıb.', lang="az"),
        Example('그는 "말"이라고 했다.', lang="ko"),
        Example('צה"ל הודיע על "המבצע" בעזה.', lang="he"),
    ],
)
def missing_space_at_quote(document: Document) -> Iterator[Finding]:
    """What it finds. A word that stands right before an opening or right behind a closing quotation
    mark. Languages that attach endings to a quotation, such as Turkish and Korean, are left alone.

    Why it matters. The reader stumbles, and search takes the two for one word. It comes from exports
    that drop spaces at links and at formatted words.

    When the fix is not safe. It puts in a space; where a word's ending or a part of a name belongs
    to the quotation, it should stay.
    """
    if document.lang in _ATTACHES:
        return
    text = document.text
    places = []
    for q in document.quotations:
        if not (q.opened and q.closed) or q.reopened is not None:
            continue
        if _wants_space(text[max(0, q.span.start - 3) : q.span.start]):
            mark = (q.span.start, q.inner.start)
            places.append((mark, Edit(mark[0], mark[0], " ")))
        if _are_letters(text[q.span.end : q.span.end + 2]) and text[q.inner.start].isalnum():
            mark = (q.inner.end, q.span.end)
            places.append((mark, Edit(mark[1], mark[1], " ")))
    yield from place_by_place_or_once(
        document,
        places,
        "No space between the word and the quotation mark",
        safety=Safety.REVIEW,
        title="Put in a space",
    )


def _wants_space(before: str) -> bool:
    """Whether a word, or a word and a stop, stands right before an opening mark.

    A space before the stop is one too many.
    """
    before = (before[:-2] + before[-1:] if before[-2:] in (" :", " ,", " ;") else before)[-2:]
    return _are_letters(before) or (before[:1].isalpha() and before[1:] in (":", ",", ";"))


def _are_letters(beside: str) -> bool:
    """Whether two letters stand at the mark; one may be an ending, as in “A”s."""
    return len(beside) == 2 and beside.isalpha()
