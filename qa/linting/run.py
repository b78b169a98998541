"""A run over many inputs: settings for each, one context for those that share them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from qa.config import FORMATS, NO_FILE, Config, find_config, own_settings, read_config, user_config
from qa.context import Context
from qa.document.model import Document, Safety
from qa.errors import LOST, STOPS, InputError, LostProcessError, NotProseError, unchecked
from qa.files import read_bytes, write_atomic
from qa.linting.check import Checked, check, not_checked, with_names
from qa.linting.inputs import Exclude, PassedOver, Passing, walk
from qa.linting.setup import Setup, rule_problem
from qa.load import load
from qa.names.batch import Batch, Glance, Sample, glance
from qa.processes.limits import process_limit, seconds_for, time_limit
from qa.text.structure import structure_of

STDIN = "-"
# From this many files on, starting processes is worth its time.
_MANY = 40


class Fixing(NamedTuple):
    """Which fixes are applied, up to which safety, and whether the files are written."""

    most: Safety
    write: bool


@dataclass
class Run:
    """Reads and checks inputs; gathers in `errors` what could not be used.

    `overrides` are settings from the command line, which stand above those of any file; `config`
    is the one configuration file to use instead of the nearest ones. `stdin_name` is the file name
    whose ending and place give the format and the settings of standard input. `jobs` is the number
    of processes; 0 is one for each core when there are many files. With `names`, it is told how
    each file spells the names of the glossary; with `fixing`, each file is fixed as soon as it is
    checked. `named` are the paths given, `passed` is what was passed over beside them, `columns` what
    the columns of tables were taken for, and `batch` what is known of all inputs together.
    """

    overrides: Mapping[str, Any] = field(default_factory=dict)
    config: Path | None = None
    roundtrip: bool = False
    stdin_name: str | None = None
    jobs: int = 0
    names: bool = False
    fixing: Fixing | None = None
    errors: list[str] = field(default_factory=list)
    passed: PassedOver = field(default_factory=PassedOver)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    _configs: dict[Path | None, Config] = field(default_factory=dict)
    _setups: dict[tuple[Path | None, tuple[int, ...]], Setup] = field(default_factory=dict)
    batch: Batch = field(default_factory=Batch)

    def setup(self, path: str) -> Setup:
        """The settings for the file at `path`."""
        name = (self.stdin_name or "stdin") if path == STDIN else path
        found = self.config or _config_above(os.path.dirname(name))
        if found not in self._configs:
            self._configs[found] = self.read_config(found)
        config = self._configs[found]
        sections = config.sections_for(name, found.parent) if found and config.per_path else ()
        if (found, sections) not in self._setups:
            self._setups[found, sections] = self._make(config, sections)
        return self._setups[found, sections]

    def read_config(self, found: Path | None) -> Config:
        """The settings in the file `found`, above the user's own ones; notes what is wrong with them."""
        config, own = Config(), user_config() if found != NO_FILE else None
        # What the call names is as good as the user's own; what lies beside stories came with them.
        for path, trusted in ((own, True), (found, found == self.config)):
            if path:
                config, errors = read_config(path, config, trusted, rule_problem)
                self.errors += map(str, errors)
        return own_settings(config)

    def _make(self, config: Config, sections: tuple[int, ...]) -> Setup:
        config = replace(config.with_sections(sections), **self.overrides)
        setup = Setup(Context(config, self.stdin_name, self.batch), roundtrip=self.roundtrip)
        try:
            _ = setup.baseline
        except InputError as error:
            self.errors += [str(error)] if str(error) not in self.errors else []
            return replace(
                setup, context=replace(setup.context, config=replace(config, baseline=""))
            )
        return setup

    def count(self, given: Sequence[str]) -> int:
        """How many inputs the files and folders given hold."""
        return sum(1 for _ in walk(given, self.passing))

    def documents(self, given: Sequence[str]) -> Iterator[tuple[str, Document | InputError]]:
        """Each input of the files and folders given as a document, or what is wrong with it."""
        self.named = frozenset(given)
        for item in walk(given, self.passing, passed=self.passed):
            read = self._read(item)
            if isinstance(read, NotProseError) and read.path not in self.named:
                self.passed.kinds[read.what] += 1
            else:
                yield str(getattr(item, "path", item)), read

    def _read(self, item: str | InputError) -> Document | InputError:
        if isinstance(item, InputError):
            return item
        try:
            with self._time_limit(item):
                return self.document(item)
        except InputError as error:
            return error
        except STOPS:
            raise
        except BaseException as error:  # one story must not cost all the others
            return unchecked(item, error)

    def _time_limit(self, path: str) -> AbstractContextManager[None]:
        return time_limit(path, self.seconds(path))

    def seconds(self, path: str) -> int:
        """What the check of the file at `path` may take; 0 is no limit."""
        limit = self.setup(path).context.config.time_limit
        try:
            size = os.stat(path).st_size if limit and path != STDIN else 0
        except OSError:  # it is said when it is read
            size = 0
        return seconds_for(size, limit)

    def passing(self, folder: str) -> Passing:
        """What is passed over in a folder.

        Patterns of a configuration file count from its folder, those of the call from the current one.
        """
        config = self.setup(os.path.join(folder, "file")).context.config
        found = None if "exclude" in self.overrides else self.config or _config_above(folder)
        exclude = (
            Exclude(config.exclude, str(found.absolute().parent), found.name)
            if found
            else Exclude(config.exclude)
        )
        return Passing(exclude, config.gitignore)

    def document(self, path: str) -> Document:
        """The document at `path`, or on standard input. Raises InputError."""
        return self.load(path, self.read(path))

    def load(self, path: str, raw: bytes) -> Document:
        """The document of the bytes at `path`.

        Raises InputError, a NotProseError where it is none and the settings name no format.
        """
        document = load(path, raw, self.setup(path).context, self.suffix_of(path))
        if what := self.structure_of(path, document.source):
            raise NotProseError(path, what)
        return document

    def structure_of(self, path: str, source: str) -> str | None:
        """What the decoded file at `path` is if it is no prose; None where a format is set."""
        if self.setup(path).context.config.format_in in FORMATS:
            return None
        return structure_of(source, (self.stdin_name or "") if path == STDIN else path)

    def read(self, path: str) -> bytes:
        """The bytes at `path`, or on standard input. Raises InputError."""
        limit = self.setup(path).context.config.max_file_size
        if path != STDIN:
            return read_bytes(path, limit)
        raw = sys.stdin.buffer.read(limit + 1)
        if len(raw) > limit:
            raise InputError(STDIN, f"more than max-file-size ({limit:,} bytes)")
        return raw

    def suffix_of(self, path: str) -> str:
        """The file name ending that tells the format."""
        format_in = self.setup(path).context.config.format_in
        if format_in in FORMATS:
            return FORMATS[format_in]
        return PurePath((self.stdin_name or "") if path == STDIN else path).suffix

    def check(self, given: Sequence[str]) -> Iterator[Checked]:
        """Check every input, on all cores when there are many.

        One that cannot be read is yielded too, with its error; what holds no prose in a folder is
        passed over.
        """
        for checked in self._check_all(given):
            if checked.passed_over:
                self.passed.kinds[checked.passed_over] += 1
            else:
                yield checked

    def _check_all(self, given: Sequence[str]) -> Iterator[Checked]:
        self.named = frozenset(given)
        items = walk(given, self.passing, passed=self.passed)
        first = list(islice(items, _MANY))
        processes = self.jobs or 1
        if not self.jobs and len(first) == _MANY and STDIN not in given:
            from qa.processes.pool import cores

            processes = cores()
        self._look_at_all(given, processes)
        files = chain(first, items)
        if processes > 1:
            from qa.processes.pool import in_order

            self.load_rules(i for i in first if isinstance(i, str))
            mine = (self.fresh(),)
            for checked, errors in in_order(
                _check_chunk, files, processes, start, mine, rescue=_rescue
            ):
                yield from checked
                self.add_errors(errors)
        else:
            for item in files:
                with process_limit(self.process_seconds([item])):
                    one = self._check(item)
                yield one
            self.errors += self.glossary_errors()

    def process_seconds(self, items: Iterable[str | InputError]) -> int:
        """What all these inputs may take; 0 is no limit."""
        each = [self.seconds(item) for item in items if isinstance(item, str)]
        # A round trip takes what it takes.
        return 0 if self.roundtrip or 0 in each else sum(each)

    def fresh(self) -> Run:
        """The same for another process."""
        return replace(self, errors=[], passed=PassedOver(), _configs={}, _setups={})

    def load_rules(self, paths: Iterable[str]) -> None:
        """Load the rules for the first path: what is loaded before processes start is loaded once."""
        for path in islice(paths, 1):
            _ = self.setup(path).rules

    def add_errors(self, errors: Iterable[str]) -> None:
        """Take over what was wrong with the run in another process."""
        self.errors += [e for e in errors if e not in self.errors]

    def _look_at_all(self, given: Sequence[str], processes: int) -> None:
        """Let batch rules know what is in all files; one file, or standard input, is no batch."""
        items = (i for i in walk(given, self.passing) if isinstance(i, str) and i != STDIN)
        first = list(islice(items, 2))
        if len(first) < 2 or self.batch:
            return
        sample = Sample()
        # Whoever looks has to know how far the sample reaches by then.
        tasks = ((path, sample.limit) for path in chain(first, items))
        if processes > 1:
            from qa.processes.pool import in_order

            for glances in in_order(_look_chunk, tasks, processes, start, (self.fresh(),)):
                sample.add_all(glances)
        else:
            sample.add_all(g for task in tasks for g in self._look(*task))
        self.batch.learn(sample)

    def _look(self, path: str, limit: bytes | None) -> Iterator[Glance]:
        setup = self.setup(path)
        if setup.needs_batch:
            try:
                with self._time_limit(path):
                    found = glance(path, self.read(path), setup.context, limit)
                yield found
            except STOPS:
                raise
            except BaseException:  # it is said when the file is checked
                return

    def _check(self, item: str | InputError) -> Checked:
        if isinstance(item, InputError):
            return not_checked(item)
        setup = self.setup(item)
        # A link that leads elsewhere by the time of writing leads to another file.
        place = os.path.realpath(item) if self.fixing else ""
        try:
            with self._time_limit(item):
                document = self.document(item)
                checked = check(document, setup)
                fixed = checked if document.is_empty else self._fixed(checked, setup)
                after = self.with_names(fixed)
            return self._written(checked, after, place)
        except NotProseError as error:
            passed_over = "" if item in self.named else error.what
            return not_checked(error)._replace(passed_over=passed_over)
        except InputError as error:
            return not_checked(error)
        except STOPS:
            raise
        except BaseException as error:  # one story must not cost all the others
            return not_checked(unchecked(item, error))

    def _fixed(self, checked: Checked, setup: Setup) -> Checked:
        """`checked` after its fixes, if they are wanted; `before` keeps the bytes that they changed."""
        if not self.fixing:
            return checked
        from qa.linting.fix import fixed

        try:
            after = fixed(checked, setup, self.fixing.most)
        except InputError as error:
            return checked._replace(errors=(*checked.errors, str(error)))
        return after._replace(before=checked.document)

    def _written(self, checked: Checked, after: Checked, place: str) -> Checked:
        """`after` when its file holds it, if that is wanted, or `checked` with why it does not."""
        old, new = after.before, after.document
        if not (self.fixing and self.fixing.write and old and new) or old.raw == new.raw:
            return after
        try:
            write_atomic(after.path, new.raw, old.raw, place)
        except InputError as error:
            return self.with_names(checked._replace(errors=(*checked.errors, str(error))))
        return after

    def with_names(self, checked: Checked) -> Checked:
        """`checked` with the spellings of names, if they are asked for."""
        return with_names(checked, self.setup(checked.path)) if self.names else checked

    def notes(self) -> Iterator[str]:
        """What is worth knowing of the run as a whole: stories in a baseline that are gone."""
        baselines = [setup.baseline for setup in self._setups.values()]
        for baseline in {b.path: b for b in baselines if b}.values():
            yield from baseline.missing()

    def glossary_errors(self) -> Iterable[str]:
        """What is wrong with the glossaries that were read so far."""
        for setup in self._setups.values():
            if "glossary" in vars(setup.context):
                yield from map(str, setup.context.glossary.errors)


