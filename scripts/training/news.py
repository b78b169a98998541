"""Translations with their sources to learn from: judged news, judged sentences, human translations, and
human translations with one error put in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from training.damage import Damage, joined
from training.data import table

FOLDS = 5
# Sentences of human translations from every language, and from those of MAIN.
FEW, MANY = 25, 60
MAIN = ("ar", "de", "es", "fr", "ja", "ru", "uk", "zh")
# Words of a sentence that is worth an error.
_FEWEST, _MOST = 6, 45
_NAME = re.compile(r"(?<=[a-z,] )((?:[A-Z][a-z]+ ?){1,2})(?=[ ,.'’])")
_NUMBER = re.compile(r"\d+")
_NEGATABLE = ("is", "was", "will", "has", "are", "were", "had")
# How bad a human translation and one with an error of a kind are, as people judge whole translations.
JUDGED = {"good": 0.8, "name": -1.3, "negation": -1.3, "number": -0.8, "word": -0.6, "other": -3.0}


class Row(NamedTuple):
    """A translation into English with its source.

    `origin` is mqm, mlqe or human; `judgement` in standard deviations, high is good; `kind` the error
    put into a human translation, `good` where there is none, empty where people judged. Rows of one
    source sentence are in one `fold`.
    """

    origin: str
    lang: str
    source: str
    text: str
    judgement: float
    bad: bool
    fold: int
    kind: str = ""
    number: int = -1


def read_mqm(path: Path) -> list[Row]:
    """Judged news; the worst fifth is bad."""
    rows = table(path)
    cut = sorted(float(r["z_mean"]) for r in rows)[len(rows) // 5]
    fold = _folds([r["source"] for r in rows])
    return [
        Row(
            "mqm",
            r["source_lang"],
            r["source"],
            r["translation"],
            # Points of MQM: a major error costs 5, and their mean is about -3.5.
            max(-3.0, min(3.0, (float(r["z_mean"]) + 3.5) / 4)),
            float(r["z_mean"]) < cut,
            fold[r["source"]],
        )
        for r in rows
    ]


def read_mlqe(folder: Path, count: int) -> list[Row]:
    """So many judged sentences a language, of those that the networks have not learned from."""
    found = []
    for path in sorted(folder.glob("*.train.tsv")):
        rows = table(path)
        cut = sorted(float(r["z_mean"]) for r in rows)[len(rows) // 5]
        unseen = [r for i, r in enumerate(rows) if i % 3]
        random.Random(3).shuffle(unseen)
        for i, r in enumerate(unseen[:count]):
            z = float(r["z_mean"])
            found.append(
                Row(
                    "mlqe",
                    path.name[:2],
                    r["source"],
                    r["translation"],
                    max(-3, z),
                    z < cut,
                    i % FOLDS,
                )
            )
    return found


def read_human(folder: Path, seed: int = 4) -> list[Row]:
    """Human translations from all languages of NTREX, and from the main ones with errors put in."""
    rng = random.Random(seed)
    texts = {path.stem: path.read_text("utf-8").split("\n") for path in folder.glob("*.txt")}
    del texts["documents"]
    english = texts.pop("en")
    usable = [i for i, t in enumerate(english) if _FEWEST <= len(t.split()) <= _MOST]
    chosen = rng.sample(usable, MANY)
    damage = Damage()
    names = sorted({m[1].strip() for t in english for m in _NAME.finditer(t)})
    wrong = {i: list(_wrong(english[i], names, damage, rng)) for i in chosen}
    found = []
    for tag in sorted(texts):
        lang, own = tag.split("-")[0], texts[tag]
        for place, i in enumerate(chosen if lang in MAIN else chosen[:FEW]):
            fold = place % FOLDS
            pairs = [("good", english[i]), *(wrong[i] if lang in MAIN else ())]
            if lang in MAIN and place < MANY // 5:
                pairs.append(("other", english[chosen[-1 - place]]))
            found += [
                Row("human", lang, own[i], text, JUDGED[kind], kind != "good", fold, kind, i)
                for kind, text in pairs
                if own[i].strip()
            ]
    return found


def _wrong(
    text: str, names: Sequence[str], damage: Damage, rng: random.Random
) -> list[tuple[str, str]]:
    """The sentence with one error of each kind that it has a place for."""
    found = []
    if places := list(_NAME.finditer(text)):
        place, name = rng.choice(places), rng.choice(names)
        if name not in text:
            found.append(
                ("name", _replaced(text, place, name + place[1][len(place[1].rstrip()) :]))
            )
    for verb in _NEGATABLE:
        if f" {verb} not " in text:
            found.append(("negation", text.replace(f" {verb} not ", f" {verb} ", 1)))
            break
        if f" {verb} " in text and " not " not in text:
            found.append(("negation", text.replace(f" {verb} ", f" {verb} not ", 1)))
            break
    if numbers := list(_NUMBER.finditer(text)):
        place = rng.choice(numbers)
        found.append(("number", _replaced(text, place, str(int(place[0]) * 3 + 7))))
    for _ in range(2):
        if words := damage.sentence(text, rng, 1):
            found.append(("word", joined(words)[0]))
    return found


def _replaced(text: str, place: re.Match[str], other: str) -> str:
    return text[: place.start()] + other + text[place.end() :]


def _folds(sources: Sequence[str]) -> dict[str, int]:
    names = sorted(set(sources))
    random.Random(0).shuffle(names)
    return {name: i % FOLDS for i, name in enumerate(names)}
