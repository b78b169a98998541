"""Words that are one slip away from another: an edit of Damerau and Levenshtein."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator

_LETTERS = string.ascii_lowercase
_SHORTEST_RHYME = 4


def swaps(word: str) -> Iterator[str]:
    """The word with two neighbouring letters swapped, at each place."""
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def one_edit_away(word: str, known: Collection[str]) -> Iterator[str]:
    """The words of `known` that one added, lost, changed or swapped letter makes of `word`.

    The first letter stays unless it is swapped, for slips are rare there. `word` is in lower case;
    each word found is given once.
    """
    seen = {word}
    for candidate in _edits(word):
        if candidate not in seen and candidate in known:
            seen.add(candidate)
            yield candidate


def first_lost(word: str, known: Collection[str]) -> list[str]:
    """The words of `known` that become `word` when their first letter is lost."""
    return [letter + word for letter in _LETTERS if letter + word in known]


def is_one_edit(a: str, b: str) -> bool:
    """Whether one added, lost, changed or swapped letter makes the one word of the other."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    i = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        i += 1
    rest, other_rest = a[i + 1 :], b[i + 1 :]
    if len(a) != len(b):
        return rest == b[i:] if len(a) > len(b) else a[i:] == other_rest
    return rest == other_rest or (a[i : i + 2] == b[i : i + 2][::-1] and rest[1:] == other_rest[1:])


def rhymes(a: str, b: str) -> bool:
    """Whether two words have all but their first letters in common: "okey dokey", "helter skelter"."""
    if a == b or min(len(a), len(b)) < _SHORTEST_RHYME:
        return False
    return a.endswith(b[1:]) or b.endswith(a[1:])


def _edits(word: str) -> Iterator[str]:
    yield from swaps(word)
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]
        for letter in _LETTERS:
            yield word[:i] + letter + word[i + 1 :]
    for i in range(1, len(word) + 1):
        for letter in _LETTERS:
            yield word[:i] + letter + word[i:]
