"""Which files to check: those of the folders given, without what settings, git and reports pass over."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from qa.document.encoding import HEAD, is_binary
from qa.errors import InputError
from qa.files import STDIN, has_too_many_stars, matcher, missing, read_own, read_text
from qa.readers import readers
from qa.text.notation import json_value

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

# What `qa report` writes into its folder, and what says of a run.json that it is one of ours.
_RUN, _REPORT, _OF_RUN = (
    "run.json",
    frozenset({"run.json", "index.html", "results"}),
    ("qa", "given"),
)
_OWN = "qa.toml"
_MOST_KINDS = 8


@dataclass(frozen=True)
class Exclude:
    """Patterns as in a .gitignore file, which count from the folder `base`; `where` they are written."""

    patterns: tuple[str, ...] = ()
    base: str = ""
    where: str = "--exclude"

    def below(self, folder: str) -> Callable[[str], bool]:
        """Whether something in `folder` is excluded, by its name, with a slash behind a folder's."""
        if not self.patterns:
            return lambda name: False
        place = os.path.relpath(os.path.abspath(folder), self.base or os.curdir)
        # What is elsewhere has no place that patterns could name, but it has names.
        parts = [p for p in place.split(os.sep) if p not in (os.curdir, os.pardir)]
        prefix = "".join(f"{part}/" for part in parts)
        matches = _matcher(self.patterns, self.where)[0]
        return lambda name: matches(prefix + name)

    @property
    def errors(self) -> list[InputError]:
        """What is wrong with the patterns."""
        return _matcher(self.patterns, self.where)[1] if self.patterns else []


@cache
def _matcher(
    patterns: tuple[str, ...], where: str
) -> tuple[Callable[[str], bool], list[InputError]]:
    return matcher(patterns, where)


class Passing(NamedTuple):
    """What is passed over in a folder: what is excluded, and whether git's lists count."""

    exclude: Exclude = Exclude()
    gitignore: bool = False


