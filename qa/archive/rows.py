"""What was found in a story, as a row of the schema RESULT: an object in JSON, and a row in Arrow."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import pyarrow as pa

from qa.archive.schema import METADATA, RESULT
from qa.archive.sides import sides
from qa.document.model import Document, Finding
from qa.linting.baseline import identity, known
from qa.linting.check import Checked
from qa.linting.entries import finding_entry
from qa.readers.tables._rows import as_utf8
from qa.text.notation import json_text

# Code points of a paragraph that are kept on each side of a finding, and of a title.
_SIDE = 240
_TITLE = 120
_HEADLINE = "headline"


def found_in(checked: Checked, document: Document) -> dict[str, Any]:
    """What a check says of a document, whatever the story is called and known of it."""
    seen: Counter[str] = Counter()
    return {
        "title": _title(document),
        "date": document.date or None,
        "language": document.lang,
        "words": sum(map(len, document.index.words)),
        "error": "; ".join(checked.errors) or None,
        "notes": list(checked.notes),
        "findings": [_finding(document, f, seen) for f in checked.findings],
        "names": [n._asdict() for n in checked.names],
    }


def result_of(story: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a story: what was found in it, and what is known of it, which counts first."""
    row: dict[str, Any] = {name: story[name] for name in ("story", "path", "row")}
    for name in ("title", *METADATA):
        row[name] = story[name] or found.get(name)
    for name in ("words", "error", "notes", "findings", "names"):
        row[name] = found[name]
    return row


def failed(error: str) -> dict[str, Any]:
    """What there is to say of a story that could not be checked."""
    return {"words": 0, "error": error, "notes": [], "findings": [], "names": []}


def line_of(row: Mapping[str, Any]) -> str:
    """The row as a line of JSON."""
    return json_text(row, separators=(",", ":")) + "\n"


def batch_of(rows: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
    """The rows in Arrow, where what only one rule says of its finding is JSON."""
    found = [
        {**row, "findings": [{**f, "data": json.dumps(f["data"])} for f in row["findings"]]}
        for row in rows
    ]
    return pa.RecordBatch.from_pylist(found, schema=RESULT)


def with_utf8(found: dict[str, Any]) -> dict[str, Any]:
    """The same without half surrogate pairs, which have no UTF-8 form; broken files have them."""
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        cleaned: dict[str, Any] = _cleaned(found)
        return cleaned
    return found


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return as_utf8(value)
    if isinstance(value, dict):
        return {_cleaned(k): _cleaned(v) for k, v in value.items()}
    return [*map(_cleaned, value)] if isinstance(value, list | tuple) else value


def _finding(document: Document, finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    start, end = finding.span
    number = bisect_right(document.blocks, start, key=lambda b: b.span.start) - 1
    block = document.blocks[number] if number >= 0 else None
    if block is None or start > block.span.end:  # between two blocks
        number, first, last = -1, start, end
    else:
        first, last = block.span
    return {
        "id": _id(document, finding, seen),
        **finding_entry(document, finding),
        "block": number,
        "kind": block.kind if block and number >= 0 else "",
        "at": start - first,
        "size": last - first,
        "before": document.text[max(first, start - _SIDE) : start],
        "after": document.text[end : max(end, min(last, end + _SIDE))],
        "sides": [
            {"label": s.label, "lang": s.lang, "parts": [p._asdict() for p in s.parts]}
            for s in sides(document, finding)
        ],
    }


def _id(document: Document, finding: Finding, seen: Counter[str]) -> str:
    """What tells a finding from others of its story: its code, its text, and which one of these it is.

    That is what a baseline knows it by, so that an edit elsewhere does not make it another one.
    """
    parts = identity(known(document, finding, ""))
    digest = blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    seen[digest] += 1
    return f"{digest}-{seen[digest]}" if seen[digest] > 1 else digest


def _title(document: Document) -> str | None:
    blocks = document.blocks
    if not blocks:
        return None
    block = next((b for b in blocks if b.kind == _HEADLINE), blocks[0])
    text = " ".join(document.text[slice(*block.span)].split())
    return text if len(text) <= _TITLE else text[: _TITLE - 1].rstrip() + "…"
