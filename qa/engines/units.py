"""From sentences of any kind to the units that a translation model takes, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

# In code points. The models are trained on single sentences of a few dozen words, lose the thread
# of longer ones, and take time by the square of the length.
LONGEST = 400

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]")
# Where a unit that is too long is cut, the best place first.
_SEAMS = tuple(map(re.compile, (r"[.!?;…。！？；]\W*\s|[。！？；]", r"[,:—–、，]\s|[、，]", r"\s")))


def translate_units(
    sentences: Sequence[str], translate: Callable[[list[str]], list[str]], longest: int = LONGEST
) -> list[str]:
    """`sentences` through `translate`, which gets clean units of at most `longest` code points.

    White space becomes single spaces, control characters and lone surrogates are dropped; a
    sentence without a letter or digit is not translated; the same unit is translated once.
    """
    units = [_units(s, longest) for s in sentences]
    wanted = list(dict.fromkeys(u for us in units if us for u in us if _WORD.search(u)))
    done = dict(zip(wanted, translate(wanted), strict=True)) if wanted else {}
    return [
        " ".join(done.get(u, u) for u in us) if us is not None else sentence
        for sentence, us in zip(sentences, units, strict=True)
    ]


def clean(sentence: str) -> str:
    """The sentence without control characters and lone surrogates, with single spaces."""
    return _SPACE.sub(" ", _CONTROL.sub(" ", sentence)).strip()


def _units(sentence: str, longest: int) -> list[str] | None:
    """The units of a sentence; None when there is nothing to translate in it."""
    if not _WORD.search(sentence):
        return None
    rest = clean(sentence)
    units = []
    while len(rest) > longest:
        cut = _cut(rest, longest)
        units.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [u for u in (*units, rest) if u]


def _cut(text: str, longest: int) -> int:
    """Where to end the first unit of `text`: behind the last good seam in its second half."""
    for seam in _SEAMS:
        ends = [m.end() for m in seam.finditer(text, longest // 2, longest + 1)]
        if ends:
            return min(ends[-1], longest + 1)
    return longest
