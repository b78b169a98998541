"""The words that editors add from their programs: terms in the desk's own glossary file."""

from __future__ import annotations

import hashlib
import os
import re
import threading
import unicodedata
from pathlib import Path

from qa.errors import InputError
from qa.files import read_own, write_atomic
from qa.glossary.reading import read_entries
from qa.glossary.toml import basic_string

_NOTE = "Added from an editor."
_LONGEST = 200


class Words:
    """The words of the glossary file at `path`, which is made with the first; empty is no file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._lock = threading.Lock()

    def all(self) -> list[str]:
        """The names and terms of the file, sorted. Raises InputError."""
        if not self.path or not os.path.exists(self.path):
            return []
        entries = read_entries(Path(self.path)).entries.values()
        return sorted({name for entry in entries if (name := _name(entry))})

    def add(self, word: str) -> bool:
        """Add a term, unless it is there already; whether it is new.

        Raises InputError where it is no word, or the file cannot be read or written.
        """
        word = _checked(word)
        with self._lock:
            if word in self.all():
                return False
            old = self._read()
            text = old.decode("utf-8")
            end = "\n" if text and not text.endswith("\n") else ""
            gap = "\n" if text.strip() else ""
            line_end = "\r\n" if "\r\n" in text else "\n"
            added = f"{end}{gap}{_entry(word)}".replace("\n", line_end)
            self._write(old, text + added)
            return True

    def delete(self, word: str) -> bool:
        """Take out a term that `add` wrote; whether there was one. Raises InputError as `add` does."""
        word = _checked(word)
        with self._lock:
            old = self._read()
            text = old.decode("utf-8")
            entry = re.escape(_entry(word)).replace("\\\n", r"\r?\n")
            left = re.sub(rf"(?:\r?\n)?{entry}", "", text, count=1)
            if left == text:
                return False
            self._write(old, left)
            return True

    def _read(self) -> bytes:
        if not self.path:
            raise InputError(
                "words",
                "no glossary to write to; start with qa serve --words FILE, or set glossaries",
            )
        if not os.path.exists(self.path):
            return b""
        read_entries(Path(self.path))  # what is no glossary is not written to
        return read_own(self.path)

    def _write(self, old: bytes, text: str) -> None:
        write_atomic(self.path, text.encode("utf-8"), old if os.path.exists(self.path) else None)


def _checked(word: str) -> str:
    word = unicodedata.normalize("NFC", " ".join(word.split()))
    if not word or len(word) > _LONGEST or not any(map(str.isalnum, word)):
        raise InputError("word", f"must be a word or a name, of {_LONGEST} characters at most")
    if not word.isprintable():
        raise InputError("word", "has characters that cannot be seen")
    return word


def _name(entry: object) -> str:
    parts = (getattr(entry, "given", None), getattr(entry, "name", None))
    return " ".join(part.preferred for part in parts if part is not None and part.preferred)


def _entry(word: str) -> str:
    # The digest keeps two words apart that differ in accents or capitals only.
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall("[a-z0-9]+", plain))[:40].strip("-")
    name = "-".join(filter(None, ["added", slug, hashlib.sha256(word.encode()).hexdigest()[:8]]))
    return (
        f'[[term]]\nid = "{name}"\npreferred = {basic_string(word)}\nnote = {basic_string(_NOTE)}\n'
    )
