"""Translations with their signals, by a network for quality that has not seen their sources."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import numpy as np

from qa.config import Config
from qa.context import Context
from qa.linting.findings import RuleFindings
from qa.score.evidence import measure_surface
from qa.score.facts import row_facts
from qa.score.networks import Network
from qa.score.signals import Passage, meaning
from training.networks import Parameters, news_network, predicted
from training.news import FOLDS, Row
from training.vectors import Store
from training.weights import Example, usual

# Human translations that a network for quality learns from, beside all that was judged.
_HUMAN = 1_100


def judged_anew(
    start: Parameters, rows: Sequence[Row], store: Store
) -> tuple[Parameters, list[float]]:
    """The network for quality after it has seen news and human translations, and what it says of each
    row when it has not seen its source.
    """
    said = [0.0] * len(rows)
    for fold in range(FOLDS):
        print(f"quality without fold {fold}", file=sys.stderr, flush=True)
        net = news_network(start, _chosen([r for r in rows if r.fold != fold]), store)
        here = [i for i, r in enumerate(rows) if r.fold == fold]
        copies = [store[rows[i].text] for i in here]
        sources = [store[rows[i].source] for i in here]
        for i, value in zip(here, predicted(net, copies, sources), strict=True):
            said[i] = value
    print("quality without nothing", file=sys.stderr, flush=True)
    return news_network(start, _chosen(rows), store), said


def _chosen(rows: Sequence[Row]) -> list[Row]:
    """All that was judged, and so many of the human translations, spread over all of them."""
    human = [r for r in rows if r.kind]
    step = max(1, len(human) // _HUMAN)
    return [*(r for r in rows if not r.kind), *human[::step]]


def measured(
    rows: Sequence[Row], of_news: Sequence[float], nets: Mapping[str, Parameters], store: Store
) -> tuple[list[Example], dict[str, dict[str, float]]]:
    """All rows with their signals, and what is usual by language, which is taken off them.

    `of_news` is what the network for the quality of news says of each row, without its source.
    """
    quality, errors = (
        Network({k: v.numpy().astype(np.float32) for k, v in nets[name].items()})
        for name in ("quality", "errors")
    )
    context = Context(Config(lang="en"))
    found: list[Example] = []
    for row, judgement in zip(rows, of_news, strict=True):
        passage = Passage(row.text, "en", row.source, row.lang)
        copy, source = store[row.text], store[row.source]
        if not len(copy.commonness) or not len(source.commonness):
            continue
        judged = errors.judge(copy, source)
        signals = dict(measure_surface(passage).signals)
        signals |= meaning.measure(passage, copy, source).signals
        signals |= {
            "quality": quality.judge(copy, source).total,
            "quality_news": judgement,
            "errors": judged.total,
            "worst_word": float(judged.pieces.max()),
        }
        facts = row_facts(passage, context, RuleFindings(context))
        found.append(Example(row, signals, max((f.probability for f in facts), default=0.0)))
    relative_to = usual(found)
    for e in found:
        e.signals = relative(e.signals, relative_to, e.row.lang)
    return found, relative_to


def relative(
    signals: Mapping[str, float], relative_to: Mapping[str, Mapping[str, float]], lang: str
) -> dict[str, float]:
    """The signals as the regressions take them, as qa.score.suspicion has it."""
    usual_here = relative_to.get(lang) or relative_to["*"]
    return {n: v - usual_here.get(n, 0.0) for n, v in signals.items()}
