"""`qa glossary`."""

from __future__ import annotations

from qa.cli import options
from qa.cli.groups import group_of

SUMMARIES = {
    "check": "Say what is wrong with glossary files, by file and line.",
    "fmt": "Bring glossary files into one layout: keys in order, entries by id within their section.",
    "schema": "Print the JSON schema of a glossary file, for editors.",
    "expand": "Print the spellings that the press writes for a name, likeliest first, one a line.",
    "mine": "Write entries for names in stories that no glossary has, the most frequent first.",
    "export": "Write glossaries in the format of another program, and say what it has no place for.",
    "import": "Make a glossary file of one in the format of another program, and say what is left out.",
}
app = options.command(cls=group_of(__name__, SUMMARIES), help="Work with glossaries.")


@app.callback()
def _glossary() -> None: ...
