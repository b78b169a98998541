"""Labels, aliases and descriptions by language, in the JSON of Wikidata's entities.

https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. Aliases are accepted forms:
Wikidata has no place for forbidden ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from qa.errors import InputError
from qa.glossary.exchange.book import Book, Losses, Options, only_file, text_of
from qa.glossary.exchange.concept import (
    ACCEPTED,
    FORBIDDEN,
    NO_PREFERRED,
    PREFERRED,
    Concept,
    Term,
    book_of,
    concepts,
)

HELD = ("original", "meaning")
_INSTANCE_OF = "P31"
_CITED = "Wikidata, "
# What an entity is an instance of, by kind: the first is written, all are read.
_CLASSES = {
    "person": ("Q5",),
    "place": (
        "Q2221906",
        "Q515",
        "Q1549591",
        "Q3957",
        "Q532",
        "Q486972",
        "Q6256",
        "Q4022",
        "Q35657",
    ),
    "organisation": ("Q43229", "Q4830453", "Q7278", "Q327333", "Q484652"),
    "title": ("Q4164871", "Q294414"),
}
_ITEM = re.compile(r"Q[1-9][0-9]*")


def write(book: Book, options: Options, losses: Losses) -> dict[str, bytes]:
    """A JSON file as the interface `wbgetentities` gives it."""
    entities = {}
    for concept in concepts(book, HELD, losses):
        if not concept.preferred():
            losses.add(NO_PREFERRED)
            continue
        labels = {lang: _text(lang, text) for lang, text in concept.original.items()}
        labels[book.lang] = _text(book.lang, concept.preferred())
        if concept.kind == "person" and " " in concept.preferred(is_full=False):
            losses.add("surnames of several words: where they begin")
        aliases = [_text(book.lang, t.text) for t in concept.terms if t.status == ACCEPTED]
        losses.add("forbidden forms", sum(t.status == FORBIDDEN for t in concept.terms))
        entity: dict[str, Any] = {"type": "item", "id": concept.id, "labels": labels}
        if aliases:
            entity["aliases"] = {book.lang: aliases}
        if concept.meaning:
            entity["descriptions"] = {book.lang: _text(book.lang, concept.meaning)}
        if concept.kind in _CLASSES:
            entity["claims"] = {_INSTANCE_OF: [_claim(_CLASSES[concept.kind][0])]}
        else:
            losses.add("kinds other than " + ", ".join(_CLASSES))
        entities[concept.id] = entity
    text = json.dumps({"entities": entities}, ensure_ascii=False, indent=1)
    return {"": f"{text}\n".encode("utf-8", "surrogatepass")}


def _text(lang: str, value: str) -> dict[str, str]:
    return {"language": lang, "value": value}


def _claim(item: str) -> dict[str, Any]:
    value = {"type": "wikibase-entityid", "value": {"entity-type": "item", "id": item}}
    snak = {"snaktype": "value", "property": _INSTANCE_OF, "datavalue": value}
    return {"mainsnak": snak, "type": "statement", "rank": "normal"}


def read(files: dict[str, bytes], options: Options, losses: Losses) -> Book:
    """The entities of a JSON file. Raises InputError when it holds none."""
    text = text_of(only_file(files), options.path)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(options.path, f"is not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise InputError(options.path, "holds lists in lists, too many to be read") from None
    if isinstance(data, dict):
        found = data.get("entities", [data])
        entities = list(found.values()) if isinstance(found, dict) else found
    else:
        entities = data
    usable = isinstance(entities, list) and all(
        isinstance(e, dict) and isinstance(e.get("labels"), dict) for e in entities
    )
    if not usable:
        raise InputError(
            options.path,
            'holds no entities as Wikidata has them: {"entities": {"Q1": {"labels": …}}}',
        )
    return book_of(_concepts(entities, options, losses), options, losses)


def _concepts(
    entities: list[dict[str, Any]], options: Options, losses: Losses
) -> Iterator[Concept]:
    for entity in entities:
        labels = _values(entity["labels"])
        if options.lang not in labels:
            losses.add(f"entries without a term in the language {options.lang}")
            continue
        terms = [Term(text, PREFERRED) for text in labels.pop(options.lang)]
        aliases = _values(entity.get("aliases", {}))
        terms += [Term(text, ACCEPTED) for text in aliases.pop(options.lang, ())]
        losses.add("second terms in other languages", sum(map(len, aliases.values())))
        entity_id = str(entity.get("id", ""))
        is_item = bool(_ITEM.fullmatch(entity_id))
        yield Concept(
            "" if is_item else entity_id,
            _kind(entity),
            terms,
            {lang: texts[0] for lang, texts in labels.items()},
            "".join(_values(entity.get("descriptions", {})).get(options.lang, ())),
            f"{_CITED}{entity_id}" if is_item else "",
        )


def _values(by_language: Any) -> dict[str, list[str]]:
    """The texts of labels, aliases or descriptions by language."""
    found: dict[str, list[str]] = {}
    for lang, values in by_language.items() if isinstance(by_language, dict) else ():
        for value in values if isinstance(values, list) else [values]:
            text = value.get("value") if isinstance(value, dict) else value
            if isinstance(text, str) and text.strip():
                found.setdefault(lang, []).append(text)
    return found


def _kind(entity: dict[str, Any]) -> str:
    """The kind that the entity is an instance of; empty where none fits."""
    claims = entity.get("claims")
    text = json.dumps(claims.get(_INSTANCE_OF, ())) if isinstance(claims, dict) else ""
    items = set(_ITEM.findall(text))
    return next((kind for kind, classes in _CLASSES.items() if items & set(classes)), "")
