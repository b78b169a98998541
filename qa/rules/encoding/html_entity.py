"""ENC103: character references of HTML in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.document.characters import characters, is_fixed_text
from qa.document.model import Document, Finding, Safety
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

# "&amp;nbsp;" was escaped twice; the halves of a surrogate pair belong together.
_REFERENCE = lazy(
    r"&#(?:5[5-7]\d{3}|[xX][dD][89abAB]\w\w);&#(?:5[5-7]\d{3}|[xX][dD][c-fC-F]\w\w);"
    r"|&(?:amp;){0,4}#?[0-9A-Za-z]{1,24};"
)
_QUOTED = {"“": "”", '"': '"', "`": "`", "«": "»", "„": "“", "'": "'", "‘": "’"}


@rule(
    "ENC103",
    "html-entity",
    since="0.1",
    bad=[
        ("He said ⟦&quot;⟧no⟦&quot;⟧ twice.", 'He said "no" twice.'),
        ("Johnson ⟦&amp;amp;⟧ Sons paid ⟦&#8364;⟧20.", "Johnson & Sons paid €20."),
        ("It isn⟦&#x2019;⟧t over⟦&hellip;⟧", "It isn’t over…"),
        ("P⟦&EACUTE;⟧REZ, in capitals", "PÉREZ, in capitals"),
        ("Well done ⟦&#55357;&#56832;⟧!", "Well done 😀!"),
        Example(
            "<p>Profit &amp; loss in the⟦&amp;nbsp;⟧UK</p>",
            "<p>Profit &amp; loss in the\u00a0UK</p>",
            suffix=".html",
        ),
    ],
    good=[
        "AT&T; R&D; rock&roll; the firm B&Q; p&p; 5&6;",
        "https://example.org/?a=1&amp=2&copy=3",
        Example("<p>caf&eacute; &amp; bar &ndash; <code>&amp;nbsp;</code></p>", suffix=".html"),
        Example("Caf&eacute; and `&nbsp;` in Markdown.", suffix=".md"),
    ],
)
def html_entity(document: Document) -> Iterator[Finding]:
    """What it finds. Character references of HTML that readers see: “&quot;”, “&amp;nbsp;”, “&#8217;”.

    In HTML and Markdown only those that were escaped twice; code is left out. A name counts only
    with its semicolon, as in ftfy.

    Why it matters. Readers see code. Search, counting and translation break at it.

    When the fix is not safe. From the first line with a “<” on, the text may be HTML in a plain file,
    where the references are right; a text that names HTML or shows code may be about them, and so
    may one in quotation marks or an address. “&lt;” makes a tag of what is none, and what was escaped
    twice is a lesson at times. There the fix waits for a review. A character without a sign is not
    put in.
    """
    text = document.text
    if not {"&", ";"} <= characters(document):
        return
    markup = text.find("<") if document.suffix in (".txt", ".text") else -1
    line = (
        max(text.rfind("\n", 0, markup), text.rfind("\r", 0, markup)) if markup >= 0 else len(text)
    )
    code = _CODE.search(text) is not None and document.offsets.is_identity
    for m in _REFERENCE.finditer(text):
        meant = _character(m[0])
        if meant == m[0] or is_fixed_text(document, *m.span()) or in_mojibake(text, *m.span()):
            continue
        quoted = _QUOTED.get(text[m.start() - 1 : m.start()]) == text[m.end() : m.end() + 1] != ""
        about = quoted or m.start() > line or code or in_address(text, *m.span())
        plain = document.offsets.is_identity and m[0].startswith("&amp;") and len(m[0]) > _ONE
        safe = not about and not plain and _is_common(meant)
        written = meant.isprintable() or meant in _BLANKS
        yield document.finding(
            m.span(),
            f"“{m[0]}” is HTML for {_shown(meant)}",
            replace=meant if written and meant != "\ufffd" else None,
            title=f"Replace with {_shown(meant)}",
            safety=Safety.SAFE if safe else Safety.REVIEW,
        )


# "&amp;" itself; "&amp;amp;" is a common slip, too.
_ONE = len("&amp;amp;")
_BLANKS = frozenset("\xa0\xad\u2002\u2003\u2009\u200b\u200c\u200d")
_COMMON = frozenset("&\"'‘’“”„‚‹›«»–—…•·°£¥€¢©®™§×½¼¾²³\xa0\xad")
# A text that has one of these may be about code.
_CODE = lazy(
    r"(?:HTML|XML|XHTML|CSS|JavaScript|Unicode|UTF-8|ASCII|entit(?:y|ies)|`|\{[^{}\n]*;[^{}\n]*\})",
    re.I,
)


def _is_common(meant: str) -> bool:
    return meant in _COMMON or meant.isalpha() or (len(meant) == 1 and meant > "\uffff")


def _character(reference: str) -> str:
    """What the reference stands for; itself when it is none."""
    import html

    if reference.count("&#") == 2:
        units = [int(n, 16 if n[0] in "xX" else 10) for n in _numbers(reference)]
        if 0xD800 <= units[0] < 0xDC00 <= units[1] < 0xE000:
            return chr(0x10000 + (units[0] - 0xD800) * 0x400 + units[1] - 0xDC00)
    before = ""
    while before != reference and reference.startswith("&") and reference.endswith(";"):
        before, reference = reference, _once(reference, html.unescape(reference))
    return reference


def _once(reference: str, read: str) -> str:
    # html.unescape also reads "&notit;" as "¬it;" and knows few names in capitals.
    if read.endswith(";") and not read.startswith("&") and len(read) > 1:
        return reference
    if read == reference and reference[1:-1].isalpha() and reference.isupper():
        import html

        capital = html.unescape(f"&{reference[1]}{reference[2:].lower()}")
        small = html.unescape(reference.lower())
        known = capital if not capital.startswith("&") else small.upper()
        return known if not known.startswith("&") and len(known) <= 2 else reference
    return read


def _numbers(references: str) -> list[str]:
    return [part.strip("&;") for part in references.split("#")[1:]]


def _shown(text: str) -> str:
    names = {"\xa0": "a no-break space", "\xad": "a soft hyphen", "\n": "a line end"}
    return names.get(text, f"“{text}”" if text.isprintable() else "a character without a sign")
