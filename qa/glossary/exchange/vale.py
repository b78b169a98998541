"""Vale: the vocabulary (accept.txt, reject.txt), and a rule that substitutes the preferred form.

Written is a folder for Vale's StylesPath: `config/vocabularies/Names` and `Names/Spelling.yml`.
https://vale.sh/docs/keys/vocab, https://vale.sh/docs/checks/substitution. All are regular
expressions: written are literal ones, and only those are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from qa.errors import InputError
from qa.glossary.exchange.book import Book, Losses, Options, text_of
from qa.glossary.exchange.concept import (
    ACCEPTED,
    FORBIDDEN,
    PREFERRED,
    Concept,
    Term,
    book_of,
    concepts,
)

_FOLDER = "config/vocabularies/Names/"
_RULE = "Names/Spelling.yml"
_HEAD = """\
extends: substitution
message: "Write '%s' instead of '%s'."
level: error
ignorecase: false
swap:
"""
_META = re.compile(r"[\\.+*?()\[\]{}^$|#]")
_NOT_YAML = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# An escaped character, or one that has no meaning of its own.
_LITERAL = re.compile(r"\\([^A-Za-z0-9\s])|([^\\.+*?()\[\]{}^$|])", re.S)


def write(book: Book, options: Options, losses: Losses) -> dict[str, bytes]:
    """The files of a StylesPath, by their path in it."""
    accept: dict[str, None] = {}
    reject: dict[str, None] = {}
    swap: dict[str, str] = {}
    for concept in concepts(book, (), losses):
        losses.add("ids and kinds")
        losses.add(
            "entries that the accepted forms belong to",
            sum(term.status == ACCEPTED for term in concept.terms),
        )
        for term in concept.terms:
            wanted = concept.preferred(term.is_full)
            if re.search(r"[\n\r]", term.text) or term.text.startswith("#"):
                losses.add("forms over several lines, or with # in front")
            elif term.status != FORBIDDEN:
                accept[term.text] = None
            elif concept.is_bound or (term.is_full is False and not concept.alone):
                losses.add("forms that are wrong only beside certain names or words")
            else:
                reject[term.text] = None
                if not wanted or "|" in wanted or swap.setdefault(term.text, wanted) != wanted:
                    losses.add("forms without one form to write instead (in reject.txt alone)")
    for word in accept:
        reject.pop(word, None)
    rule = _HEAD + "".join(f"  {_quoted(_escaped(w))}: {_quoted(r)}\n" for w, r in swap.items())
    return {
        f"{_FOLDER}accept.txt": _listed(accept),
        f"{_FOLDER}reject.txt": _listed(reject),
        _RULE: (rule if swap else _HEAD.replace("swap:", "swap: {}")).encode(),
    }


def _listed(words: Iterable[str]) -> bytes:
    return "".join(f"{_escaped(word)}\n" for word in words).encode()


def _escaped(text: str) -> str:
    return _META.sub(r"\\\g<0>", text)


def _quoted(text: str) -> str:
    """A text in YAML: as in JSON, with what YAML has no place for escaped."""
    written = json.dumps(text, ensure_ascii=False)
    return _NOT_YAML.sub(lambda m: f"\\u{ord(m[0]):04x}", written)


def read(files: Mapping[str, bytes], options: Options, losses: Losses) -> Book:
    """The entries of vocabularies and substitution rules. Raises InputError for other rules."""
    right: dict[str, list[str]] = {}
    accept: list[str] = []
    reject: list[str] = []
    for name, data in sorted(files.items()):
        text = text_of(data, name)
        match PurePosixPath(name).name.lower():
            case "accept.txt":
                accept += _words(text, losses)
            case "reject.txt":
                reject += _words(text, losses)
            case _:
                for wrong, wanted in _swap(text, name, losses):
                    right.setdefault(wanted, []).append(wrong)
    for word in accept:
        right.setdefault(word, [])
    wrong_words = {wrong for words in right.values() for wrong in words}
    losses.add("rejected words without a form to write", len({*reject} - wrong_words))
    found = (
        Concept("", "", [Term(wanted, PREFERRED), *(Term(word, FORBIDDEN) for word in wrong)])
        for wanted, wrong in right.items()
    )
    return book_of(found, options, losses)


def _words(text: str, losses: Losses) -> Iterator[str]:
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            word = _literal(line.strip())
            if word is None:
                losses.add("regular expressions")
            else:
                yield word


def _literal(pattern: str) -> str | None:
    """The one text that a pattern is for; None where it is for several."""
    found = ""
    at = 0
    while at < len(pattern):
        m = _LITERAL.match(pattern, at)
        if m is None:
            return None
        found += m[1] or m[2]
        at = m.end()
    return found


def _swap(text: str, path: str, losses: Losses) -> Iterator[tuple[str, str]]:
    """Wrong and right forms of a rule."""
    rule = _rule(text, path)
    kind = rule.get("extends")
    if kind != "substitution":
        raise InputError(path, f"extends {kind}; only rules that extend substitution are read")
    swap = rule.get("swap") or {}
    if isinstance(swap, list):
        swap = {
            key: value for item in swap if isinstance(item, dict) for key, value in item.items()
        }
    for pattern, wanted in swap.items():
        wrong = _literal(str(pattern))
        if wrong is None:
            losses.add("regular expressions")
        else:
            yield wrong, str(wanted).partition("|")[0]


def _rule(text: str, path: str) -> dict[str, Any]:
    import yaml

    try:
        rule = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise InputError(path, f"is not YAML: {problem}", mark and mark.line + 1) from None
    except RecursionError:
        raise InputError(path, "holds lists in lists, too many to be read") from None
    if not isinstance(rule, dict):
        raise InputError(path, "is no rule of Vale: it has no key extends")
    return rule