@cache
def _config_above(folder: str) -> Path | None:
    """The configuration file for the files in a folder, asked for each of them."""
    return find_config(Path(folder).absolute())


# The run of a process that works for another one.
_own_run: Run


def start(run: Run) -> None:
    """Make `run` the one of this process."""
    global _own_run
    _own_run = run


def _look_chunk(tasks: Sequence[tuple[str, bytes | None]]) -> list[Glance]:
    return [glance for task in tasks for glance in _own_run._look(*task)]


def _check_chunk(items: Sequence[str | InputError]) -> tuple[list[Checked], list[str]]:
    """The checked inputs, and what is wrong with the run so far."""
    with process_limit(_own_run.process_seconds(items)):
        checked = [_own_run._check(item) for item in items]
    return checked, [*_own_run.errors, *_own_run.glossary_errors()]


def _rescue(
    items: Sequence[str | InputError],
    alone: Callable[[Sequence[str | InputError]], tuple[list[Checked], list[str]]],
) -> tuple[list[Checked], list[str]]:
    """The checked inputs, of which one may take down its process: each in one of its own."""
    done: list[Checked] = []
    errors: list[str] = []
    for item in items:
        try:
            checked, errors = alone([item])
            done += checked
        except LostProcessError:
            done.append(not_checked(InputError(str(item), LOST)))
    return done, errors
