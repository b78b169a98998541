"""Glossaries: one spelling a name, from TOML files, compiled once and kept in the cache folder."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from qa import __version__
from qa.errors import InputError
from qa.paths import cache_dir

if TYPE_CHECKING:
    from qa.config import Config
    from qa.glossary.entries import Entry
    from qa.glossary.match import Match
    from qa.model import Segment

__all__ = ["Glossary", "load_glossary", "shipped_files"]

_FORMAT = 4
_FOLDER = Path(__file__).parent


class Glossary:
    """The entries of all files as one, ready to be looked for.

    `errors` says which files and entries could not be used; the others are in force.
    """

    def __init__(self, compiled: dict[str, Any], errors: Sequence[InputError] = ()) -> None:
        self.errors = tuple(errors)
        self.style: str = compiled["style"]
        self._ids: list[str] = compiled["ids"]
        # Rows of JSON: an entry and the uses of a text are parsed when a story has them.
        self._rows: list[str] = compiled["entries"]
        self._texts: list[str] = compiled["texts"]
        self._uses: list[str] = compiled["uses"]
        self._words: list[str] = compiled["words"]
        self._near: list[str] = compiled["near"]
        self._place_words: list[str] = compiled["place_words"]
        self._entries: dict[int, Entry] = {}
        self._found: WeakKeyDictionary[Segment, tuple[Match, ...]] = WeakKeyDictionary()

    def __len__(self) -> int:
        return len(self._rows)

    def entry(self, index: int) -> Entry:
        """The entry of a number, from 0."""
        from qa.glossary.entries import from_row

        if index not in self._entries:
            self._entries[index] = from_row(json.loads(self._rows[index]))
        return self._entries[index]

    @property
    def entries(self) -> Iterator[Entry]:
        """All entries, in the order of the files."""
        return (self.entry(i) for i in range(len(self._rows)))

    def matches(self, segment: Segment) -> tuple[Match, ...]:
        """The terms in a segment, in order, those that are right included. Made once a segment."""
        found = self._found.get(segment)
        if found is None:
            lang = segment.lang.partition("-")[0].lower()
            found = tuple(
                m
                for m in self._matcher.matches(segment.text, lang)
                if not (m.wrong and self._is_elsewhere(m, segment.document.text))
            )
            self._found[segment] = found
        return found

    def _is_elsewhere(self, match: Match, text: str) -> bool:
        """Whether the document speaks of a namesake: after "Odessa, Texas", Odessa is in Texas."""
        places = tuple(p for p in match.entry.unless if ", " in p)
        return bool(places) and _names_one(text, places)

    @cached_property
    def _matcher(self) -> Any:
        from qa.glossary.forms import Term
        from qa.glossary.match import Matcher

        made: dict[int, list[Term]] = {}

        def uses(index: int) -> list[Term]:
            if index not in made:
                made[index] = [Term(*use) for use in json.loads(self._uses[index])]
            return made[index]

        def by_id(name: str) -> Entry | None:
            index = self._by_id.get(name)
            return None if index is None else self.entry(index)

        def ordinary(word: str) -> bool:
            from qa.text.english import stands_before_a_surname

            return word.lower() in self.place_words or stands_before_a_surname(word)

        return Matcher(self._texts, uses, self.entry, by_id, self.style, ordinary)

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self._ids)}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every form of a name, folded: what is never a typo."""
        return frozenset(self._words)

    @cached_property
    def place_words(self) -> frozenset[str]:
        """The words of the preferred forms of places and organisations, in lower case."""
        return frozenset(self._place_words)

    @cached_property
    def near_names(self) -> dict[str, list[str]]:
        """The names that a typo is held against, by their first and last letter, in lower case.

        Well-known places, and of the glossary places and distinctive surnames, word by word.
        """
        from qa.text.english import place_names

        found: dict[str, list[str]] = {}
        for word in sorted(place_names().union(self._near)):
            found.setdefault((word[0] + word[-1]).lower(), []).append(word)
        return found


# A document names a place again and again.
@lru_cache(maxsize=16)
def _names_one(text: str, places: tuple[str, ...]) -> bool:
    """Whether one of the places stands in the text."""
    from qa.glossary.forms import fold

    folded = _folded(text)
    return any(fold(p).text in folded for p in places)


@lru_cache(maxsize=1)
def _folded(text: str) -> str:
    from qa.glossary.forms import fold

    return fold(text).text


