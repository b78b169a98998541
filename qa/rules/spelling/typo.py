"""TYP101: a word or a name with a letter too many, too few, wrong or swapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from qa.document.index import Clues
from qa.document.model import Document, Finding, Safety, Segment, Span
from qa.rules.registry import rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

if TYPE_CHECKING:
    from qa.context import Context

# Chosen with scripts/measure-typos on the English lines of the language identification data and the
# translations of DEMETR and MLQE-PE dev (ru, et, ro). Words of 5 letters let foreign ones in, so they
# must have lost a letter and stand among known words; with names of 6, 5 of 24 findings were other
# names. Shorter words are held against frequent words with two letters swapped only.
SWAPPED_LENGTH, LOST_LENGTH, WORD_LENGTH, NAME_LENGTH = 3, 5, 6, 7
# In a name, a common word of this length with two letters swapped is no other name.
LONG_NAME_LENGTH = 8
# The longest word of a dictionary has 45 letters; what is longer is no word.
MOST_LETTERS = 45
# A name that comes back again and again is meant that way.
MOST_OFTEN = 2
# A passage with this share of unknown words is in another language, or is no prose.
MOST_UNKNOWN = 0.25
# Words looked up once and kept over a run: many times what one desk uses in a year.
_MOST_KEPT = 100_000
_PART = lazy(r"[A-Za-z]+")
# A name with another vowel is another name (Canadiens, Maryana) up to this length.
_OTHER_VOWEL_LENGTH = 10
_MORE_WORDS = ("unaccented_words", "loan_words", "new_words")
_SURNAME = lazy(r" ([A-Z][a-z'’-]{2,})")
# Brands drop a vowel at the end, as no English word does: tumblr, flickr, scribd.
_BRAND = lazy(r".*(?:[bcdfgkptvz]r|[bcgmpt]d|[bcdkptv]l|lr|nr)$")
_BRAND_LENGTH = 7
_NEIGHBOURS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        [
            "wa",
            "qeas",
            "wrsd",
            "etdf",
            "ryfg",
            "tugh",
            "yihj",
            "uojk",
            "ipkl",
            "ol",
            "qwsz",
            "awedxz",
            "serfcx",
            "drtgvc",
            "ftyhbv",
            "gyujnb",
            "huikmn",
            "jiolm",
            "kop",
            "asx",
            "zsdc",
            "xdfv",
            "cfgb",
            "vghn",
            "bhjm",
            "njk",
        ],
        strict=True,
    )
)


@rule(
    "TYP101",
    "typo",
    since="0.1",
    languages=["en"],
    bad=[
        (
            "He teaches at Kyoto ⟦Univeristy⟧ and advises the ministry.",
            "He teaches at Kyoto University and advises the ministry.",
        ),
        ("Reporting from ⟦Washuington⟧ D.C.", "Reporting from Washington D.C."),
        ("The ⟦goverment⟧ met on Monday.", "The government met on Monday."),
        (
            "Secretary General Jens ⟦Stoltenburg⟧ spoke.",
            "Secretary General Jens Stoltenberg spoke.",
        ),
        ("the ⟦Ukranian⟧ army", "the Ukrainian army"),
        ("a pro-⟦goverment⟧ rally", "a pro-government rally"),
        # What looks formed: occur and ed, commission and ing; two slips in a long word; no word behind "He".
        ("It ⟦occured⟧ at the start.", "It occurred at the start."),
        ("The ⟦comissioning⟧ is due.", "The commissioning is due."),
        ("The ⟦immediatelly⟧ paid ⟦reconnaisance⟧.", "The immediately paid reconnaissance."),
        ("Its old ⟦adminstrtion⟧ stayed.", "Its old administration stayed."),
        ("It was ⟦writen⟧ by hand.", "It was written by hand."),
        ("Be ⟦independant⟧, he said. We ⟦omited⟧ it.", "Be independent, he said. We omitted it."),
        ("A ⟦profesor⟧ of law ⟦doesnt⟧ agree.", "A professor of law doesn't agree."),
    ],
    good=[
        "Journalist Imran Aliyev is held in the Kurdakhany Detention Center.",
        "The organisation's colour programme; the organization's color program.",
        "They re-enacted a microtargeting, Trumpian, unputdownable performance.",
        "Mail goverment@example.org or see goverment.example.org.",
        "The cafes were full, the talk was of detente, and his naivete showed.",
        "Bergmann met Petersson, and Stoltenbergs Kabinett trat zurück.",
        # Clubs, given names beside a surname, brands and terms.
        "Ortiz scored for the Canadiens. Mariyana Petrova and Marianne Kitchin met. Kitchin left.",
        "They use tumblr, flickr and fiverr; a coalbed, qutrits and smishing; its raison d'etre.",
        "It has a swimbed, a raion court, a femme fatale and a snackbar.",
        "The vaxxers, a gigafactory, some gummies and transphobes; the good-naturedly unbothered.",
        "THE GOVERMENT INFORMATION ACRONYM (GOVERMNT)",
    ],
)
def typo(document: Document, context: Context) -> Iterator[Finding]:
    """What it finds. An English word that no dictionary has, one slip away from a common word
    (*goverment*), two slips away if it is long (*adminstrtion*), and a name one slip away from a well-known place or a name of the glossary
    (*Washuington*), when the odd form comes once or twice. A name that is merely unknown is never
    reported, nor what ordinary endings, prefixes and compounds make of a known word.

    Why it matters. A typo in the first lines costs the story its credit, and one in a name hides
    it from search.

    When the fix is not safe. The nearest word need not be the word that was meant.
    """
    from qa.text.addresses import in_address
    from qa.text.edits import is_one_edit

    # Most paragraphs have no unknown word.
    odd_parts = {w: parts for w in document.index.cased if (parts := _odd_parts(w, context))}
    counts: Counter[str] = Counter()
    suspects: list[tuple[Segment, Span, str, bool]] = []
    odd = {part for parts in odd_parts.values() for part in parts}
    for segment in document.segments_with(Clues.of(odd_parts)):
        if segment.lang != "en":
            continue
        counts.update(w for w in _PART.findall(segment.text) if w in odd)
        suspects += _suspects(segment, odd)
    for segment, at, word, first in suspects:
        if counts[word] > MOST_OFTEN or not _is_whole_word(segment.text, at):
            continue
        meant = _meant(word, first, context)
        if segment.text[at.start - 1 : at.start] == "-":  # good-naturedly
            meant = [w for w in meant if is_one_edit(word, w)]
        if meant and (_rhymes_beside(segment.text, at) or _names_a_person(segment.text, at, meant)):
            continue
        if meant and not _is_borrowed(segment.text, at) and not in_address(segment.text, *at):
            yield segment.finding(
                at,
                f"“{word}” looks like a typo of “{'” or “'.join(meant)}”",
                replace=meant[0] if len(meant) == 1 else None,
                safety=Safety.REVIEW,
                confidence=0.9,
            )


# For so many words, looking for each takes less than taking all words apart.
_FEW = 50


def _suspects(segment: Segment, unknown: set[str]) -> Iterator[tuple[Segment, Span, str, bool]]:
    """The unknown words of sentences in English, and whether a word starts one and no name."""
    text = segment.text
    few = len(unknown) <= _FEW
    there = [word for word in unknown if word in text] if few else []
    for sentence in segment.sentences:
        if few and not any(text.find(word, *sentence) >= 0 for word in there):
            continue
        words = list(_PART.finditer(text, *sentence))
        odd = [m for m in words if m[0] in unknown]
        lower = sum(m[0].islower() for m in odd)
        if lower > 1 and lower > MOST_UNKNOWN * len(words):
            slips = sum(
                m[0].islower() and len(m[0]) != LOST_LENGTH and bool(_common(m[0])) for m in odd
            )
            if slips < lower or 2 * lower > len(words):
                continue
        for m in odd:
            if len(m[0]) != LOST_LENGTH or lower == 1:
                yield segment, Span(*m.span()), m[0], _is_plain_start(text, m, sentence)


def _is_plain_start(text: str, word: re.Match[str], sentence: Span) -> bool:
    """Whether a word starts a sentence, and no other capitalised word follows as in a name."""
    return word.start() == sentence.start and text[word.end() + 1 : word.end() + 2].islower()


def _is_borrowed(text: str, at: Span) -> bool:
    """Whether a small word of another language stands before, as in "de facto"."""
    before = re.search(r"\b([a-z]+) $", text[max(0, at.start - 10) : at.start])
    return (
        before is not None
        and text[at.start].islower()
        and before[1] in words_for("foreign_particles", "en")
        and before[1] not in words_for("function_words", "en")
    )


# The same words and names are in story after story.
@lru_cache(maxsize=_MOST_KEPT)
def _odd_parts(word: str, context: Context) -> tuple[str, ...]:
    """The parts of a word, between its letters with accents, that are unknown; mostly the word."""
    parts = [word] if word.isascii() else _PART.findall(word)
    return tuple(part for part in parts if not _is_known(part, context))


def _is_known(word: str, context: Context) -> bool:
    """Whether a word is in a dictionary, a name, or in the glossary, in any form; short ones are."""
    from qa.text.english import is_name, is_word

    lower = word.lower()
    if word in _misspellings():
        return False
    return (
        len(word) < SWAPPED_LENGTH
        or is_word(lower)
        or any(lower in words_for(some, "en") for some in _MORE_WORDS)
        or context.glossary.knows(lower)
        or (is_name(lower) and not (word.islower() and _is_no_name(word)))
        or (lower.endswith("s") and word[0].isupper() and context.glossary.knows(lower[:-1]))
    )


def _meant(word: str, first: bool, context: Context) -> list[str]:
    """The common words, or the known names, that one slip makes into `word`.

    Names keep their first and last letter: other endings are other names. `first` words have a
    capital only because they start a sentence, so they may be either.
    """
    from qa.text.edits import is_one_edit

    if len(word) > MOST_LETTERS:
        return []
    if word.islower():
        return list(_common(word))
    if len(word) < NAME_LENGTH or not (word[0].isupper() and word[1:].islower()):
        return []
    lower = word.lower()
    meant = [
        name
        for name in context.glossary.names_like(lower)
        if len(name) >= NAME_LENGTH - 1
        and is_one_edit(lower, name.lower())
        and not _is_foreign(lower, name.lower())
        and not _is_other_name(lower, name.lower())
    ]
    if not (meant or first):
        return [w.capitalize() for w in _swapped(lower)]
    return meant or [
        w.capitalize()
        for w in _common(lower)
        if w[-1] == lower[-1] and not _is_other_name(lower, w)
    ]


def _swapped(word: str) -> list[str]:
    """The long common words that make `word` with two letters swapped, or an inner vowel for another in
    still longer ones.

    "Kyoto Univeristy", "Chief Cabinet Secretery"; other slips make words of other languages.
    """
    from qa.text.edits import swaps
    from qa.text.english import common_words

    if len(word) < LONG_NAME_LENGTH:
        return []
    near = set(swaps(word))
    if len(word) > LONG_NAME_LENGTH:
        near.update(_other_vowels(word))
    return sorted({w for w in near if w in common_words() and w[-1] == word[-1]})


def _other_vowels(word: str) -> Iterator[str]:
    """The word with one of its vowels, but for the first and last letter, replaced by another."""
    for at in range(1, len(word) - 1):
        if word[at] in "aeiou":
            for vowel in "aeiou":
                yield word[:at] + vowel + word[at + 1 :]


def _likeliest(word: str, near: Sequence[str]) -> tuple[str, ...]:
    """The one that differs in a doubled letter alone, or else those that lost a letter first; three at most."""
    single = _DOUBLED.sub(r"\1", word)
    doubled = tuple(w for w in near if _DOUBLED.sub(r"\1", w) == single)
    if len(doubled) == 1:
        return doubled
    return tuple(sorted(near, key=lambda w: len(w) <= len(word))[:_MOST_SHOWN])


_DOUBLED = lazy(r"(.)\1+")
_MOST_SHOWN = 3


def _other_first_vowel(word: str) -> Iterator[str]:
    """The word with another vowel at its start: enform, imbarrass."""
    if word[0] in "aeiou":
        for vowel in "aeiou":
            yield vowel + word[1:]


def _is_no_name(word: str) -> bool:
    """Whether a name in lower case is a slip: "thier" for a function word, though Thier is a name; "profesor"."""
    from qa.text.edits import swaps

    if len(word) >= NAME_LENGTH:
        return True
    return len(word) >= LOST_LENGTH and any(
        w in words_for("function_words", "en") for w in swaps(word)
    )


@cache
def _misspellings() -> Mapping[str, str]:
    """Words that are slips although a dictionary has them, or that are too short to compare."""
    import tomllib

    from qa.text.word_lists import DATA

    table: dict[str, str] = tomllib.loads((DATA / "misspellings.toml").read_text("utf-8"))
    return MappingProxyType(table)


@lru_cache(maxsize=10_000)
def _common(word: str) -> tuple[str, ...]:
    """The common words that one slip makes into a word in lower case, or two into a long one."""
    from qa.text.edits import first_lost, one_edit_away, swaps
    from qa.text.english import common_words

    if word in _misspellings():
        return (_misspellings()[word],)
    known = common_words()
    # Two letters in the wrong order is the likelier slip.
    swapped = tuple(sorted({w for w in swaps(word) if w in known}))
    if len(word) < LOST_LENGTH or (swapped and len(word) < WORD_LENGTH):
        return swapped
    if len(word) < WORD_LENGTH:
        lost = tuple(w for w in one_edit_away(word, known) if len(w) > len(word))
        return lost if len(lost) == 1 else ()
    near = swapped or tuple(one_edit_away(word, known)) or tuple(first_lost(word, known))
    near = near or tuple(w for w in _other_first_vowel(word) if w in known)
    if not near:
        return _two_edits_away(word) or _behind_prefix(word)
    if (len(word) <= _BRAND_LENGTH and _BRAND.match(word)) or not any(
        _is_slip(word, w) for w in near
    ):
        return ()
    if any(_is_inflection(word, w) for w in near) or _is_formed(word, near):
        return ()
    return _likeliest(word, near)


def _is_formed(word: str, near: Collection[str]) -> bool:
    """Whether the copy forms `word` from common words by living endings, prefixes and compounds.

    It does not where `near` has the same word in its right spelling: begining, writen, allmost.
    """
    from qa.text.english import common_words

    common = common_words()
    if _TRIPLE.search(word):
        return False
    for suffix in words_for("living_affixes", "suffixes"):
        stem = word.removesuffix(suffix)
        if len(stem) < _SHORTEST_STEM or len(stem) == len(word):
            continue
        bases = [b for b in _bases(stem, suffix) if b in common]
        if bases and not any(n in near for b in bases for n in _spellings(b, suffix)):
            return True
    for prefix in words_for("living_affixes", "prefixes"):
        rest = word.removeprefix(prefix)
        if len(rest) < len(word) and len(rest) >= _SHORTEST_PREFIXED and rest in common:
            return True
    return any(
        word[:i] in common
        and word[i:] in common
        and (len(word) - i > _SHORT_TAIL or word[i:] in words_for("living_affixes", "tails"))
        for i in range(_SHORTEST_STEM + 1, len(word) - _SHORT_TAIL + 1)
    )


_TRIPLE = lazy(r"(.)\1\1")
_SHORTEST_STEM, _SHORTEST_PREFIXED, _SHORT_TAIL = 3, 5, 3


def _bases(stem: str, suffix: str) -> Iterator[str]:
    """The words that lose or change their last letter before an ending, and so end as `stem`."""
    yield stem
    if suffix[0] in "aeiouy":
        yield stem + "e"
        if stem[-1] == stem[-2]:
            yield stem[:-1]
    if suffix[0] == "i":
        yield stem + "y"
    if stem[-1] == "i" and suffix != "y":
        yield stem[:-1] + "y"


def _spellings(base: str, suffix: str) -> Iterator[str]:
    """How a word with an ending may be spelled."""
    yield base + suffix
    yield base + base[-1] + suffix
    if base[-1] == "e":
        yield base[:-1] + suffix
    if base[-1] == "y":
        yield base[:-1] + "i" + suffix


def _is_inflection(word: str, near: str) -> bool:
    """Whether the two are two spellings of one word."""
    pairs = (("ise", "ize"), ("isation", "ization"), ("ae", "e"), ("oe", "e"))
    if any(word.replace(a, b) == near or near.replace(a, b) == word for a, b in pairs):
        return True
    return bool(_DOUBLED_L.search(word)) and word.replace("ll", "l") == near


# British: labelled, tunnelling.
_DOUBLED_L = lazy(r"[aeiou]ll(?:ed|ing|ings|er|ers)$")


def _two_edits_away(word: str) -> tuple[str, ...]:
    """The common words, two at most, that are two slips away from a long one; first and last letter stay."""
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract

    if len(word) < _TWO_SLIPS_LENGTH:
        return ()
    near = extract(
        word,
        _common_by_initial().get(word[0], ()),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=2,
        limit=5,
    )
    words = tuple(w for w, _, _ in near if w[-1] == word[-1] and len(w) >= _TWO_SLIPS_LENGTH)
    return words if 0 < len(words) <= _MOST_MEANT and not _is_formed(word, words) else ()


def _behind_prefix(word: str) -> tuple[str, ...]:
    """A prefix and the words that are a slip away from what follows: reoccurance, antigoverment."""
    from qa.text.english import is_word

    for prefix in words_for("living_affixes", "prefixes"):
        rest = word.removeprefix(prefix)
        if _TWO_SLIPS_LENGTH <= len(rest) < len(word):
            near = () if is_word(rest) else _common(rest)
            return tuple(prefix + w for w in near)
    return ()


# Shorter words are other words of other languages.
_TWO_SLIPS_LENGTH = 9
_MOST_MEANT = 2


@cache
def _common_by_initial() -> Mapping[str, Sequence[str]]:
    """The long common words by their first letter."""
    from qa.text.english import common_words

    by_initial: dict[str, list[str]] = {}
    for word in sorted(common_words()):
        if len(word) >= _TWO_SLIPS_LENGTH:
            by_initial.setdefault(word[0], []).append(word)
    return MappingProxyType({initial: tuple(words) for initial, words in by_initial.items()})


def _rhymes_beside(text: str, at: Span) -> bool:
    """Whether the word is half of a rhyme: "boogie woogie"."""
    from qa.text.edits import rhymes

    word = text[at.start : at.end].lower()
    before = _PART.findall(text, max(0, at.start - 20), at.start)[-1:]
    after = _PART.findall(text, at.end, at.end + 20)[:1]
    return any(rhymes(word, other.lower()) for other in before + after)


def _is_other_name(word: str, near: str) -> bool:
    """Whether a name of some length has another vowel than a known one: Canadiens, Maryana."""
    if len(word) != len(near) or len(word) >= _OTHER_VOWEL_LENGTH:
        return False
    changed = [(a, b) for a, b in zip(word, near, strict=True) if a != b]
    return len(changed) == 1 and all(letter in "aeiouy" for letter in changed[0])


def _names_a_person(text: str, at: Span, meant: Sequence[str]) -> bool:
    """Whether a surname follows what only a place is like: "Maryana Kovalenko"."""
    from qa.text.english import is_word, place_names

    after = _SURNAME.match(text, at.end)
    return (
        after is not None
        and text[at.start].isupper()
        and not is_word(after[1].lower())
        and not place_names().isdisjoint(meant)
    )


def _is_slip(word: str, near: str) -> bool:
    """Whether a finger could have made `word` of a short `near`: not a letter from elsewhere too many."""
    if len(word) > WORD_LENGTH or len(word) <= len(near):
        return True
    at = next((i for i, (a, b) in enumerate(zip(word, near, strict=False)) if a != b), len(near))
    beside = word[at - 1 : at] + word[at + 1 : at + 2]
    return any(word[at] == other or word[at] in _NEIGHBOURS[other] for other in beside)


def _is_foreign(word: str, near: str) -> bool:
    """Whether a name differs from a known one only as languages spell it: Dominika, Dominica."""
    return _bare(word) == _bare(near)


def _bare(name: str) -> str:
    return name.replace("k", "c").replace("yy", "y").replace("iy", "y").replace("ii", "i")


def _is_whole_word(text: str, at: Span) -> bool:
    """Whether no digit, apostrophe or other letter makes the word longer."""
    before, after = text[at.start - 1 : at.start], text[at.end : at.end + 2]
    if before and (before.isalnum() or before in "_&'’"):
        return False
    if not after:
        return True
    if after[0] in "'’":
        return after[1:2] in ("s", "") or not after[1:2].isalpha()
    return not (after[0].isalnum() or after[0] in "_&")
