"""PUN403: a dash that opens an insertion which a comma closes."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.model import Finding, Segment
from qa.rules.registry import rule
from qa.text.patterns import lazy

_AUXILIARY = r"(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|might|does|do|did|is not|are not)"
# What an insertion opens with that is no clause of its own.
_OPENING = (
    r"(?:including|such as|among them|especially|particularly|in particular|notably|mainly|mostly|primarily"
    r"|for example|for instance|above all|along with|together with|as well as|both|either|from [A-Z]\w+)"
)
_NAMES = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)*,? and [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"
_LONE = lazy(
    rf"[a-z\d)”\"] (?P<dash>[–—]|--?) (?:{_OPENING}\b[^.;:!?–—()“”\"]{{3,90}}|{_NAMES})(?P<comma>,) {_AUXILIARY}\b(?! (?:it|he|she|they|we|you|I|there|this|that)\b)"
)
_SENTENCE = lazy(r"[.!?…][”\"’)]?\s")
_DASHES = lazy(r"\s(?:[–—]|--?)\s")


@rule(
    "PUN403",
    "lone-dash",
    since="0.2",
    languages=["en"],
    signs="–—-",
    bad=[
        (
            "Several countries – including France and Spain⟦,⟧ have agreed to pay.",
            "Several countries – including France and Spain – have agreed to pay.",
        ),
        (
            "The three big cities — Baku, Ganja and Sumgait⟦,⟧ were without power.",
            "The three big cities — Baku, Ganja and Sumgait — were without power.",
        ),
    ],
    good=[
        "Several countries – including France and Spain – have agreed to pay.",
        "They all came – including the mayor, who is ill. They went, too – the old, said one.",
        "He praised them – especially the young, is it not so? It is new – including the roof.",
        "He met them – Smith, Jones and Brown, and others – and was glad, as were they.",
    ],
)
def lone_dash(segment: Segment) -> Iterator[Finding]:
    """What it finds. An insertion that a dash opens and a comma closes, before the verb of the
    sentence: “Several countries – including France and Spain, have agreed”.

    Why it matters. The reader takes the comma for one of the list and looks for its end.

    When the fix is not safe. It sets the second dash for the comma; the insertion may end earlier.
    """
    text = segment.text
    if not _DASHES.search(text):
        return
    for m in _LONE.finditer(text):
        ends = [e.end() for e in _SENTENCE.finditer(text, 0, m.start())]
        after = _SENTENCE.search(text, m.end())
        sentence = text[ends[-1] if ends else 0 : after.start() if after else len(text)]
        if len(_DASHES.findall(sentence)) > 1 or sentence.rstrip().endswith("?"):
            continue
        at = m.start("comma")
        yield segment.finding(
            (at, at + 1),
            f"The insertion opens with “{m['dash']}” and closes with a comma",
            replace=f" {m['dash']}",
            title="Set the second dash",
            confidence=0.8,
        )
