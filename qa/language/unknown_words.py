"""Words and phrases of another language in the letters of the text, where no dictionary has them.

There is a dictionary for English only, so this is for English text.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qa.language import UNKNOWN
from qa.text.english import is_name, is_word, unknown
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

if TYPE_CHECKING:
    from qa.document.model import Document
    from qa.language.judge import Judge

_LANGUAGE = "en"
# A word in small letters that is no part of a compound, an address or an abbreviation.
_SHORTEST = 3
_SMALL = lazy(r"(?<![\w.@#/'’-])[a-zß-öø-ÿ\u0100-\u024f]{3,}(?![\w@/'’-])")
# Letters that English takes over with no word: those of Czech, Polish, Turkish and the like.
_ALIEN = lazy(r"[\u0100-\u0151\u0154-\u017f\u0180-\u024f]")
_CAPITALISED = lazy(r"\b([^\W\d_a-z][\w’'-]*) \Z")
# A phrase has so many unknown words; between two of them one known word of few letters may stand.
_FEWEST = 2
_BETWEEN = lazy(r" (?:[a-zß-öø-ÿ\u0100-\u024f]{1,3} )?")
# By so much another language must fit better than English. Two slips of the pen in a row, and
# words that English made, fit it nearly as well.
_MARGIN = 0.3
# What comes more often in a text is a term that the writer means.
_MOST_OFTEN = 2
# For so many words, looking for each takes less than taking all words apart.
_FEW = 50


def unknown_words(document: Document) -> frozenset[str]:
    """The words in small letters that no dictionary has, and that a text has once or twice."""
    if document.lang != _LANGUAGE:
        return frozenset()
    new = {w for w in unknown(document.index.folded.keys()) if len(w) >= _SHORTEST}
    if not new:
        return frozenset()
    places = document.index.folded
    if len(new) <= _FEW:
        texts = {w: [document.segments[n].text for n in set(places[w])] for w in new}
        times = Counter({w: sum(_times(w, text) for text in texts[w]) for w in new})
    else:
        everywhere = {n for w in new for n in places[w]}
        times = Counter(w for n in everywhere for w in _SMALL.findall(document.segments[n].text))
    rare = {w for w in new if 0 < times[w] <= _MOST_OFTEN}
    return frozenset(rare - words_for("loan_words", _LANGUAGE)) if rare else frozenset()


def _times(word: str, text: str) -> int:
    """How often a text has a word in small letters, as `_SMALL` finds it."""
    count, at = 0, text.find(word)
    while at >= 0:
        m = _SMALL.match(text, at)
        count += m is not None and m[0] == word
        at = text.find(word, at + len(word))
    return count


def unknown_phrases(
    text: str, unknown: frozenset[str], judge: Judge
) -> Iterator[tuple[tuple[int, int], str]]:
    """Where phrases of another language stand, and single words in letters that English lacks.

    With the code of the language, or an empty text where it is not known.
    """
    run: list[tuple[int, int]] = []
    for m in _SMALL.finditer(text):
        if m[0] not in unknown:
            continue
        if run and not _BETWEEN.fullmatch(text, run[-1][1], m.start()):
            yield from _judged(text, run, judge)
            run = []
        run.append(m.span())
    if run:
        yield from _judged(text, run, judge)


def _judged(
    text: str, run: list[tuple[int, int]], judge: Judge
) -> Iterator[tuple[tuple[int, int], str]]:
    start, end = run[0][0], run[-1][1]
    words = text[start:end]
    if _follows_name(text, start):
        return  # "Česká spořitelna", "Dallasaurus turneri"
    best, own, language = judge.fit(words)
    if len(run) < _FEWEST:
        if _ALIEN.search(words) and not _is_english_without_accents(words):
            yield (start, end), ""
    elif best - own >= _MARGIN and not _is_playful(words.split()):
        named = judge.name(language, best)
        yield (start, end), "" if named == UNKNOWN else named


def _is_playful(words: Sequence[str]) -> bool:
    """Whether the words rhyme, or are English as it is spoken: "punkin chunkin", "nuffin doin"."""
    from qa.text.edits import rhymes

    return any(map(rhymes, words, words[1:])) or any(
        w.endswith("in") and is_word(w + "g") for w in words
    )


def _follows_name(text: str, at: int) -> bool:
    before = _CAPITALISED.search(text, max(0, at - 40), at)
    return before is not None and not is_word(before[1].lower())


def _is_english_without_accents(word: str) -> bool:
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return is_word(plain) or is_name(plain)
