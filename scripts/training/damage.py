"""Errors of the kinds that translations into English have, put into sentences that had none.

The words of a sentence are its runs without white space. Each edit gives the words after it, with a
label a word: 1 for a wrong one, 0.6 for the one after a word that is missing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import numpy as np

from qa.text.english import common_words
from qa.text.verbs import may_be_a_verb
from qa.vectors import model_path
from qa.vectors.encoder import _ModelFile, unpacked

Marked = list[tuple[str, float]]
Edit = Callable[[Marked, int, random.Random], "Marked | None"]

LOST = 0.6
ARTICLES = {"a", "an", "the"}
PREPOSITIONS = ["in", "on", "at", "to", "for", "of", "with", "by", "from", "about", "into", "over",
                "under", "against", "during", "between", "through", "after"]  # fmt: skip
PREPOSITION_SET = set(PREPOSITIONS)
PRONOUNS = [
    ["he", "she", "it", "they"], ["his", "her", "its", "their"], ["him", "her", "it", "them"],
    ["who", "which", "what"], ["this", "that", "these", "those"], ["himself", "itself", "themselves"],
]  # fmt: skip
AGREEMENT = {"is": "are", "are": "is", "was": "were", "were": "was", "has": "have", "have": "has",
             "does": "do", "do": "does", "much": "many", "many": "much", "fewer": "less"}  # fmt: skip
TENSES = {"is": ["will be", "was being", "be"], "was": ["has been", "is being", "had"],
          "has": ["had been", "is"], "had": ["has", "have"], "will": ["would have", "has", "is"],
          "would": ["will have", "had"], "can": ["is able", "may to", "could to"],
          "must": ["should to", "must to"], "been": ["being", "be"], "be": ["been", "to be"],
          "were": ["have been", "had"], "are": ["were being", "have"]}  # fmt: skip
CONNECTIVES = ["and", "but", "that", "which", "as", "because", "while", "when", "if", "so"]
# What is said in English, and the same word for word from elsewhere.
LITERAL = {
    "according to": ["by words of", "according", "on data of"],
    "as well as": ["and also", "as also", "as well"],
    "in order to": ["with the aim to", "for to", "in order"],
    "including": ["in that number", "among which", "inclusive"],
    "took part in": ["accepted participation in", "took participation in"],
    "take part in": ["accept participation in"],
    "because of": ["because", "through", "by reason"],
    "more than": ["more", "over than"],
    "at the same time": ["in same time", "together with that"],
    "for example": ["on example", "by example"],
    "in addition": ["besides of this", "in addition to that"],
    "due to": ["in connection with", "thanks"],
    "last year": ["in past year", "on the last year"],
    "next year": ["in following year"],
    "such as": ["such like", "as such"],
    "at least": ["as minimum", "not less"],
    "a number of": ["row of", "whole row of"],
    "as a result": ["in result", "in the result of"],
    "instead of": ["in place", "instead"],
    "out of": ["from"],
    "they said": ["told they", "said in there"],
    "he said": ["told he", "said he that"],
    "said that": ["told that", "noted about that"],
    "there are": ["it is", "are"],
    "there is": ["it is", "is"],
    "of course": ["certainly same", "naturally that"],
    "in fact": ["by fact", "in the deed"],
    "able to": ["in state to", "can"],
    "want to": ["want", "wish that"],
    "going to": ["gathering to", "going"],
    "so far": ["for yet", "until"],
    "a lot of": ["lot", "very much"],
    "each other": ["one another to", "friend friend"],
    "used to": ["using to"],
    "look for": ["search", "look"],
    "in front of": ["before", "in front"],
    "by the end of": ["to the end", "up to end of"],
    "all over": ["on all"],
    "responsible for": ["answering for"],
    "carried out": ["conducted out", "spent"],
    "set up": ["put up", "delivered"],
    "made up": ["composed"],
    "known as": ["known like", "called as"],
}  # fmt: skip
_IRREGULAR = [
    "go goes went gone going", "take takes took taken taking", "give gives gave given giving",
    "say says said said saying", "make makes made made making", "come comes came come coming",
    "see sees saw seen seeing", "become becomes became become becoming",
    "begin begins began begun beginning", "write writes wrote written writing",
    "speak speaks spoke spoken speaking", "know knows knew known knowing",
    "hold holds held held holding", "leave leaves left left leaving", "find finds found found finding",
    "get gets got got getting", "lose loses lost lost losing", "tell tells told told telling",
    "show shows showed shown showing", "grow grows grew grown growing",
    "rise rises rose risen rising", "fall falls fell fallen falling", "keep keeps kept kept keeping",
    "bring brings brought brought bringing", "think thinks thought thought thinking",
    "lead leads led led leading", "meet meets met met meeting", "win wins won won winning",
    "pay pays paid paid paying", "send sends sent sent sending", "build builds built built building",
    "stand stands stood stood standing", "run runs ran run running",
]  # fmt: skip
IRREGULAR = {w: line.split() for line in _IRREGULAR for w in line.split()}
_CORE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


class Damage:
    """Puts errors into sentences, each drawn with the weight of its kind."""

    def __init__(self) -> None:
        self._near = _near_words()
        self._kinds: list[tuple[float, Edit]] = [
            (8, self._article_dropped), (8, self._article_added), (6, self._article_swapped),
            (11, self._preposition_swapped), (4, self._preposition_dropped),
            (4, self._preposition_added), (18, self._near_sense), (9, self._verb_form),
            (4, self._agreement), (4, self._number), (4, self._tense), (5, self._order),
            (4, self._moved), (3, self._pronoun), (4, self._dropped), (2, self._repeated),
            (3, self._connective), (9, self._literal), (4, self._genitive),
        ]  # fmt: skip

    def sentence(self, text: str, rng: random.Random, count: int) -> Marked | None:
        """The words of `text` with `count` errors, fewer where there is no place; None for none."""
        words: Marked = [(w, 0.0) for w in text.split()]
        done = 0
        for _ in range(count * 6):
            edit = rng.choices([e for _, e in self._kinds], [w for w, _ in self._kinds])[0]
            places = list(range(len(words)))
            rng.shuffle(places)
            for i in places:
                changed = edit(words, i, rng)
                if changed is not None:
                    words, done = changed, done + 1
                    break
            if done == count:
                break
        return words if done else None

    def _article_dropped(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if ws[i][0].lower() in ARTICLES and i + 1 < len(ws):
            return _without(ws, i)
        return None

    def _article_added(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if not i or not ws[i][0].isalpha() or ws[i][1]:
            return None
        before = ws[i - 1][0].lower()
        # In front of a name, a plural or a thing without number: after a preposition or a verb.
        if before not in PREPOSITION_SET and not may_be_a_verb(before):
            return None
        if ws[i][0].lower() in ARTICLES | PREPOSITION_SET or len(ws[i][0]) < 4:
            return None
        if ws[i][0].lower() in {
            "that",
            "this",
            "their",
            "they",
            "what",
            "which",
            "these",
            "those",
            "more",
            "when",
        }:
            return None
        return [*ws[:i], (rng.choice(["the", "the", "a"]), 1.0), *ws[i:]]

    def _article_swapped(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        word = ws[i][0].lower()
        if word not in ARTICLES or i + 1 == len(ws):
            return None
        other = "the" if word != "the" else "an" if ws[i + 1][0][:1].lower() in "aeio" else "a"
        return _with(ws, i, other)

    def _preposition_swapped(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if ws[i][0].lower() not in PREPOSITION_SET:
            return None
        return _with(ws, i, rng.choice([p for p in PREPOSITIONS[:14] if p != ws[i][0].lower()]))

    def _preposition_dropped(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if i and ws[i][0] in PREPOSITION_SET and i + 1 < len(ws):
            return _without(ws, i)
        return None

    def _preposition_added(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if not i or not may_be_a_verb(ws[i - 1][0]) or ws[i][0].lower() in PREPOSITION_SET:
            return None
        return [*ws[:i], (rng.choice(PREPOSITIONS[:10]), 1.0), *ws[i:]]

    def _near_sense(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        before, word, after = _core(ws[i][0])
        found = self._near.get(word.lower())
        if not found or (word[:1].isupper() and i):
            return None
        return _with(ws, i, before + rng.choice(found) + after)

    def _verb_form(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        before, word, after = _core(ws[i][0])
        forms = IRREGULAR.get(word) or _forms(word)
        others = [f for f in forms if f != word]
        if not others or not word.islower():
            return None
        other = rng.choice(others)
        if rng.random() < 0.15:
            other = f"to {other}"
        return _with(ws, i, before + other + after)

    def _agreement(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        other = AGREEMENT.get(ws[i][0])
        return _with(ws, i, other) if other else None

    def _number(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        before, word, after = _core(ws[i][0])
        if len(word) < 4 or not word.islower() or word not in common_words():
            return None
        if word.endswith("s") and word[:-1] in common_words() and not word.endswith("ss"):
            return _with(ws, i, before + word[:-1] + after)
        if f"{word}s" in common_words():
            return _with(ws, i, f"{before}{word}s{after}")
        return None

    def _tense(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        others = TENSES.get(ws[i][0])
        return _with(ws, i, rng.choice(others)) if others else None

    def _order(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if i + 1 >= len(ws) or not (ws[i][0].isalpha() and ws[i + 1][0].isalpha()):
            return None
        if i and ws[i][0].istitle() and ws[i + 1][0].istitle():
            return None  # a name
        if i == 0:
            return None
        return [*ws[:i], (ws[i + 1][0], 1.0), (ws[i][0], 1.0), *ws[i + 2 :]]

    def _moved(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        size, far = rng.choice([1, 2, 3]), rng.choice([2, 3, 4])
        if i == 0 or i + size + far > len(ws):
            return None
        part = ws[i : i + size]
        if not all(w.isalpha() for w, _ in part):
            return None
        rest = ws[i + size : i + size + far]
        return [*ws[:i], *rest, *((w, 1.0) for w, _ in part), *ws[i + size + far :]]

    def _pronoun(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        for group in PRONOUNS:
            if ws[i][0] in group:
                return _with(ws, i, rng.choice([w for w in group if w != ws[i][0]]))
        return None

    def _dropped(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if i and i + 1 < len(ws) and ws[i][0].isalpha() and ws[i][0].islower():
            return _without(ws, i)
        return None

    def _repeated(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if not i or not ws[i][0].isalpha() or not ws[i][0].islower():
            return None
        other = rng.choice(self._near.get(ws[i][0], [ws[i][0]]))
        return [*ws[: i + 1], (other, 1.0), *ws[i + 1 :]]

    def _connective(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        if not i or ws[i][0] not in CONNECTIVES:
            return None
        return _with(ws, i, rng.choice([c for c in CONNECTIVES if c != ws[i][0]]))

    def _literal(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        for size in (4, 3, 2, 1):
            said = " ".join(w for w, _ in ws[i : i + size]).lower()
            if said in LITERAL:
                other = rng.choice(LITERAL[said]).split()
                if ws[i][0][:1].isupper():
                    other[0] = other[0].capitalize()
                return [*ws[:i], *((w, 1.0) for w in other), *ws[i + size :]]
        return None

    def _genitive(self, ws: Marked, i: int, rng: random.Random) -> Marked | None:
        word = ws[i][0]
        if word.endswith(("'s", "’s")) and i + 1 < len(ws) and ws[i + 1][0].isalpha():
            bare, owned = word[:-2], ws[i + 1][0]
            other = [f"{owned}", "of", bare] if rng.random() < 0.5 else [owned, bare]
            return [*ws[:i], *((w, 1.0) for w in other), *ws[i + 2 :]]
        if (
            word == "of"
            and 0 < i < len(ws) - 1
            and ws[i - 1][0].isalpha()
            and ws[i + 1][0].isalpha()
        ):
            if ws[i + 1][0].lower() in ARTICLES:
                return None
            return [*ws[: i - 1], (ws[i + 1][0], 1.0), (ws[i - 1][0], 1.0), *ws[i + 2 :]]
        return None


def _core(word: str) -> tuple[str, str, str]:
    match = _CORE.match(word)
    assert match
    return match[1], match[2], match[3]


def _with(ws: Marked, i: int, other: str) -> Marked:
    """The words with another in the place of one, in its letter case."""
    if ws[i][0][:1].isupper():
        other = other[:1].upper() + other[1:]
    return [*ws[:i], *((w, 1.0) for w in other.split()), *ws[i + 1 :]]


def _without(ws: Marked, i: int) -> Marked:
    """The words without one; the next one is marked."""
    word, mark = ws[i + 1]
    if i == 0:
        word = word[:1].upper() + word[1:]
    return [*ws[:i], (word, max(mark, LOST)), *ws[i + 2 :]]


def _forms(word: str) -> list[str]:
    """The forms of a regular verb."""
    common = common_words()
    for ending in ("ing", "ed", "s", ""):
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)]
            for base in (stem, f"{stem}e"):
                if len(base) > 3 and may_be_a_verb(base) and base in common:
                    root = base.removesuffix("e")
                    forms = [base, f"{base}s", f"{root}ed", f"{root}ing"]
                    if word in forms and all(f in common for f in forms):
                        return forms
    return []


def _near_words() -> dict[str, list[str]]:
    """To each common word the ones that the model takes for its like, of the same form."""
    file = _ModelFile(model_path())
    segmenter = file.segmenter()
    words: list[str] = []
    ids: list[int] = []
    for word in sorted(common_words()):
        pieces = segmenter.pieces(word)
        if len(pieces) == 1 and len(word) > 3 and word.isalpha():
            words.append(word)
            ids.append(pieces[0].id)
    vectors = unpacked(file.blocks("emb.word", file.width)[ids])
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found: dict[str, list[str]] = {}
    for start in range(0, len(words), 1000):
        near = vectors[start : start + 1000] @ vectors.T
        for word, row in zip(words[start:], near, strict=False):
            best = [words[j] for j in np.argsort(-row)[1:25]]
            kept = [w for w in best if _form(w) == _form(word) and _root(w) != _root(word)]
            if len(kept) >= 3:
                found[word] = kept[1:9] if len(kept) > 4 else kept
    return found


def _form(word: str) -> str:
    return next((e for e in ("ing", "ed", "ly", "s") if word.endswith(e)), "")


def _root(word: str) -> str:
    return word[:5]


def joined(words: Sequence[tuple[str, float]]) -> tuple[str, list[float]]:
    """A sentence and the labels of its words."""
    return " ".join(w for w, _ in words), [mark for _, mark in words]
