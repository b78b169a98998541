"""Opening a table to read or to write, packed with gzip or not."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from qa.errors import InputError

# So many bytes tell what a table is like.
HEAD = 1 << 16
_PIECE = 1 << 14
_CUT = "its end is missing"


class TableBytes(io.BufferedReader):
    """The bytes of a table, which are closed with it; its beginning may be looked at before it is read."""

    def __init__(self, raw: Any) -> None:
        self._bytes = raw
        self._ahead = _Ahead(raw)
        super().__init__(self._ahead, HEAD)

    def head(self) -> bytes:
        """The first HEAD bytes, of a table of which nothing was read."""
        return self._ahead.look()

    @property
    def problem(self) -> str:
        """Why there is no more to read than was read so far; empty where that is all there is."""
        problem = getattr(self._bytes, "problem", "")
        return f"is not a whole gzip file: {problem}" if problem else ""


@contextmanager
def opened(path: str) -> Iterator[TableBytes]:
    """The bytes of the file at `path`. Raises InputError where it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file, TableBytes(_unpacked(path, file)) as source:
            yield source
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror or error}") from None


def _unpacked(path: str, file: Any) -> Any:
    return _Unpacked(file) if is_packed(path) else file


@contextmanager
def written(path: str) -> Iterator[IO[bytes]]:
    """A new file for bytes at `path`. Raises InputError where it cannot be written."""
    try:
        if not is_packed(path):
            with open(path, "wb") as file:
                yield file
            return
        # Without a time in it, the same rows give the same bytes.
        with open(path, "wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
            yield cast(IO[bytes], packed)
    except OSError as error:
        raise InputError(path, f"cannot be written: {error.strerror or error}") from None


def is_packed(path: str) -> bool:
    """Whether the name of a file says that it is packed with gzip."""
    return path.lower().endswith(".gz")


class _Ahead(io.RawIOBase):
    """Bytes of which the first can be looked at."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._raw.close()
        super().close()

    def look(self) -> bytes:
        head = bytearray()
        while len(head) < HEAD:
            piece = bytearray(HEAD - len(head))
            size = self._raw.readinto(piece)
            if not size:
                break
            head += piece[:size]
        self._rest = memoryview(bytes(head))
        return bytes(head)

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            return self._raw.readinto(buffer) or 0
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


class _Unpacked(io.RawIOBase):
    """What a gzip file holds, as far as it is whole; then `problem` says what is wrong with the rest.

    The module gzip raises there, and what it had read of the last rows is lost.
    """

    def __init__(self, file: Any) -> None:
        self.problem = ""
        self._file = file
        self._packed = b""
        self._member: Any = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.problem:
            self._packed = self._packed or self._file.read(_PIECE)
            is_end = not self._packed
            if self._member is None:
                # Between two members, and after the last, there may be zeros.
                self._packed = self._packed.lstrip(b"\0")
                if is_end or not self._packed:
                    if is_end:
                        return 0
                    continue
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                made = self._member.decompress(self._packed, len(buffer))
            except zlib.error as error:
                self.problem = str(error)
                return 0
            if self._member.eof:
                self._packed, self._member = self._member.unused_data, None
            else:
                self._packed = self._member.unconsumed_tail
            if made:
                buffer[: len(made)] = made
                return len(made)
            if is_end and self._member is not None:
                self.problem = _CUT
        return 0
