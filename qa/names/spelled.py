"""How a document spells the names of the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qa.document.model import Document

if TYPE_CHECKING:
    from qa.glossary import Glossary

_KINDS = ("person", "place", "organisation")


class Spelled(NamedTuple):
    """A name of the glossary as one document spells it, and how often; `entry` is its entry's id."""

    entry: str
    name: str
    text: str
    wrong: bool
    times: int


def spelled(document: Document, glossary: Glossary) -> tuple[Spelled, ...]:
    """The names of the glossary in an English document; in other languages names have case forms.

    Capitals for emphasis are no spelling of their own.
    """
    if document.lang != "en":
        return ()
    found: dict[tuple[str, str], Spelled] = {}
    for segment in document.segments:
        for match in glossary.matches(segment):
            if match.entry.kind in _KINDS:
                entry, text = match.entry, " ".join(match.found.split())
                key = entry.id, text.casefold()
                old = found.get(key, Spelled(entry.id, entry.full_name, text, match.wrong, 0))
                text = text if old.text.isupper() else old.text
                found[key] = old._replace(text=text, times=old.times + 1)
    return tuple(found.values())
