import re
from collections.abc import Iterator, Sequence
from operator import and_, eq

from qa.model import Document, Finding, Safety
from qa.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

PAIR = lazy(r"(?<![\w'’.-])([^\W\d_]{2,})((?:\s+\1)+)(?![\w'’-]|\.\w)", re.IGNORECASE)

# Two words, doubled with an article between at most: "of the of the", "press conference a press
# conference"; "more and more and more" is meant.
_PHRASE = lazy(
    r"(?<![\w'’.-])(?P<phrase>(?!(?:to|and|or|by|after|upon|very|ha|no|bye|up|on) )[a-z]{2,} (?!(?:and|or|by|after|upon|to)\b)[a-z]{2,})"
    r"(?P<again> (?:(?:a|an|the) )?(?P=phrase))(?![\w'’-])"
)


@rule(
    "TYP103",
    "doubled-word",
    since="0.1",
    bad=[
        ("Officials ⟦from from⟧ Kyiv said so.", "Officials from Kyiv said so."),
        ("⟦The the⟧ minister left.", "The minister left."),
        ("A ⟦population population population⟧ study.", "A population study."),
        ("He is ⟦of the of the⟧ same view.", "He is of the same view."),
        (
            "They held a ⟦press conference a press conference⟧ today.",
            "They held a press conference today.",
        ),
        Example("Він поїхав ⟦до до⟧ Києва.", "Він поїхав до Києва.", lang="uk"),
    ],
    good=[
        "He knew that that road was shut, and had had enough.",
        "She was held in Sing Sing, then moved to Walla Walla.",
        "Boutros Boutros-Ghali met Duran Duran and Lang Lang.",
        "It was very very late, and bla bla bla.",
        "It got more and more and more so, day by day by day, again and again and again.",
        Example("«Ні, ні», сказав він.", lang="uk"),
        Example("Die Frau, die die Tür öffnete, lachte.", lang="de"),
        Example("O, yavaş yavaş gedirdi.", lang="az"),
        "Vote for for-profit schools, or against.",
    ],
)
def doubled_word(document: Document) -> Iterator[Finding]:
    """What it finds. The same word twice or more with nothing but space between, and in English the
    same two words. Names (both with a
    capital), words that may be doubled ("had had"), and languages that double words as a matter of
    grammar are left alone.

    Why it matters. It is the most common trace of an edit that was not finished, and readers see it.

    When the fix is not safe. It keeps the first. For words like "the" and "from" that is safe; where
    a noun or an adjective is doubled, a different word may have been meant, so it wants a review.
    """
    for segment in document.index.segments_repeating(1):
        allowed = words_for("doubled_words", segment.lang)
        if not allowed:
            continue
        for m in PAIR.finditer(segment.text):
            word = m[1].lower()
            if word in allowed or m[2].split()[-1][0].isupper():
                continue
            plain = word in words_for("function_words", segment.lang)
            yield segment.finding(
                m.span(),
                f"“{m[1]}” is doubled",
                delete=m.span(2),
                safety=Safety.SAFE if plain else Safety.REVIEW,
                title=f"Keep one “{m[1]}”",
            )
    if document.lang == "en":
        yield from _doubled_phrases(document)


def _doubled_phrases(document: Document) -> Iterator[Finding]:
    for segment, words in zip(document.segments, document.index.words, strict=True):
        if not (_repeats_two(words, 2) or _repeats_two(words, 3)):
            continue
        for m in _PHRASE.finditer(segment.text):
            yield segment.finding(
                m.span(),
                f"“{m['phrase']}” is doubled",
                delete=m.span("again"),
                safety=Safety.REVIEW,
                title=f"Keep one “{m['phrase']}”",
            )


def _repeats_two(words: Sequence[str], distance: int) -> bool:
    """Whether two words in a row come again `distance` words on."""
    same = [*map(eq, words, words[distance:])]
    return any(map(and_, same, same[1:]))
