"""`qa glossary export` and `qa glossary import`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from qa.cli.output import say
from qa.errors import InputError
from qa.files import write_atomic
from qa.glossary.entries import KINDS
from qa.glossary.exchange import FORMATS, Format, format_of
from qa.glossary.exchange.book import Losses, Options, read_book, toml_of


def run_glossary_export(
    paths: Sequence[str],
    output: Path | None,
    force: bool,
    name: str | None,
    source_lang: str,
    config: Path | None = None,
) -> int:
    """Write glossaries in another format; without files the configured and the shipped ones.

    What the format cannot hold is counted on standard error. Returns the exit code: 0 it is
    written; 2 it is not, or entries that cannot be used are left out.
    """
    errors: list[InputError] = []
    try:
        form = _format(name, str(output or ""), "-o")
        if form.is_folder and output is None:
            raise InputError(form.name, "is a folder; name it with -o FOLDER")
        book, problems = read_book([Path(p) for p in paths] or _own_files(config, errors))
        errors += problems
        if errors and not book.rows:
            raise errors.pop(0)
        losses = Losses()
        options = Options(str(output or ""), book.lang, source_lang)
        for file, data in form.write(book, options, losses).items():
            if output is None:
                sys.stdout.write(data.decode("utf-8", "backslashreplace"))
            else:
                path = output / file if form.is_folder else output
                _make_sure(path, force)
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(str(path), data)
    except InputError as error:
        for problem in (error, *errors):
            say(problem)
        return 2
    _report(len(book.rows), "written", f"{form.name} has no place for", losses)
    for problem in errors:
        say(problem)
    return 2 if errors else 0


def run_glossary_import(
    path: str,
    output: Path | None,
    name: str | None,
    options: Options,
    force: bool,
) -> int:
    """Make a glossary of a file in another format, on standard output or in a file.

    What a glossary cannot hold is counted on standard error. Returns the exit code: 0 it is made;
    2 it is not.
    """
    try:
        form = _format(name, path, path)
        if options.kind not in KINDS:
            raise InputError("--kind", f"{options.kind} is none of {', '.join(KINDS)}")
        if output is not None:
            _make_sure(output, force)
        losses = Losses()
        book = form.read(_files(path, form), options._replace(path=path), losses)
        text = toml_of(book)
        if output is None:
            sys.stdout.write(text)
        else:
            write_atomic(str(output), text.encode("utf-8", "backslashreplace"))
    except InputError as error:
        say(error)
        return 2
    _report(len(book.rows), "read", "left out", losses)
    return 0


def _make_sure(output: Path, force: bool) -> None:
    if output.is_file() and not force:
        raise InputError(str(output), "exists; name another file, or replace it with --force")


def _format(name: str | None, path: str, what: str) -> Format:
    """The format that is named, or that the ending of a path tells. Raises InputError."""
    known = ", ".join(FORMATS)
    if name is None:
        form = format_of(path)
        if form is None:
            raise InputError(what, f"does not tell the format; give it with --format: {known}")
        return form
    if name not in FORMATS:
        raise InputError("--format", f"{name} is no format; known are {known}")
    return FORMATS[name]


def _own_files(config: Path | None, errors: list[InputError]) -> list[Path]:
    """The files of the configuration, after the shipped ones unless it leaves those out."""
    from qa.cli.glossary.files import configured
    from qa.glossary import shipped_files

    settings, problems = configured(config)
    errors += problems
    shipped = shipped_files() if settings.shipped_glossaries else []
    return [*shipped, *(Path(g) for g in settings.glossaries)]


def _files(path: str, form: Format) -> dict[str, bytes]:
    """The bytes of a file, or of the files of a folder that a format takes from one."""
    found = [Path(path)]
    if form.is_folder and found[0].is_dir():
        names = ("accept.txt", "reject.txt", "*.yml", "*.yaml")
        found = sorted({file for name in names for file in Path(path).rglob(name)})
        # The settings of a StylesPath are no rules.
        found = [f for f in found if f.name not in ("meta.yml", "vocab.yml")]
        if not found:
            raise InputError(path, "has no accept.txt, reject.txt or rule (.yml) of Vale in it")
    try:
        return {str(file): file.read_bytes() for file in found}
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None


def _report(count: int, done: str, lost: str, losses: Losses) -> None:
    lines = losses.lines()
    entries = "1 entry" if count == 1 else f"{count} entries"
    print(f"qa: {entries} {done}" + (f"; {lost}:" if lines else ""), file=sys.stderr)
    for line in lines:
        print(f"  {line}", file=sys.stderr)
