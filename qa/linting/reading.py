"""An input on its way to a document: a path with its setup, its bytes, and what they hold."""

from __future__ import annotations

import os
import sys
from pathlib import PurePath
from typing import NamedTuple

from qa.config import FORMATS
from qa.document.model import Document
from qa.errors import InputError, NotProseError
from qa.files import STDIN, read_bytes, read_up_to
from qa.linting.setup import Setup
from qa.load import load
from qa.processes.limits import seconds_for
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
        format_in = self.setup.context.config.format_in
        return FORMATS[format_in] if format_in in FORMATS else PurePath(self.name).suffix

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

    def structure(self, source: str) -> str | None:
        """What its decoded text `source` is if it is no prose; None where a format is set."""
        if self.setup.context.config.format_in in FORMATS:
            return None
        return structure_of(source, self.name)

    def document(self, raw: bytes | None = None) -> Document:
        """The document of its bytes, which are read unless they are given.

        Raises InputError, a NotProseError where it is none and the settings name no format.
        """
        raw = self.read() if raw is None else raw
        document = load(self.path, raw, self.setup.context, self.suffix)
        if what := self.structure(document.source):
            raise NotProseError(self.path, what)
        return document
