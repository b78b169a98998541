"""The report page: one HTML file that needs nothing else, for people who read and print it.

What it says is `data.PageData`. Figures and tables are written as HTML; the findings are embedded as
JSON, and a script lists those that are asked for and on the screen.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.document.model import Severity
from qa.files import write_atomic
from qa.page import wording
from qa.page.data import PageData, embedded

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
# In the order in which they need each other; all share one scope.
_SCRIPTS = (
    "dom",
    "data",
    "search",
    "verdicts",
    "notes",
    "list",
    "charts",
    "address",
    "filters",
    "keys",
    "main",
)


def write_page(data: PageData, path: Path) -> None:
    """Write the page of `data` to `path`, whole or not at all. Raises InputError where it cannot."""
    # A lone surrogate of a broken file has no UTF-8 form.
    write_atomic(str(path), page(data).encode("utf-8", "backslashreplace"), private=True)


def write_unfinished(path: Path, started: str, version: str) -> None:
    """Write in the place of the page that it is not there yet: the run began at the moment `started`.

    So an earlier page is not taken for that of a run that was interrupted. Raises InputError.
    """
    template = _environment().get_template("unfinished.html.j2")
    text = template.render(started=started, version=version, style=_read("page.css"))
    write_atomic(str(path), text.encode(), private=True)


def page(data: PageData) -> str:
    """The page of `data`, as HTML. All that comes from a story is escaped."""
    scripts = [_read("library.js"), _script()]
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            data=data,
            packed=_packed(embedded(data)),
            style=_read("page.css"),
            scripts=scripts,
            # Should markup of a story ever get through, no script of it runs: only ours have these.
            hashes=[_hash(script) for script in scripts],
            severities=[severity.label for severity in reversed(Severity)],
        )
    )


def _script() -> str:
    parts = "\n".join(_read(f"script/{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(async () => {{\n{parts}}})();\n'


def _packed(value: Mapping[str, Any]) -> str:
    """`value` as JSON, packed with gzip, a fifth of it or less, and written in base64."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # The same data make the same page.
    return base64.b64encode(
        gzip.compress(text.encode("utf-8", "backslashreplace"), 6, mtime=0)
    ).decode()


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _read(name: str) -> str:
    return _HERE.joinpath(name).read_text("utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= dict(_filters())
    return environment


def _filters() -> Iterator[tuple[str, Any]]:
    """The functions of `wording` that the templates use."""
    for name in ("number", "plural", "percent", "per_thousand", "day", "moment", "named"):
        yield name, getattr(wording, name)
    yield "lede", wording.lede
