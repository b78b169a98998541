"""Opening a table, packed with gzip or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from qa.errors import InputError


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """The bytes of the file at `path`. Raises InputError where it cannot be read."""
    try:
        opener: Callable[..., Any] = gzip.open if path.lower().endswith(".gz") else open
        with opener(path, "rb") as file:
            yield file
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror or error}") from None
    except (EOFError, zlib.error) as error:
        raise InputError(path, f"is not a whole gzip file: {error}") from None
