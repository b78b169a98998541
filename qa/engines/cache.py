"""Translations kept on disk, so that a second run over the same text translates nothing."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from qa.paths import cache_dir

if TYPE_CHECKING:
    from qa.engines import Engine, Model, Pair

T = TypeVar("T")

# Kept when an interruption comes: at most this many translations are lost.
_CHUNK = 64
_MEBIBYTE = 1 << 20


class CachedEngine:
    """An engine that translates only what the cache does not hold."""

    def __init__(self, engine: Engine, cache: TranslationCache | None = None) -> None:
        self.name = engine.name
        self._engine = engine
        self._cache = TranslationCache() if cache is None else cache

    def models(self) -> Sequence[Model]:
        """The models of the engine."""
        return self._engine.models()

    def pairs(self) -> Sequence[Pair]:
        """The pairs of the engine."""
        return self._engine.pairs()

    def signature(self, source: str, target: str) -> str:
        """The signature of the engine."""
        return self._engine.signature(source, target)

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The engine's translations, from the cache where it has them."""
        signature = self.signature(source, target)
        known = self._cache.get(signature, sentences)
        missing = [s for s in dict.fromkeys(sentences) if s not in known]
        for chunk in _chunks(missing, _CHUNK):
            new = dict(zip(chunk, self._engine.translate(chunk, source, target), strict=True))
            self._cache.put(signature, new)
            known.update(new)
        return [known[s] for s in sentences]

    def log_probabilities(
        self, sentences: Sequence[str], translations: Sequence[str], source: str, target: str
    ) -> list[float] | None:
        """The engine's figures, from the cache where it has them."""
        signature = f"{self.signature(source, target)}\0log-probability"
        asked = list(zip(sentences, translations, strict=True))
        # The length tells where a sentence ends and its translation begins.
        keys = {pair: f"{len(pair[0])} {''.join(pair)}" for pair in asked}
        kept = self._cache.get(signature, list(keys.values()))
        known = {pair: kept[key] for pair, key in keys.items() if key in kept}
        for chunk in _chunks([pair for pair in keys if pair not in known], _CHUNK):
            texts, said = zip(*chunk, strict=True)
            new = self._engine.log_probabilities(texts, said, source, target)
            if new is None:
                return None
            figures = dict(zip(chunk, map(str, new), strict=True))
            self._cache.put(signature, {keys[pair]: figure for pair, figure in figures.items()})
            known.update(figures)
        return [float(known[pair]) for pair in asked]


class TranslationCache:
    """A table of translations in an SQLite file, shared by threads and processes.

    A key is a digest of the engine's signature and the text. When the file has grown to `limit`
    bytes, the oldest quarter goes. It never breaks a run: a damaged file is begun anew, and where
    no file can be written there is no cache, which is said once on standard error.
    """

    def __init__(self, path: Path | None = None, limit: int = 256 * _MEBIBYTE) -> None:
        self.path = path or cache_dir() / "translations.sqlite3"
        self._limit = limit
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._usable = True

    def get(self, signature: str, texts: Sequence[str]) -> dict[str, str]:
        """The translations that the cache holds, by text."""
        keys = {_key(signature, text): text for text in texts}

        def read(connection: sqlite3.Connection) -> dict[str, str]:
            found = {}
            for chunk in _chunks(list(keys), 500):
                marks = ",".join("?" * len(chunk))
                rows = connection.execute(
                    f"SELECT key, translation FROM translations WHERE key IN ({marks})", chunk
                )
                found.update({keys[key]: _text(kept) for key, kept in rows})
            return found

        return self._with_file(read) or {}

    def put(self, signature: str, translations: Mapping[str, str]) -> None:
        """Keep `translations`, by text."""

        def write(connection: sqlite3.Connection) -> dict[str, str]:
            with connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO translations (key, translation) VALUES (?, ?)",
                    [(_key(signature, t), _bytes(done)) for t, done in translations.items()],
                )
                self._shrink(connection)
            return {}

        self._with_file(write)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _with_file(
        self, work: Callable[[sqlite3.Connection], dict[str, str]]
    ) -> dict[str, str] | None:
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
            self._say(f"translations are not kept ({error}); QA_CACHE_DIR names another folder")

    def _say(self, what: str) -> None:
        print(f"qa: {self.path}: {what}", file=sys.stderr)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=20, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS translations "
                "(id INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, translation BLOB NOT NULL)"
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
                "DELETE FROM translations WHERE id IN (SELECT id FROM translations ORDER BY id "
                "LIMIT (SELECT (count(*) + 3) / 4 FROM translations))"
            )


def _damaged(error: Exception) -> bool:
    """Whether the file is no database or a broken one, rather than locked or not writable."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.OperationalError
    )


def _key(signature: str, text: str) -> bytes:
    return hashlib.blake2b(_bytes(f"{signature}\0{text}"), digest_size=16).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # any string may be asked about


def _text(kept: bytes) -> str:
    return kept.decode("utf-8", "surrogatepass")


def _chunks(items: list[T], size: int) -> Iterator[list[T]]:
    return (items[i : i + size] for i in range(0, len(items), size))
