"""TYP105: an abbreviation with full stops here and without them there; US, U.S. and USA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from qa.document.index import Clues
from qa.document.model import Document, Finding, Segment, Span
from qa.rules.common.rarer_forms import in_sentence, is_headline, rarer_forms
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_DOTTED = lazy(r"[A-Z]\.(?<![\w.]..)(?:[A-Z]\.){1,3}(?!\w)")
_WORD_BEFORE = lazy(r"(\w+) $")
_LABEL = lazy(r"\b[Mm](?:ade|ADE) (?:in|IN) (?:(?:the|THE) )?$")
_WORD_AFTER = lazy(r" (\w+)")


@rule(
    "TYP105",
    "mixed-full-stops",
    since="0.1",
    languages=["en"],
    bad=[
        (
            "The ⟦USA⟧ will help. The U.S. gave arms in talks with the U.S. president, the ⟦US⟧ said.",
            "The U.S. will help. The U.S. gave arms in talks with the U.S. president, the U.S. said.",
        ),
        (
            "The US and the UK met the US envoy, a UK aide said, in the ⟦U.S.⟧ of the ⟦U.K.⟧",
            "The US and the UK met the US envoy, a UK aide said, in the US of the UK.",
        ),
        ("the UN, the UN and the ⟦U.N.⟧ envoy", "the UN, the UN and the UN envoy"),
        (
            "the U.S., the U.S. and the Russian-⟦US⟧ talks. He left the ⟦US⟧.",
            "the U.S., the U.S. and the Russian-U.S. talks. He left the U.S.",
        ),
    ],
    good=[
        "US officials met in the United States; the United States of America agreed with US aides.",
        "The U.S. won. USA Today said Team USA, in Miami, USA, beat all at the US Open for US$5.",
        "The U.S. team told USA TODAY and USA Hockey so. The U.S. left.",
        "US to send arms\n\nThe U.S. will send arms. U.S. officials said the U.S. would.",
        "TRUST US AND LEAVE IT TO THEM\nNothing stops it, said the U.S. team of A.S. Petrov, AS.",
        "The label says “Made in the USA”. The U.S. won, the U.S. team said.",
        "The U.S.A. won, and the U.S. team said so.",
        "U.S. and EU officials, U.N. and UK aides; news.US, www.US.example and the U.S.",
    ],
)
def mixed_full_stops(document: Document) -> Iterator[Finding]:
    """What it finds. An abbreviation that the same text writes with full stops and without
    (*U.N.*, *UN*), and the United States as *US*, *U.S.* and *USA*. The rarer forms are reported,
    with the places of the other. Written out, *United States* is no second form. Headlines and
    names such as *USA Today* are left alone.

    Why it matters. Desks have one form; two in one story show that it was put together from
    several, and a search finds half.

    When the fix is not safe. The rarer form may be the house style, or part of a name.
    """
    text = document.text
    short = words_for("dotted_abbreviations", "two_letters")
    names = {m[0].replace(".", "") for m in _DOTTED.finditer(text)}
    names = {n for n in names if len(n) > 2 or n in short}
    if "USA" in names or "USA" in text:
        names = {*names, "US"} - {"USA"}
    for name in sorted(names):
        forms = _forms(document, ["US", "USA"] if name == "US" else [name])
        # "USA" before a noun would be wrong: "the USA secretary of state".
        most = max(forms, key=lambda form: len(forms[form]), default="")
        rewrite = None if most == "USA" else partial(in_sentence, document)
        yield from rarer_forms(document, forms, rewrite=rewrite)


def _forms(document: Document, names: list[str]) -> dict[str, list[Span]]:
    """Where each form stands, with and without full stops, outside of headlines and other names."""
    from qa.text.addresses import in_address

    any_form = "|".join(re.escape(".".join(n) + ".") + "|" + n for n in reversed(names))
    pattern = re.compile(rf"(?<![\w.])(?:{any_form})(?![\w@$&])")
    forms: dict[str, list[Span]] = {}
    # With its full stops, the first letter stands alone.
    for segment in document.segments_with(Clues.of([n[0] for n in names] + names)):
        if is_headline(segment) or segment.text.isupper():
            continue
        for m in pattern.finditer(segment.text):
            if not _is_in_name(segment, m) and not in_address(segment.text, *m.span()):
                forms.setdefault(m[0], []).append(Span(*m.span()).shifted(segment.offset))
    # The long form beside the short one says more, and is none of its spellings.
    if "U.S." in forms or "US" in forms:
        forms.pop("U.S.A.", None)
    return forms


def _is_in_name(segment: Segment, found: re.Match[str]) -> bool:
    """Whether the abbreviation is part of a name, or the country behind a city: "Miami, USA"."""
    text = segment.text
    before = _WORD_BEFORE.search(text, max(0, found.start() - 20), found.start())
    after = _WORD_AFTER.match(text, found.end())
    return (
        bool(before and before[1] in words_for("dotted_abbreviations", "before"))
        or bool(
            after and {after[1], after[1].capitalize()} & words_for("dotted_abbreviations", "after")
        )
        or _LABEL.search(text, max(0, found.start() - 20), found.start()) is not None
        or (found[0] == "USA" and text[: found.start()].endswith((", ", "(")))
    )