def load_glossary(config: Config) -> Glossary:
    """The glossary of a configuration: shipped files, then the configured ones.

    An entry of a later file replaces one of the same id. What cannot be used is in `errors`.
    """
    files = [*(shipped_files() if config.shipped_glossaries else ()), *map(Path, config.glossaries)]
    signature = _signature(files)
    cache = cache_dir() / f"glossary-{zlib.crc32(repr((*files, config.style)).encode()):08x}.txt"
    compiled = _cached(cache, signature)
    if compiled is not None:
        return Glossary(compiled)
    compiled, errors = compile_files(files, config.style)
    if not errors:
        _keep(cache, compiled, signature)
    return Glossary(compiled, errors)


def compile_files(files: Sequence[Path], style: str) -> tuple[dict[str, Any], list[InputError]]:
    """The parts of a `Glossary` of these files, as plain data, and what could not be used."""
    from qa.glossary.entries import STYLES
    from qa.glossary.reading import read_files, with_profile

    reading = read_files(files)
    errors = reading.errors
    known = (*STYLES, *reading.profiles)
    if style not in known:
        problem = f"style {style!r} is unknown; write one of {', '.join(known)}"
        errors.insert(0, InputError("configuration", problem))
    entries = with_profile(reading.entries.values(), style, reading.profiles)
    return compile_entries(entries, style), errors


def compile_entries(entries: Sequence[Entry], style: str) -> dict[str, Any]:
    """The parts of a `Glossary` of these entries, as plain data that JSON can hold."""
    from qa.glossary.entries import to_row
    from qa.glossary.forms import fold, terms, words_of

    uses: dict[str, list[list[Any]]] = {}
    for term in terms(entries, style):
        uses.setdefault(fold(term.form).text, []).append(list(term))
    words: set[str] = set()
    for entry in entries:
        if entry.kind in ("person", "place", "organisation"):
            words.update(words_of(entry.name))
            if entry.given:
                words.update(words_of(entry.given))
    names = (e.name.preferred for e in entries if e.kind in ("place", "organisation"))
    distinctive = (
        e.name.under(style).preferred
        for e in entries
        if e.kind == "place" or (e.kind == "person" and e.alone)
    )
    return {
        "style": style,
        "ids": [e.id for e in entries],
        "entries": [_json(to_row(e)) for e in entries],
        "texts": list(uses),
        "uses": [_json(use) for use in uses.values()],
        "words": sorted(words),
        "near": sorted({w for name in distinctive for w in name.split() if w[0].isupper()}),
        "place_words": sorted({w.lower() for name in names for w in name.split()}),
    }


def shipped_files() -> list[Path]:
    """The glossary files that come with the program: in the package, or beside it in a checkout."""
    for folder in (_FOLDER.parent / "glossaries", _FOLDER.parent.parent / "glossaries"):
        if (folder / "places.toml").is_file():
            return sorted(folder.glob("*.toml"))
    return []


def _signature(files: Sequence[Path]) -> list[Any]:
    """What a compiled glossary depends on: this program, its compiler, and the files as they are."""
    signature: list[Any] = [_FORMAT, __version__]
    for file in (*sorted(_FOLDER.glob("*.py")), *files):
        try:
            state = os.stat(file)
            signature.append([str(file), state.st_mtime_ns, state.st_size])
        except OSError:
            signature.append([str(file), 0, 0])
    return signature


def _cached(path: Path, signature: list[Any]) -> dict[str, Any] | None:
    """What `_keep` wrote, if it was made from the same; the rows stay as they are, unparsed."""
    try:
        head, *lines = path.read_bytes().decode().split("\n")
        kept: dict[str, Any] = json.loads(head)
        if kept.pop("signature") != signature or len(lines) != sum(kept["lists"].values()):
            return None
        start = 0
        for name, size in kept.pop("lists").items():
            kept[name] = lines[start : start + size]
            start += size
        return kept
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _keep(path: Path, compiled: dict[str, Any], signature: list[Any]) -> None:
    """Write the file whole or not at all; a folder that cannot be written is no reason to stop.

    The first line is JSON, and says how many of the lines after it belong to which list: taking
    half a megabyte of lines apart is several times as fast as reading it as JSON.
    """
    lists = {name: value for name, value in compiled.items() if isinstance(value, list)}
    head = {name: value for name, value in compiled.items() if name not in lists}
    head |= {"signature": signature, "lists": {name: len(value) for name, value in lists.items()}}
    lines = (line for value in lists.values() for line in value)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text("\n".join((_json(head), *lines)), "utf-8", newline="\n")
        os.replace(new, path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
