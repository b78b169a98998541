import re
from collections.abc import Iterator

from qa.document.model import Document, Finding
from qa.document.quotations import Quotation
from qa.rules.punctuation.capital_after_quote import has_capitals_after_quotes
from qa.rules.registry import rule
from qa.text.english import is_word
from qa.text.patterns import lazy
from qa.text.word_lists import words_for
from qa.text.words import WORD

# A quotation that runs on stands behind a word or a bracket; behind a stop, a colon or a comma a
# whole sentence may be quoted.
RUNS_ON = lazy(r"(?:(\w+)|[\])])[ \u00a0]+$")
FRAGMENT_WORDS = 3


@rule(
    "PUN302",
    "capital-in-quote",
    since="0.1",
    languages=["en"],
    bad=[
        (
            "Members were ⟦“Steady⟧” In their commitment, noting ⟦“Unprecedented⟧” The aid sent.",
            "Members were “steady” In their commitment, noting “unprecedented” The aid sent.",
        ),
        (
            "The front is ⟦“Very⟧ difficult,” with ⟦“Fierce⟧ fighting” And heavy losses.",
            "The front is “very difficult,” with “fierce fighting” And heavy losses.",
        ),
    ],
    good=[
        # Nothing else in the text speaks for a machine: a title or a slogan.
        "The “Steady” campaign was seen with “Fierce fighting” on posters.",
        "He was “steady” In their eyes. He said “We will stay the course.”",
        "He was “steady” In all. They saw “Star Wars” and “Taurus” and “Gone with the Wind”.",
        "He was “steady” In all. “Even so, he left.” Then: “Very well.”",
        "He was “steady” In all. He read “[Very] good” and “I see” and “Kyiv is safe”.",
    ],
)
def capital_in_quote(document: Document) -> Iterator[Finding]:
    """What it finds. A common word with a capital right behind an opening quotation mark in the middle
    of a sentence, in a text that also has capitals right behind closing marks (PUN301). Alone, such
    a quotation is most often a title or a slogan, and is left alone; so are names, titles in
    title case and sentences behind a verb of saying.

    Why it matters. Machine translation took the quotation for a sentence of its own; often a word
    before it is lost as well.

    When the fix is not safe. It writes the word in lower case; a title needs its capital.
    """
    if not has_capitals_after_quotes(document):
        return
    for quotation in document.quotations:
        if quotation.opened and (word := _wrong_capital(document, quotation)):
            start, end = quotation.inner[0] + word.start(), quotation.inner[0] + word.end()
            yield document.finding(
                (quotation.span.start, end),
                f"“{word[0]}” starts a quotation in mid-sentence with a capital",
                edits=[(start, start + 1, word[0][0].lower())],
                title=f"Write “{word[0][0].lower()}{word[0][1:]}”",
            )


def _wrong_capital(document: Document, quotation: Quotation) -> re.Match[str] | None:
    start, end = quotation.inner
    inner = document.text[start:end]
    before = RUNS_ON.search(document.text[max(0, quotation.span.start - 40) : quotation.span.start])
    word = WORD.match(inner)
    if before is None or word is None or not word[0][0].isupper():
        return None
    words = WORD.findall(inner)
    leading = (before[1] or "").lower()
    if leading in words_for("title_words", document.lang) or (
        leading in words_for("saying_verbs", document.lang) and len(words) > FRAGMENT_WORDS
    ):
        return None
    longer = [w for w in words[1:] if len(w) > 3]
    in_title_case = longer and sum(w[0].isupper() for w in longer) * 2 > len(longer)
    stem = re.split("['’]", word[0].lower())[0]
    return None if in_title_case or not is_word(stem) else word
