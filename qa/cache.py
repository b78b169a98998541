"""What was worked out once and is kept on disk: an SQLite file that threads and processes share."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from qa.files import cache_dir

T = TypeVar("T")

# Few enough for the parameters of one statement in every SQLite.
_ASKED = 500


class Kept:
    """A table of bytes by their key in the file `name` of the cache folder, or at `path`.

    `what` is what it holds, for messages. When the file has grown to `limit` bytes, the oldest
    quarter goes. It never breaks a run: a damaged file is begun anew, and where no file can be
    written nothing is kept, which is said once on standard error.
    """

    def __init__(self, name: str, what: str, path: Path | None, limit: int) -> None:
        self.path = path or cache_dir() / name
        self._what = what
        self._limit = limit
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._usable = True

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """What is kept under these keys."""
        if not keys:
            return {}

        def read(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            found: dict[bytes, bytes] = {}
            for chunk in chunks(keys, _ASKED):
                marks = ",".join("?" * len(chunk))
                found.update(
                    connection.execute(
                        f"SELECT key, value FROM kept WHERE key IN ({marks})", chunk
                    ).fetchall()
                )
            return found

        return self._with_file(read) or {}

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep `values`, by key."""

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO kept (key, value) VALUES (?, ?)", [*values.items()]
                )
                self._shrink(connection)

        self._with_file(write)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def __del__(self) -> None:
        # From Python 3.13 on a file that is left open is warned of.
        connection = getattr(self, "_connection", None)
        if connection is not None:
            connection.close()

    def _with_file(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What `work` returns; None when there is no usable file."""
        with self._lock:
            for attempt in (1, 2):
                if not self._usable:
                    break
                try:
                    if self._connection is None:
                        self._connection = self._open()
                    return work(self._connection)
                except (sqlite3.Error, OSError) as error:
                    self._after(error, last=attempt == 2)
            return None

    def _after(self, error: Exception, last: bool) -> None:
        """Make ready for another attempt, or for going on without a file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if not last and _damaged(error):
            try:
                for ending in ("", "-wal", "-shm"):
                    Path(f"{self.path}{ending}").unlink(missing_ok=True)
            except OSError:
                last = True
            else:
                self._say("the cache was damaged and is begun anew")
        if last:
            self._usable = False
            self._say(f"{self._what} are not kept ({error}); QA_CACHE_DIR names another folder")

    def _say(self, text: str) -> None:
        print(f"qa: {self.path}: {text}", file=sys.stderr)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=20, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS kept "
                "(id INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)"
            )
        except BaseException:
            connection.close()
            raise
        return connection

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Drop the oldest quarter when the rows fill more than the limit; SQLite reuses the room."""
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size > self._limit:
            connection.execute(
                "DELETE FROM kept WHERE id IN (SELECT id FROM kept ORDER BY id "
                "LIMIT (SELECT (count(*) + 3) / 4 FROM kept))"
            )


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items, `size` at a time."""
    return (items[i : i + size] for i in range(0, len(items), size))


def _damaged(error: Exception) -> bool:
    """Whether the file is no database or a broken one, rather than locked or not writable."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.OperationalError
    )
