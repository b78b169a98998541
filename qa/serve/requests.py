"""What the server's own API takes: the fields of a request, which its description has from here, too."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from qa.language.codes import Tag, read_tag
from qa.linting.setup import rule_problem
from qa.serve.errors import RequestError
from qa.text.spans import Edit


class Field(NamedTuple):
    """A field: its JSON schema, with what it is for, and whether a value is one of it."""

    schema: Mapping[str, Any]
    fits: Callable[[Any], bool]


def _text(says: str, most: int | None = None, **more: Any) -> Field:
    limit = {} if most is None else {"maxLength": most}
    return Field(
        {"type": "string", "description": says, **limit, **more},
        lambda value: isinstance(value, str) and (most is None or len(value) <= most),
    )


def _list(says: str) -> Field:
    return Field(
        {"type": "array", "items": {"type": "string"}, "description": says},
        lambda value: isinstance(value, list) and all(isinstance(v, str) for v in value),
    )


def _base64(says: str) -> Field:
    return _text(says, contentEncoding="base64")


_OFFSET = {"type": "integer", "minimum": 0}
_EDIT = {
    "type": "object",
    "properties": {"start": _OFFSET, "end": _OFFSET, "text": {"type": "string"}},
    "required": ["start", "end", "text"],
    "additionalProperties": False,
}


def _is_edit(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"start", "end", "text"}
        and all(type(value[key]) is int and value[key] >= 0 for key in ("start", "end"))
        and isinstance(value["text"], str)
    )


_NAME = 255
# What every request may have.
STORY: Mapping[str, Field] = {
    "text": _text("The story as a text; or else `content`."),
    "content": _base64("The bytes of its file, in Base64."),
    "name": _text("The name of its file, whose ending tells the format.", _NAME),
    "language": _text("Its language, such as en-GB; left out: the text tells it.", _NAME),
    "source": _text("The text that it was translated from; or else `source_content`."),
    "source_content": _base64("The bytes of the file of that."),
    "source_name": _text("The name of that file.", _NAME),
    "source_language": _text("Its language; left out: the text tells it.", _NAME),
}
RULES: Mapping[str, Field] = {
    "select": _list("The rules to run: codes, their beginnings, or names."),
    "ignore": _list("The rules not to run."),
    "min_confidence": Field(
        {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "description": "Leave out findings less certain than this.",
        },
        lambda v: isinstance(v, int | float) and not isinstance(v, bool) and 0 <= v <= 1,
    ),
}
FIXES: Mapping[str, Field] = {
    "unsafe": Field(
        {"type": "boolean", "description": "Apply the fixes that want a review, too."},
        lambda value: isinstance(value, bool),
    ),
    "edits": Field(
        {
            "type": "array",
            "items": _EDIT,
            "description": "Apply these instead: offsets of the decoded file, none overlapping.",
        },
        lambda value: isinstance(value, list) and all(map(_is_edit, value)),
    ),
}
# What checking takes, and what fixing does.
CHECK = {**STORY, **RULES}
FIX = {**CHECK, **FIXES}


class File(NamedTuple):
    """The bytes of a file, its name, and its language, None where the text tells it."""

    raw: bytes
    name: str
    lang: Tag | None


@dataclass(frozen=True)
class Request:
    """A story, perhaps beside its source, with settings, and with which fixes are wanted."""

    story: File
    source: File | None
    settings: Mapping[str, Any]
    unsafe: bool = False
    edits: tuple[Edit, ...] | None = None

    @property
    def size(self) -> int:
        """The bytes of the texts."""
        return len(self.story.raw) + (len(self.source.raw) if self.source else 0)


def request(body: bytes, fields: Mapping[str, Field]) -> Request:
    """What a body in JSON asks for. Raises RequestError with what is wrong with it."""
    given = _given(body, fields)
    settings: dict[str, Any] = {
        key: tuple(given[key]) for key in ("select", "ignore") if key in given
    }
    for code in [code for codes in settings.values() for code in codes]:
        if problem := rule_problem(code):
            raise RequestError(problem)
    if "min_confidence" in given:
        settings["min_confidence"] = given["min_confidence"]
    story = _file(given, "text", "content", "name", "language")
    if story is None:
        raise RequestError("give text or content")
    source = _file(given, "source", "source_content", "source_name", "source_language")
    edits = given.get("edits")
    return Request(
        story,
        source,
        settings,
        given.get("unsafe", False),
        None if edits is None else _edits(edits),
    )


def _given(body: bytes, fields: Mapping[str, Field]) -> dict[str, Any]:
    try:
        given = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"the body is no JSON: {error}") from None
    if not isinstance(given, dict):
        raise RequestError("the body must be a JSON object")
    for key, value in given.items():
        if key not in fields:
            raise RequestError(f"unknown field {key!r}; known are {', '.join(fields)}")
        if not fields[key].fits(value):
            raise RequestError(f"{key} must be: {json.dumps(fields[key].schema)}")
    return given


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _file(given: Mapping[str, Any], text: str, content: str, name: str, lang: str) -> File | None:
    if text in given and content in given:
        raise RequestError(f"give {text} or {content}, one of them")
    tag = None
    if given.get(lang):
        try:
            tag = read_tag(given[lang])
        except ValueError as error:
            raise RequestError(f"{lang}: {error}") from None
    named = PurePosixPath(given.get(name, "").replace("\\", "/")).name
    if text in given:
        return File(given[text].encode("utf-8", "replace"), named, tag)
    if content not in given:
        return None
    try:
        return File(base64.b64decode(given[content], validate=True), named, tag)
    except (binascii.Error, ValueError):
        raise RequestError(f"{content} is not Base64") from None


def _edits(given: list[dict[str, Any]]) -> tuple[Edit, ...]:
    edits = tuple(sorted(Edit(e["start"], e["end"], e["text"]) for e in given))
    ends = [0, *(edit.end for edit in edits)]
    if any(e.start < end or e.end < e.start for e, end in zip(edits, ends, strict=False)):
        raise RequestError("edits must not overlap, nor end before they start")
    return edits
