"""Files: their bytes, writing them back without ever leaving half a file, patterns, and own folders."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from qa.errors import InputError

STDIN = "-"


def matcher(patterns: Sequence[str], where: str) -> tuple[Callable[[str], bool], list[InputError]]:
    """Whether a path matches patterns as in a .gitignore file, and what is wrong in `where`."""
    if not patterns:
        return lambda path: False, []
    import re

    from pathspec import GitIgnoreSpec  # 50 ms

    good, errors = [], []
    for pattern in patterns:
        try:
            if has_too_many_stars(pattern):
                raise ValueError("it has more stars than a name needs")
            GitIgnoreSpec.from_lines([pattern])
            good.append(pattern)
        except (ValueError, re.error) as error:
            advice = "write it as in a .gitignore file, such as drafts/ or *.bak.txt"
            errors.append(InputError(where, f"{pattern!r} is no pattern ({error}); {advice}"))
    spec = GitIgnoreSpec.from_lines(good)
    return lambda path: bool(spec.match_file(path)), errors


# To match a pattern takes time by the length of a name to the power of its stars.
_MOST_STARS = 4


def has_too_many_stars(pattern: str) -> bool:
    """Whether a pattern is one that only somebody who wants to do harm would write."""
    parts = pattern.split("/")
    return max(map(_stars, parts)) > _MOST_STARS or parts.count("**") > _MOST_STARS


def _stars(part: str) -> int:
    return part.count("*") if part != "**" else 0


def read_bytes(path: str, limit: int) -> bytes:
    """The bytes of the file at `path`. Raises InputError when there are more than `limit`."""
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            # A pipe has no size; of it no more is read than it takes to know.
            raw = b"" if size > limit else read_up_to(file, limit + 1)
    except OSError as error:
        raise InputError(path, missing(error) or f"cannot be read: {error.strerror}") from None
    if max(size, len(raw)) > limit:
        raise too_large(path, max(size, len(raw)), limit)
    return raw


_STEP = 1 << 20
# What a file that somebody wrote by hand has at most, and a list that a program wrote, in bytes.
SMALL, LARGE = 1_000_000, 100_000_000


def read_text(path: str, limit: int = SMALL) -> str:
    """The text of a file that says how to work: settings, a glossary, a list of findings.

    Line ends are as in the file, and a byte order mark is left out. Raises InputError as `read_own`
    does, and when it is not UTF-8.
    """
    return as_text(path, read_own(path, limit))


def as_text(path: str, raw: bytes) -> str:
    """The text of such a file, whose bytes were read. Raises InputError when it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(path, "is not UTF-8; save it as UTF-8") from None


def read_own(path: str, limit: int = SMALL) -> bytes:
    """The bytes of such a file.

    Raises InputError when it cannot be read, is no file but a folder, a pipe or a device, or has more
    than `limit` bytes.
    """
    if path == os.devnull:
        return b""
    try:
        mode = os.stat(path).st_mode
        # A pipe waits for somebody who writes, and a device may never end.
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
            raise InputError(path, f"is {kind}; a file is needed here")
        with open(path, "rb") as file:
            raw = read_up_to(file, limit + 1)
    except OSError as error:
        raise InputError(path, missing(error) or f"cannot be read: {error.strerror}") from None
    except ValueError:  # a NUL in its name
        raise InputError(path.replace("\0", "\\0"), "no file can have this name") from None
    if len(raw) > limit:
        raise InputError(path, f"has more than {limit:,} bytes, which no file of its kind has")
    return raw


