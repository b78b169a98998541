"""Files: which ones to check, their bytes, and writing them back without ever leaving half a file."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO

from qa.encoding import HEAD, is_binary
from qa.errors import InputError
from qa.readers import readers

STDIN = "-"


def walk(
    paths: Sequence[str],
    exclude: Callable[[str], Sequence[str]] = lambda folder: (),
    tables: tuple[str, ...] = (),
) -> Iterator[str | InputError]:
    """The files to check for the paths given, or in place of one an InputError.

    A folder gives its files in sorted order, those of its folders included, whose name has an
    ending that a reader is for, or one of those of `tables`. Hidden files and folders, binary files and symbolic links inside a
    folder are passed over, and so is what `exclude` names for that folder: patterns as in a
    .gitignore file, for paths that count from it. A file that is named itself is read whatever it
    is called. The same file named twice is checked once.
    """
    seen: set[tuple[int, int]] | None = set() if len(paths) > 1 else None
    for path in dict.fromkeys(paths):
        if path == STDIN:
            yield path
            continue
        try:
            status = os.stat(path)
        except OSError as error:
            problem = _missing(error) or f"cannot be read: {error.strerror}"
            yield InputError(path, problem)
            continue
        if stat.S_ISDIR(status.st_mode):
            excluded, errors = matcher(exclude(path), "exclude")
            yield from errors
            yield from _folder(path, excluded, tables, seen)
        elif _is_new(status, seen):
            yield path


def matcher(patterns: Sequence[str], where: str) -> tuple[Callable[[str], bool], list[InputError]]:
    """Whether a path matches patterns as in a .gitignore file, and what is wrong in `where`."""
    if not patterns:
        return lambda path: False, []
    import re

    from pathspec import GitIgnoreSpec  # 50 ms

    good, errors = [], []
    for pattern in patterns:
        try:
            GitIgnoreSpec.from_lines([pattern])
            good.append(pattern)
        except (ValueError, re.error) as error:
            advice = "write it as in a .gitignore file, such as drafts/ or *.bak.txt"
            errors.append(InputError(where, f"{pattern!r} is no pattern ({error}); {advice}"))
    spec = GitIgnoreSpec.from_lines(good)
    return lambda path: bool(spec.match_file(path)), errors


def read_bytes(path: str, limit: int) -> bytes:
    """The bytes of the file at `path`. Raises InputError when there are more than `limit`."""
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            # A pipe has no size; of it no more is read than it takes to know.
            raw = b"" if size > limit else file.read(limit + 1)
    except OSError as error:
        raise InputError(path, _missing(error) or f"cannot be read: {error.strerror}") from None
    if max(size, len(raw)) > limit:
        raise too_large(path, max(size, len(raw)), limit)
    return raw


def too_large(path: str, size: int, limit: int) -> InputError:
    """What is wrong with a file of more bytes than `limit`."""
    return InputError(
        path,
        f"has {size:,} bytes, more than the limit of {limit:,}; "
        f"to check it, set max-file-size in qa.toml",
    )


def nothing_in(folder: str, tables: Sequence[str] = ()) -> InputError:
    """What is wrong with a folder without files to check, or `tables` by their file name endings."""
    endings = ", ".join(sorted([*readers(), *tables]))
    return InputError(folder, f"no files to check in this folder; it looks for {endings}")


def write_atomic(
    path: str, data: bytes, was: bytes | None = None, place: str | None = None
) -> bool:
    """Make `data` the content of the file at `path`, at once or not at all; whether it changed.

    A symbolic link stays one: the file it leads to is written. The mode is kept, and the owner
    where that is allowed; a file that already holds `data` is not touched, and one that is missing
    is made. Access lists and other extended attributes are kept on Linux. What is no file
    (`/dev/null`, a pipe) is written to and stays what it is. Raises InputError when it cannot be
    written, a read-only file included; the file is then as it was.

    With `was`, what was read, the file is left alone, and InputError raised, when it holds anything else
    by now, is gone, or when `path` no longer leads to `place`: whoever saved it meanwhile has the
    last word. A file that has several names (hard links) is then written in place, so that it keeps them.
    """
    import tempfile

    target = place or os.path.realpath(path)
    temporary, status = "", None
    try:
        if was is not None:
            _check_unchanged(path, target, was)
        elif os.path.exists(target) and not os.path.isfile(target) and not os.path.isdir(target):
            with open(target, "wb") as device:
                device.write(data)
            return True
        with contextlib.suppress(FileNotFoundError), open(target, "rb+") as old:
            status = os.fstat(old.fileno())
            if status.st_size == len(data) and old.read() == data:
                return False
            if was is not None and status.st_nlink > 1:
                _write_in_place(old, data)
                return True
        folder, name = os.path.split(target)
        number, temporary = tempfile.mkstemp(prefix=f".{name[:100]}.", suffix=".tmp", dir=folder)
        _temporary.add(temporary)
        with os.fdopen(number, "wb") as new:
            new.write(data)
            new.flush()
            if status:
                _keep_owner_and_mode(new.fileno(), temporary, status)
                _keep_attributes(target, new.fileno())
            else:
                os.chmod(temporary, 0o666 & ~_umask())
            os.fsync(new.fileno())
        if was is not None:
            _check_unchanged(path, target, was)
        os.replace(temporary, target)
        temporary = ""
    except OSError as error:
        problem = _missing(error) or f"cannot be written: {error.strerror}"
        raise InputError(path, problem) from None
    finally:
        if temporary:
            os.unlink(temporary)
        _temporary.clear()
    return True


# The file that is being written.
_temporary: set[str] = set()


def remove_temporary() -> None:
    """Remove what was begun to be written, for a process that ends without more ado."""
    for path in [*_temporary]:
        with contextlib.suppress(OSError):
            os.unlink(path)


def _check_unchanged(path: str, target: str, was: bytes) -> None:
    try:
        if os.path.realpath(path) == target and stat.S_ISREG(os.stat(target).st_mode):
            with open(target, "rb") as file:
                if file.read(len(was) + 1) == was:
                    return
    except FileNotFoundError:
        raise InputError(path, "was removed while it was checked; nothing is written") from None
    raise InputError(path, "was changed while it was checked; it is left as it is, check it again")


def _write_in_place(file: BinaryIO, data: bytes) -> None:
    # The room is taken first: a full disk must not leave half of it.
    if hasattr(os, "posix_fallocate") and data:
        os.posix_fallocate(file.fileno(), 0, len(data))
    file.seek(0)
    file.write(data)
    file.truncate()
    file.flush()
    os.fsync(file.fileno())


def _keep_attributes(path: str, number: int) -> None:
    """Give the open file `number` the extended attributes of `path`, of which access lists are some."""
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(path)
    except OSError:  # a file system without any
        return
    for name in names:
        try:
            os.setxattr(number, name, os.getxattr(path, name))
        except OSError:
            # Without its access list the file would be open to others; the system's own come by themselves.
            if not name.startswith(("security.", "trusted.")):
                raise


def _missing(error: OSError) -> str:
    return "no such file or folder" if isinstance(error, FileNotFoundError) else ""


def _is_new(status: os.stat_result, seen: set[tuple[int, int]] | None) -> bool:
    # With one path given no file can come twice, and the set for ten million would be large.
    if seen is None:
        return True
    key = (status.st_dev, status.st_ino)
    new = key not in seen
    seen.add(key)
    return new


def _folder(
    root: str,
    excluded: Callable[[str], bool],
    tables: tuple[str, ...],
    seen: set[tuple[int, int]] | None,
) -> Iterator[str | InputError]:
    known = readers()
    count = 0
    for item in _entries(root, "", excluded):
        if isinstance(item, InputError):
            count += 1
            yield item
            continue
        table = item.lower().endswith(tables)
        if not table and PurePath(item).suffix.lower() not in known:
            continue
        path = item if root == os.curdir else os.path.join(root, item)
        try:
            with open(path, "rb") as file:
                status, head = os.fstat(file.fileno()), file.read(HEAD)
        except OSError as error:
            count += 1
            yield InputError(path, f"cannot be read: {error.strerror}")
            continue
        if not table and is_binary(head):
            continue
        count += 1
        if _is_new(status, seen):
            yield path
    if not count:
        yield nothing_in(root, tables)


def _entries(root: str, below: str, excluded: Callable[[str], bool]) -> Iterator[str | InputError]:
    """The regular files under `root`/`below`, as paths from `root`, files before folders."""
    try:
        with os.scandir(os.path.join(root, below)) as found:
            entries = sorted(found, key=lambda e: e.name)
    except OSError as error:
        yield InputError(os.path.join(root, below), f"cannot be read: {error.strerror}")
        return
    folders = []
    for entry in entries:
        inner = os.path.join(below, entry.name)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not excluded(inner + "/"):
                folders.append(inner)
        elif entry.is_file(follow_symlinks=False) and not excluded(inner):
            yield inner
    for folder in folders:
        yield from _entries(root, folder, excluded)


def _umask() -> int:
    # It can only be read by setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _keep_owner_and_mode(number: int, temporary: str, status: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        # Only the superuser may give a file to others.
        with contextlib.suppress(PermissionError):
            os.fchown(number, status.st_uid, status.st_gid)
    # After the owner: changing it clears the set-user bits.
    os.chmod(temporary, stat.S_IMODE(status.st_mode))
