"""The formats for other programs: what they require, and that all say the same as JSON."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from jsonschema import Draft7Validator

from qa.reporters import FORMATS
from qa.rules.registry import all_rules

Qa = Callable[..., subprocess.CompletedProcess[str]]
STORY = "\U0001f1fa\U0001f1e6 He was in Kiev.\nIt was “so“ , he said said & left <b>.\n=1+1 Kiev\n"
NAME = "desk, ü: 100%/a b.txt"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / NAME).parent.mkdir()
    (tmp_path / NAME).write_text(STORY, "utf-8")
    (tmp_path / "clean.txt").write_text("It is late.\n")
    (tmp_path / "bad.txt").write_bytes("кот ".encode() * 20 + b"\xff\xfe\n")
    return tmp_path


@pytest.fixture
def wanted(qa: Qa, desk: Path) -> list[dict[str, Any]]:
    files = json.loads(run(qa, "json"))["files"]
    return [f | {"path": file["path"]} for file in files for f in file["findings"]]


def run(qa: Qa, name: str) -> str:
    done = qa("check", "--format", name, NAME, "clean.txt", "bad.txt")
    assert done.returncode == 2
    assert "bad.txt:1: not valid UTF-8" in done.stderr
    return done.stdout


def test_concise_is_one_line_a_finding(qa: Qa, wanted: list[dict[str, Any]]) -> None:
    lines = run(qa, "concise").splitlines()
    assert lines == [
        f"{NAME}:{f['start']['line']}:{f['start']['column']}: {f['code']} {f['message']}"
        for f in wanted
    ]


# The parts of the standard's schema that are used here.
REGION = {
    "type": "object",
    "required": ["startLine", "startColumn", "endLine", "endColumn"],
    "additionalProperties": False,
    "properties": {
        **{
            key: {"type": "integer", "minimum": 1}
            for key in ("startLine", "startColumn", "endLine", "endColumn")
        },
        **{key: {"type": "integer", "minimum": 0} for key in ("charOffset", "charLength")},
        "snippet": {"type": "object", "required": ["text"]},
    },
}
ARTIFACT = {
    "type": "object",
    "required": ["uri"],
    "properties": {"uri": {"pattern": "^[A-Za-z0-9._~%/:-]+$"}},
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "items": {
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer"},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "rank": {"type": "number", "minimum": 0, "maximum": 100},
                                "partialFingerprints": {"additionalProperties": {"type": "string"}},
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "properties": {
                                                    "artifactLocation": ARTIFACT,
                                                    "region": REGION,
                                                }
                                            }
                                        }
                                    }
                                },
                                "fixes": {
                                    "items": {
                                        "required": ["artifactChanges"],
                                        "properties": {
                                            "artifactChanges": {
                                                "minItems": 1,
                                                "items": {
                                                    "required": [
                                                        "artifactLocation",
                                                        "replacements",
                                                    ],
                                                    "properties": {
                                                        "artifactLocation": ARTIFACT,
                                                        "replacements": {
                                                            "minItems": 1,
                                                            "items": {
                                                                "required": ["deletedRegion"],
                                                                "properties": {
                                                                    "deletedRegion": REGION
                                                                },
                                                            },
                                                        },
                                                    },
                                                },
                                            }
                                        },
                                    }
                                },
                            },
                        }
                    },
                },
            }
        },
    },
}


def test_sarif(qa: Qa, desk: Path, wanted: list[dict[str, Any]]) -> None:
    said = json.loads(run(qa, "sarif"))
    assert not [*Draft7Validator(SARIF).iter_errors(said)]
    (done,) = said["runs"]
    assert done["columnKind"] == "unicodeCodePoints"
    (problem,) = done["invocations"][0]["toolExecutionNotifications"]
    assert "not valid UTF-8" in problem["message"]["text"]
    assert not done["invocations"][0]["executionSuccessful"]
    rules = done["tool"]["driver"]["rules"]
    assert len(done["results"]) == len(wanted)
    text = STORY
    for result, f in zip(done["results"], wanted, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == f["code"]
        place = result["locations"][0]["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]) == NAME
        region = place["region"]
        assert (region["startLine"], region["startColumn"]) == (
            f["start"]["line"],
            f["start"]["column"],
        )
        start = region["charOffset"]
        assert text[start : start + region["charLength"]] == f["text"] == region["snippet"]["text"]
        if f["fix"]:
            changes = result["fixes"][0]["artifactChanges"][0]["replacements"]
            edits = [
                {
                    "start": c["deletedRegion"]["charOffset"],
                    "end": c["deletedRegion"]["charOffset"] + c["deletedRegion"]["charLength"],
                    "text": c["insertedContent"]["text"],
                }
                for c in changes
            ]
            assert edits == f["fix"]["edits"]
    assert {r["id"]: r["name"] for r in rules} == {f["code"]: f["name"] for f in wanted}


def test_fingerprints_stay_when_lines_move(qa: Qa, desk: Path) -> None:
    def marks() -> list[str]:
        return [entry["fingerprint"] for entry in json.loads(run(qa, "gitlab"))]

    before = marks()
    assert len(set(before)) == len(before)
    (desk / NAME).write_text("It is late.\n\n" + STORY, "utf-8")
    assert marks() == before


def test_gitlab(qa: Qa, wanted: list[dict[str, Any]]) -> None:
    said = json.loads(run(qa, "gitlab"))
    (problem,) = [entry for entry in said if entry["location"]["path"] == "bad.txt"]
    assert problem["severity"] == "major"
    found = [entry for entry in said if entry is not problem]
    assert [
        (e["check_name"].split()[0], e["location"]["path"], e["location"]["lines"]["begin"])
        for e in found
    ] == [(f["code"], f["path"], f["start"]["line"]) for f in wanted]
    assert {e["severity"] for e in said} <= {"info", "minor", "major", "critical", "blocker"}


COMMAND = re.compile(r"::(notice|warning|error) ([^:]*)::([^\r\n]*)")


def test_github(qa: Qa, wanted: list[dict[str, Any]]) -> None:
    lines = run(qa, "github").splitlines()
    found = []
    for line in lines:
        m = COMMAND.fullmatch(line)
        assert m
        values = dict(pair.split("=", 1) for pair in m[2].split(","))
        found.append((values, unquote(m[3])))
    *ours, (bad, message) = found
    assert unquote(bad["file"]) == "bad.txt"
    assert "not valid UTF-8" in message
    assert [(unquote(v["file"]), int(v["line"]), text) for v, text in ours] == [
        (NAME, f["start"]["line"], f["message"]) for f in wanted
    ]


def test_checkstyle_and_junit_are_xml(qa: Qa, wanted: list[dict[str, Any]]) -> None:
    root = ElementTree.fromstring(run(qa, "checkstyle").encode())
    files = {file.get("name"): [e.get("source") for e in file] for file in root}
    assert files[NAME] == [f"qa.{f['code']}" for f in wanted]
    assert files["bad.txt"] == ["qa.not-checked"]
    messages = [e.get("message") for e in root.iter("error")]
    assert messages[: len(wanted)] == [f["message"] for f in wanted]
    suite = ElementTree.fromstring(run(qa, "junit").encode())[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    kinds = {case.get("name"): [part.tag for part in case] for case in suite}
    assert kinds == {NAME: ["failure"], "clean.txt": [], "bad.txt": ["error"]}


def test_rdjson_counts_bytes(qa: Qa, wanted: list[dict[str, Any]]) -> None:
    said = json.loads(run(qa, "rdjson"))
    lines = [line.encode() for line in STORY.split("\n")]
    found = [d for d in said["diagnostics"] if d["location"]["path"] == NAME]
    assert len(said["diagnostics"]) == len(found) + 1
    for diagnostic, f in zip(found, wanted, strict=True):
        start, end = (diagnostic["location"]["range"][key] for key in ("start", "end"))
        if start["line"] == end["line"]:
            line = lines[start["line"] - 1]
            assert line[start["column"] - 1 : end["column"] - 1].decode() == f["text"]
        assert diagnostic["code"]["value"] == f["code"]
    assert any(d["suggestions"] for d in found)


def test_csv_has_no_formulas(qa: Qa, desk: Path, wanted: list[dict[str, Any]]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(qa, "csv"))))
    assert [row["code"] for row in rows] == [*(f["code"] for f in wanted), "not checked"]
    (desk / "=cmd.txt").write_text("He was in Kiev.\n")
    (row,) = csv.DictReader(io.StringIO(qa("check", "--format", "csv", "=cmd.txt").stdout))
    assert row["path"] == "'=cmd.txt"


def test_several_at_once(qa: Qa, desk: Path) -> None:
    alone = {name: run(qa, name) for name in FORMATS if name != "text"}
    more = [f"--output-file={name}=out-{name}" for name in alone]
    done = qa("check", "-q", *more, NAME, "clean.txt", "bad.txt")
    assert "a b.txt:1:" in done.stdout
    assert {name: (desk / f"out-{name}").read_text("utf-8") for name in alone} == alone
    # What they wrote is theirs, and what others wrote stays.
    assert qa("check", "-q", *more, NAME, "clean.txt", "bad.txt").stderr == done.stderr
    (desk / "mine.txt").write_text("My own notes.\n")
    refused = qa("check", "-q", "--output-file=sarif=mine.txt", NAME)
    assert refused.returncode == 2
    assert (desk / "mine.txt").read_text() == "My own notes.\n"


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "text"])
def test_nothing_found_is_whole_too(qa: Qa, desk: Path, name: str) -> None:
    done = qa("check", "--format", name, "clean.txt")
    assert (done.returncode, done.stderr) == (0, "")
    if name in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(done.stdout)
    elif name in ("checkstyle", "junit"):
        ElementTree.fromstring(done.stdout.encode())
    else:
        assert done.stdout.count("\n") == (name == "csv")


@pytest.mark.parametrize("given", ["sarif", "sarif=", "xml=a.xml"])
def test_a_wrong_output_file_is_one_line(qa: Qa, desk: Path, given: str) -> None:
    done = qa("check", "--output-file", given, "clean.txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_each_rule_has_a_kind(qa: Qa) -> None:
    table = json.loads(qa("rules", "--format", "json").stdout)
    assert all(row["mqm"] and row["its"] for row in table)
    kinds = {row["code"]: row["mqm"] for row in table}
    assert kinds.keys() == all_rules().keys()
    assert kinds["SRC105"] == "accuracy/omission"
    assert kinds["SRC101"] == "accuracy/mistranslation/number"
    assert kinds["TYP101"] == "linguistic-conventions/spelling"
