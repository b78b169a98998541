"""ENC108: line ends of a kind that most programs do not know."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.characters import CJK, characters
from qa.document.model import Document, Finding, Safety
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

_SEPARATORS = frozenset("\v\u2028\u2029")
_ODD = lazy(r"[\v\u2028\u2029]+|\r(?!\n)")
_BLANK = lazy(r"[^\S\r\n\v\u2028\u2029]*")
# Scripts that put no space between words: a line may be broken within one.
_UNSPACED = lazy(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


@rule(
    "ENC108",
    "line-separator",
    since="0.1",
    bad=[
        ("The first line.⟦\u2028⟧The second.\n", "The first line.\nThe second.\n"),
        ("The first.⟦\u2029⟧The second.\r\n", "The first.\r\nThe second.\r\n"),
        ("The first.⟦\r⟧The second.\nThe third.\n", "The first.\nThe second.\nThe third.\n"),
        (
            "It was a war that⟦\v⟧ended in May. ⟦\v⟧So they say.⟦\v⟧\n",
            "It was a war that ended in May. \nSo they say.\n",
        ),
        Example("<p>One⟦\u2028⟧two</p>", "<p>One two</p>", suffix=".html"),
        Example(
            "Це була війна, що⟦\u2028⟧скінчилася торік.\n",
            "Це була війна, що скінчилася торік.\n",
            lang="uk",
        ),
    ],
    good=["Windows ends lines\r\nwith two characters.\r\n", "An old Mac\rwith one.\r"],
)
def line_separator(document: Document) -> Iterator[Finding]:
    """What it finds. U+2028, U+2029 and the vertical tab, which word processors and slides write where
    a line is broken within a paragraph, and a carriage return alone among other line ends.

    A file whose lines all end in one way, of Unix, Windows or the old Mac, is left as it is; ftfy
    makes all of them those of Unix.

    Why it matters. Half of all programs show one long line, the other half two; JavaScript stops at
    it, and line numbers differ.

    When the fix is not safe. It puts the file's own line end in its place, in HTML and in mid-sentence
    a space. Where a script has no spaces between words, it waits for a review.
    """
    has = characters(document)
    if has.isdisjoint(_SEPARATORS) and not {"\r", "\n"} <= has:
        return
    text = document.text
    plain = document.offsets.is_identity
    end = "\r\n" if "\r\n" in text else "\r" if "\r" in has and "\n" not in has else "\n"
    for m in _ODD.finditer(text):
        if m[0] == "\r" and ("\n" not in has or not plain):
            continue
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        name = "A lone carriage return" if m[0] == "\r" else f"U+{ord(m[0][0]):04X}"
        blank = _BLANK.match(text, m.end())
        following = text[blank.end() : blank.end() + 1] if blank else after
        if m[0] != "\r" and (following in ("", "\r", "\n") or before in ("", "\r", "\n")):
            new = ""
        elif m[0] != "\r" and following.islower():
            new = "" if before.isspace() or after.isspace() else " "
        else:
            new = end if plain else " "
        unspaced = any(CJK.match(c) or _UNSPACED.match(c) for c in (before, after) if c)
        yield document.finding(
            m.span(),
            f"{name} ends a line where other lines end otherwise",
            replace=new,
            title="Replace with a space" if new == " " else "Replace with the file's line end",
            safety=Safety.REVIEW if unspaced else Safety.SAFE,
        )
