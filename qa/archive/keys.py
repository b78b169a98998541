"""What the findings of a story depend on, as a digest: equal keys mean equal findings."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import Any

from qa import __version__
from qa.archive.schema import METADATA
from qa.errors import InputError
from qa.files import LARGE, STDIN, read_own
from qa.glossary import shipped_files
from qa.linting.ignores import SIDECAR
from qa.linting.setup import Setup
from qa.names.batch import Batch
from qa.text.patterns import lazy

_LETTERS = lazy(r"[^\W\d_]+")
_DAYS = re.compile(rb"\b\d{4}-\d\d-\d\d\b")
_DISTRIBUTION = "wireqa"


@dataclass
class Keys:
    """Makes the keys of stories; `batch` is what is known of all of them together."""

    batch: Batch
    _of_setups: dict[int, bytes] = field(default_factory=dict)

    def key(self, story: Mapping[str, Any], setup: Setup) -> bytes:
        """The key of a story of the schema STORY, whatever it is called."""
        digest = blake2b(self._of_setup(setup), digest_size=16)
        for name in ("suffix", "date", "language", "original", "original_language", "raw"):
            _add(digest, story[name])
        if not story["row"]:
            _add(digest, _sidecar(story["path"]))
        for fact in self._facts.about(story["raw"]) if setup.needs_batch else ():
            _add(digest, fact)
        return digest.digest()

    def hold_all(self, setup: Setup) -> bool:
        """Whether keys hold all that findings depend on: no engine, no other file of each story."""
        config = setup.context.config
        by_engine = any(rule.family == "RTT" for rule in setup.rules)
        return not (by_engine or config.source or config.baseline)

    def _of_setup(self, setup: Setup) -> bytes:
        if id(setup) not in self._of_setups:
            self._of_setups[id(setup)] = digest_of_setup(setup)
        return self._of_setups[id(setup)]

    @cached_property
    def _facts(self) -> _Facts:
        return _Facts(self.batch)


def row_key(story: Mapping[str, Any], key: bytes) -> bytes:
    """The key of all that the row of a story says, what is known of it included."""
    digest = blake2b(key, digest_size=16)
    for name in ("story", "path", "row", "title", *METADATA, "error"):
        _add(digest, story[name])
    return digest.digest()


class _Facts:
    """What is known of the whole batch, by the words without which it is of no concern."""

    def __init__(self, batch: Batch) -> None:
        self.facts: dict[str, list[str]] = {}
        for word, facts in batch.spellings.items():
            longest = max(_LETTERS.findall(word), key=len, default=word)
            self.facts.setdefault(longest, []).append(repr((word, facts)))

    def about(self, raw: bytes) -> Iterator[str]:
        if self.facts:
            words = set(_LETTERS.findall(raw.decode("utf-8", "replace")))
            for word in sorted(words & self.facts.keys()):
                yield from self.facts[word]


def _sidecar(path: str) -> bytes | None:
    try:
        return None if path == STDIN else read_own(path + SIDECAR)
    except InputError as error:
        # One that is there and cannot be read is said by the check, and so is nothing to keep results for.
        return str(error).encode() if os.path.exists(path + SIDECAR) else None


def digest_of_setup(setup: Setup) -> bytes:
    """All that findings depend on beside the story: the program, its rules, settings, glossaries."""
    config = setup.context.config
    digest = blake2b(_program(), digest_size=16)
    _add(digest, repr(config))
    _add(digest, repr(setup.roundtrip))
    files = [*(shipped_files() if config.shipped_glossaries else ()), *config.glossaries]
    today = date.today().isoformat().encode()
    for path in (*files, *filter(None, [config.baseline])):
        try:
            raw = read_own(str(path), LARGE)
        except InputError:
            raw = None
        _add(digest, str(path))
        _add(digest, raw)
        # A name that changes on a day to come is another one from then on.
        _add(digest, repr(sorted(day for day in _DAYS.findall(raw or b"") if day > today)))
    return digest.digest()


@cache
def _program() -> bytes:
    """The files of this program, and the versions of the packages that it uses."""
    digest = blake2b(__version__.encode(), digest_size=16)
    package = Path(__file__).parent.parent
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            _add(digest, str(path.relative_to(package)))
            _add(digest, path.read_bytes())
    for name in sorted(set(_required())):
        _add(digest, name)
        try:
            _add(digest, metadata.version(name))
        except metadata.PackageNotFoundError:
            _add(digest, None)
    return digest.digest()


def _required() -> Iterator[str]:
    for requirement in metadata.requires(_DISTRIBUTION) or ():
        name, _, extra = requirement.partition(";")
        if "extra ==" not in extra:
            yield re.split(r"[^\w.-]", name, maxsplit=1)[0]


def _add(digest: blake2b, value: str | bytes | int | None) -> None:
    """Add a value so that no two lists of values give the same bytes."""
    raw = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
    digest.update(b"%d:" % (-1 if value is None else len(raw)))
    digest.update(raw)
