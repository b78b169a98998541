"""RTT101."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.context import Context
from qa.document.model import Finding, Severity
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from qa.score.passages import Scores

# Titles and labels are short, follow a grammar of their own, and come back changed for no fault.
_RUNNING_TEXT = frozenset({"lead", "unit", "paragraph", "list-item", "quote", "cue", "cell"})
# In fewer words than this, one synonym is a large share.
FEWEST_WORDS = 6
# Headlines and labels that a plain text file does not tell from paragraphs have no full stop.
_ENDED = lazy(r"[.!?…。！？؟][\"'”’»)\]\s]*$")
_SHOWN = 8
# Of MLQE-PE's sentences that it points at, this share is among the worst fifth.
_CONFIDENCE = 0.3


@rule(
    "RTT101",
    "round-trip-loss",
    since="0.1",
    severity=Severity.INFO,
    enabled=False,
    bad=[
        # A proverb, translated word for word.
        Example(
            "⟦To whom the porridge is cooked, that one lets the spoon gulp it down himself.⟧ The "
            "session ended at noon.",
            source_lang="pt",
        ),
    ],
    good=[
        Example(
            "The ministry said on Tuesday that the country's air defence had shot down 14 of the "
            "16 drones.",
            source_lang="pt",
        ),
        # Nothing says that it came from Portuguese.
        "To whom the porridge is cooked, that one lets the spoon gulp it down himself.",
        "'No Indication' Putin Willing To Negotiate At All, White House Says",
        "U. S. soldiers trained 1,200 Ukrainian men for the U.S. Army’s mission, officials said.",
        "Read also:",
        "Kirby softened.",
        "Zaxid: Açıq mənbələrdən foto və video materiallar, Ukrayna ordusu haqqında xəbərlər.",
    ],
)
def round_trip_loss(scores: Scores, context: Context) -> Iterator[Finding]:
    """What it finds. A sentence of which too many words do not come back from a translation into
    another language and back: more than `max-loss` of them, by default 30%. The message names the
    words that were lost; the finding holds the text in the other language and what came back.
    Headlines, captions, sentences of fewer than six words and sentences in another language are
    passed over. Nothing is said unless the language that the story came from is known, and an engine
    has it both ways.

    Why it matters. An engine keeps what it understands. A sentence that it cannot hand back may
    have been garbled when it was translated in the first place. The sign is weak: of the sentences
    that it points at, 30% are among the worst fifth, where chance would give 20%,
    and nearly all bad ones are not pointed at (docs/scoring.md has the figures). So the rule is off
    unless asked for (`qa check --roundtrip`), and its findings are hints. `confidence` is that
    share.
    """
    from qa.language import language_name

    for sentence in scores.sentences:
        trip = sentence.score.trip
        if trip is None or sentence.kind not in _RUNNING_TEXT or trip.words < FEWEST_WORDS:
            continue
        if trip.loss <= context.config.max_loss or not _ENDED.search(trip.text):
            continue
        pivot = scores.source_lang or ""
        words = [f"“{trip.text[a:b]}”" for a, b in trip.lost_phrases]
        more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
        yield scores.document.finding(
            sentence.span,
            f"{len(trip.lost)} of {trip.words} words ({trip.loss:.0%}) did not survive a round trip "
            f"through {language_name(pivot)}: {', '.join(words[:_SHOWN])}{more}",
            confidence=_CONFIDENCE,
            related=sentence.lost,
            data={
                "pivot": trip.pivot,
                "round_trip": trip.back,
                "loss": round(trip.loss, 4),
                "wer": round(trip.wer, 4),
                "signature": sentence.score.signature,
                **({"source": sentence.source} if sentence.source else {}),
            },
        )
