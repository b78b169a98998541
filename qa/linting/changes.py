"""What git says was changed: the lines that `--changed-since` and `--staged` look at."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qa.document.model import Document, Finding
from qa.errors import InputError
from qa.linting.check import Checked
from qa.text.patterns import lazy

# What a repository may set to run programs is off, and so is what changes how a diff is written.
_GIT = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")  # fmt: skip
_DIFF = ("diff", "-U0", "--inter-hunk-context=0", "--find-renames", "--text", "--no-color", "--no-ext-diff",
         "--no-textconv", "--no-relative", "--src-prefix=a/", "--dst-prefix=b/", "--ignore-submodules")  # fmt: skip
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPE = lazy(r'\\([0-7]{3}|[abfnrtv"\\])')
_ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


class Lines(NamedTuple):
    """Lines of a file, counted from 1, the last one included.

    Where lines were only taken out, `last` is the line before that place, and `first` the one after it.
    """

    first: int
    last: int

    def touches(self, first: int, last: int) -> bool:
        """Whether what stands from line `first` to `last` has one of them, or the gap within it."""
        return first <= self.last and last >= self.first


_WHOLE = (Lines(1, 1 << 62),)


@dataclass(frozen=True)
class Changes:
    """The changed lines of each file by its real path.

    `staged` are the bytes that would be committed, where the file holds others by now.
    """

    lines: dict[str, Sequence[Lines]] = field(default_factory=dict)
    staged: dict[str, bytes] = field(default_factory=dict)

    def concern(self, path: str | InputError) -> bool:
        """Whether the file has changed lines, or is something to complain of."""
        return isinstance(path, InputError) or os.path.realpath(path) in self.lines

    def raw(self, path: str) -> bytes | None:
        """The bytes to read instead of those of the file."""
        return self.staged.get(os.path.realpath(path)) if self.staged else None

    def within(self, checked: Checked) -> Checked:
        """`checked` with the findings alone that touch a changed line."""
        document = checked.document
        if document is None:
            return checked
        lines = self.lines.get(os.path.realpath(checked.path), ())
        ends = [i for i, sign in enumerate(document.source) if sign == "\n"]
        findings = [f for f in checked.findings if _touches(lines, *_lines_of(document, f, ends))]
        return checked._replace(findings=tuple(findings))


def _lines_of(document: Document, finding: Finding, ends: Sequence[int]) -> tuple[int, int]:
    """The first and the last line of a finding as git counts them, which knows one line end only."""
    span = document.source_span(finding.span)
    last = max(span.start, span.end - 1)
    return bisect_left(ends, span.start) + 1, bisect_left(ends, last) + 1


def _touches(lines: Iterable[Lines], first: int, last: int) -> bool:
    return any(changed.touches(first, last) for changed in lines)


def changes_since(revision: str, paths: Sequence[str]) -> Changes:
    """The lines that differ from `revision` in the repositories that hold `paths`, and all of new files.

    `main...` counts from where the current branch left `main`. Raises InputError where there is no
    repository, no such commit, or no git.
    """
    changes = Changes()
    for top in _repositories(paths, "--changed-since"):
        commit = _commit(top, revision)
        changes.lines.update(_lines(top, _git(top, *_DIFF, commit, "--")))
        new = _git(top, "ls-files", "--others", "--exclude-standard", "--full-name", "-z")
        changes.lines.update((_place(top, name), _WHOLE) for name in new.split(b"\0") if name)
    return changes


def changes_staged(paths: Sequence[str]) -> Changes:
    """The lines that the next commit changes in the repositories that hold `paths`.

    Raises InputError where there is no repository, or no git.
    """
    changes = Changes()
    for top in _repositories(paths, "--staged"):
        lines = _lines(top, _git(top, *_DIFF, "--cached", "--"))
        changes.lines.update(lines)
        differ = _git(top, "diff", "--name-only", "--no-relative", "--ignore-submodules", "-z")
        for name in filter(None, differ.split(b"\0")):
            if (place := _place(top, name)) in lines:
                changes.staged[place] = _git(top, "cat-file", "--filters", b":0:" + name)
    return changes


def _repositories(paths: Sequence[str], option: str) -> list[str]:
    """The work trees that hold the paths, each once; the path first that is in none."""
    found: dict[str, str | None] = {}
    for path in paths:
        folder = path if os.path.isdir(path) else os.path.dirname(path)
        place = os.path.realpath(folder)
        if place not in found:
            found[place] = _top(place)
        if found[place] is None:
            raise InputError(
                path, f"is in no git repository, and {option} asks git what was changed"
            )
    return list(dict.fromkeys(top for top in found.values() if top))


def _top(folder: str) -> str | None:
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None
    return folder


def _commit(top: str, revision: str) -> str:
    """The name of the commit that is meant. Raises InputError where there is none."""
    base = revision.removesuffix("...")
    try:
        found = _git(
            top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"
        )
        if base != revision:
            found = _git(top, "merge-base", found.strip(), "HEAD")
    except InputError:
        problem = f"--changed-since {revision}: there is no such commit"
        raise InputError(top, problem) from None
    return found.decode().strip()


def _git(top: str, *arguments: str | bytes) -> bytes:
    """What git prints. Raises InputError with its own first line where it fails."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            [*_GIT, *arguments],
            cwd=top,
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        raise InputError(top, f"git cannot be run: {error.strerror}") from None
    except ValueError:  # a zero byte in what was typed
        raise InputError(top, "git has no such name") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise InputError(top, f"git failed: {said or f'exit code {done.returncode}'}")
    return done.stdout


def _lines(top: str, diff: bytes) -> dict[str, list[Lines]]:
    """The changed lines of a diff without context, by file."""
    found: defaultdict[str, list[Lines]] = defaultdict(list)
    lines = iter(diff.split(b"\n"))
    place = ""
    for line in lines:
        if line.startswith(b"+++ "):
            place = "" if line == b"+++ /dev/null" else _place(top, _name(line[4:]))
        elif hunk := _HUNK.match(line):
            if place:
                found[place].append(_changed(hunk))
            # What a file holds may look like a line of the diff.
            _pass_over(lines, _count(hunk[1]) + _count(hunk[3]))
    return found


def _pass_over(lines: Iterator[bytes], count: int) -> None:
    while count and (line := next(lines, None)) is not None:
        count -= not line.startswith(b"\\")  # `\ No newline at end of file`


def _count(given: bytes | None) -> int:
    return 1 if given is None else int(given)


def _changed(hunk: re.Match[bytes]) -> Lines:
    start, count = int(hunk[2]), _count(hunk[3])
    # Where nothing is left, git names the line before.
    return Lines(start, start + count - 1) if count else Lines(start + 1, start)


def _name(written: bytes) -> bytes:
    """The name in a line of a diff: with a tab behind it where it has spaces, or quoted like in C."""
    if not written.startswith(b'"'):
        return written.removesuffix(b"\t")[2:]
    text = written.rstrip(b"\t")[1:-1].decode("latin-1")
    return _ESCAPE.sub(_unescaped, text).encode("latin-1")[2:]


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(_ESCAPES[code] if code in _ESCAPES else int(code, 8))


def _place(top: str, name: bytes) -> str:
    return os.path.join(os.path.realpath(top), os.fsdecode(name))
