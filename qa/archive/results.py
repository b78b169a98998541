"""The results of a run in a folder: parts of some stories each, whole or not there at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from qa.archive.checking import Outcome
from qa.archive.schema import RESULT
from qa.errors import STOPS, InputError, fault
from qa.files import only_run, read_own, write_atomic
from qa.text.notation import json_value

# A part is what an interruption costs at most: some seconds of work. More findings than fill so
# many bytes of JSON end a part, too, for a part is held in memory.
PART_STORIES, PART_BYTES = 500, 64_000_000
_SUFFIXES = (_TABLE, _LINES, _SAID) = (".parquet", ".jsonl", ".json")
_READ = 200
_digest = partial(blake2b, digest_size=16)
# What is said of a run as a whole.
RUN = "run.json"


class Part(NamedTuple):
    """A part that is there: how many stories it has, a digest of their keys, and one of what was written."""

    stories: int
    keys: str
    failing: bool
    broken: bool
    content: str


@dataclass(frozen=True)
class Results:
    """The results in `folder`/results: part-00000.parquet, and the same rows in part-00000.jsonl.

    part-00000.json vouches for both, and is written last, so that what it is there for is whole.
    """

    folder: Path

    @property
    def place(self) -> Path:
        """The folder of the parts."""
        return self.folder / "results"

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Make the folder, keep other runs out of it, and take out what one that was killed left half-written.

        Raises InputError where that cannot be done, or another run is at work there.
        """
        try:
            # It holds what the stories say, and they may not be published yet.
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.place.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from None
        with only_run(self.folder):
            try:
                for path in [*self.folder.glob(".*.tmp"), *self.place.glob(".*.tmp")]:
                    path.unlink()
            except OSError as error:
                raise self._unusable(error) from None
            yield

    def _unusable(self, error: OSError) -> InputError:
        problem = "is a file" if self.folder.is_file() else f"cannot be used: {error.strerror}"
        return InputError(str(self.folder), f"{problem}; name a folder for the report with -o")

    def parts(self) -> tuple[list[Part], str]:
        """The parts that are there, from the first on, as far as none is missing or was changed; and the name of
        one that was.
        """
        found: list[Part] = []
        while (path := self._part(len(found), _SAID)).exists():
            try:
                part = Part(**json.loads(read_own(str(path))))
                whole = part.content == self._content_there(len(found))
            except (OSError, InputError, TypeError, ValueError, RecursionError):
                whole = False
            if not whole:
                return found, _name(len(found))
            found.append(part)
        return found, ""

    def _content_there(self, number: int) -> str:
        """The digest of the files of a part. Raises OSError."""
        digests = []
        for suffix in (_TABLE, _LINES):
            with self._part(number, suffix).open("rb") as file:
                digests.append(file_digest(file, _digest).digest())
        return digest_of(digests)

    def drop(self, first: int = 0) -> None:
        """Take out the parts from number `first` on."""
        kept = {self._part(n, suffix) for n in range(first) for suffix in _SUFFIXES}
        for path in self.place.glob("part-*"):
            if path not in kept:
                path.unlink()

    def write(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """Write a part. Raises InputError where there is no room for it."""
        table = pa.Table.from_batches([o.results for o in outcomes], RESULT)
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        lines = b"".join(o.lines for o in outcomes)
        packed = sink.getvalue().to_pybytes()
        part = Part(
            len(table),
            digest_of(o.keys for o in outcomes),
            any(o.failing for o in outcomes),
            table["error"].null_count < len(table),
            digest_of(_digest(raw).digest() for raw in (packed, lines)),
        )
        self._part(number, _SAID).unlink(missing_ok=True)
        write_atomic(str(self._part(number, _LINES)), lines, private=True)
        write_atomic(str(self._part(number, _TABLE)), packed, private=True)
        said = json.dumps(part._asdict()).encode()
        write_atomic(str(self._part(number, _SAID)), said, private=True)

    def description(self) -> dict[str, Any]:
        """What was written of the run as a whole; empty where there is nothing that can be read."""
        try:
            found = json_value(RUN, read_own(str(self.folder / RUN)))
        except InputError:
            return {}
        return found if isinstance(found, dict) else {}

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Where to write the file `name` of the folder."""
        yield self.folder / name

    def _part(self, number: int, suffix: str) -> Path:
        return self.place / (_name(number) + suffix)


def batches(folder: Path) -> Iterator[pa.RecordBatch]:
    """The results in the folder of a report, some stories at a time. Raises InputError."""
    paths = sorted((folder / "results").glob("part-*.parquet"), key=lambda p: (len(p.name), p))
    if not paths:
        raise InputError(str(folder), "holds no results; name the folder of an earlier qa report")
    for path in paths:
        yield from batches_in(path)


def batches_in(path: Path) -> Iterator[pa.RecordBatch]:
    """The results in one Parquet file, some stories at a time. Raises InputError."""
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            yield from file.iter_batches(_READ, columns=RESULT.names, use_threads=False)
    except (InputError, *STOPS):
        raise
    except BaseException as error:  # pyarrow raises of any kind
        raise InputError(str(path), f"cannot be read: {fault(error)}") from None


def digest_of(keys: Iterable[bytes]) -> str:
    """The digest of the keys of stories that follow each other."""
    digest = blake2b(digest_size=16)
    for key in keys:
        digest.update(key)
    return digest.hexdigest()


def _name(number: int) -> str:
    return f"part-{number:05}"
