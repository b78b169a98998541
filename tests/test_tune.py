"""Feedback: verdicts as they are exported, what they say of rules and scores, and `qa tune`."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config, read_config
from qa.context import Context
from qa.feedback.calibration import calibration, calibrations
from qa.feedback.figures import auc, auc_interval, wilson
from qa.feedback.precision import by_family, by_rule
from qa.feedback.settings import proposed_settings, toml_of
from qa.feedback.tuning import tune
from qa.feedback.verdicts import Verdict, read_feedback
from qa.linting.setup import Setup


def line(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A verdict as the page writes it."""
    entry = {
        "version": 1,
        "story": f"story-{number}.txt",
        "id": f"id-{number}",
        "code": "TYP103",
        "text": "was was",
        "severity": "warning",
        "confidence": 1.0,
        "suspicion": None,
        "verdict": "accept",
        "at": "2026-11-22T08:00:00Z",
    }
    return {**entry, **changes}


def written(path: Path, entries: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entries), "utf-8")
    return path


# --- Figures

# Hits, cases, and the interval to four digits: by hand from Wilson's formula, and the first three
# as they are in Newcombe 1998, Two-sided confidence intervals for the single proportion, table I.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (20, 20, 0.8389, 1.0),
    (0, 0, 0.0, 1.0),
]


@pytest.mark.parametrize(("hits", "cases", "low", "high"), WILSON)
def test_the_interval_of_a_share(hits: int, cases: int, low: float, high: float) -> None:
    assert wilson(hits, cases) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_narrows_with_more_cases(counts: tuple[int, int]) -> None:
    hits, cases = counts
    low, high = wilson(hits, cases)
    assert 0 <= low <= hits / cases <= high <= 1
    assert high > low
    # What is missed is the mirror image of what is hit.
    assert wilson(cases - hits, cases) == pytest.approx((1 - high, 1 - low))
    more = wilson(hits * 4, cases * 4)
    assert more.high - more.low < high - low


def test_the_area_under_the_curve() -> None:
    assert auc([0.9, 0.8, 0.1], [True, True, False]) == 1
    assert auc([0.1, 0.8, 0.1], [True, False, False]) == 0.25
    assert math.isnan(auc([0.5], [True]))


cases_of_both = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=2).filter(
    lambda pairs: len({bad for _, bad in pairs}) == 2
)


@given(cases_of_both)
def test_an_area_counts_pairs(pairs: list[tuple[int, bool]]) -> None:
    scores, bad = [s for s, _ in pairs], [b for _, b in pairs]
    area = auc(scores, bad)
    wins = [(a > b) + (a == b) / 2 for a, x in pairs for b, y in pairs if x and not y]
    assert area == pytest.approx(sum(wins) / len(wins))
    assert auc([-s for s in scores], bad) == pytest.approx(1 - area)
    assert auc([s * 3 + 1 for s in scores], bad) == area
    low, high = auc_interval(area, bad.count(False), bad.count(True))
    assert 0 <= low <= area <= high <= 1
    more = auc_interval(area, bad.count(False) * 9, bad.count(True) * 9)
    assert more.high - more.low < high - low


# --- Calibration


def test_a_calibration_by_hand() -> None:
    found = calibration("suspicion", [(0.32, True), (0.38, False), (0.9, True), (1.0, True)])
    assert [(b.low, b.high, b.verdicts, b.errors) for b in found.bins] == [
        (0.3, 0.4, 2, 1),
        (0.9, 1.0, 2, 2),
    ]
    assert [b.share for b in found.bins] == [0.5, 1.0]
    assert [b.mean for b in found.bins] == pytest.approx([0.35, 0.95])
    assert found.expected_error == pytest.approx((2 * 0.15 + 2 * 0.05) / 4)
    assert found.brier == pytest.approx((0.68**2 + 0.38**2 + 0.1**2) / 4)
    assert found.auc == pytest.approx(2 / 3)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_a_calibration_adds_up(predictions: list[tuple[float, bool]]) -> None:
    found = calibration("confidence", predictions)
    assert sum(b.verdicts for b in found.bins) == found.verdicts == len(predictions)
    assert sum(b.errors for b in found.bins) == found.errors
    assert all(b.low - 1e-9 <= b.mean <= b.high + 1e-9 for b in found.bins)
    assert 0 <= found.expected_error <= 1
    # No bin is further off than its predictions are: Jensen's inequality.
    assert found.expected_error**2 <= found.brier + 1e-9
    assert (found.auc is None) == (found.errors in (0, found.verdicts)) == (not found.auc_interval)


