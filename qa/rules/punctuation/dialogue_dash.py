import re
from collections.abc import Iterator
from functools import cache

from qa.document.model import Document, Finding
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_MAY_BE = lazy(r"[-–—](?:(?<=\n[-–—])|(?<=[,!?\"”»] [-–—])) ?[^\W_]")
_PERSON = "he|she|they|we|i"


@rule(
    "PUN205",
    "dialogue-dash",
    since="0.2",
    languages=["en"],
    bad=[
        "⟦- We know - she replied.⟧ We left.",
        "⟦— We have no shells, — the commander said.⟧\n— We will hold on, — he added.",
        "⟦“We won”, - said⟧ Zelensky.",
        '⟦"We will hold on," - he noted⟧ on Monday.',
    ],
    good=[
        "– The aid arrived on Monday\n– The minister said it was late",
        "“We won,” he said – and left.",
        "The aid, he said - tanks and shells - will come. He came, saw - and said nothing.",
        "- He said he would come – and stayed.",
        "“Why?” – the question is asked by all.",
    ],
)
def dialogue_dash(document: Document) -> Iterator[Finding]:
    """What it finds. In English text, speech set off by dashes as Slavic and Romance languages do it:
    "- We know - she replied.", or a dash between a quotation and its verb of saying: "“We won”, -
    said Zelensky". It is named once, at its first place.

    Why it matters. An English reader does not see where the speaker's words start and end; quotation
    marks must take the place of the dashes.
    """
    if not _MAY_BE.search("\n" + document.text):
        return
    places = [
        (m.start() + s.offset, m.end() + s.offset)
        for s in document.segments
        if s.kind != "cue" and _MAY_BE.search("\n" + s.text)
        for m in _speech().finditer(s.text)
    ]
    if places:
        more = len(places) - 1
        yield document.finding(
            places[0],
            "Speech is set off by dashes instead of quotation marks"
            + (f", here and in {more} other places" if more else ""),
            related=places[1:],
        )


@cache
def _speech() -> re.Pattern[str]:
    """A line that opens with a dash up to its speaker's verb, or a quotation up to a dash and verb."""
    verb = rf"(?:{'|'.join(sorted(words_for('saying_verbs', 'en')))})\b"
    name = r"(?:[A-Z][\w.’'-]+ ){1,4}|(?:the|a|his|her) (?:\w+ ){1,3}"
    said = (
        rf"(?:(?:{_PERSON}) {verb}|{verb} (?:{_PERSON}|the|[A-Z])|(?:{name}){verb})[^\n.!?]*[.!?]?"
    )
    near = rf"(?:(?:{_PERSON}) )?{verb}"
    return lazy(
        rf"^[-–—] ?[^\W_][^\n]*? [-–—] {said}"
        rf"|[\"“«„][^\"“”«»„\n]*[,!?]?[\"”»],? [-–—] {near}",
        re.MULTILINE,
    )
