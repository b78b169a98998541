"""The JSON schema of a glossary file, for editors: made from the table that reading goes by."""

from __future__ import annotations

from typing import Any

from qa.glossary import keys
from qa.glossary.entries import CONTEXTS, REASONS, STYLES

_TEXT = {"type": "string", "pattern": r"\S"}
_DAY = {"type": "string", "format": "date"}


def schema() -> dict[str, Any]:
    """The schema, as data that JSON can hold."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A glossary of qa",
        "type": "object",
        "properties": {
            **{key.name: _described(key, _shape(key)) for key in keys.FILE_KEYS},
            **{kind: {"type": "array", "items": _entry(kind)} for kind in keys.KEYS},
        },
        "additionalProperties": False,
        "definitions": {
            "form": _object(keys.DATED_KEYS, ("form",), minProperties=2),
            "spelling": _object(keys.FORMS, ("preferred",)),
        },
    }


def _entry(kind: str) -> dict[str, Any]:
    return _object(keys.KEYS[kind], keys.NEEDED[kind])


def _object(known: tuple[keys.Key, ...], needed: tuple[str, ...], **more: int) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key.name: _described(key, _shape(key)) for key in known},
        "required": list(needed),
        "additionalProperties": False,
        **more,
    }


def _described(key: keys.Key, shape: dict[str, Any]) -> dict[str, Any]:
    return {"description": key.says, **shape}


def _shape(key: keys.Key) -> dict[str, Any]:
    """What a value may be."""
    if key.name == "id":
        return {"type": "string", "pattern": f"^{keys.ID}$"}
    if key.name == "profiles":
        names = {f"^{keys.PROFILE}$": {"type": "string"}}
        return {"type": "object", "patternProperties": names, "additionalProperties": False}
    return dict(_SHAPES[key.shape])


_SHAPES: dict[str, dict[str, Any]] = {
    keys.TEXT: _TEXT,
    keys.TEXTS: {"type": "array", "items": _TEXT},
    keys.FLAG: {"type": "boolean"},
    keys.BY_LANGUAGE: {"type": "object", "additionalProperties": _TEXT},
    # Another name than these is that of a profile of one's own.
    keys.BY_STYLE: {
        "type": "object",
        "properties": dict.fromkeys(STYLES, _TEXT),
        "additionalProperties": _TEXT,
    },
    keys.DATED: {"type": "array", "items": {"$ref": "#/definitions/form"}},
    keys.DAY: _DAY,
    keys.IN_CONTEXTS: {"type": "array", "items": {"enum": list(CONTEXTS)}},
    keys.REASON: {"enum": list(REASONS)},
    keys.SPELLING: {"anyOf": [_TEXT, {"$ref": "#/definitions/spelling"}]},
}
