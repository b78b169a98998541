"""Names that one text spells in two ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from qa.names.likeness import Likeness, likeness
from qa.names.mentions import Uses
from qa.romanise.skeletons import skeleton
from qa.text.english import is_name, is_word, likelier, place_names

# In letters. Shorter words are other words too often. Chosen with scripts/measure-unseen-names on the
# first 150 stories of lee_background.cor; docs/quality.md has the figures for others.
_SHORTEST, SLIP_LENGTH, NEAR_LENGTH = 3, 5, 7
# Words of which comparing each with all that have its first letter is quickest.
_FEW = 200


_NO_WORDS: Set[str] = frozenset()
_NO_NAMES: Mapping[str, Set[str]] = {}


class Known(NamedTuple):
    """The words of a text that stand in names of the glossary.

    `right` are those in right ones, with the ids of their entries, `house` those of them that the
    house itself writes, `wrong` those in wrong ones, and `given` the given names of the people.
    """

    right: Mapping[str, Set[str]] = _NO_NAMES
    house: Set[str] = _NO_WORDS
    wrong: Set[str] = _NO_WORDS
    given: Mapping[str, Set[str]] = _NO_NAMES


_NOTHING_KNOWN = Known()


class Pair(NamedTuple):
    """A name as it is mostly spelled in a text, and as it is spelled besides.

    Both are a word, or two where it takes the other word of the name to tell that they are one.
    `confidence` is the estimate that an editor would want one spelling.
    """

    main: str
    rare: str
    confidence: float


def pairs(uses: Uses, known: Known = _NOTHING_KNOWN) -> Iterator[Pair]:
    """The names of a text that are spelled in two ways.

    `uses` are all its words of names, `known` those of which the glossary knows. What is right is the
    rarer spelling only of the same entry, and what the house writes never is; what is wrong is never
    given, for it is reported as that.
    """
    taken: set[str] = set()
    counts = uses.counts
    for a, b in sorted(alike(counts), key=lambda pair: (-counts[pair[0]] - counts[pair[1]], pair)):
        rare, main = _ranked(a, b, uses, known)
        if rare in known.wrong or rare in known.house or rare in taken or main in taken:
            continue
        given = known.given.get(main, _NO_WORDS)
        if given and _is_someone_else(rare, uses, given):
            continue
        if given and _is_someone_else(main, uses, given):
            given = _NO_WORDS
        found = _judged(main, rare, uses, given)
        if rare in known.right:
            same = known.right[rare] & known.right.get(main, _NO_WORDS)
            found = (found or Pair(main, rare, 0.9)) if same else None
        if found:
            taken.add(rare)
            yield found


def alike(words: Collection[str], rare: Set[str] | None = None) -> set[tuple[str, str]]:
    """The pairs of words that are spelled nearly the same; the quick way to compare all with all.

    With `rare`, one of the two is of these, or both are read alike.
    """
    traces = _initials if len(words) < _FEW else _traces
    blocks: dict[str, list[str]] = {}
    keys: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= _SHORTEST:
            keys.setdefault(skeleton(word), []).append(word)
            for block in traces(word):
                blocks.setdefault(block, []).append(word)
    near = {
        (a, b)
        for block in blocks.values()
        if len(block) > 1
        for a, b in combinations(block, 2)
        if (rare is None or a in rare or b in rare) and -4 < len(a) - len(b) < 4
    }
    near.update(pair for same in keys.values() for pair in combinations(same, 2))
    return {pair for pair in near if likeness(*pair)}


@lru_cache(maxsize=50_000)
def _initials(word: str) -> frozenset[str]:
    """The first letter, as it is written and as it is read, in Russian and in Ukrainian."""
    key = skeleton(word)[:1]
    return frozenset((word[0].lower(), key, "h" if key == "g" else key))


@lru_cache(maxsize=50_000)
def _traces(word: str) -> frozenset[str]:
    """What one slip leaves of a word: its start, or its end behind the first letter, or all letters.

    Fewer words have these in common than have the first letter.
    """
    traces = set()
    key = skeleton(word)
    for letters in {word.lower(), key, key.replace("g", "h")}:
        size = len(letters)
        traces.add(letters[:3])
        for width in (1, 2) if size < 5 else (2,) if size < 7 else (2, 3) if size == 7 else (3,):
            traces.add(f"{letters[:1]} {letters[-width:]}")
        if size < 7:
            traces.add("".join(sorted(letters)))
    return frozenset(traces)


def _is_someone_else(word: str, uses: Uses, given: Set[str]) -> bool:
    """Whether a surname stands behind given names of which none is like those of a person."""
    before = uses.before.get(word, _NO_WORDS)
    return bool(before) and not any(b == g or likeness(b, g) for b in before for g in given)


def _judged(main: str, rare: str, uses: Uses, told: Set[str]) -> Pair | None:
    """What speaks for one name in two spellings; None when too little does.

    `told` are the given names that the glossary has for the surname `main`.
    """
    like = likeness(main, rare)
    ordinary, known = is_word(rare.lower()), is_known(rare)
    if told & uses.before.get(rare, _NO_WORDS) and not ordinary:
        return Pair(main, rare, 0.9)
    given = shared(uses.before, main, rare)
    if given and (like > Likeness.NEAR or _shortest(main, rare) >= NEAR_LENGTH):
        if ordinary or known:
            return Pair(f"{given} {main}", f"{given} {rare}", 0.9)
        return Pair(main, rare, 0.9)
    family = shared(uses.after, main, rare)
    if family and known and like is Likeness.SOUND and not ordinary:
        return Pair(f"{main} {family}", f"{rare} {family}", 0.9)
    if ordinary or rare in place_names():
        return None
    in_full = [beside for beside in (uses.before, uses.after) if main in beside and rare in beside]
    if in_full and not family:
        return None  # two people
    return _known_alone(main, rare, uses) if known else _unknown(main, rare, uses)


def _known_alone(main: str, rare: str, uses: Uses) -> Pair | None:
    """Whether a known name is meant to be another one of the text.

    Who is new to a story comes with a given name. Where one of the two never does, the other may
    be meant.
    """
    like, more = likeness(main, rare), uses.counts[main]
    introduced = main in uses.before
    if is_word(main.lower()) or main in uses.after or rare in uses.after:
        return None
    if like is Likeness.SOUND and introduced != (rare in uses.before):
        return Pair(main, rare, 0.7)
    if like is Likeness.SLIP and introduced and more > 1 and _shortest(main, rare) >= SLIP_LENGTH:
        return Pair(main, rare, 0.7)
    return None


def _unknown(main: str, rare: str, uses: Uses) -> Pair | None:
    """Whether a name that no list has is another one of the text."""
    like, shortest = likeness(main, rare), _shortest(main, rare)
    more, less = uses.counts[main], uses.counts[rare]
    ordinary = is_word(main.lower())
    if like is Likeness.SOUND:
        return Pair(main, rare, 0.9)
    if less > 1 and more < 2 * less:
        return None  # as often as that, it is meant
    if like is Likeness.SLIP and (shortest >= SLIP_LENGTH or (more > 1 and not ordinary)):
        return Pair(main, rare, 0.8)
    if like is Likeness.NEAR and shortest >= NEAR_LENGTH and not ordinary:
        return Pair(main, rare, 0.7)
    return None


def _shortest(a: str, b: str) -> int:
    return min(len(a), len(b))


def _ranked(a: str, b: str, uses: Uses, known: Known) -> tuple[str, str]:
    """The two spellings, the one that is meant last."""

    def weight(word: str) -> tuple[bool, bool, int, bool]:
        return word in known.right, word in known.house, uses.counts[word], is_known(word)

    one, other = weight(a), weight(b)
    if one == other:
        return (b, a) if likelier(a.lower(), b.lower()) == a.lower() else (a, b)
    return (a, b) if one < other else (b, a)


def shared(beside: Mapping[str, Set[str]], a: str, b: str) -> str:
    """A word that stands beside both, or nothing."""
    return min(beside.get(a, _NO_WORDS) & beside.get(b, _NO_WORDS), default="")


def is_known(word: str) -> bool:
    """Whether a word is a name that a list has."""
    return is_name(word.lower()) or word in place_names()
