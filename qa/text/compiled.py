"""Patterns as an earlier run compiled them, kept in the cache folder.

To compile the patterns that one article calls for takes a quarter of its check. What the compiler of
`re` makes of a pattern is a list of numbers, and to load that takes a fiftieth of the time. The list
is made and taken by parts of `re` that are not public: the file is for one version of Python, `re`
checks the numbers before it uses them, and where anything is not as expected, the pattern is compiled
as always.
"""

from __future__ import annotations

import atexit
import marshal
import re
import sys
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path

from qa.files import cache_dir

# More than all patterns of a version; from here on most are those of older ones.
_MOST = 2_000
# The file begins with a checksum of so many bytes.
_SUM = 4
# What `_sre.compile` wants behind the pattern: flags, code, number of groups, groups by name, and names.
_Form = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


def compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """What `re.compile` gives for the pattern."""
    kept = _kept()
    key = f"{flags}:{pattern}"
    try:
        if key not in kept:
            kept[key] = _form(pattern, flags)
            _new.append(key)
        return _pattern(pattern, kept[key])
    except (
        ImportError,
        AttributeError,
        LookupError,
        TypeError,
        ArithmeticError,
        ValueError,
        RuntimeError,
    ):
        return re.compile(pattern, flags)


# The keys of patterns that the file does not have.
_new: list[str] = []


def _form(pattern: str, flags: int) -> _Form:
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    code = array("I", _compiler._code(parsed, flags)).tobytes()
    return int(flags | state.flags), code, state.groups - 1, dict(state.groupdict), tuple(names)


def _pattern(pattern: str, form: _Form) -> re.Pattern[str]:
    import _sre  # type: ignore[import-not-found]

    flags, code, groups, by_name, names = form
    made: re.Pattern[str] = _sre.compile(
        pattern, flags, memoryview(code).cast("I").tolist(), groups, by_name, names
    )
    return made


@cache
def _kept() -> dict[str, _Form]:
    return _read()


def _read() -> dict[str, _Form]:
    try:
        data = _file().read_bytes()
        if zlib.crc32(data[_SUM:]) != int.from_bytes(data[:_SUM], "big"):
            return {}
        kept: dict[str, _Form] = marshal.loads(data[_SUM:])
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return kept


def _file() -> Path:
    version = f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.maxsize.bit_length()}"
    return cache_dir() / f"patterns-{version}.marshal"


@atexit.register
def _write() -> None:
    """Add the new patterns to the file, or leave it where it cannot be written."""
    if not _new:
        return
    from qa.errors import InputError
    from qa.files import write_atomic

    # Another run may have written since.
    kept = {**_read(), **{key: _kept()[key] for key in _new}}
    if len(kept) > _MOST:
        kept = {key: kept[key] for key in _new}
    with suppress(OSError, InputError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        data = marshal.dumps(kept)
        write_atomic(str(_file()), zlib.crc32(data).to_bytes(_SUM, "big") + data)
