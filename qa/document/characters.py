"""Which characters a document has: the one cheap test that rules on single characters begin with."""

from __future__ import annotations

from qa.document.computed import of_document
from qa.document.model import Document, Edit
from qa.text.patterns import lazy

CJK_LANGUAGES = frozenset({"ja", "ko", "yue", "zh"})
# Han, kana, bopomofo, Hangul and the punctuation of these scripts, full-width forms aside.
CJK = lazy(r"[\u1100-\u11ff\u2e80-\u2fff\u3001-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]")
# Hebrew, Arabic, Syriac, Thaana, N'Ko and the like, with their presentation forms.
RIGHT_TO_LEFT = lazy(
    r"[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@of_document
def characters(document: Document) -> frozenset[str]:
    """The different characters of the document's text.

    Made once for all rules: clean text then costs a rule no more than one comparison of small sets.
    """
    return frozenset(document.text)


# In code points: a longer line is no sentence, and is asked for by each sign in it.
_FAR = 1_000


def line_around(text: str, start: int, end: int) -> str:
    """The line of `text` that holds `start`, up to the end of the one that holds `end`, or what of it is near."""
    # In whole blocks, so that places beside each other are asked about the same text.
    first, last = max(0, start // _FAR - 1) * _FAR, min(len(text), (end // _FAR + 2) * _FAR)
    left = max(first, text.rfind("\n", first, start) + 1, text.rfind("\r", first, start) + 1)
    ends = [at for at in (text.find("\n", end, last), text.find("\r", end, last)) if at >= 0]
    return text[left : min(ends, default=last)]


def code_point(character: str) -> str:
    """The code point as Unicode writes it: U+00AD."""
    return f"U+{ord(character):04X}"


def is_fixed_text(document: Document, start: int, end: int) -> bool:
    """Whether nothing of start:end can be changed, as in the code of a page."""
    return not document.offsets.source_edits(Edit(start, end, ""))
