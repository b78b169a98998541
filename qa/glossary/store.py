"""Rows of text by key, in a file that is mapped and never read whole.

A constant hash table, as in D. J. Bernstein's cdb: a head, the place of each bucket, and the rows in
the order of their buckets. A row is found with one look at the places and one at the rows. A checksum of all
stands before it: some milliseconds for the largest, and no name is lost to a byte that was changed on disk.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from qa.files import make_cache_dir, open_private

_PLACES = struct.Struct("<2Q")
# The checksum, in hexadecimal digits, and a line end.
_SUM = 9


class Table:
    """What `pack` made: `head`, and the value of each key."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Raises ValueError, KeyError or TypeError where the data is damaged."""
        with memoryview(data) as view:
            if data[:_SUM] != _sum(view[_SUM:]):
                raise ValueError("the table is not what was written")
        end = data.find(b"\n", _SUM)
        self.head: dict[str, Any] = json.loads(data[_SUM:end])
        self._data = data
        self._places = end + 1
        self._buckets: int = self.head["buckets"]

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, key: str) -> str | None:
        """The value of a key, if there is one."""
        row = _encoded(key)
        at = self._places + 8 * (zlib.crc32(row) % self._buckets)
        start, end = _PLACES.unpack_from(self._data, at)
        if start == end:
            return None
        # A bucket starts and ends with a line end, and so does each row in it.
        rows = self._data[self._places + start : self._places + end]
        at = rows.find(b"\n" + row) + 1
        return rows[at + len(row) : rows.index(b"\n", at)].decode() if at else None


def pack(head: Mapping[str, Any], rows: Iterable[tuple[str, str]]) -> bytes:
    """A table of these rows, each key once; keys have no tab, and no value has a line end."""
    lines = [(_encoded(key), value.encode()) for key, value in rows]
    buckets = max(1, len(lines))
    placed = sorted((zlib.crc32(key) % buckets, key + value + b"\n") for key, value in lines)
    places = [0] * (buckets + 1)
    pieces: list[bytes] = []
    at = 8 * (buckets + 1)
    filled = -1
    for bucket, line in placed:
        if bucket != filled:
            places[filled + 1 : bucket + 1] = [at] * (bucket - filled)
            filled = bucket
            line = b"\n" + line
        pieces.append(line)
        at += len(line)
    places[filled + 1 :] = [at] * (buckets - filled)
    whole = {**head, "buckets": buckets}
    first = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    data = b"".join((first, b"\n", struct.pack(f"<{buckets + 1}Q", *places), *pieces))
    return _sum(data) + data


def read_table(path: Path) -> Table | None:
    """The table in a file; None where there is none, a damaged one, or one that others could write."""
    try:
        make_cache_dir(path.parent)
        with path.open("rb") as file:
            return Table(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_table(path: Path, data: bytes) -> None:
    """Write the file whole or not at all; a folder that cannot be written is no reason to stop."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        make_cache_dir(path.parent)
        open_private(new)
        new.write_bytes(data)
        os.replace(new, path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _sum(data: bytes | memoryview) -> bytes:
    return b"%08x\n" % zlib.crc32(data)


def _encoded(key: str) -> bytes:
    # Text may hold halves of surrogate pairs; no key does.
    return key.encode("utf-8", "surrogatepass") + b"\t"