def test_passages_are_held_against_their_score_and_the_rest_against_its_confidence(
    tmp_path: Path,
) -> None:
    scored = {"text": "A bad passage.", "suspicion": 0.42, "confidence": 0.42, "story": "a"}
    path = written(
        tmp_path / "v.jsonl",
        [
            line(1, code="RTT102", **scored),
            line(2, code="RTT101", **scored, verdict="wrong", at="2026-11-22T09:00:00Z"),
            line(3),
        ],
    )
    score, rules = calibrations(read_feedback([path]).verdicts)
    # Two rules found one passage; the later verdict on it counts.
    assert (score.measure, score.verdicts, score.errors) == ("suspicion", 1, 0)
    assert (rules.measure, rules.verdicts, rules.errors) == ("confidence", 1, 1)
    assert calibrations([]) == ()


# --- Verdicts


def test_the_latest_verdict_on_a_finding_counts(tmp_path: Path) -> None:
    folder = tmp_path / "week"
    folder.mkdir()
    early, late = "2026-11-22T08:00:00Z", "2026-11-22T11:00:00+02:00"
    written(folder / "b.jsonl", [line(1, verdict="wrong", at=late), line(2)])
    written(folder / "a.ndjson", [line(1, at=early), line(1, story="another.txt", at=early)])
    (folder / "notes.txt").write_text("no verdicts")
    file = written(tmp_path / "c.jsonl", [line(2, verdict="reject"), line(1, at=early)])
    feedback = read_feedback([file, folder, file])
    assert feedback.problems == ()
    assert feedback.lines == 6
    assert [(v.story, v.id, v.verdict) for v in feedback.verdicts] == [
        # Of one moment the one that is read last.
        ("story-2.txt", "id-2", "accept"),
        ("story-1.txt", "id-1", "wrong"),
        ("another.txt", "id-1", "accept"),
    ]


# Each: a line, and what is said of it.
BAD_LINES = {
    "{": "not valid JSON: Expecting property name",
    "[" * 100_000: "not valid JSON",
    "[]": "is no verdict; export them",
    '{"story": "a", "findings": []}': "is no verdict; export them",
    json.dumps(line(version=2)): "version 2 is unknown; known is 1",
    json.dumps(line(verdict="maybe")): "verdict 'maybe' must be one of accept, reject, wrong",
    json.dumps(line(verdict=["wrong"])): "verdict ['wrong'] must be one of accept",
    json.dumps(line(code="TYP999")): "unknown rule 'TYP999'",
    json.dumps(line(code=5)): "code must be a string",
    json.dumps(line(severity="bad")): "severity 'bad' must be one of info, warning, error",
    json.dumps(line(confidence=80)): "confidence must be a number from 0 to 1",
    json.dumps(line(confidence=True)): "confidence must be a number from 0 to 1",
    json.dumps(line(confidence=math.nan)): "confidence must be a number from 0 to 1",
    json.dumps(line(suspicion="0.4")): "suspicion must be a number from 0 to 1",
    json.dumps(line(at="today")): "at must be a time such as",
    json.dumps(line(at=None)): "at must be a time such as",
    json.dumps(line(text="\ud83d")): "text holds half a surrogate pair",
}


@pytest.mark.parametrize("text", BAD_LINES, ids=lambda text: text[:20])
def test_a_bad_line_is_named_and_the_rest_is_used(tmp_path: Path, text: str) -> None:
    path = tmp_path / "v.jsonl"
    path.write_text(f"\ufeff{json.dumps(line(1))}\r\n\n{text}\n{json.dumps(line(2))}", "utf-8")
    feedback = read_feedback([path])
    assert [v.id for v in feedback.verdicts] == ["id-1", "id-2"]
    (problem,) = map(str, feedback.problems)
    assert problem.startswith(f"{path}:3: {BAD_LINES[text]}")


