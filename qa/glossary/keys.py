"""The keys of a glossary file: the one table that reading, the schema and `qa glossary fmt` use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

TEXT = "text"
TEXTS = "texts"
FLAG = "flag"
# A table from names to texts: of languages, or of house styles.
BY_LANGUAGE = "by language"
BY_STYLE = "by style"
# A list of tables: a form, and the days from and until which it is right.
DATED = "dated"
DAY = "day"
# Some of `CONTEXTS`.
IN_CONTEXTS = "contexts"
# One of `REASONS`.
REASON = "reason"
# A part of a person's name: a table of the keys in `FORMS`, or the preferred form alone.
SPELLING = "spelling"


class Key(NamedTuple):
    """A key of an entry: its name, the shape of its value, and what it holds."""

    name: str
    shape: str
    says: str


FORMS = (
    Key("preferred", TEXT, "What to write."),
    Key("accepted", TEXTS, "Forms that are not reported."),
    Key("forbidden", TEXTS, "Forms that are reported."),
    Key("style", BY_STYLE, "What one house style (profile) writes instead of the preferred form."),
    Key("dated", DATED, "Forms that are right from or until a day, and wrong at other times."),
)
DATED_KEYS = (
    Key("form", TEXT, "The form."),
    Key("from", DAY, "The first day on which it is right."),
    Key("until", DAY, "The last day on which it is right."),
)
_ID = Key("id", TEXT, "Lower-case words with hyphens, of which no two entries have the same.")
_CONTEXTS = (
    Key("unless", TEXTS, "Longer phrases in which nothing is reported."),
    Key("not-in", IN_CONTEXTS, "Where nothing is reported: quotation, work, address."),
)
_ORIGIN = (Key("original", BY_LANGUAGE, "The original form, by the code of its language."),)
_BECAUSE = (
    Key(
        "because",
        REASON,
        "Why the preferred form is not the official romanisation of the original.",
    ),
)
_GENERATE = (Key("generate", FLAG, "false: no wrong forms are derived from the original form."),)
_NEAR = (Key("near", FLAG, "false: a word one letter away is not taken for a slip of the name."),)
_CITED = (
    Key("source", TEXT, "Where the preferred form comes from."),
    Key("note", TEXT, "Anything else worth knowing."),
)
_COUNTRY = (
    Key("country", TEXT, "The country or body that a story names with it, by which it is told."),
)
_NAME = (_ID, *FORMS, *_COUNTRY, *_ORIGIN, *_BECAUSE, *_GENERATE, *_NEAR, *_CONTEXTS, *_CITED)
_MEANING = Key("meaning", TEXT, "What is meant, for the message.")

# The keys of each kind, in the order in which `qa glossary fmt` writes them.
KEYS: Mapping[str, tuple[Key, ...]] = {
    "person": (
        _ID,
        Key("given", SPELLING, "The given name."),
        Key("surname", SPELLING, "The surname."),
        Key("alone", FLAG, "false: the surname by itself is not this person."),
        *_COUNTRY,
        Key("known-as", TEXTS, "What stories call the person: offices, occupations."),
        *_ORIGIN,
        *_BECAUSE,
        *_GENERATE,
        *_NEAR,
        *_CONTEXTS,
        *_CITED,
    ),
    "place": (
        _ID,
        *FORMS,
        Key("alone", FLAG, "false: other places and people have the name, too."),
        *_NAME[len(FORMS) + 1 :],
    ),
    "organisation": _NAME,
    "title": (
        _ID,
        *FORMS,
        Key("before", TEXTS, "Ids of people: the words are wrong in front of their names."),
        Key("after", TEXTS, "Words: the title is wrong behind them."),
        *_ORIGIN,
        *_CONTEXTS,
        *_CITED,
    ),
    "term": (_ID, *FORMS, _MEANING, *_ORIGIN, *_CONTEXTS, *_CITED),
    "calque": (
        _ID,
        *(k for k in FORMS if k.name in ("preferred", "forbidden")),
        _MEANING,
        *_ORIGIN,
        *_CONTEXTS,
        *_CITED,
    ),
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    "person": ("id", "surname"),
    "place": ("id", "preferred"),
    "organisation": ("id", "preferred"),
    "title": ("id", "preferred", "forbidden"),
    "term": ("id", "preferred"),
    "calque": ("id", "forbidden", "meaning"),
}
# What may stand in front of the entries.
FILE_KEYS = (
    Key("lang", TEXT, "The language of the copy that the file is for; left out: en."),
    Key("profiles", BY_STYLE, "House styles of your own, each with the one that it builds on."),
)
ID = r"[a-z0-9]+(-[a-z0-9]+)*"
PROFILE = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
