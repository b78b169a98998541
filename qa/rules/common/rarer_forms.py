"""One finding a place where a text writes a term in another way than mostly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from qa.boilerplate.blocks import in_residue
from qa.document.model import Document, Finding, Safety, Segment, Span
from qa.text.english import times

# From this many places on, an editor wants to hear it once.
MANY = 4
_HEADLINE_LENGTH = 160
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",", '"', "”", "»", "’", "'", ")")


def rarer_forms(
    document: Document,
    forms: Mapping[str, Sequence[Span]],
    *,
    preferred: str | None = None,
    main: str | None = None,
    rewrite: Callable[[Span, str], str] | None = None,
    kind: str = "",
    confidence: float = 0.9,
) -> Iterator[Finding]:
    """Findings at the rarer ones of `forms`, which are all one term; none when there is one form.

    `forms` has the places, in code points of the document, of each form, and is keyed by how a
    message shows it. Each place is reported; a form with many places once, the others related.
    Where two forms are equally frequent, `preferred` wins, else the one that comes first; `main`
    wins however often it comes. What a page left
    around the story does not count. `kind` stands before the form in the message. `rewrite` gives the new text for a place and the form that wins, and makes a fix to review.
    """
    forms = {form: places for form, places in forms.items() if places}
    if len(forms) < 2:
        return
    # Labels and headlines of other stories have the style of the page.
    outside = ((f, [p for p in ps if not in_residue(document, p)]) for f, ps in forms.items())
    forms = {form: places for form, places in outside if places}
    if len(forms) < 2:
        return
    if main is None or main not in forms:
        main = max(forms, key=lambda f: (len(forms[f]), f == preferred, -forms[f][0].start))
    for form, places in forms.items():
        if form == main:
            continue
        message = f"{kind}“{form}” ({times(places)}) is “{main}” elsewhere in this text ({times(forms[main])})"
        for group in [[p] for p in places] if len(places) < MANY else [list(places)]:
            edits = [(*p, rewrite(p, main)) for p in group] if rewrite else None
            yield document.finding(
                group[0],
                message,
                edits=edits,
                safety=Safety.REVIEW,
                title=f"Write {kind.lower()}“{main}”" if edits else "",
                confidence=confidence,
                related=[*group[1:], *forms[main]],
                data={"forms": {f: len(p) for f, p in forms.items()}},
            )


def in_sentence(document: Document, place: Span, abbreviation: str) -> str:
    """`abbreviation` as it is written at `place`: with one full stop where a sentence ends there."""
    text = document.text
    if abbreviation.endswith("."):
        return abbreviation[:-1] if text.startswith(".", place.end) else abbreviation
    if text[place.end - 1] != ".":
        return abbreviation
    segment = next(s for s in document.segments if s.span.start <= place.start < s.span.end)
    ends = any(s.end + segment.offset == place.end for s in segment.sentences)
    return abbreviation + "." if ends else abbreviation


def is_headline(segment: Segment) -> bool:
    """Whether a block is a headline, of this story or another: short, without a full stop."""
    text = segment.text.rstrip()
    return segment.kind == "headline" or (
        len(segment.document.segments) > 1
        and len(text) <= _HEADLINE_LENGTH
        and not text.endswith(_SENTENCE_ENDS)
    )