@dataclass
class PassedOver:
    """What was passed over: how many of each kind in folders, and a line for each file that was named."""

    kinds: Counter[str] = field(default_factory=Counter)
    named: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Begin anew, as whoever walks again."""
        self.kinds.clear()
        self.named.clear()

    def __str__(self) -> str:
        """The kinds in words, the most frequent first; empty where nothing was passed over."""
        shown = [
            f"{n:,} {kind.removeprefix('a ').removeprefix('an ')}"
            for kind, n in self.kinds.most_common(_MOST_KINDS)
        ]
        others = self.kinds.total() - sum(n for _, n in self.kinds.most_common(_MOST_KINDS))
        return ", ".join([*shown, f"{others:,} others"] if others else shown)


def walk(
    paths: Sequence[str],
    passing: Callable[[str], Passing] = lambda folder: Passing(),
    tables: tuple[str, ...] = (),
    passed: PassedOver | None = None,
) -> Iterator[str | InputError]:
    """The files to check for the paths given, or in place of one an InputError.

    A folder gives its files in sorted order, those of its folders included, whose name has an
    ending that a reader is for, or one of those of `tables`. Hidden files and folders, binary files,
    symbolic links inside a folder and the files of a report are passed over, and so is what `passing`
    says for the folder it is in, asked with the path of that. A file that is named itself is read
    whatever it is called, unless it is excluded. The same file named twice is checked once. `passed`
    is told what was passed over.
    """
    passed = PassedOver() if passed is None else passed
    seen: set[tuple[int, int]] | None = set() if len(paths) > 1 else None
    said: set[str] = set()
    for path in dict.fromkeys(paths):
        if path == STDIN:
            yield path
            continue
        try:
            status = os.stat(path)
        except OSError as error:
            yield InputError(path, missing(error) or f"cannot be read: {error.strerror}")
            continue
        is_folder = stat.S_ISDIR(status.st_mode)
        folder, name = os.path.split(path.rstrip(os.sep)) if not _is_dotted(path) else (path, "")
        exclude = passing(folder).exclude
        yield from _unsaid(exclude.errors, said)
        if name and exclude.below(folder)(name + "/" * is_folder):
            passed.named.append(f"{path}: excluded by {exclude.where}")
        elif is_folder:
            yield from _Folder(path, passing, tables, seen, passed, said).files()
        elif _is_new(status, seen):
            yield path


def _is_dotted(path: str) -> bool:
    """Whether a path ends in a place rather than a name: `.`, `..` or `/`."""
    return os.path.basename(path.rstrip(os.sep)) in ("", os.curdir, os.pardir)


def _unsaid(errors: Sequence[InputError], said: set[str]) -> Iterator[InputError]:
    for error in errors:
        if str(error) not in said:
            said.add(str(error))
            yield error


def nothing_in(folder: str, tables: Sequence[str] = ()) -> InputError:
    """What is wrong with a folder without files to check, or `tables` by their file name endings."""
    endings = ", ".join(sorted([*readers(), *tables]))
    return InputError(folder, f"no files to check in this folder; it looks for {endings}")


def _is_new(status: os.stat_result, seen: set[tuple[int, int]] | None) -> bool:
    # With one path given no file can come twice, and the set for ten million would be large.
    if seen is None:
        return True
    key = (status.st_dev, status.st_ino)
    new = key not in seen
    seen.add(key)
    return new


@dataclass
class _Folder:
    """The files of the folder `root`."""

    root: str
    passing: Callable[[str], Passing]
    tables: tuple[str, ...]
    seen: set[tuple[int, int]] | None
    passed: PassedOver
    said: set[str]

    def files(self) -> Iterator[str | InputError]:
        """The files, or what is wrong with one, or that there is none."""
        count, before = 0, self.passed.kinds["excluded"] + self.passed.kinds["ignored by git"]
        for item in self._entries():
            if isinstance(item, InputError):
                count += 1
                yield item
                continue
            table = item.lower().endswith(self.tables)
            if not table and PurePath(item).suffix.lower() not in readers():
                if PurePath(item).name != _OWN and not item.endswith(f".{_OWN}"):
                    self.passed.kinds[PurePath(item).suffix.lower() or "without an ending"] += 1
                continue
            path = item if self.root == os.curdir else os.path.join(self.root, item)
            try:
                with open(path, "rb") as file:
                    status, head = os.fstat(file.fileno()), file.read(HEAD)
            except OSError as error:
                count += 1
                yield InputError(path, f"cannot be read: {error.strerror}")
                continue
            if not table and is_binary(head):
                self.passed.kinds["binary"] += 1
                continue
            count += 1
            if _is_new(status, self.seen):
                yield path
        after = self.passed.kinds["excluded"] + self.passed.kinds["ignored by git"]
        if not count and before == after:
            yield nothing_in(self.root, self.tables)

    def _entries(self) -> Iterator[str | InputError]:
        """The regular files under `root`, as paths from there, files before folders."""
        waiting: list[tuple[str, GitIgnore | None]] = [("", None)]
        while waiting:
            folders: list[tuple[str, GitIgnore | None]] = []
            yield from self._in_one(*waiting.pop(), folders)
            waiting += reversed(folders)

    def _in_one(
        self, below: str, git: GitIgnore | None, folders: list[tuple[str, GitIgnore | None]]
    ) -> Iterator[str | InputError]:
        """The regular files in one folder; those in it, with the lists of git, go to `folders`."""
        place = os.path.join(self.root, below)
        try:
            with os.scandir(place) as found:
                entries = sorted(found, key=lambda e: e.name)
        except OSError as error:
            yield InputError(place, f"cannot be read: {error.strerror}")
            return
        passing = self.passing(place.rstrip(os.sep) or os.sep)
        yield from _unsaid(passing.exclude.errors, self.said)
        excluded = passing.exclude.below(place)
        if passing.gitignore:
            git = git.below(place) if git else GitIgnore.of(place)
        names = {e.name for e in entries}
        own = _REPORT if names >= {_RUN, "results"} and is_report(place) else frozenset()
        self.passed.kinds.update(["of a report"] if own else [])
        for entry in entries:
            if entry.name.startswith(".") or entry.name in own:
                continue
            is_folder = entry.is_dir(follow_symlinks=False)
            if not is_folder and not entry.is_file(follow_symlinks=False):
                self.passed.kinds.update(["linked"] if entry.is_symlink() else [])
                continue
            name = entry.name + "/" * is_folder
            if excluded(name):
                self.passed.kinds["excluded"] += 1
            elif passing.gitignore and git and git.ignores(name):
                self.passed.kinds["ignored by git"] += 1
            elif is_folder:
                folders.append((os.path.join(below, entry.name), git))
            else:
                yield os.path.join(below, entry.name)


def is_report(folder: str) -> bool:
    """Whether a folder holds a report."""
    try:
        said = json_value(_RUN, read_own(os.path.join(folder, _RUN)))
    except InputError:
        return False
    return isinstance(said, dict) and all(key in said for key in _OF_RUN)


@dataclass(frozen=True)
class GitIgnore:
    """What git ignores in a folder: its lists from the outermost on, each with the way to the folder."""

    lists: tuple[tuple[GitIgnoreSpec, str], ...] = ()

    @staticmethod
    def of(folder: str) -> GitIgnore:
        """The lists for a folder: those of its work tree; none where it is in no work tree.

        What git ignores itself, and is named all the same, has only the lists that are in it.
        """
        place = PurePath(os.path.abspath(folder))
        above = [place, *place.parents]
        top = next((p for p in above if os.path.lexists(p / ".git")), None)
        if top is None:
            return GitIgnore()
        read = _read(str(_own_folder(top) / "info" / "exclude"))
        git = GitIgnore(((read, ""),) if read else ()).below(str(top), "")
        for part in place.relative_to(top).parts:
            top = top / part
            git = (GitIgnore() if git.ignores(f"{part}/") else git).below(str(top))
        return git

    def below(self, folder: str, part: str | None = None) -> GitIgnore:
        """The lists for a folder in this one."""
        step = f"{os.path.basename(folder)}/" if part is None else part
        lists = [(spec, prefix + step) for spec, prefix in self.lists]
        own = _read(os.path.join(folder, ".gitignore"))
        return GitIgnore((*lists, (own, "")) if own else tuple(lists))

    def ignores(self, name: str) -> bool:
        """Whether git ignores a file of that name, or a folder, which has a slash behind it."""
        for spec, prefix in reversed(self.lists):
            said = spec.check_file(prefix + name).include
            if said is not None:
                return said
        return False


def _own_folder(top: PurePath) -> PurePath:
    """Where git keeps what is about a work tree: `.git`, or where that file leads."""
    own = top / ".git"
    try:
        own = top / read_text(str(own)).partition("gitdir:")[2].strip()
        return own / read_text(str(own / "commondir")).strip()
    except InputError:
        return own


def _read(path: str) -> GitIgnoreSpec | None:
    """The patterns of a list; None where there are none. What is no pattern is none for git either."""
    try:
        text = read_own(path).decode("utf-8", "surrogateescape")
        lines = [line for line in text.splitlines() if line and line[0] != "#"]
        lines = [line for line in lines if not has_too_many_stars(line)]
    except InputError:
        return None
    if not lines:
        return None
    from pathspec import GitIgnoreSpec  # 50 ms

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if not matcher([line], path)[1]])
