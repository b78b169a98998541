"""ENC113: controls that change the order in which text is shown."""

from __future__ import annotations

from collections.abc import Iterator

from qa.document.characters import RIGHT_TO_LEFT, characters, code_point, line_around
from qa.document.model import Document, Finding, Safety, Severity
from qa.rules.registry import Example, rule
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy

_OVERRIDES = frozenset("\u202d\u202e")
_MARKS = frozenset("\u061c\u200e\u200f")
_OPEN = frozenset("\u202a\u202b\u2066\u2067\u2068")
_CLOSE = frozenset("\u202c\u2069")
# A line of figures alone (a score, a telephone number) needs marks there, too.
_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    ["ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]
)
_SET = _OVERRIDES | _MARKS | _OPEN | _CLOSE
_RUN = lazy(f"[{''.join(sorted(_SET))}]+")


@rule(
    "ENC113",
    "bidi-control",
    since="0.1",
    bad=[
        ("Open the file inv⟦\u202e⟧fdp.exe⟦\u202c⟧ now.", "Open the file invfdp.exe now."),
        ("The minister⟦\u200e⟧ left ⟦\u2068⟧Kyiv⟦\u2069⟧.", "The minister left Kyiv."),
        Example("قال ⟦\u202e⟧الرئيس", "قال الرئيس", lang="ar"),
    ],
    good=[
        Example("قال \u200fC++\u200f إن \u2068NATO\u2069 وافق \u202aABC\u202c.", lang="ar"),
        Example("הוא אמר: \u200eC++\u200e.", lang="he"),
        Example("النتيجة النهائية:\n\u200f3 - \u200f1\n", lang="ar"),
    ],
)
def bidi_control(document: Document) -> Iterator[Finding]:
    """What it finds. Controls of the writing direction in a line without right-to-left letters.

    Everywhere: the overrides U+202D and U+202E, which show text in another order than it has. In
    Arabic, Persian and Hebrew lines the marks, embeddings and isolates are in place, and stay.

    Why it matters. A line can read as something else than it is (Boucher and Anderson, “Trojan
    Source”, 2021): a file name, an amount or a name that readers see is not the one that is there.

    When the fix is not safe. It deletes them. After an override the text is then shown in its true
    order, which may not be the one that was meant, so look at it.
    """
    if characters(document).isdisjoint(_SET):
        return
    text = document.text
    rtl = document.lang in _RIGHT_TO_LEFT_LANGUAGES
    for m in _RUN.finditer(text):
        line = line_around(text, *m.span())
        override = not _OVERRIDES.isdisjoint(line)
        if in_mojibake(text, *m.span()):
            continue
        if (rtl or RIGHT_TO_LEFT.search(line)) and _OVERRIDES.isdisjoint(m[0]):
            continue
        names = ", ".join(dict.fromkeys(map(code_point, m[0])))
        yield document.finding(
            m.span(),
            f"{names}: the line is shown in another order than it has"
            if override
            else f"{names}: a control of the writing direction in a line that needs none",
            delete=m.span(),
            safety=Safety.REVIEW if override else Safety.SAFE,
            severity=Severity.ERROR if override else None,
        )
