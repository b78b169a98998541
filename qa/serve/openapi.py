"""The description of the server's own API, as OpenAPI 3.1 has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qa import __version__
from qa.document.model import Safety, Severity
from qa.serve.requests import CHECK, FIX, STORY, Field

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_FLAG = {"type": "boolean"}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_TEXTS = {"type": "array", "items": _TEXT}


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(needed: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """An object that has these keys; later versions may add others."""
    return {"type": "object", "properties": {**needed, **more}, "required": list(needed)}


def _list(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def _named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


_POSITION = _object({"line": _COUNT, "column": _COUNT, "offset": _COUNT})
_PLACE = {"text": _TEXT, "start": _named("Position"), "end": _named("Position")}
_EDIT = _object({"start": _COUNT, "end": _COUNT, "text": _TEXT})
_FIX = _object(
    {"safety": {"enum": [s.label for s in Safety]}, "title": _TEXT, "edits": _list(_EDIT)}
)
_FINDING = _object(
    {
        "code": _TEXT,
        "name": _TEXT,
        "severity": {"enum": [s.label for s in Severity]},
        "confidence": _SHARE,
        "message": _TEXT,
        **_PLACE,
        "fix": _or_null(_FIX),
        "related": _list(_object(_PLACE)),
        "data": {"type": "object"},
    }
)
_FILE = _object(
    {
        "path": _TEXT,
        "language": _or_null(_TEXT),
        "error": _or_null(_TEXT),
        "notes": _TEXTS,
        "fixed": _COUNT,
        "hidden": {"type": "object", "additionalProperties": _COUNT},
        "rules_not_run": _COUNT,
        "findings": _list(_named("Finding")),
    }
)
_NAME = _object({"entry": _or_null(_TEXT), "name": _TEXT, "spellings": _list({"type": "object"})})
_CHECKED = {
    "version": {"const": 1},
    "files": _list(_named("File")),
    "summary": _object({"files": _COUNT, "findings": _COUNT, "errors": _COUNT}),
    "text": {**_TEXT, "description": "The decoded file, which offsets count in."},
}
_SENTENCE = _object(
    {"suspicion": _or_null(_SHARE), "calibrated": _FLAG, "skipped": _or_null(_TEXT), **_PLACE}
)
_SCHEMAS = {
    "Position": _POSITION,
    "Finding": _FINDING,
    "File": _FILE,
    "Checked": _object(_CHECKED, names=_list(_NAME)),
    "Fixed": _object(
        {**_CHECKED, "content": {**_TEXT, "contentEncoding": "base64"}}, names=_list(_NAME)
    ),
    "Scored": _object(
        {
            "version": {"const": 1},
            "files": _list(
                _object({"path": _TEXT, "error": _or_null(_TEXT), "sentences": _list(_SENTENCE)})
            ),
            "summary": _object({"files": _COUNT, "passages": _COUNT, "suspect": _COUNT}),
        }
    ),
    "Rule": _object(
        {
            "code": _TEXT,
            "name": _TEXT,
            "family": _TEXT,
            "severity": {"enum": [s.label for s in Severity]},
            "enabled": _FLAG,
            "since": _TEXT,
            "languages": _TEXTS,
            "doc": _TEXT,
        }
    ),
    "Error": _object({"error": _TEXT}),
}
_ERRORS = {
    "400": "The request, or the story in it, cannot be used.",
    "401": "A token is needed.",
    "403": "The page of another site asks.",
    "408": "The request took too long to come.",
    "413": "The request is too large.",
    "415": "The body is not application/json.",
    "500": "Something failed here.",
    "503": "It took too long.",
}


def description() -> dict[str, Any]:
    """The description, as JSON holds it."""
    rules = _answers("The rules.", _list(_named("Rule")), ("401", "403", "500"))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "qa",
            "version": __version__,
            "summary": "Checks translated news copy before it is published.",
        },
        "paths": {
            "/api/check": {
                "post": _post("check", "What is found in a story.", "Checked", CHECK),
            },
            "/api/fix": {
                "post": _post("fix", "A story after its fixes, and what is left.", "Fixed", FIX),
            },
            "/api/score": {
                "post": _post("score", "Which sentences to read first.", "Scored", STORY),
            },
            "/api/rules": {
                "get": {
                    "operationId": "rules",
                    "summary": "All rules.",
                    "security": [{}, {"token": []}],
                    "responses": rules,
                }
            },
        },
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _post(name: str, says: str, answer: str, fields: Mapping[str, Field]) -> dict[str, Any]:
    body = {
        "type": "object",
        "properties": {key: field.schema for key, field in fields.items()},
        "additionalProperties": False,
        "oneOf": [{"required": ["text"]}, {"required": ["content"]}],
        "not": {"required": ["source", "source_content"]},
    }
    return {
        "operationId": name,
        "summary": says,
        "security": [{}, {"token": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": _answers(says, _named(answer), tuple(_ERRORS)),
    }


def _answers(says: str, schema: Mapping[str, Any], errors: tuple[str, ...]) -> dict[str, Any]:
    wrong = {"application/json": {"schema": _named("Error")}}
    return {
        "200": {"description": says, "content": {"application/json": {"schema": schema}}},
        **{code: {"description": _ERRORS[code], "content": wrong} for code in errors},
    }