def test_a_file_of_something_else_is_not_named_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "v.jsonl").write_bytes(b"\xff\n" * 30)
    (tmp_path / "empty").mkdir()
    feedback = read_feedback([tmp_path / "v.jsonl", tmp_path / "empty", tmp_path / "missing.jsonl"])
    problems = [str(p) for p in feedback.problems]
    assert problems[0] == f"{tmp_path}/v.jsonl:1: is not UTF-8; the line is left out"
    assert problems[10] == f"{tmp_path}/v.jsonl: 20 more lines of that kind left out"
    assert [p.removeprefix(f"{tmp_path}/") for p in problems[11:]] == [
        "empty: holds no .jsonl file; name one with verdicts",
        "missing.jsonl: no such file or folder",
    ]


# --- Precision


def test_precision_by_rule_and_family(tmp_path: Path) -> None:
    kinds = ["accept"] * 6 + ["reject"] * 2 + ["wrong"] * 2
    lines = [line(n, verdict=v, code="TYP103" if n % 2 else "TYP101") for n, v in enumerate(kinds)]
    path = written(tmp_path / "v.jsonl", [*lines, line(3, id="more", code="PUN101")])
    verdicts = read_feedback([path]).verdicts
    rows = [
        (p.code, p.name, p.accepted, p.rejected, p.wrong, p.right, p.verdicts, p.stories)
        for p in (*by_rule(verdicts), *by_family(verdicts))
    ]
    assert rows == [
        ("PUN101", "trailing-space", 1, 0, 0, 1, 1, 1),
        ("TYP101", "typo", 3, 1, 1, 4, 5, 5),
        ("TYP103", "doubled-word", 3, 1, 1, 4, 5, 5),
        ("PUN", "punctuation", 1, 0, 0, 1, 1, 1),
        ("TYP", "spelling", 6, 2, 2, 8, 10, 10),
    ]
    spelling = by_family(verdicts)[1]
    assert (spelling.share, spelling.interval) == (0.8, wilson(8, 10))


# --- Proposals

Group = tuple[int, dict[str, Any]]


