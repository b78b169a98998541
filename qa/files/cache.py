"""What was worked out once and is kept on disk: an SQLite file that threads and processes share."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from qa.files import cache_dir, make_cache_dir, open_private

T = TypeVar("T")

# Few enough for the parameters of one statement in every SQLite.
_ASKED = 500
# A digest of key and value stands before each value, so that one that was changed is told.
_DIGEST = 8
# Where the file is no database, a torn one, or one with other tables.
_DAMAGE = frozenset(
    (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH)
)


class Kept:
    """A table of bytes by their key in the file `name` of the cache folder, or at `path`.

    `what` is what it holds, for messages. When the file has grown to `limit` bytes, the oldest
    quarter goes. It never breaks a run: a damaged file is begun anew, a damaged value is as good as none, and
    where no file can be written nothing is kept, which is said once on standard error.
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
                asked = connection.execute(
                    f"SELECT key, value FROM kept WHERE key IN ({marks})", chunk
                )
                for key, kept in asked:
                    value = _value(key, kept)
                    if value is not None:
                        found[key] = value
            return found

        return self._with_file(read) or {}

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep `values`, by key."""

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO kept (key, value) VALUES (?, ?)",
                    [(key, _digest(key, value) + value) for key, value in values.items()],
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
        make_cache_dir(self.path.parent)
        open_private(self.path)
        connection = sqlite3.connect(self.path, timeout=20, check_same_thread=False)
        connection.text_factory = bytes  # damage may make a text of a value, in no encoding
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


def _digest(key: bytes, value: bytes) -> bytes:
    return blake2b(key + value, digest_size=_DIGEST).digest()


def _value(key: bytes, kept: object) -> bytes | None:
    """The value in what is kept under a key; None where it is not what was put there."""
    if not isinstance(kept, bytes):
        return None
    value = kept[_DIGEST:]
    return value if kept[:_DIGEST] == _digest(key, value) else None


def _damaged(error: Exception) -> bool:
    """Whether the file is no database or a broken one, rather than locked or not writable."""
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in _DAMAGE or not isinstance(error, sqlite3.OperationalError)
