"""Glossaries in the formats of other programs: `qa glossary import` and `qa glossary export`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple, cast

from qa.glossary.exchange.book import Book, Losses, Options

Files = Mapping[str, bytes]
"""What a format consists of: bytes by file name, relative to a folder where it has several."""
Read = Callable[[Files, Options, Losses], Book]
Write = Callable[[Book, Options, Losses], dict[str, bytes]]


class Format(NamedTuple):
    """A format: its name, what it is, and the endings of its files.

    `module` has a function `read` that makes a book from files (raising InputError), and one, `write`,
    that makes files; both note what gets lost. `settings` are keywords for both.
    """

    name: str
    says: str
    suffixes: tuple[str, ...]
    module: str
    settings: Mapping[str, str] = {}
    is_folder: bool = False

    def read(self, files: Files, options: Options, losses: Losses) -> Book:
        """What the files hold."""
        read = import_module(f"{__name__}.{self.module}").read
        return cast(Book, read(files, options, losses, **self.settings))

    def write(self, book: Book, options: Options, losses: Losses) -> dict[str, bytes]:
        """The book as files; the name of a single one is empty."""
        write = import_module(f"{__name__}.{self.module}").write
        return cast(dict[str, bytes], write(book, options, losses, **self.settings))


FORMATS = {
    f.name: f
    for f in (
        Format("csv", "a table, one row an entry", (".csv",), "table", {"delimiter": ","}),
        Format("tsv", "the same with tabs", (".tsv", ".tab"), "table", {"delimiter": "\t"}),
        Format("tbx", "TBX of 2019, TBX-Basic", (".tbx",), "tbx", {"version": "2019"}),
        Format("tbx-v2", "TBX of 2008, TBX-Basic", (".tbx",), "tbx", {"version": "2008"}),
        Format("skos", "SKOS as RDF/XML", (".rdf", ".skos"), "skos"),
        Format("wikidata-json", "labels and aliases, as Wikidata has them", (".json",), "wikidata"),
        Format("deepl", "DeepL glossary: two columns, tabs or commas", (), "deepl"),
        Format("vale", "Vale vocabulary and rule: a folder", (), "vale", is_folder=True),
    )
}


def format_of(path: str) -> Format | None:
    """The format that the ending of a path tells."""
    suffix = PurePath(path).suffix.lower()
    if suffix in (".yml", ".yaml", ".txt"):
        return FORMATS["vale"]
    return next((f for f in FORMATS.values() if suffix in f.suffixes), None)
