import re
from collections.abc import Iterator

from qa.model import Document, Finding, Safety
from qa.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

PAIR = lazy(r"(?<![\w'’.-])([^\W\d_]{2,})((?:\s+\1)+)(?![\w'’-]|\.\w)", re.IGNORECASE)


@rule(
    "TYP103",
    "doubled-word",
    since="0.1",
    bad=[
        ("Officials ⟦from from⟧ Kyiv said so.", "Officials from Kyiv said so."),
        ("⟦The the⟧ minister left.", "The minister left."),
        ("A ⟦population population population⟧ study.", "A population study."),
        Example("Він поїхав ⟦до до⟧ Києва.", "Він поїхав до Києва.", lang="uk"),
    ],
    good=[
        "He knew that that road was shut, and had had enough.",
        "She was held in Sing Sing, then moved to Walla Walla.",
        "Boutros Boutros-Ghali met Duran Duran and Lang Lang.",
        "It was very very late, and bla bla bla.",
        Example("«Ні, ні», сказав він.", lang="uk"),
        Example("Die Frau, die die Tür öffnete, lachte.", lang="de"),
        Example("O, yavaş yavaş gedirdi.", lang="az"),
        "Vote for for-profit schools, or against.",
    ],
)
def doubled_word(document: Document) -> Iterator[Finding]:
    """What it finds. The same word twice or more with nothing but space between. Names (both with a
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