def lines_of(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """So many lines of each kind, each on a text and a story of its own unless the kind says more."""
    number, lines = 0, []
    for count, changes in groups:
        for _ in range(count):
            number += 1
            lines.append(line(number, **{"text": f"text {number} of many", **changes}))
    return lines


def verdicts_of(groups: Iterable[Group], folder: Path) -> tuple[Verdict, ...]:
    return read_feedback([written(folder / "v.jsonl", lines_of(groups))]).verdicts


WRONG: dict[str, Any] = {"verdict": "wrong"}
REJECT: dict[str, Any] = {"verdict": "reject"}
ONE_STORY: dict[str, Any] = {"story": "a.txt"}


def at(value: float, **changes: Any) -> dict[str, Any]:
    return {"confidence": value, **changes}


def suspect(value: float, **changes: Any) -> dict[str, Any]:
    return {"code": "RTT102", "severity": "info", **at(value, suspicion=value), **changes}


# Each: the verdicts, the settings in force, and what is proposed as "rule setting value (now)".
TUNED: dict[str, tuple[list[Group], str, list[str]]] = {
    "a rule that is right": ([(30, {})], "", []),
    "a rule that is often wrong": (
        [(10, {}), (10, WRONG)],
        "",
        ["TYP103 severity off (warning)"],
    ),
    "one wrong in ten": ([(27, {}), (3, WRONG)], "", []),
    # 4 of 20 may be one in ten and bad luck: Wilson's interval reaches from 8 to 42%.
    "what chance may have done": ([(16, {}), (4, WRONG)], "", []),
    "the same share of more": ([(80, {}), (20, WRONG)], "", ["TYP103 severity off (warning)"]),
    "too few": ([(9, WRONG)], "", []),
    "one story only": ([(30, WRONG | ONE_STORY)], "", []),
    "off already": ([(30, WRONG)], '[severity]\nTYP = "off"\n', []),
    "ignored already": ([(30, WRONG)], 'ignore = ["doubled-word"]\n', []),
    "a severity of the desk": (
        [(30, WRONG)],
        '[severity]\nTYP = "error"\n',
        ["TYP103 severity off (error)"],
    ),
    "sure findings are right": (
        [(30, at(0.95)), (20, at(0.8, **WRONG)), (2, at(0.8))],
        "",
        ["TYP103 confidence 0.9 (None)"],
    ),
    "sure findings are few": (
        [(9, at(0.95)), (20, at(0.8, **WRONG))],
        "",
        ["TYP103 severity off (warning)"],
    ),
    "sure findings are no better": (
        [(20, at(0.95)), (10, at(0.95, **WRONG)), (20, at(0.8)), (10, at(0.8, **WRONG))],
        "",
        ["TYP103 severity off (warning)"],
    ),
    "a confidence is asked for already": (
        [(30, at(0.95)), (20, at(0.8, **WRONG))],
        "[confidence]\nTYP103 = 0.85\n",
        [],
    ),
    "more is asked of all rules already": (
        [(30, at(0.95)), (20, at(0.8, **WRONG))],
        "min-confidence = 0.85\n",
        [],
    ),
    "a higher confidence": (
        [(30, at(0.95)), (20, at(0.87, **WRONG))],
        "[confidence]\nTYP103 = 0.85\n",
        ["TYP103 confidence 0.9 (0.85)"],
    ),
    "one text again and again": (
        [(20, {}), (3, WRONG | {"text": "had  had"})],
        "",
        ["TYP103 allow had had (None)"],
    ),
    "one text left as it is": (
        [(20, {}), (2, REJECT | {"text": "had had"}), (1, WRONG | {"text": "had had"})],
        "",
        ["TYP103 allow had had (None)"],
    ),
    "a text too long for a setting": ([(40, {}), (3, WRONG | {"text": "so long " * 200})], "", []),
    "one text in one story": ([(20, {}), (3, WRONG | ONE_STORY | {"text": "had had"})], "", []),
    "one text twice": ([(20, {}), (2, WRONG | {"text": "had had"})], "", []),
    "a text that was once right": (
        [(20, {}), (3, WRONG | {"text": "had had"}), (1, {"text": "had had"})],
        "",
        [],
    ),
    "a text too short to tell": ([(40, {}), (3, WRONG | {"text": "it."})], "", []),
    "a text that is allowed already": (
        [(20, {}), (3, WRONG | {"text": "had had"})],
        '[allow]\nTYP = ["had had"]\n',
        [],
    ),
    "wrong without those texts, too": (
        [(10, WRONG), (3, WRONG | {"text": "had had"})],
        "",
        ["TYP103 severity off (warning)"],
    ),
    "left as it is, mostly": (
        [(20, REJECT), (6, {})],
        "",
        ["TYP103 severity info (warning)"],
    ),
    "left as it is, mostly, and a hint already": (
        [(20, REJECT), (6, {})],
        '[severity]\nTYP103 = "info"\n',
        [],
    ),
    "left as it is, half the time": ([(13, REJECT), (13, {})], "", []),
    "left as it is, always": ([(30, REJECT)], "", ["TYP103 severity off (warning)"]),
    "a hint that is always heeded": (
        [(60, {"code": "PUN101"})],
        "",
        ["PUN101 severity warning (info)"],
    ),
    "a hint that is mostly heeded": (
        [(50, {"code": "PUN101"}), (10, {"code": "PUN101", **REJECT})],
        "",
        [],
    ),
    "suspect passages, half right": (
        [(20, suspect(0.4)), (20, suspect(0.35, **WRONG))],
        "max-suspicion = 0.3\n",
        [],
    ),
    "suspect passages, the more so right": (
        [(12, suspect(0.6)), (40, suspect(0.4, **WRONG)), (5, suspect(0.4))],
        "max-suspicion = 0.3\n",
        ["RTT102 max-suspicion 0.5 (0.3)"],
    ),
    "suspect passages that are fine": (
        [(30, suspect(0.6, **WRONG)), (5, suspect(0.4))],
        "max-suspicion = 0.3\n",
        ["RTT102 severity off (info)"],
    ),
    "suspect passages, all right": (
        [(20, suspect(0.32))],
        "max-suspicion = 0.3\n",
        ["RTT102 max-suspicion 0.25 (0.3)"],
    ),
    "suspect passages, all right, one at the limit": (
        [(20, suspect(0.32)), (1, suspect(0.3))],
        "max-suspicion = 0.3\n",
        ["RTT102 max-suspicion 0.25 (0.3)"],
    ),
    "suspect passages, all right, and those below were judged": (
        [(20, suspect(0.32)), (1, suspect(0.28, **WRONG))],
        "max-suspicion = 0.3\n",
        [],
    ),
    "suspect passages below the limit": (
        [(30, suspect(0.4, **WRONG))],
        "max-suspicion = 0.5\n",
        [],
    ),
    "several rules": (
        [(30, WRONG), (30, {"code": "MTA104", **WRONG}), (30, {"code": "TYP101"})],
        "",
        ["MTA104 severity off (warning)", "TYP103 severity off (warning)"],
    ),
}


def context_of(settings: str, folder: Path) -> Context:
    path = folder / "qa.toml"
    path.write_text(settings, "utf-8")
    config, errors = read_config(path)
    assert errors == []
    return Context(config)


@pytest.mark.parametrize("case", TUNED)
def test_proposals(tmp_path: Path, case: str) -> None:
    groups, settings, expected = TUNED[case]
    found = tune(verdicts_of(groups, tmp_path), Setup(context_of(settings, tmp_path))).proposals
    assert [f"{p.rule} {p.setting} {p.value} ({p.now})" for p in found] == expected
    assert all(p.reason and p.verdicts >= 3 for p in found)


def test_how_right_a_rule_must_be_can_be_chosen(tmp_path: Path) -> None:
    verdicts = verdicts_of([(80, {}), (20, WRONG)], tmp_path)
    assert tune(verdicts, Setup(Context()), 0.6).proposals == ()
    assert len(tune(verdicts, Setup(Context()), 0.95).proposals) == 1


def test_what_more_verdicts_could_decide(tmp_path: Path) -> None:
    groups = [(16, {}), (4, WRONG), (2, {"code": "PUN101"}), (1, {"code": "MTA104", **WRONG})]
    assert tune(verdicts_of(groups, tmp_path), Setup(Context())).undecided == ("MTA104", "TYP103")


# --- Settings

PRESENT = """\
max-suspicion = 0.3

[severity]
doubled-word = "error"
GLO = "info"

[confidence]
LNG = 0.5

[allow]
TYP103 = ["that that"]
typo = ["Foo \\"bar\\""]
"""


@pytest.mark.parametrize("name", ["qa.toml", "pyproject.toml"])
def test_written_settings_are_read_as_they_are_proposed(tmp_path: Path, name: str) -> None:
    quoted = 'had "had"\\'
    groups = [
        (30, {"code": "MTA104", **WRONG}),
        (3, WRONG | {"text": quoted}),
        (3, WRONG | {"text": "was was"}),
        (20, REJECT),
        (3, {}),
        (30, at(0.95, code="LNG101")),
        (20, at(0.8, code="LNG101", **WRONG)),
        *TUNED["suspect passages, the more so right"][0],
    ]
    context = context_of(PRESENT, tmp_path)
    found = tune(verdicts_of(groups, tmp_path), Setup(context)).proposals
    settings = proposed_settings(context.config, found)
    path = tmp_path / name
    path.write_text(toml_of(settings, found, shared=name == "pyproject.toml"), "utf-8")
    config, errors = read_config(path)
    assert errors == []
    assert config == replace(
        Config(),
        severity=(
            ("doubled-word", "error"),
            ("GLO", "info"),
            ("MTA104", "off"),
            ("TYP103", "info"),
        ),
        confidence=(("LNG", 0.5), ("LNG101", 0.9)),
        allow=(("TYP103", ("that that", quoted, "was was")), ("typo", ('Foo "bar"',))),
        max_suspicion=0.5,
    )
    assert all(f"# {p.reason}\n" in path.read_text() for p in found)


groups_of_verdicts = st.lists(
    st.tuples(
        st.integers(1, 30),
        st.fixed_dictionaries(
            {
                "code": st.sampled_from(["TYP103", "PUN101", "RTT102"]),
                "verdict": st.sampled_from(["accept", "reject", "wrong"]),
                "confidence": st.sampled_from([0.31, 0.33, 0.42, 0.8, 0.85, 0.9, 1.0]),
            },
            optional={"text": st.sampled_from(["had had", "that that", "\t“Où?”\\ \x7f", "it"])},
        ),
    ),
    max_size=6,
)


@given(groups_of_verdicts)
def test_proposals_in_force_leave_nothing_to_propose(
    tmp_path_factory: pytest.TempPathFactory, groups: list[Group]
) -> None:
    folder = tmp_path_factory.mktemp("tune")
    for _, changes in groups:
        changes["suspicion"] = changes["confidence"] if changes["code"] == "RTT102" else None
    verdicts = verdicts_of(groups, folder)
    first = tune(verdicts, Setup(Context())).proposals
    settings = toml_of(proposed_settings(Config(), first), first)
    assert tune(verdicts, Setup(context_of(settings, folder))).proposals == ()


# --- The command

SCRIPT = Path(sys.executable).with_name("qa")
GROUPS: list[Group] = [
    (30, {}),
    (10, {"code": "MTA104", **WRONG}),
    (4, {"code": "TYP101", **WRONG, "text": "Stoltenburg"}),
    (5, {"code": "RTT102", "severity": "info", "confidence": 0.5, "suspicion": 0.5}),
]


def test_the_command_shows_precision_and_proposals(tmp_path: Path) -> None:
    path = written(tmp_path / "v.jsonl", [*lines_of(GROUPS), line(1)])
    done = subprocess.run(
        [SCRIPT, "tune", path], capture_output=True, encoding="utf-8", cwd=tmp_path
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "rule    name               verdicts  accepted  rejected  wrong  precision\n"
        "MTA104  verbless-sentence        10         0         0     10    0% (0%–28%)\n"
        "RTT102  suspect-passage           5         5         0      0  100% (57%–100%)\n"
        "TYP101  typo                      4         0         0      4    0% (0%–49%)\n"
        "TYP103  doubled-word             30        30         0      0  100% (89%–100%)\n"
        "\n"
        "MTA     residue                  10         0         0     10    0% (0%–28%)\n"
        "RTT     roundtrip                 5         5         0      0  100% (57%–100%)\n"
        "TYP     spelling                 34        30         0      4   88% (73%–95%)\n"
        "49 verdicts on 49 stories; 1 earlier one was replaced.\n"
        "\n"
        "Suspicion: 5 errors in 5 verdicts; expected calibration error 0.50, Brier score 0.25, "
        "no AUC, for all verdicts are alike\n"
        "  0.5–0.6:  50% expected, 100% (57%–100%) found in 5\n"
        "\n"
        "Confidence: 30 errors in 44 verdicts; expected calibration error 0.32, "
        "Brier score 0.32, AUC 0.50 (0.33–0.67)\n"
        "  0.9–1.0: 100% expected,  68% (53%–80%) found in 44\n"
        "\n"
        "Proposed:\n"
        "  MTA104  severity off (now warning)\n"
        "      10 of 10 findings were false alarms, so probably 72% of all or more; 10% would be "
        "bearable\n"
        "  TYP101  allow “Stoltenburg”\n"
        "      a false alarm 4 times, in 4 stories, and never corrected\n"
    )


def test_json_has_exactly_this_shape(qa: Qa, tmp_path: Path) -> None:
    written(tmp_path / "v.jsonl", lines_of([(10, {"code": "MTA104", **at(0.75, **WRONG)})]))
    done = qa("tune", "v.jsonl", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    interval = [0.0, pytest.approx(0.27753, abs=1e-4)]
    counts = {
        "accepted": 0,
        "rejected": 0,
        "wrong": 10,
        "right": 0,
        "verdicts": 10,
        "stories": 10,
        "precision": 0.0,
        "interval": interval,
    }
    assert json.loads(done.stdout) == {
        "version": 1,
        "verdicts": 10,
        "stories": 10,
        "replaced": 0,
        "rules": [{"code": "MTA104", "name": "verbless-sentence", **counts}],
        "families": [{"code": "MTA", "name": "residue", **counts}],
        "calibration": [
            {
                "measure": "confidence",
                "verdicts": 10,
                "errors": 0,
                "bins": [
                    {
                        "low": 0.7,
                        "high": 0.8,
                        "mean": 0.75,
                        "verdicts": 10,
                        "errors": 0,
                        "share": 0.0,
                        "interval": interval,
                    }
                ],
                "expected_error": 0.75,
                "brier": 0.5625,
                "auc": None,
                "auc_interval": None,
            }
        ],
        "proposals": [
            {
                "setting": "severity",
                "rule": "MTA104",
                "value": "off",
                "now": "warning",
                "reason": "10 of 10 findings were false alarms, so probably 72% of all or more; "
                "10% would be bearable",
                "verdicts": 10,
            }
        ],
        "undecided": [],
    }


def test_nothing_to_propose_is_said(qa: Qa, tmp_path: Path) -> None:
    written(tmp_path / "v.jsonl", lines_of([(2, {}), (1, WRONG)]))
    done = qa("tune", "v.jsonl", "-o", "tuned.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(
        "\nNothing is proposed.\n"
        "Too few verdicts to say whether they are wrong too often: TYP103.\n"
        "Wrote no settings to tuned.toml.\n"
    )
    assert read_config(tmp_path / "tuned.toml") == (Config(), [])
    assert qa("tune", "v.jsonl", "--precision", "0.5").stdout.endswith("\nNothing is proposed.\n")


def test_proposed_settings_quieten_the_next_check(qa: Qa, tmp_path: Path) -> None:
    stories = ("It was was so.\n", "It was was that.\n\nHe had had it.\n", "Then he had had it.\n")
    for number, text in enumerate(stories):
        (tmp_path / f"{number}.txt").write_text(text)
    call = ("check", "0.txt", "1.txt", "2.txt", "--lang", "en", "--format", "json")

    def found() -> list[tuple[str, dict[str, Any]]]:
        files = json.loads(qa(*call, "--select", "TYP103").stdout)["files"]
        return [(entry["path"], f) for entry in files for f in entry["findings"]]

    assert [f["text"] for _, f in found()] == ["was was", "was was"]
    entries = [
        line(n, story=path, verdict="wrong", **{k: f[k] for k in ("code", "text", "severity")})
        for n, (path, f) in enumerate([*found(), *found()])
    ]
    written(tmp_path / "v.jsonl", entries)
    assert qa("tune", "v.jsonl", "-o", "tuned.toml").returncode == 0
    (tmp_path / "tuned.toml").rename(tmp_path / "qa.toml")
    assert found() == []
    assert "Nothing is proposed" in qa("tune", "v.jsonl").stdout


def test_a_configuration_is_not_written_over(qa: Qa, tmp_path: Path) -> None:
    written(tmp_path / "v.jsonl", lines_of(GROUPS))
    own = tmp_path / "own.toml"
    for name in ("qa.toml", "pyproject.toml", "own.toml"):
        (tmp_path / name).write_text('lang = "en"\n' if name != "pyproject.toml" else "[tool.qa]\n")
        done = qa("tune", "v.jsonl", "-o", name, "--config", own if name == own.name else "qa.toml")
        assert (done.returncode, done.stderr) == (
            2,
            f"qa: {name}: is a configuration with more settings; name a new file, and copy from "
            "there\n",
        )
        assert "Proposed:" in done.stdout
    assert own.read_text() == 'lang = "en"\n'
    own.unlink()
    assert qa("tune", "v.jsonl", "-o", "own.toml").returncode == 0
    # A pyproject.toml wants other headers.
    (tmp_path / "qa.toml").unlink()
    assert qa("tune", "v.jsonl", "-o", "own.toml").returncode == 0
    assert "\n[tool.qa.severity]\n" in own.read_text()


# Each: the arguments, and what is said.
BAD_CALLS = [
    (["missing.jsonl"], "qa: missing.jsonl: no such file or folder\n"),
    (["empty.jsonl"], "qa: empty.jsonl: no verdicts; give some on the report page\n"),
    (
        ["v.jsonl", "--format", "toml"],
        "qa: Invalid value: --format toml: must be one of text, json\n",
    ),
    (["v.jsonl", "--config", "none.toml"], "qa: Invalid value: --config none.toml: no such file\n"),
    (["v.jsonl", "-o", "none/t.toml"], "qa: none/t.toml: no such file or folder\n"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD_CALLS, ids=lambda value: str(value)[:30])
def test_a_bad_call_is_one_line(qa: Qa, tmp_path: Path, arguments: list[str], says: str) -> None:
    written(tmp_path / "v.jsonl", lines_of(GROUPS))
    (tmp_path / "empty.jsonl").touch()
    done = qa("tune", *arguments)
    assert (done.returncode, done.stderr) == (2, says)


def test_a_broken_configuration_is_named_and_the_rest_shown(qa: Qa, tmp_path: Path) -> None:
    written(tmp_path / "v.jsonl", lines_of(GROUPS))
    (tmp_path / "qa.toml").write_text('lagn = "en"\n')
    done = qa("tune", "v.jsonl")
    assert (done.returncode, done.stderr) == (
        2,
        f"qa: {tmp_path / 'qa.toml'}:1: unknown key 'lagn'; write 'lang'\n",
    )
    assert "Proposed:" in done.stdout
