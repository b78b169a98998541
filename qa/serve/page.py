"""The page for editors: one HTML file with its style and its script, which asks this server only."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent / "editor"


class Page(NamedTuple):
    """The page, and the policy under which nothing of a story could run, should it ever be markup."""

    html: str
    policy: str


@cache
def page() -> Page:
    """The page for editors."""
    style = _read("page.css")
    script = f'"use strict";\n(() => {{\n{_read("story.js")}\n{_read("page.js")}}})();\n'
    html = _read("index.html").replace("{{style}}", style).replace("{{script}}", script)
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return Page(html, policy)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _read(name: str) -> str:
    return _HERE.joinpath(name).read_text("utf-8")
