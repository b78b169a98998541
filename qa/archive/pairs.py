"""The check of pairs in bulk: rows of a text and its translation in, findings, reasons and a score out.

One process or several call `PairJob.judge`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from statistics import median
from typing import NamedTuple

from qa.archive.keys import digest_of_setup
from qa.archive.passages import Pair
from qa.errors import LOST, STOPS, InputError, fault
from qa.language import UNKNOWN
from qa.language.codes import meant_tag, tag_of
from qa.language.main import main_language
from qa.linting.check import check
from qa.linting.findings import RuleFindings
from qa.linting.setup import Setup, Setups
from qa.processes.limits import seconds_for, time_limit
from qa.rules.registry import Rule
from qa.score.evidence import NoVectors
from qa.score.facts import Fact, row_document, row_facts
from qa.score.passages import Scorer
from qa.score.signals import Passage

# What one of the two sides lacks.
_NO_TRANSLATION, _NO_SOURCE = "SRC105", "SRC106"
_ODD_LENGTH = "SRC111"
# So many times as short or as long as is usual in the table, with so many letters of the longer one at least:
# as the rule for stories has it, a little wider, for the lines of a table are from many texts.
_TIMES, _FEWEST_LETTERS = 2.5, 60
# What is usual takes so many rows to tell.
_FEWEST_ROWS = 20
_FEATURED = ("SRC", "LNG")


class Judged(NamedTuple):
    """What is known of a row: the codes of what was found, in order, why, and how bad it is, 0 to 1.

    `score` is None where there is nothing to judge. `error` says why a row could not be checked, or not by
    all rules.
    """

    findings: tuple[str, ...]
    reasons: tuple[str, ...]
    score: float | None
    error: str = ""


class Usual(NamedTuple):
    """What a table is like: its languages, and how many times as long as its source a translation is."""

    source_lang: str
    lang: str
    ratio: float = 0.0


@dataclass
class PairJob:
    """The settings of a run over the rows of the table at `path`; it may be sent to other processes.

    `usual` holds for the rows that do not say their languages. With `by_vectors` the score compares the
    meaning of the two texts, too.
    """

    setups: Setups
    path: str
    usual: Usual
    by_vectors: bool
    _scorer: Scorer | None = field(default=None, repr=False)

    def fresh(self) -> PairJob:
        """The same for another process."""
        return PairJob(self.setups.fresh(), self.path, self.usual, self.by_vectors)

    def load(self) -> None:
        """Load what is the same in all processes, before any of them starts."""
        _ = self._selected
        if self.by_vectors:
            from qa.vectors.encoder import get_encoder

            get_encoder()

    def judge(self, rows: Sequence[Pair]) -> list[Judged]:
        """What there is to say of each row; what goes wrong with one is said in it."""
        try:
            return self._judged(rows)
        except STOPS:
            raise
        except BaseException as error:
            if len(rows) > 1:
                return [judged for row in rows for judged in self.judge([row])]
            return [Judged((), (), None, f"could not be checked ({fault(error)})")]

    def key(self) -> bytes:
        """What all judgements depend on beside the rows."""
        digest = blake2b(digest_of_setup(self._setup), digest_size=16)
        digest.update(repr((self.usual, self.by_vectors)).encode())
        return digest.digest()

    @cached_property
    def _setup(self) -> Setup:
        return self.setups.of(self.path)

    @cached_property
    def _findings(self) -> RuleFindings:
        return RuleFindings(self._setup.context)

    @cached_property
    def _selected(self) -> frozenset[str]:
        return frozenset(rule.code for rule in self._setup.rules)

    @cached_property
    def _more_rules(self) -> list[Rule]:
        """The rules about the translation alone that were asked for."""
        if not self._setup.context.config.select:
            return []
        scopes = ("segment", "document")
        return [r for r in self._setup.rules if r.scope in scopes and r.family not in _FEATURED]

    def _judged(self, rows: Sequence[Pair]) -> list[Judged]:
        by_langs: dict[tuple[str, str], list[int]] = {}
        for i, row in enumerate(rows):
            langs = row.lang or self.usual.lang, row.source_lang or self.usual.source_lang
            by_langs.setdefault(langs, []).append(i)
        if self._scorer is None:
            self._scorer = Scorer(None if self.by_vectors else NoVectors())
        found: dict[int, Judged] = {}
        for (lang, source_lang), numbers in by_langs.items():
            passages = [
                Passage(rows[i].translation, lang, rows[i].source, source_lang) for i in numbers
            ]
            facts, errors = zip(*map(self._facts, passages), strict=True)
            scores = self._scorer.score(passages, facts)
            for i, own, error, score in zip(numbers, facts, errors, scores, strict=True):
                codes = tuple(dict.fromkeys(fact.code for fact in own if fact.code))
                rest = [r for r in score.reasons if all(r != fact.text for fact in own)]
                reasons = dict.fromkeys([*(fact.text for fact in own), *rest])
                found[i] = Judged(codes, tuple(reasons), _rounded(score.suspicion), error)
        return [found[i] for i in range(len(rows))]

    def _facts(self, passage: Passage) -> tuple[list[Fact], str]:
        """What was found in a row, and why not all of it could be."""
        if not passage.text.strip() or not passage.source.strip():
            missing = "translation" if passage.source.strip() else "source"
            code = _NO_TRANSLATION if passage.source.strip() else _NO_SOURCE
            return [Fact(f"there is no {missing}", 1.0, (), code)], ""
        size = len(passage.text) + len(passage.source)
        seconds = seconds_for(size, self._setup.context.config.time_limit)
        try:
            with time_limit("the row", seconds):
                found = row_facts(passage, self._setup.context, self._findings, self.by_vectors)
                found += self._length(passage)
                found, errors = [f for f in found if f.code in self._selected], ""
                if self._more_rules:
                    document = row_document("row", passage.text, passage.lang)
                    checked = check(document, Setup(self._setup.context, self._more_rules))
                    found += [
                        Fact(f.message, f.confidence / 2, (f.span,), f.code)
                        for f in checked.findings
                    ]
                    errors = "; ".join(checked.errors)
                return found, errors
        except InputError as error:  # it took too long
            return [], str(error)

    def _length(self, passage: Passage) -> list[Fact]:
        """Whether a translation is much shorter or longer than the table lets expect."""
        if not self.usual.ratio or (passage.lang, passage.source_lang) != self.usual[1::-1]:
            return []
        expected = len(passage.source) * self.usual.ratio
        share = len(passage.text) / expected
        if max(len(passage.text), expected) < _FEWEST_LETTERS or 1 / _TIMES < share < _TIMES:
            return []
        return [Fact(f"{share:.1f} times as long as its source lets expect", 0.6, (), _ODD_LENGTH)]


def usual_of(rows: Iterable[Pair], columns: Mapping[str, str], setups: Setups, path: str) -> Usual:
    """What the table with these columns, which begins with these rows, is like."""
    context = setups.of(path).context
    config = context.config
    pairs = list(rows)
    sides = []
    # Of one name alone: "mt" is a machine's translation, and no Maltese.
    coded = all(meant_tag(columns[side]) for side in ("source", "translation"))
    for side, said in (("source", config.source_lang), ("translation", config.lang)):
        named = meant_tag(columns[side]) if coded else None
        lang = tag_of(said).language if said else named.language if named else ""
        if not lang:
            own = ("source_lang", "lang")[side == "translation"]
            text = "\n".join(getattr(p, side) for p in pairs if not getattr(p, own))
            lang = main_language(text, context.detector) if text.strip() else UNKNOWN
        sides.append("" if lang == UNKNOWN else lang)
    ratios = [
        len(p.translation) / len(p.source)
        for p in pairs
        if p.source.strip() and p.translation.strip() and not (p.source_lang or p.lang)
    ]
    usual = math.exp(median(map(math.log, ratios))) if len(ratios) >= _FEWEST_ROWS else 0.0
    return Usual(sides[0], sides[1], round(usual, 2))


def digest_of(rows: Iterable[Pair], key: bytes) -> str:
    """What the judgements of these rows depend on."""
    digest = blake2b(key, digest_size=16)
    for row in rows:
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()


def lost(rows: Sequence[Pair]) -> list[Judged]:
    """What there is to say of rows that a process did not survive."""
    return [Judged((), (), None, LOST) for _ in rows]


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)
