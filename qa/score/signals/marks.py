"""Signs that go wrong on the way: questions, quotation marks, capitals, spaces."""

from __future__ import annotations

from qa.score.signals import Measured, Passage, Reason, Signal
from qa.text.patterns import lazy
from qa.text.spans import Span

SIGNALS = (
    Signal("question_changed", "0 or 1", "only one of source and translation ends in a question"),
    Signal("quotes_changed", "0 or 1", "only one of source and translation has quotation marks"),
    Signal("no_end_mark", "0 or 1", "the source ends in a full stop, the translation in none"),
    Signal("no_capital", "0 or 1", "it begins with a lower-case letter, or has no capital at all"),
    Signal("odd_spacing", "places", "a space before a comma or full stop, two marks, at most 3"),
)
_QUESTION = lazy(r"[?？؟;՞][\s\"'”’»)\]]*$")  # Greek writes ; and Armenian ՞
_QUOTE = lazy(r"[\"“”„«»「」『』《》‹›]")
_END = lazy(r"[.!?…。！？؟।॥։։][\s\"'“”’»)\]」』]*$")
_ODD = lazy(r"(?<=\w) [,.;:!?](?=\s|$)|[,;:][,;:_]|(?<![.\s]) {2,}(?=\w)|,_")
_GREEK_QUESTION = frozenset({"el"})
_MOST = 3


def measure(passage: Passage) -> Measured:
    """Look at the signs of a passage, and where there is a source compare them with its."""
    text, source = passage.text.strip(), passage.source.strip()
    signals: dict[str, float] = {}
    reasons = []
    odd = [Span(*m.span()) for m in _ODD.finditer(passage.text)][:_MOST]
    lower = bool(text) and text[0].islower()
    shown = any(map(str.isupper, text)) or not any(map(str.islower, text))
    signals["no_capital"] = float(lower or not shown)
    signals["odd_spacing"] = float(len(odd))
    if odd:
        reasons.append(Reason("odd_spacing", "marks or spaces are misplaced", tuple(odd)))
    if source:
        asks = _asks(source, passage.source_lang), _asks(text, passage.lang)
        signals["question_changed"] = float(asks[0] != asks[1])
        if asks[0] != asks[1]:
            way = "a question became a statement" if asks[0] else "a statement became a question"
            reasons.append(Reason("question_changed", way))
        quotes = bool(_QUOTE.search(source)), bool(_QUOTE.search(text))
        signals["quotes_changed"] = float(quotes[0] != quotes[1])
        if quotes[0] != quotes[1]:
            way = "lost its" if quotes[0] else "got"
            reasons.append(Reason("quotes_changed", f"the passage {way} quotation marks"))
        ended = bool(_END.search(text)) or not _END.search(source)
        signals["no_end_mark"] = float(not ended)
        if not ended:
            reasons.append(Reason("no_end_mark", "the mark at the end is missing"))
    else:
        signals["no_end_mark"] = float(not _END.search(text))
    return Measured(signals, tuple(reasons))


def _asks(text: str, lang: str) -> bool:
    match = _QUESTION.search(text)
    return bool(match and (match[0][0] != ";" or lang in _GREEK_QUESTION))
