"""ENC118: characters written as escapes of a program."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.characters import characters, is_fixed_text
from qa.document.model import Document, Finding, Safety
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.patterns import lazy

_JSON = lazy(r"(?:\\u[0-9a-fA-F]{4})+")
_OFFICE = lazy(r"_x00[0-9a-fA-F]{2}_")
# Bytes of UTF-8 as mail (=E2=80=99) and addresses (%E2%80%99) write them.
_BYTES = {
    mark: re.compile(
        rf"(?:{mark}(?:C[2-9A-F]|D[0-9A-F]|E[0-9A-F]|F[0-4])(?:{mark}[89AB][0-9A-F]){{1,3}})+"
    )
    for mark in "=%"
}


@rule(
    "ENC118",
    "escape-sequence",
    since="0.1",
    bad=[
        (r"It isn⟦\u2019⟧t over, says Jos⟦\u00e9⟧.", "It isn’t over, says José."),
        ("The first line.⟦_x000D_⟧", "The first line."),
        ("It isn⟦=E2=80=99⟧t over.", "It isn’t over."),
        Example("⟦%D0%9A%D0%B8%D1%97%D0%B2⟧ уранці", "Київ уранці", lang="uk"),
    ],
    good=[
        r"The file C:\users\u12 and the path \u.",
        "See https://example.org/%D0%9A%D0%B8%D1%97%D0%B2 for more.",
        "x=10, y=E2, 50%C",
        Example("<p>Type <code>\\u2019</code>.</p>", suffix=".html"),
    ],
)
def escape_sequence(document: Document) -> Iterator[Finding]:
    r"""What it finds. Characters written as JSON (“\u2019”), Excel (“_x000D_”), mail (“=E2=80=99”) or
    an address (“%D0%9A”) writes them. Within addresses and code they are in place.

    Why it matters. Readers see code. ftfy leaves these, since in a program they are meant.

    When the fix is not safe. It puts the character in its place. A story about software may want the
    escape, so it waits for a review.
    """
    has = characters(document)
    text = document.text
    found: dict[tuple[int, int], str] = {}
    if "\\" in has:
        for m in _JSON.finditer(text):
            found[m.span()] = _from_utf16(m[0])
    if "_" in has:
        found |= {m.span(): _control(text, m) for m in _OFFICE.finditer(text)}
    for mark, pattern in _BYTES.items():
        for m in pattern.finditer(text) if mark in has else ():
            found[m.span()] = bytes.fromhex(re.sub("[=%]", "", m[0])).decode("utf-8", "ignore")
    for span, meant in sorted(found.items()):
        if in_address(text, *span) and "\\" not in text[slice(*span)]:
            continue
        if (meant.isprintable() or not meant) and not is_fixed_text(document, *span):
            yield document.finding(
                span,
                f"“{text[slice(*span)][:60]}” is a program's way to write “{meant}”"
                if meant.strip()
                else f"“{text[slice(*span)]}” is a program's way to write a line end",
                replace=meant,
                title=f"Replace with “{meant}”" if meant else "Delete it",
                safety=Safety.REVIEW,
            )


def _from_utf16(escapes: str) -> str:
    units = bytes.fromhex(escapes.replace("\\u", ""))
    return units.decode("utf-16-be", "ignore")


def _control(text: str, m: re.Match[str]) -> str:
    code = int(m[0][2:6], 16)
    around = text[m.start() - 1 : m.start()] + text[m.end() : m.end() + 1]
    fused = len(around) == 2 and not any(map(str.isspace, around))
    return chr(code) if code >= 0x20 else " " if fused else ""
