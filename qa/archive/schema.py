"""The tables that a report is made from: stories as they come in, and what was found in them.

Both are Arrow schemas, so that the same batches pass through processes, files and Spark.
"""

from __future__ import annotations

import pyarrow as pa

# What is known of a story beside its text; a report can be looked at by each of them.
METADATA = ("date", "desk", "source", "language", "translator", "system")

_text, _number = pa.string(), pa.int32()

# `story` names it in the report; `path` is the file that it is in, `row` its place in a table, from 1,
# or 0 where the file is the story. `raw` are the bytes of the story in the format of `suffix`, null
# where `error` says why they could not be had. `original` is the text that it was translated from, and `original_language` its language
# where the table says it.
STORY = pa.schema(
    [
        pa.field("story", _text, nullable=False),
        pa.field("path", _text, nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("suffix", _text, nullable=False),
        pa.field("raw", pa.binary()),
        pa.field("original", _text),
        pa.field("original_language", _text),
        pa.field("title", _text),
        *(pa.field(name, _text) for name in METADATA),
        pa.field("error", _text),
    ]
)

_position = pa.struct(
    [pa.field("line", _number), pa.field("column", _number), pa.field("offset", _number)]
)
_place = [pa.field("text", _text), pa.field("start", _position), pa.field("end", _position)]
_edit = pa.struct([pa.field("start", _number), pa.field("end", _number), pa.field("text", _text)])
_fix = pa.struct(
    [pa.field("safety", _text), pa.field("title", _text), pa.field("edits", pa.list_(_edit))]
)
# Text beside source and round trip, as (text, whether it is marked).
_part = pa.struct([pa.field("text", _text), pa.field("marked", pa.bool_())])
_side = pa.struct(
    [pa.field("label", _text), pa.field("lang", _text), pa.field("parts", pa.list_(_part))]
)

# As in docs/json.md, and beside it: `id` tells the finding from others of its story in every run that
# finds it, whatever changes elsewhere in the story; `before` and `after` are the text around it in its
# paragraph, whose number is `block` and kind is `kind`, and which has `size` code points; `at` is its
# offset there; `sides` are the passage beside its source and what came back of it; `data` is JSON.
FINDING = pa.struct(
    [
        pa.field("id", _text),
        pa.field("code", _text),
        pa.field("name", _text),
        pa.field("severity", _text),
        pa.field("confidence", pa.float64()),
        pa.field("message", _text),
        *_place,
        pa.field("fix", _fix),
        pa.field("related", pa.list_(pa.struct(_place))),
        pa.field("data", _text),
        pa.field("block", _number),
        pa.field("kind", _text),
        pa.field("at", _number),
        pa.field("size", _number),
        pa.field("before", _text),
        pa.field("after", _text),
        pa.field("sides", pa.list_(_side)),
    ]
)

_name = pa.struct(
    [
        pa.field("entry", _text),
        pa.field("name", _text),
        pa.field("text", _text),
        pa.field("wrong", pa.bool_()),
        pa.field("times", _number),
    ]
)

# One row a story. `language` is the one given or, where none is, the one detected; `names` says how
# the story spells the names of the glossary; `error` why it was not checked, or not by all rules.
RESULT = pa.schema(
    [
        pa.field("story", _text, nullable=False),
        pa.field("path", _text, nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("title", _text),
        *(pa.field(name, _text) for name in METADATA),
        pa.field("words", _number, nullable=False),
        pa.field("error", _text),
        pa.field("notes", pa.list_(_text)),
        pa.field("findings", pa.list_(FINDING)),
        pa.field("names", pa.list_(_name)),
    ]
)
