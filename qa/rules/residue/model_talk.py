"""MTA201: what a language model says around a translation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from qa.document.deletions import safety_of_deletion
from qa.document.model import Document, Finding
from qa.rules.registry import Example, rule
from qa.text.word_lists import DATA

_STORY = "The bridge was closed on Monday after the flood."
_MEANING = {
    "refusal": "what a language model says instead of translating",
    "preamble": "what a language model says before a translation",
    "closing": "what a language model says after a translation",
    "prompt": "an instruction to a language model",
}
# A longer paragraph holds more than the model's words: it has no fix.
_LONGEST_TO_DELETE = 160
_DECORATION = " \t*_#>`"
_LONGEST = 80


@rule(
    "MTA201",
    "model-talk",
    since="0.2",
    bad=[
        (f"⟦Here is the translation⟧:\n\n{_STORY}\n", f"{_STORY}\n"),
        (f"**⟦Sure! Here's⟧ the article in English:**\n\n{_STORY}\n", f"{_STORY}\n"),
        (
            f"{_STORY}\n\n⟦Let me know if you'd like⟧ any changes!\n",
            f"{_STORY}\n",
        ),
        "⟦As an AI language model, I⟧ cannot verify the figures that follow. "
        + " ".join([_STORY] * 3),
        Example(
            "⟦Ось переклад⟧ статті:\nМіст закрили в понеділок після повені.\n",
            "Міст закрили в понеділок після повені.\n",
            lang="uk",
        ),
        Example(
            "⟦以下は翻訳です⟧。\n橋は月曜日に閉鎖された。\n",
            "橋は月曜日に閉鎖された。\n",
            lang="ja",
        ),
    ],
    good=[
        "“As an AI language model, I cannot verify the figures,” the program told her.",
        "Here is the news. Sure, it rains, he said.",
        "The minister said: as an AI language model, I cannot do so, it wrote.",
        "Translation: the bank is broke. Translation is an art. Certainly not a science.",
        Example("Вот уже год идёт война.", lang="ru"),
    ],
)
def model_talk(document: Document) -> Iterator[Finding]:
    """What it finds. Paragraphs that open with the words of a language model or of its prompt:
    “Here is the translation:”, “As an AI language model, I”, “Translate the following”, in fifteen
    languages. In quotation marks they are part of the story.

    Why it matters. Nothing else shows readers so plainly that nobody read the copy.

    When the fix is not safe. It deletes the paragraph; a longer one is left for you, since it may
    hold copy as well. A refusal stands in the place of text that is missing.
    """
    segments = document.segments
    for i, segment in enumerate(segments):
        text = segment.text
        start = len(text) - len(text.lstrip(_DECORATION))
        found = _phrase_at(text[start : start + _LONGEST])
        if not found:
            continue
        kind, length = found
        span = (segment.offset + start, segment.offset + start + length)
        message = f"“{text[start : start + length]}”: {_MEANING[kind]}"
        if len(text) > _LONGEST_TO_DELETE:
            yield document.finding(span, message, confidence=0.9)
            continue
        if i + 1 < len(segments):
            cut = (_line_start(document, segment.span.start), segments[i + 1].span.start)
            cut = (cut[0], _line_start(document, cut[1]))
        else:
            cut = (segments[i - 1].span.end if i else 0, segment.span.end)
        yield document.finding(
            span,
            message,
            delete=cut,
            safety=safety_of_deletion(document, segment.span),
            title="Delete the paragraph",
            confidence=0.9,
        )


def _line_start(document: Document, at: int) -> int:
    return document.text.rfind("\n", 0, at) + 1


def _phrase_at(text: str) -> tuple[str, int] | None:
    """The kind and the length of the phrase that `text` opens with."""
    folded = text.replace("’", "'").lower()
    for phrase, kind, length in _phrases().get(folded[:3], ()):
        if folded.startswith(phrase):
            after = folded[len(phrase) : len(phrase) + 1]
            if phrase[-1].isascii() and phrase[-1].isalpha() and after.isalpha():
                continue
            if phrase[-1] in ":：" and folded[len(phrase) :].strip(_DECORATION):
                continue
            return kind, length
    return None


@cache
def _phrases() -> dict[str, list[tuple[str, str, int]]]:
    """The phrases in lower case, their kinds and lengths, longest first, by their first letters.

    Lower case may be longer, as that of Turkish İ is.
    """
    by_start: dict[str, list[tuple[str, str, int]]] = {}
    lines = (DATA / "model-talk.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    for kind, _, phrase in sorted(rows[1:], key=lambda row: -len(row[2])):
        by_start.setdefault(phrase.lower()[:3], []).append((phrase.lower(), kind, len(phrase)))
    return by_start
