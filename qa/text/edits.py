"""Words that are one slip away from another: an edit of Damerau and Levenshtein."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator

_LETTERS = string.ascii_lowercase


def swaps(word: str) -> Iterator[str]:
    """The word with two neighbouring letters swapped, at each place."""
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def one_edit_away(word: str, known: Collection[str], *, same_end: bool) -> Iterator[str]:
    """The words of `known` that one added, lost, changed or swapped letter makes of `word`.

    The first letter stays unless it is swapped, for slips are rare there; so does the last one if
    `same_end`, as other endings of a name are other names. `word` is in lower case; each word
    found is given once.
    """
    seen = {word}
    for candidate in _edits(word, len(word) - same_end):
        if candidate not in seen and candidate in known:
            if same_end and candidate[-1] != word[-1]:
                continue
            seen.add(candidate)
            yield candidate


def _edits(word: str, end: int) -> Iterator[str]:
    yield from swaps(word)
    for i in range(1, end):
        yield word[:i] + word[i + 1 :]
        for letter in _LETTERS:
            yield word[:i] + letter + word[i + 1 :]
    for i in range(1, end + 1):
        for letter in _LETTERS:
            yield word[:i] + letter + word[i:]
