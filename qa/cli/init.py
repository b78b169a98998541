"""`qa init`."""

from __future__ import annotations

from pathlib import Path

import typer

from qa.cli import options
from qa.cli.output import say, tell
from qa.files import write_atomic

app = options.command()


@app.command()
def init() -> None:
    """Write a qa.toml with the default settings into this folder."""
    raise typer.Exit(run_init(Path.cwd()))


TEMPLATE = """\
# Settings of qa for the files in this folder and below; each line shows the default.
# The same keys work in pyproject.toml under [tool.qa].

# select = ["ALL"]              # codes, their beginnings or names; empty: all that are on by default
# ignore = []
# severity = {}                 # by code or name: { PUN101 = "info", TYP108 = "off" }
# min-confidence = 0.0          # leave out findings less certain than this, from 0 to 1
# confidence = {}               # the same by code or name: { TYP101 = 0.9 }
# allow = {}                    # texts that a rule does not report: { TYP101 = ["Washuington"] }
# exclude = []                  # globs of files and folders to pass over
# format-in = "auto"            # or "text", "markdown", "html", "xml", "json", "wire", "mail", "subtitles"
# gitignore = true              # pass over what git ignores, in folders of its work trees
# lang = "en"                   # the language of the text; left out: found by itself
# source = ""                   # what it was translated from: a file, or a folder of files named alike
# source-lang = "uk"            # the language it was translated from; left out: not known
# glossaries = []               # your own glossary files, beside the shipped ones
# shipped-glossaries = true
# style = "ap"                  # the house style that decides between spellings
# date = ""                     # the day of stories that do not say it: 2022-02-24; empty: today
# fail-on = "info"              # exit 1 from this severity on: info, warning or error
# baseline = ""                 # file of known findings, made by qa check --write-baseline FILE
# max-file-size = 10000000      # bytes
# time-limit = 60               # seconds a story, for each begun megabyte; 0 is none
# detector = "auto"             # language detector: auto, eldc or langdetect
# engine = "auto"               # translation engine: auto, or one that qa models list names
# max-deletion = 0.2            # share of a text that its fixes may take out, all together
# max-loss = 0.3                # share of words that a round trip may lose
# max-suspicion = 0.7           # the probability above which a passage is suspect
# per-path = []                 # for some files: { paths = ["archive/"], ignore = ["PUN"] }
"""


def run_init(folder: Path) -> int:
    """Write `qa.toml` into `folder`, unless there is one; returns the exit code."""
    path = folder / "qa.toml"
    if path.exists():
        say(f"{path}: is there already; nothing was changed")
        return 2
    write_atomic(str(path), TEMPLATE.encode())
    tell(f"Wrote {path}")
    return 0
