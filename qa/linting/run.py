"""A run over many inputs: each read, checked, and fixed if that is wanted, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from qa.document.model import Document, Safety
from qa.errors import LOST, STOPS, InputError, LostProcessError, NotProseError, unchecked
from qa.files import STDIN, write_atomic
from qa.linting.check import Checked, check, not_checked, with_names
from qa.linting.inputs import PassedOver, walk
from qa.linting.reading import Input
from qa.linting.setup import Setups
from qa.names.batch import Glance, Sample, glance
from qa.processes.limits import process_limit, time_limit

if TYPE_CHECKING:
    from qa.linting.changes import Changes

# From this many files on, starting processes is worth its time.
_MANY = 40


class Fixing(NamedTuple):
    """Which fixes are applied, up to which safety, and whether the files are written."""

    most: Safety
    write: bool


@dataclass
class Run:
    """Reads and checks inputs, each with its setup of `setups`.

    `jobs` is the number of processes; 0 is one for each core when there are many files. With `names`,
    it is told how each file spells the names of the glossary; with `fixing`, each file is fixed as
    soon as it is checked. With `changes`, files without any are not checked, and of the others what is
    found on changed lines counts. `named` are the paths given, and `passed` is what was passed over beside them.
    """

    setups: Setups = field(default_factory=Setups)
    jobs: int = 0
    names: bool = False
    fixing: Fixing | None = None
    changes: Changes | None = None
    passed: PassedOver = field(default_factory=PassedOver)
    named: frozenset[str] = frozenset()

    def inputs(
        self, given: Sequence[str], passed: PassedOver | None = None
    ) -> Iterator[Input | InputError]:
        """The inputs of the files and folders given, or what is wrong with one."""
        for item in walk(given, self.setups.passing, passed=passed):
            yield item if isinstance(item, InputError) else Input(item, self.setups.of(item))

    def count(self, given: Sequence[str]) -> int:
        """How many inputs the files and folders given hold."""
        return sum(1 for _ in walk(given, self.setups.passing))

    def documents(self, given: Sequence[str]) -> Iterator[tuple[Input, Document] | InputError]:
        """Each input of the files and folders given with its document, or what is wrong with it."""
        self.named = frozenset(given)
        for item in self.inputs(given, self.passed):
            read = item if isinstance(item, InputError) else _read(item)
            if isinstance(read, NotProseError) and read.path not in self.named:
                self.passed.kinds[read.what] += 1
            else:
                yield read

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
        paths: Iterator[str | InputError] = walk(given, self.setups.passing, passed=self.passed)
        if self.changes is not None:
            paths = filter(self.changes.concern, paths)
        first = list(islice(paths, _MANY))
        processes = self.jobs or 1
        if not self.jobs and len(first) == _MANY and STDIN not in given:
            from qa.processes.pool import cores

            processes = cores()
        self._look_at_all(given, processes)
        every = chain(first, paths)
        if processes > 1:
            from qa.processes.pool import in_order

            for path in islice((p for p in first if isinstance(p, str)), 1):
                self.setups.load_rules(path)
            mine = (self.fresh(),)
            for checked, errors in in_order(
                _check_chunk, every, processes, start, mine, rescue=_rescue
            ):
                yield from checked
                self.setups.add_errors(errors)
        else:
            for item in every:
                yield from self._check_limited([item])
            self.setups.errors += self.setups.glossary_errors()

    def _check_limited(self, paths: Sequence[str | InputError]) -> list[Checked]:
        """The checked inputs; a process that takes too long over them is ended."""
        items = [p if isinstance(p, InputError) else Input(p, self.setups.of(p)) for p in paths]
        each = [item.seconds for item in items if isinstance(item, Input)]
        # A round trip takes what it takes.
        with process_limit(0 if self.setups.roundtrip or 0 in each else sum(each)):
            return [self._check(item) for item in items]

    def fresh(self) -> Run:
        """The same for another process."""
        return replace(self, setups=self.setups.fresh(), passed=PassedOver())

    def _look_at_all(self, given: Sequence[str], processes: int) -> None:
        """Let batch rules know what is in all files; one file, or standard input, is no batch."""
        paths = (p for p in walk(given, self.setups.passing) if isinstance(p, str) and p != STDIN)
        first = list(islice(paths, 2))
        if len(first) < 2 or self.setups.batch:
            return
        sample = Sample()
        # Whoever looks has to know how far the sample reaches by then.
        tasks = ((path, sample.limit) for path in chain(first, paths))
        if processes > 1:
            from qa.processes.pool import in_order

            for glances in in_order(_look_chunk, tasks, processes, start, (self.fresh(),)):
                sample.add_all(glances)
        else:
            sample.add_all(g for task in tasks for g in self._look(*task))
        self.setups.batch.learn(sample)

    def _look(self, path: str, limit: bytes | None) -> Iterator[Glance]:
        item = Input(path, self.setups.of(path))
        if item.setup.needs_batch:
            try:
                with time_limit(path, item.seconds):
                    found = glance(path, item.read(), item.setup.context, limit, item.suffix)
                yield found
            except STOPS:
                raise
            except BaseException:  # it is said when the file is checked
                return

    def _check(self, item: Input | InputError) -> Checked:
        if isinstance(item, InputError):
            return not_checked(item)
        # A link that leads elsewhere by the time of writing leads to another file.
        place = os.path.realpath(item.path) if self.fixing else ""
        try:
            with time_limit(item.path, item.seconds):
                changes = self.changes
                document = item.document(changes.raw(item.path) if changes else None)
                checked = check(document, item.setup)
                checked = changes.within(checked) if changes else checked
                fixed = checked if document.is_empty else self._fixed(checked, item)
                after = self._with_names(fixed, item)
            return self._written(checked, after, item, place)
        except NotProseError as error:
            passed_over = "" if item.path in self.named else error.what
            return not_checked(error)._replace(passed_over=passed_over)
        except InputError as error:
            return not_checked(error)
        except STOPS:
            raise
        except BaseException as error:  # one story must not cost all the others
            return not_checked(unchecked(item.path, error))

    def _fixed(self, checked: Checked, item: Input) -> Checked:
        """`checked` after its fixes, if they are wanted; `before` keeps the bytes that they changed."""
        if not self.fixing:
            return checked
        from qa.linting.fix import fixed

        try:
            after = fixed(checked, item.setup, self.fixing.most)
        except InputError as error:
            return checked._replace(errors=(*checked.errors, str(error)))
        return after._replace(before=checked.document)

    def _written(self, checked: Checked, after: Checked, item: Input, place: str) -> Checked:
        """`after` when its file holds it, if that is wanted, or `checked` with why it does not."""
        old, new = after.before, after.document
        if not (self.fixing and self.fixing.write and old and new) or old.raw == new.raw:
            return after
        try:
            write_atomic(after.path, new.raw, old.raw, place)
        except InputError as error:
            failed = checked._replace(errors=(*checked.errors, str(error)))
            return self._with_names(failed, item)
        return after

    def _with_names(self, checked: Checked, item: Input) -> Checked:
        """`checked` with the spellings of names, if they are asked for."""
        return with_names(checked, item.setup) if self.names else checked


def _read(item: Input) -> tuple[Input, Document] | InputError:
    try:
        with time_limit(item.path, item.seconds):
            return item, item.document()
    except InputError as error:
        return error
    except STOPS:
        raise
    except BaseException as error:  # one story must not cost all the others
        return unchecked(item.path, error)


# The run of a process that works for another one.
_own_run: Run


def start(run: Run) -> None:
    """Make `run` the one of this process."""
    global _own_run
    _own_run = run


def _look_chunk(tasks: Sequence[tuple[str, bytes | None]]) -> list[Glance]:
    return [glance for task in tasks for glance in _own_run._look(*task)]


def _check_chunk(paths: Sequence[str | InputError]) -> tuple[list[Checked], list[str]]:
    """The checked inputs, and what is wrong with the run so far."""
    checked = _own_run._check_limited(paths)
    return checked, [*_own_run.setups.errors, *_own_run.setups.glossary_errors()]


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
