"""Verdicts of editors on findings, as the report page exports them: JSON Lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from qa.document.model import Severity
from qa.errors import InputError
from qa.files import LARGE, read_own
from qa.rules.registry import all_rules

VERSION = 1
# An error, and corrected; the rule is right, but the desk leaves it as it is; no error at all.
ACCEPT, REJECT, WRONG = VERDICTS = ("accept", "reject", "wrong")
_ENDINGS = (".jsonl", ".ndjson")
# After so many bad lines the file is something else.
_MOST_NAMED = 10


class Verdict(NamedTuple):
    """What an editor said of the finding `id` of a story, and what the finding was.

    `text` is what it marks, with single spaces, as the setting `allow` compares it.
    `confidence` and `suspicion` are probabilities: what the rule claimed, and, of passages that
    were scored, the score. `at` is when it was said.
    """

    story: str
    id: str
    code: str
    text: str
    severity: Severity
    confidence: float
    suspicion: float | None
    verdict: str
    at: datetime

    @property
    def right(self) -> bool:
        """Whether there was something to find, corrected or not."""
        return self.verdict != WRONG


@dataclass(frozen=True)
class Feedback:
    """The verdicts of several files, one a finding, in the order in which findings first came.

    `lines` is how many verdicts were read, those that a later one replaced included; `problems`
    says what could not be used.
    """

    verdicts: tuple[Verdict, ...] = ()
    lines: int = 0
    problems: tuple[InputError, ...] = field(default=())


def read_feedback(paths: Sequence[str | Path]) -> Feedback:
    """The verdicts in files, and in the `.jsonl` files of folders.

    Of several verdicts on one finding of one story the latest counts; of those of one moment the
    one read last. A line that is no verdict is named, and all others are used.
    """
    latest: dict[tuple[str, str], Verdict] = {}
    problems: list[InputError] = []
    lines = 0
    for item in _files(paths):
        for found in [item] if isinstance(item, InputError) else _read(item):
            if isinstance(found, InputError):
                problems.append(found)
                continue
            lines += 1
            key = found.story, found.id
            if key not in latest or latest[key].at <= found.at:
                latest[key] = found
    return Feedback(tuple(latest.values()), lines, tuple(problems))


def _files(paths: Iterable[str | Path]) -> Iterator[Path | InputError]:
    seen: set[str] = set()
    for given in map(Path, paths):
        files = [given]
        if given.is_dir():
            files = sorted(p for p in given.iterdir() if p.suffix in _ENDINGS and p.is_file())
            if not files:
                yield InputError(str(given), "holds no .jsonl file; name one with verdicts")
        for file in files:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


def _read(path: Path) -> Iterator[Verdict | InputError]:
    bad = 0
    try:
        lines = read_own(str(path), LARGE).split(b"\n")
    except InputError as error:
        yield error
        return
    for number, line in enumerate(lines, 1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            yield _verdict(line)
        except ValueError as error:
            bad += 1
            if bad <= _MOST_NAMED:
                yield InputError(str(path), f"{error}; the line is left out", number)
    if bad > _MOST_NAMED:
        more = bad - _MOST_NAMED
        yield InputError(str(path), f"{more} more line{'s' * (more != 1)} of that kind left out")


def _verdict(line: bytes) -> Verdict:
    """The verdict on a line. Raises ValueError, which says what is wrong with it."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not valid JSON: {error.msg}") from None
    except RecursionError:
        raise ValueError("not valid JSON: too deep") from None
    if not isinstance(entry, dict) or "verdict" not in entry:
        raise ValueError("is no verdict; export them with the button on the report page")
    if entry.get("version") != VERSION:
        raise ValueError(f"version {entry.get('version')!r} is unknown; known is {VERSION}")
    if entry["verdict"] not in VERDICTS:
        raise ValueError(f"verdict {entry['verdict']!r} must be one of {', '.join(VERDICTS)}")
    code = _text(entry, "code")
    if code not in all_rules():
        raise ValueError(f"unknown rule {code!r}; `qa rules` lists them")
    labels = {s.label: s for s in Severity}
    severity = _text(entry, "severity")
    if severity not in labels:
        raise ValueError(f"severity {severity!r} must be one of {', '.join(labels)}")
    suspicion = entry.get("suspicion")
    return Verdict(
        story=_text(entry, "story"),
        id=_text(entry, "id"),
        code=code,
        text=" ".join(_text(entry, "text").split()),
        severity=labels[severity],
        confidence=_probability(entry, "confidence"),
        suspicion=None if suspicion is None else _probability(entry, "suspicion"),
        verdict=entry["verdict"],
        at=_moment(entry),
    )


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} must be a string")
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError(f"{key} holds half a surrogate pair")
    return value


def _probability(entry: dict[str, Any], key: str) -> float:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{key} must be a number from 0 to 1")
    return float(value)


def _moment(entry: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(entry, "at"))
    except ValueError:
        raise ValueError("at must be a time such as 2026-11-22T08:00:00Z") from None
    # A time without a zone is taken for one in UTC, as the page writes them.
    return at if at.tzinfo else at.replace(tzinfo=UTC)