def read_up_to(file: BinaryIO, size: int) -> bytes:
    """So many bytes of an open file, or all there are. Room is taken only for what comes."""
    parts = []
    while size > 0 and (part := file.read(min(size, _STEP))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def too_large(path: str, size: int, limit: int) -> InputError:
    """What is wrong with a file of more bytes than `limit`."""
    return InputError(
        path,
        f"has {size:,} bytes, more than the limit of {limit:,}; "
        f"to check it, set max-file-size in qa.toml",
    )


def write_atomic(
    path: str,
    data: bytes,
    was: bytes | None = None,
    place: str | None = None,
    private: bool = False,
) -> bool:
    """Make `data` the content of the file at `path`, at once or not at all; whether it changed.

    A symbolic link stays one: the file it leads to is written. The mode is kept, and the owner
    where that is allowed; a file that already holds `data` is not touched, and one that is missing
    is made. Access lists and other extended attributes are kept on Linux. What is no file
    (`/dev/null`, a pipe) is written to and stays what it is. Raises InputError when it cannot be
    written, a read-only file included; the file is then as it was.

    A new file may be read by others as the user's umask says, or, if it is `private`, by nobody else.

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
            elif not private:  # as it is made
                os.chmod(temporary, 0o666 & ~_umask())
            os.fsync(new.fileno())
        if was is not None:
            _check_unchanged(path, target, was)
        os.replace(temporary, target)
        _temporary.discard(temporary)
        temporary = ""
    except OSError as error:
        problem = missing(error) or f"cannot be written: {error.strerror}"
        raise InputError(path, problem) from None
    finally:
        if temporary:
            os.unlink(temporary)
        _temporary.discard(temporary)
    return True


@contextlib.contextmanager
def replacing(path: str, suffix: str) -> Iterator[str]:
    """A new file beside the one at `path`, with a name that ends in `suffix`: it takes the place of that one
    when all is written, and is gone where that fails. Raises InputError when none can be made.
    """
    import tempfile

    folder, name = os.path.split(path)
    try:
        number, temporary = tempfile.mkstemp(suffix, f".{name[:100]}.", folder or os.curdir)
    except OSError as error:
        raise InputError(path, f"cannot be written: {error.strerror}") from None
    os.close(number)
    _temporary.add(temporary)
    try:
        yield temporary
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    finally:
        _temporary.discard(temporary)


_LOCK = ".qa.lock"
# Seconds that the processes of a run that was killed may take to end, and to let go of its lock.
_LET_GO = 3


@contextlib.contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder that belongs to one run at a time.

    Raises InputError where another run of this machine holds it. A run that was killed holds none.
    """
    from filelock import FileLock, Timeout  # 50 ms

    lock = FileLock(folder / _LOCK, timeout=_LET_GO)
    try:
        lock.acquire()
    except Timeout:
        problem = "another run writes into this folder now; wait for it, or name another folder"
        raise InputError(str(folder), problem) from None
    except OSError as error:
        raise InputError(str(folder), f"cannot be written: {error.strerror}") from None
    try:
        yield
    finally:
        lock.release()


# The files that are being written.
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


def missing(error: OSError) -> str:
    """What is said of a file that is not there; empty for another error."""
    return "no such file or folder" if isinstance(error, FileNotFoundError) else ""


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


# --- Where the program keeps its own files on this machine


# Nothing can be in it.
_NOWHERE = Path(os.devnull)


def cache_dir() -> Path:
    r"""The folder for files that can be made again at any time. It may not exist yet.

    `QA_CACHE_DIR` names it; otherwise it is the platform's place for caches: `$XDG_CACHE_HOME/qa`
    or `~/.cache/qa`, `~/Library/Caches/qa` on macOS, `%LOCALAPPDATA%\qa\Cache` on Windows.
    """
    return _folder("QA_CACHE_DIR", "Cache", "Library/Caches/qa", ("XDG_CACHE_HOME", ".cache", "qa"))


def make_cache_dir(folder: Path) -> None:
    """Make a folder for what is kept of stories, which nobody else may read.

    Raises OSError where it cannot be made, where there is no home for it, or where others can write into
    it: what they put there is not to be believed.
    """
    if _NOWHERE in folder.parents:
        raise OSError("there is no home folder")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "posix":
        return
    status = folder.stat()
    # The superuser takes over the folders of others, in a container say.
    strange = status.st_uid not in (0, os.geteuid()) and os.geteuid() != 0
    if strange or status.st_mode & 0o022:
        raise OSError("others can write to this folder")


def open_private(path: Path) -> None:
    """Make an empty file that nobody else may read, unless there is one. Raises OSError."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def models_dir() -> Path:
    r"""The folder for translation models that the user installed. It may not exist yet.

    `QA_MODELS_DIR` names it; otherwise it is the platform's place for data:
    `$XDG_DATA_HOME/qa/models` or `~/.local/share/qa/models`,
    `~/Library/Application Support/qa/models` on macOS, `%LOCALAPPDATA%\qa\Models` on Windows.
    """
    mac = "Library/Application Support/qa/models"
    return _folder("QA_MODELS_DIR", "Models", mac, ("XDG_DATA_HOME", ".local/share", "qa/models"))


def config_dir() -> Path:
    r"""The folder for the user's own settings. It may not exist.

    `QA_CONFIG_DIR` names it; otherwise it is `$XDG_CONFIG_HOME/qa` or `~/.config/qa`,
    `~/Library/Application Support/qa` on macOS, `%LOCALAPPDATA%\qa\Config` on Windows.
    """
    mac = "Library/Application Support/qa"
    return _folder("QA_CONFIG_DIR", "Config", mac, ("XDG_CONFIG_HOME", ".config", "qa"))


def _folder(variable: str, windows: str, mac: str, xdg: tuple[str, str, str]) -> Path:
    """The folder that a variable of our own names, or the platform's; `xdg` is the variable of the
    XDG Base Directory Specification, what it stands for by default, and the folder in it.
    """
    own = os.environ.get(variable)
    if own:
        return Path(own).expanduser().absolute()
    home = Path(os.path.expanduser("~"))
    # Where there is none, "~" would be a folder of the stories.
    home = home if home.is_absolute() else _NOWHERE
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "qa" / windows
    if sys.platform == "darwin":
        return home / mac
    given = os.environ.get(xdg[0])
    # The specification says that a relative path there is to be ignored.
    return (Path(given) if given and os.path.isabs(given) else home / xdg[1]) / xdg[2]
