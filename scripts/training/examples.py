"""Passages with their signals, by networks that have not seen them."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from qa.engines import RoundTripRoute, get_engine
from qa.score.evidence import measure_surface
from qa.score.roundtrip import compare, round_trips
from qa.score.signals import Passage, meaning, round_trip
from qa.vectors.encoder import get_encoder
from training.data import Judged, Pair
from training.networks import Parameters, error_network, predicted, quality_network
from training.vectors import Store


@dataclass(eq=False)
class Example:
    """A passage with its signals, those of the text by itself in `alone`.

    `group` is a language of MLQE-PE or a half of DEMETR; of DEMETR's pairs, the wrong one has its
    `kind` of error and the `right` one.
    """

    group: str | int
    text: str
    signals: dict[str, float]
    alone: dict[str, float]
    bad: bool
    kind: str = ""
    right: Example | None = None


@dataclass
class Trained:
    """Networks by name: those to ship, and those that have not seen a language or a half."""

    final: dict[str, Parameters]
    without: dict[tuple[str, str | int], Parameters]


def cross_trained(
    judged: Mapping[str, Sequence[Judged]], pairs: Sequence[Pair], store: Store, path: Path
) -> Trained:
    """All networks, from the file at `path` or trained and written there."""
    if path.exists():
        return Trained(**torch.load(path))
    trained = Trained({}, {})
    for compares, ending in ((True, ""), (False, "-alone")):
        for lang in (*judged, None):
            rows = [r for other, found in judged.items() if other != lang for r in found]
            print(f"quality{ending} without {lang or 'nothing'}", file=sys.stderr)
            net = quality_network(rows, store, compares)
            if lang:
                trained.without[f"quality{ending}", lang] = net
            else:
                trained.final[f"quality{ending}"] = net
        for half in (0, 1, None):
            print(f"errors{ending} without half {half}", file=sys.stderr)
            net = error_network([p for p in pairs if p.half != half], store, compares)
            if half is None:
                trained.final[f"errors{ending}"] = net
            else:
                trained.without[f"errors{ending}", half] = net
    torch.save({"final": trained.final, "without": trained.without}, path)
    return trained


def measured(
    judged: Mapping[str, Sequence[Judged]],
    pairs: Sequence[Pair],
    store: Store,
    trained: Trained,
) -> list[Example]:
    """All passages, the wrong ones of DEMETR after the right ones."""
    examples: list[Example] = []
    rows: list[Judged | Pair] = []

    def add(row: Judged | Pair, text: str, bad: bool) -> Example:
        found = dict(measure_surface(Passage(text, "en", row.source, row.lang)).signals)
        alone = dict(measure_surface(Passage(text, "en")).signals)
        copy, source = store[text], store[row.source]
        if len(copy.commonness) and len(source.commonness):
            found |= meaning.signals(copy, source)
        group = row.lang if isinstance(row, Judged) else row.half
        rows.append(row)
        examples.append(Example(group, text, found, alone, bad))
        return examples[-1]

    for found in judged.values():
        for row in found:
            add(row, row.text, row.bad)
    rights: dict[tuple[str, str], Example] = {}
    for pair in pairs:
        key = pair.source, pair.text
        if key not in rights:
            rights[key] = add(pair, pair.text, False)
        wrong = add(pair, pair.wrong, True)
        wrong.kind, wrong.right = pair.kind, rights[key]
    # Of MLQE-PE's rows any network for errors may judge, of DEMETR's any for quality.
    some_language = next(iter(judged))
    for group in dict.fromkeys(e.group for e in examples):
        here = [i for i, e in enumerate(examples) if e.group == group]
        language = group if isinstance(group, str) else some_language
        half = 0 if isinstance(group, str) else group
        for name, left_out in (("quality", language), ("errors", half)):
            copies = [store[examples[i].text] for i in here]
            sources = [store[rows[i].source] for i in here]
            compared = predicted(trained.without[name, left_out], copies, sources)
            by_itself = predicted(trained.without[f"{name}-alone", left_out], copies, None)
            for i, with_source, without in zip(here, compared, by_itself, strict=True):
                examples[i].signals[name] = with_source
                examples[i].alone[f"{name}_alone"] = without
    return examples


def kept_examples(path: Path, make: Callable[[], list[Example]]) -> list[Example]:
    """The examples from the file at `path`, or made and written there."""
    if not path.exists():
        path.write_bytes(pickle.dumps(make()))
    examples: list[Example] = pickle.loads(path.read_bytes())
    return examples


def add_round_trips(examples: Sequence[Example], path: Path, count: int) -> None:
    """Measure the round trips of the first `count` passages of each language of MLQE-PE."""
    chosen: list[Example] = []
    for group in dict.fromkeys(e.group for e in examples if isinstance(e.group, str)):
        chosen += [e for e in examples if e.group == group][:count]
    backs: dict[str, str] = {}
    if path.exists():
        with path.open(encoding="utf-8") as file:
            backs = {r["text"]: r["back"] for r in map(json.loads, file)}
    missing = [e.text for e in chosen if e.text not in backs]
    with path.open("a", encoding="utf-8") as file:
        for trip in round_trips(missing, RoundTripRoute(get_engine("embedded"), "en", "pt")):
            backs[trip.text] = trip.back
            file.write(json.dumps({"text": trip.text, "back": trip.back}) + "\n")
    encoder = get_encoder()
    texts, returned = [e.text for e in chosen], [backs[e.text] for e in chosen]
    trips = compare(texts, [""] * len(chosen), returned, "en")
    for start in range(0, len(chosen), 256):
        part = slice(start, start + 256)
        vectors = zip(encoder.encode(texts[part]), encoder.encode(returned[part]), strict=True)
        for e, trip, (before, after) in zip(chosen[part], trips[part], vectors, strict=True):
            e.alone |= round_trip.measure(trip, "pt").signals
            e.alone["round_trip_meaning"] = round_trip.meaning(before, after)
