"""The baseline: findings that are known and not to be reported again, kept by content.

A finding is known by its file, its code and its text, and by how many there are of it; reports and
verdicts know it by the same. What stands around it tells which of several are known, and nothing
more: so neither an edit nor a fix beside it, nor lines that are broken elsewhere, revive it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from qa.document.model import Document, Finding
from qa.errors import InputError
from qa.files import LARGE, read_text, write_atomic
from qa.rules.registry import all_rules
from qa.text.notation import json_text, json_value
from qa.text.patterns import lazy

VERSION = 1
# Code points on each side of a finding. Chosen, not measured: three or four words tell places apart.
_SIDE = 24
# A side that is shorter does not tell places apart alone.
_TELLING = 8
_LONGEST_TEXT = 80
_MOST_WORDS = 6
_WORD = lazy(r"\w+")


class Known(NamedTuple):
    """A known finding; `path` counts from the baseline's folder, with slashes."""

    path: str
    code: str
    text: str
    before: str
    after: str


@dataclass(frozen=True)
class Baseline:
    """The known findings of a file at `path`, by the path of the story."""

    path: Path
    known: Mapping[str, Sequence[Known]] = field(default_factory=dict)

    def name_of(self, path: str) -> str:
        """How the baseline calls the file at `path`."""
        relative = os.path.relpath(os.path.abspath(path), os.path.abspath(self.path.parent))
        return PurePath(relative).as_posix()

    def without_known(
        self, document: Document, findings: list[Finding], ran: Collection[str], name: str
    ) -> tuple[list[Finding], list[str]]:
        """`findings` without the known ones, and a note for each entry that no longer occurs.

        An entry stands for one finding. `ran` are the codes of the rules that were run, `name` is
        the document's file.
        """
        entries = self.known.get(self.name_of(name), ())
        if not entries:
            return findings, []
        left = [e for e in entries if e.code in ran]
        new = [(f, known(document, f, self.name_of(name))) for f in findings]
        # What stands around a finding says which of several it is; it may all have changed.
        for key in (_whole, _near, _with_before, _with_after, _same):
            waiting: defaultdict[object, list[Known]] = defaultdict(list)
            for entry in left:
                waiting[key(entry)].append(entry)
            unknown = []
            for finding, now in new:
                at = key(now)
                if at is not None and waiting[at]:
                    waiting[at].pop()
                else:
                    unknown.append((finding, now))
            new, left = unknown, [e for those in waiting.values() for e in those]
        notes = [
            f"{self.path}: {name}: {e.code} “{' '.join(e.text.split())}” no longer occurs; "
            "--write-baseline drops it"
            for e in left
            # What a batch rule finds depends on the files that are checked with this one.
            if all_rules()[e.code].scope != "batch"
        ]
        return [finding for finding, _ in new], notes

    def missing(self) -> Iterator[str]:
        """A note for each story that is not there any more."""
        for name in self.known:
            if not (self.path.parent / name).exists() and name != "-":
                yield f"{self.path}: {name} is not there any more; --write-baseline drops it"


def known(document: Document, finding: Finding, name: str) -> Known:
    """How a baseline keeps `finding`, in the story that it calls `name`."""
    text, (start, end) = document.text, finding.span
    found = " ".join(text[start:end].split())
    if len(found) > _LONGEST_TEXT:
        found = f"{found[: _LONGEST_TEXT // 2]}…{found[-_LONGEST_TEXT // 2 :]}"
    # Only the line counts: others come and go.
    before = text[max(0, start - _SIDE) : start].splitlines()
    after = text[end : end + _SIDE].splitlines()
    starts_line = start == 0 or text[start - 1] in "\r\n"
    return Known(
        path=name,
        code=finding.code,
        text=found,
        before="" if starts_line or not before else before[-1],
        after=after[0] if after else "",
    )


def identity(entry: Known) -> tuple[str, str]:
    """What a finding is known by within its story: its code, and its text.

    Of a text with more words than are wanted for that its two first and two last ones count, so that
    a fix within it does not make it another; signs count where there are no words.
    """
    words = _WORD.findall(entry.text)
    if len(words) > _MOST_WORDS:
        words[2:-2] = "…"
    return entry.code, " ".join(words) or entry.text


def _whole(entry: Known) -> object:
    return entry


def _near(entry: Known) -> object:
    """What must be equal where the text farther off changed; None if that tells too little."""
    before, after = entry.before[-_TELLING:], entry.after[:_TELLING]
    return (*identity(entry), before, after) if len(before + after) >= _TELLING else None


def _with_before(entry: Known) -> object:
    """What must be equal where the text after a finding changed; None if that tells too little."""
    if len(entry.before) < _TELLING:
        return None
    return *identity(entry), entry.before, None


def _with_after(entry: Known) -> object:
    if len(entry.after) < _TELLING:
        return None
    return *identity(entry), None, entry.after


def _same(entry: Known) -> object:
    """What must be equal where everything around a finding changed."""
    return identity(entry)


def read_baseline(path: Path) -> Baseline:
    """The baseline at `path`. Raises InputError when it is missing, or is none."""
    if not path.exists():
        advice = f"`--write-baseline {path}` makes it"
        raise InputError(str(path), f"there is no such baseline; {advice}")
    table = json_value(str(path), read_text(str(path), LARGE))
    stories: defaultdict[str, list[Known]] = defaultdict(list)
    for entry in _entries(path, table):
        stories[entry.path].append(entry)
    return Baseline(path, dict(stories))


def _entries(path: Path, table: Any) -> Iterator[Known]:
    if not isinstance(table, dict) or not isinstance(table.get("findings"), list):
        raise InputError(str(path), "is no baseline; name a file that --write-baseline wrote")
    if table.get("version") != VERSION:
        raise InputError(str(path), f"has another version than {VERSION}; write it anew")
    for number, item in enumerate(table["findings"], 1):
        values = item if isinstance(item, dict) else {}
        if not all(isinstance(values.get(key), str) for key in Known._fields):
            keys = ", ".join(Known._fields)
            raise InputError(str(path), f"finding {number} must have the strings {keys}")
        yield Known(*(values[key] for key in Known._fields))


def write_baseline(
    path: Path, checked: Iterable[tuple[str, Collection[str], Sequence[Known]]]
) -> int:
    """Write the known findings of the stories checked to `path`; returns how many it holds then.

    Each item is a story as the baseline calls it, the codes of the rules that were run, and its
    findings. What the file holds of other stories and other rules is kept, but for stories that
    are not there any more. Raises InputError when it is there and no baseline, or cannot be
    written.
    """
    old = read_baseline(path) if path.exists() else Baseline(path)
    stories = {
        name: list(entries)
        for name, entries in old.known.items()
        if (path.parent / name).exists() or name == "-"
    }
    for name, ran, found in checked:
        stories[name] = [e for e in stories.get(name, ()) if e.code not in ran] + list(found)
    entries = sorted(e for those in stories.values() for e in those)
    # A line a finding, so that two versions compare well.
    lines = ",\n".join(f"  {json_text(e._asdict())}" for e in entries)
    written = f'{{"version": {VERSION},\n "findings": [\n{lines}\n ]}}\n'
    write_atomic(str(path), written.encode("utf-8", "backslashreplace"))
    return len(entries)
