from collections.abc import Iterator
from typing import NamedTuple

from qa.document.model import Document, Finding, Segment
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

_BRACKET = lazy(r"[()\[\]（）［］【】「」『』]")
_SAME = str.maketrans("（）［］", "()[]")
_OPENING = {")": "(", "]": "[", "】": "【", "」": "「", "』": "『"}
# "1) first", "a) first", "ii) first"; smiles, single or in a row; figures from one to another.
_LABEL = lazy(r"(?:^|[\s;,:.])(?:\d{1,3}|[^\W\d_]|[ivx]{2,4})\.?$")
_SMILE = lazy(r"[:;=8xX][-^']?$")
_SAD = lazy(r"[(\s]|$")
_INTERVAL = lazy(r"[(\[]\s*[-−]?[\d.]+\s*[,;]\s*[-−]?(?:[\d.]+|∞)\s*[)\]]")
# A remark may run on through so many paragraphs.
_LONGEST_REMARK = 12


@rule(
    "PUN202",
    "unbalanced-bracket",
    since="0.2",
    bad=[
        "The party ⟦(⟧founded in 1990 won.",
        "The party founded in 1990⟦)⟧ won.",
        "He said that [they (the allies⟦]⟧ agreed).",
        Example("党は⟦「⟧勝つと述べた。", lang="ja"),
    ],
    good=[
        "He said (and [she] agreed) that “[they] will”.",
        "It has: 1) tanks, 2) shells; a) old, b) new. It was fun :) he said ;-)",
        "(The remark opens here.\nIt goes on.\nAnd it ends here.)",
        "He came :( and went)))",
        "The interval [0, 1) is open on one side.",
        Example("我们（和他们)同意。", lang="zh"),
    ],
)
def unbalanced_bracket(document: Document) -> Iterator[Finding]:
    """What it finds. A bracket without its partner, counted over paragraphs, or two pairs that cross.
    Round and square brackets count, and in Chinese and Japanese text the corner ones; smiles, labels
    of list items and intervals of figures are left alone.

    Why it matters. The reader cannot tell where the remark ends; often the copy lost words there.
    """
    if not _BRACKET.search(document.text):
        return
    open_before: list[_Bracket] = []
    for number, segment in enumerate(document.segments):
        if not _BRACKET.search(segment.text):
            continue
        unpaired, crossing = _pair(segment, number)
        for at in crossing:
            yield document.finding(
                (at, at + 1), "The bracket closes another pair than the inner one"
            )
        for bracket in unpaired:
            if bracket.sign not in _OPENING:
                open_before.append(bracket)
                continue
            sign = _OPENING[bracket.sign]
            partner = next((b for b in reversed(open_before) if b.sign == sign), None)
            if partner and number - partner.segment <= _LONGEST_REMARK:
                open_before.remove(partner)
            else:
                yield _finding(document, bracket, "The bracket is closed, but never opened")
    for bracket in open_before:
        yield _finding(document, bracket, "The bracket is opened, but never closed")


class _Bracket(NamedTuple):
    """A bracket: its half-width sign, its offset in the document, the number of its segment."""

    sign: str
    at: int
    segment: int


def _finding(document: Document, bracket: _Bracket, message: str) -> Finding:
    return document.finding((bracket.at, bracket.at + 1), message)


def _pair(segment: Segment, number: int) -> tuple[list[_Bracket], list[int]]:
    """The brackets without a partner in this segment, and the closing ones of pairs that cross."""
    text = segment.text
    intervals = {i for m in _INTERVAL.finditer(text) for i in range(*m.span())}
    stack: list[_Bracket] = []
    unpaired: list[_Bracket] = []
    crossed: list[tuple[int, list[_Bracket]]] = []
    for m in _BRACKET.finditer(text):
        at = m.start()
        sign = m[0].translate(_SAME)
        bracket = _Bracket(sign, at + segment.offset, number)
        smiles = bool(_SMILE.search(text, max(0, at - 2), at))
        if at in intervals:
            continue
        if sign not in _OPENING:
            if not (smiles and _SAD.match(text, at + 1)):
                stack.append(bracket)
            continue
        depth = next(
            (i for i in reversed(range(len(stack))) if stack[i].sign == _OPENING[sign]), -1
        )
        if depth >= 0:
            if depth < len(stack) - 1:
                crossed.append((bracket.at, stack[depth + 1 :]))
            del stack[depth]
        elif not (smiles or _LABEL.search(text, max(0, at - 6), at) or _in_row(text, at)):
            unpaired.append(bracket)
    crossing = [at for at, inner in crossed if not any(b in stack for b in inner)]
    return [*unpaired, *stack], crossing


def _in_row(text: str, at: int) -> bool:
    """Whether the closing bracket is one of several, as Russian and Ukrainian write a laugh."""
    return ")" in (text[at - 1 : at], text[at + 1 : at + 2])
