from collections.abc import Iterator

from qa.document.model import Document, Finding
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_STOPS = ",."
# A style is clear when it is kept this often, and broken by at most a third as many places.
_CLEAR = 2
_SHARE = 3
# Languages that set comma and full stop behind the closing mark, by their grammars.
_OUTSIDE = frozenset(["uk", "ru", "be", "bg", "pl"])
_MANY = 4
# A quotation of so many words is no sentence of its own.
_FEW_WORDS = 3
# The verb of a speaker stands in so many code points behind.
_REACH = 30
_RUNS_ON = lazy(r"\w[ \u00a0]$")
_WORDS = lazy(r"[a-z]+")
_LOWER_CASE = lazy(r"\b[a-z]{4,}")
_AT_MARK = lazy(r"[,.][\"”»“]|[\"”»“][,.]")


@rule(
    "PUN204",
    "stop-outside-quote",
    since="0.2",
    bad=[
        (
            '"We are ready," he said. He spoke of "aid," of course. He gave a clear ⟦"no",⟧ as before.',
            '"We are ready," he said. He spoke of "aid," of course. He gave a clear "no," as before.',
        ),
        (
            "They spoke of “aggression.” He called it “a step.” It was no ⟦“escalation”.⟧",
            "They spoke of “aggression.” He called it “a step.” It was no “escalation.”",
        ),
        Example(
            "Він назвав це «помилкою», а не «планом», і поїхав у «нікуди». Це була ⟦«перемога.»⟧",
            "Він назвав це «помилкою», а не «планом», і поїхав у «нікуди». Це була «перемога».",
            lang="uk",
        ),
    ],
    good=[
        "He called it “a step”, she “a leap”, and they “a start”. “We are ready,” he said.",
        # British desks set a stop by the sense.
        "“We are ready,” he said. “It is time,” she said. The defence was “steady”, he added.",
        "“We are ready,” he said. “It is time,” she said. He gave a “no”; she did not.",
        # Whole sentences, and such as a speaker follows, have it inside with British desks, too.
        'The firm said: "We are sorry." He added: "I am ill." A sign bore the words: "Closed today".',
        "“We are ready,” he said. “It is time,” she said. The shirt read “Welcome home”.",
        "“We will,” he said. “So shall we,” said she. He wore a badge with “no”. She had a scarf.",
        '"It is late," Novak said. "Go," he told us. The song is called "Gone". It is old.',
        "He asked: “Is it over?” She said: “It is.” They called it “a draw”, and left. “No.”",
        '"We agree," he said. "We go." See the file "readme".txt for more.',
        "He was “steady.” He was “firm.” One wrote “no”, one “yes”, and one “maybe”.",
    ],
)
def stop_outside_quote(document: Document) -> Iterator[Finding]:
    """What it finds. A comma or full stop behind the closing quotation mark in an English text that
    sets it before the mark elsewhere, as American desks do; or before the mark in a Ukrainian,
    Russian, Belarusian, Bulgarian or Polish text that sets it behind. The text's own style must be
    clear, in quotations that are parts of a sentence, and English with British spellings, where the place depends on the sense, is left alone.

    Why it matters. It shows that the copy was put together from several translations.

    When the fix is not safe. It moves the stop to the other side of the mark; a string that must be
    typed as it stands may not hold a comma.
    """
    if not _AT_MARK.search(document.text):
        return
    text = document.text
    inside: list[tuple[int, int, int]] = []
    outside: list[tuple[int, int, int]] = []
    for q in document.quotations:
        if not (q.opened and q.closed) or q.reopened is not None:
            continue
        start, mark, end = q.span.start, q.inner.end, q.span.end
        if text[mark - 1 : mark] in _STOPS and text[mark - 2 : mark] != "..":
            inside.append((start, mark - 1, end))
        elif end < len(text) and text[end] in _STOPS and not text[end + 1 : end + 2].isalnum():
            outside.append((start, mark, end + 1))
    lang = document.lang
    if document.lang == "en" and _is_clear(inside, outside) and not _is_british(text):
        commas = sum(text[stop] == "," for _, stop, _ in inside)
        fragments = any(_is_fragment(text, *place) for place in inside)
        # A comma before the speaker stands inside on both sides of the ocean; many, with no comma
        # outside, are an American's.
        outside = [
            place
            for place in outside
            if fragments or commas >= _MANY or (commas and text[place[2] - 1] == ",")
        ]
        wrong, side = outside, "outside"
    elif lang in _OUTSIDE and _is_clear(outside, inside):
        wrong, side = inside, "inside"
    else:
        return
    for start, at, end in wrong:
        stop = "comma" if "," in text[at:end] else "full stop"
        swapped = (
            text[end - 1] + text[at : end - 1]
            if side == "outside"
            else text[at + 1 : end] + text[at]
        )
        yield document.finding(
            (start if "\n" not in text[start:end] else at, end),
            f"The {stop} is {side} the quotation mark, unlike elsewhere in this text",
            edits=[(at, end, swapped)],
            title=f"Move the {stop}",
        )


def _is_fragment(text: str, start: int, stop: int, end: int) -> bool:
    """Whether a quotation is a part of the sentence around it, at whose end British desks set no stop.

    A whole sentence, and one that its speaker follows, has its mark inside on both sides of the ocean.
    """
    words = text[start + 1 : stop].split()
    if not words or not (words[0][0].islower() or len(words) <= _FEW_WORDS):
        return False
    followed = _WORDS.findall(text, end, end + _REACH)
    goes_on = _RUNS_ON.search(text, max(0, start - 3), start) is not None
    return goes_on and words_for("saying_verbs", "en").isdisjoint(followed)


def _is_clear(kept: list[tuple[int, int, int]], broken: list[tuple[int, int, int]]) -> bool:
    return bool(broken) and len(kept) >= _CLEAR and len(broken) * _SHARE <= max(len(kept), _SHARE)


def _is_british(text: str) -> bool:
    british = words_for("british_words", "en")
    # In lower case alone: "Labour" and "Lincoln Centre" are names to American desks as well.
    return not british.isdisjoint(_LOWER_CASE.findall(text))
