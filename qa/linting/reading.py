"""An input on its way to a document: a path with its setup, its bytes, and what they hold."""

from __future__ import annotations

import os
import sys
from pathlib import PurePath
from typing import NamedTuple

from qa.config import FORMATS
from qa.document.encoding import decode
from qa.document.model import Document
from qa.errors import InputError, NotProseError
from qa.files import STDIN, read_bytes, read_up_to
from qa.linting.setup import Setup
from qa.load import document_of
from qa.processes.limits import seconds_for
from qa.readers import reader_of
from qa.text.structure import structure_of


class Input(NamedTuple):
    """A file, or standard input, and what governs its check."""

    path: str
    setup: Setup

    @property
    def name(self) -> str:
        """Its file name; that of standard input is the one that was given for it, or empty."""
        return (self.setup.context.stdin_name or "") if self.path == STDIN else self.path

    @property
    def suffix(self) -> str:
        """The file name ending that tells its format: its own, or that of the format that is set."""
        return self._set_suffix or PurePath(self.name).suffix

    @property
    def _set_suffix(self) -> str:
        return FORMATS.get(self.setup.context.config.format_in, "")

    @property
    def seconds(self) -> int:
        """What its check may take; 0 is no limit."""
        limit = self.setup.context.config.time_limit
        try:
            size = os.stat(self.path).st_size if limit and self.path != STDIN else 0
        except OSError:  # it is said when it is read
            size = 0
        return seconds_for(size, limit)

    def read(self) -> bytes:
        """Its bytes. Raises InputError where they cannot be read, or are more than may be."""
        limit = self.setup.context.config.max_file_size
        if self.path != STDIN:
            return read_bytes(self.path, limit)
        raw = read_up_to(sys.stdin.buffer, limit + 1)
        if len(raw) > limit:
            raise InputError(STDIN, f"more than max-file-size ({limit:,} bytes)")
        return raw

    def suffix_of(self, source: str) -> str:
        """The ending that tells the format of its decoded text `source`: by what is in it, where that is sure.

        Raises NotProseError where there is something else in it than prose, and nothing to read it.
        """
        suffix = self.suffix
        if self._set_suffix or (what := structure_of(source, self.name)) is None:
            return suffix
        reader = reader_of(what)
        if reader is None:
            raise NotProseError(self.path, what)
        return suffix if suffix.lower() in reader.suffixes else reader.suffixes[0]

    def document(self, raw: bytes | None = None) -> Document:
        """The document of its bytes, which are read unless they are given.

        Raises InputError, a NotProseError where it is none and the settings name no format.
        """
        raw = self.read() if raw is None else raw
        decoded = decode(raw, self.path)
        suffix = self.suffix_of(decoded.source)
        return document_of(self.path, raw, decoded, self.setup.context, suffix)
