"""Opening a table to read or to write, packed with gzip or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from qa.errors import InputError


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """The bytes of the file at `path`. Raises InputError where it cannot be read."""
    try:
        opener: Callable[..., Any] = gzip.open if is_packed(path) else open
        with opener(path, "rb") as file:
            yield file
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror or error}") from None
    except (EOFError, zlib.error) as error:
        raise InputError(path, f"is not a whole gzip file: {error}") from None


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
