from collections.abc import Iterator

from qa.model import Document, Edit, Finding, Severity
from qa.registry import Example, rule
from qa.text.grouping import place_by_place_or_once
from qa.text.patterns import lazy

# Between two words of three letters and more; short words, initials, numbers and dashes may want it.
NO_BREAK = lazy(r"(?<=[^\W\d_]{3}) *[\u00a0\u202f][ \u00a0\u202f]*(?=[^\W\d_]{3})")


@rule(
    "PUN102",
    "no-break-space",
    since="0.1",
    severity=Severity.INFO,
    bad=[
        ("The ministers⟦\u00a0⟧agreed on Monday.", "The ministers agreed on Monday."),
        ("The ministers⟦ \u00a0⟧agreed.", "The ministers agreed."),
    ],
    good=[
        "It cost 10\u00a0000 euros, or 20\u00a0% more, says J.\u00a0K.\u00a0Rowling.",
        Example("Президент України\u00a0— гарант; у\u00a0Києві та в\u00a0Одесі.", lang="uk"),
        Example("Il a dit\u00a0: «\u00a0Nous restons\u00a0», puis est parti\u00a0!", lang="fr"),
    ],
)
def no_break_space(document: Document) -> Iterator[Finding]:
    """What it finds. A no-break space, alone or beside other spaces, with a word of three letters or
    more on either side. When a text has many, they are reported once.

    Why it matters. The line does not break there, search does not find the phrase, and word counts
    are wrong. It comes from pages and word processors.

    When the fix is not safe. It puts one ordinary space in its place, which a name that must stay
    on one line may not want. Beside numbers, units, initials, short words, dashes and punctuation,
    where typesetters want a no-break space, nothing is reported.
    """
    if "\u00a0" not in document.text and "\u202f" not in document.text:
        return
    places = [(m.span(), Edit(*m.span(), " ")) for m in NO_BREAK.finditer(document.text)]
    yield from place_by_place_or_once(document, places, "No-break space between two words")
