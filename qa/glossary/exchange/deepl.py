"""DeepL glossaries: two columns without a header, a term and its translation.

Tabs, without quoting, or commas in a file that ends in .csv; with four columns the languages are the
last two.
https://developers.deepl.com/docs/learning-how-tos/examples-and-guides/glossaries
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePath

from qa.errors import InputError
from qa.glossary.exchange.book import Book, Losses, Options, only_file, text_of
from qa.glossary.exchange.concept import (
    ACCEPTED,
    FORBIDDEN,
    LOST,
    NO_PREFERRED,
    PREFERRED,
    Concept,
    Term,
    book_of,
    concepts,
)


def write(book: Book, options: Options, losses: Losses) -> dict[str, bytes]:
    """The original forms in one language, with the preferred forms. Raises InputError."""
    source_lang = options.source_lang or _only_language(book, options)
    pairs: dict[str, str] = {}
    for concept in concepts(book, ("original",), losses):
        source = concept.original.get(source_lang, "")
        losses.add(LOST["original"], len(concept.original) - bool(source))
        if not source or not concept.preferred():
            missing = f"entries without an original form in {source_lang}"
            losses.add(NO_PREFERRED if source else missing)
            continue
        if source in pairs:
            losses.add("second translations of a term")
            continue
        if not _is_csv(options.path) and re.search(r"[\t\n\r]", source + concept.preferred()):
            losses.add("terms with tabs or line ends")
            continue
        losses.add("ids and kinds")
        for status in (ACCEPTED, FORBIDDEN):
            losses.add(f"{status} forms", sum(t.status == status for t in concept.terms))
        pairs[source] = concept.preferred()
    out = io.StringIO()
    if _is_csv(options.path):
        csv.writer(out, lineterminator="\n").writerows(pairs.items())
    else:
        out.writelines(f"{source}\t{target}\n" for source, target in pairs.items())
    return {"": out.getvalue().encode("utf-8", "surrogatepass")}


def _only_language(book: Book, options: Options) -> str:
    langs: list[str] = sorted({lang for row in book.rows for lang in row.data.get("original", ())})
    if len(langs) != 1:
        known = f"there are {', '.join(langs)}" if langs else "no entry has an original form"
        raise InputError(
            options.path or "deepl", f"holds one language; say which with --source-lang ({known})"
        )
    return langs[0]


def _is_csv(path: str) -> bool:
    return PurePath(path).suffix.lower() == ".csv"


def read(files: dict[str, bytes], options: Options, losses: Losses) -> Book:
    """The pairs of a file. Raises InputError when it has no two columns, or tells no language."""
    text = text_of(only_file(files), options.path)
    if _is_csv(options.path):
        rows = list(csv.reader(io.StringIO(text, newline="")))
    else:
        rows = [line.split("\t") for line in text.split("\n")]
    found = []
    for number, cells in enumerate(rows, 1):
        if not any(map(str.strip, cells)):
            continue
        if len(cells) not in (2, 4):
            problem = f"has {len(cells)} columns; a DeepL glossary has two, or four with languages"
            raise InputError(options.path, problem, number)
        source_lang = cells[2].lower() if len(cells) == 4 else options.source_lang
        if not source_lang:
            problem = "does not say the language of its first column; give it with --source-lang"
            raise InputError(options.path, problem)
        term = Term(cells[1].strip(), PREFERRED)
        found.append(Concept("", "", [term], {source_lang: cells[0].strip()}))
    return book_of(found, options, losses)
