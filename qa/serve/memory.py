"""What clients sent before: editors send a story paragraph by paragraph, and names need the whole.

The memory is bounded in clients, paragraphs, characters and time, and is nowhere but in this process.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from qa.text.patterns import lazy

# Bounds: of clients, of paragraphs of each, of characters of a paragraph, and of seconds until it is forgotten.
_CLIENTS, _PARAGRAPHS, _LONGEST, _SECONDS = 64, 120, 4_000, 1800.0
# A paragraph so like one that was sent before is that one, edited.
_SAME = 80
# How much of the story is laid beside a paragraph, in characters: that takes some milliseconds.
_BESIDE = 4_000
# So many paragraphs before it are laid beside it whatever stands in them.
_NEAR = 3
_WORD = lazy(r"[^\W\d_][\w’'-]{2,}")


@dataclass
class _Story:
    paragraphs: list[str] = field(default_factory=list)
    used: float = 0.0


class Memory:
    """The paragraphs of each client, in the order in which they first came. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stories: OrderedDict[str, _Story] = OrderedDict()

    def beside(self, client: str, text: str) -> tuple[str, str]:
        """What stands before and after a paragraph in its story, as far as it matters; it is remembered.

        That are the paragraphs next to it, for quotations go on there, and those that share a capitalised
        word with it. Nothing after it says that it is the last so far. A text of several paragraphs is a
        story by itself.
        """
        if "\n" in text.strip() or not text.strip() or len(text) > _LONGEST:
            return "", ""
        story = self._story(client)
        paragraphs = story.paragraphs
        place = _place_of(text, paragraphs)
        if place is None:
            paragraphs.append(text)
            del paragraphs[:-_PARAGRAPHS]
            place = len(paragraphs) - 1
        else:
            paragraphs[place] = text
        chosen = _chosen(paragraphs, place)
        before = [paragraphs[i] for i in chosen if i < place]
        after = [paragraphs[i] for i in chosen if i > place]
        return "".join(f"{p}\n\n" for p in before), "".join(f"\n\n{p}" for p in after)

    def _story(self, client: str) -> _Story:
        now = self._clock()
        while self._stories:
            oldest, story = next(iter(self._stories.items()))
            if len(self._stories) <= _CLIENTS and now - story.used <= _SECONDS:
                break
            del self._stories[oldest]
        story = self._stories.setdefault(client, _Story())
        story.used = now
        self._stories.move_to_end(client)
        return story


def _place_of(text: str, paragraphs: Sequence[str]) -> int | None:
    """Where a paragraph, perhaps edited since, was sent before."""
    if text in paragraphs:
        return paragraphs.index(text)
    likes = [ratio(text, p, score_cutoff=_SAME) for p in paragraphs]
    best = max(likes, default=0)
    return likes.index(best) if best else None


def _chosen(paragraphs: Sequence[str], place: int) -> list[int]:
    names = _names(paragraphs[place])
    near = [
        i for i in (place + 1, *range(place - 1, place - 1 - _NEAR, -1)) if 0 <= i < len(paragraphs)
    ]
    others = [i for i in range(len(paragraphs)) if i not in (place, *near)]
    near += [i for i in others if not names.isdisjoint(_names(paragraphs[i]))]
    room, chosen = _BESIDE, []
    for i in near:
        room -= len(paragraphs[i])
        if room < 0:
            break
        chosen.append(i)
    return sorted(chosen)


def _names(text: str) -> set[str]:
    return {word for word in _WORD.findall(text) if word[0].isupper()}
