import re
from collections.abc import Iterator

from qa.model import Finding, Safety, Segment
from qa.registry import Example, rule
from qa.text.word_lists import words_for

PAIR = re.compile(r"(?<![\w'’.-])([^\W\d_]{2,})(\s+)(\1)(?![\w'’-]|\.\w)", re.IGNORECASE)


@rule(
    "TYP103",
    "doubled-word",
    since="0.1",
    bad=[
        ("Officials ⟦from from⟧ Kyiv said so.", "Officials from Kyiv said so."),
        ("⟦The the⟧ minister left.", "The minister left."),
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
def doubled_word(segment: Segment) -> Iterator[Finding]:
    """A word written twice in a row.

    What it finds. The same word two times with nothing but space between. Names (both with a
    capital), words that may be doubled ("had had"), and languages that double words as a matter of
    grammar are left alone.

    Why it matters. It is the most common trace of an edit that was not finished, and readers see it.

    When the fix is not safe. It takes out the second word and the space before it; in verse and in
    quoted speech the doubling can be meant.
    """
    allowed = words_for("doubled_words", segment.lang)
    if not allowed:
        return
    for m in PAIR.finditer(segment.text):
        word = m[1].lower()
        if word in allowed or m[3][0].isupper():
            continue
        yield segment.finding(
            m.span(),
            f"“{m[1]}” is doubled",
            delete=(m.end(1), m.end()),
            safety=Safety.SAFE,
            title=f"Delete one “{m[3]}”",
        )
