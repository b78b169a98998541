"""Rules: how one is declared, and how all of them are found.

A rule is one file in `qa/rules/<family>/`. Importing the files is all the registration there is.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from qa.document.index import Clues
from qa.document.model import Finding, Severity

FAMILIES = {
    "ENC": "encoding",
    "LNG": "language",
    "TYP": "spelling",
    "PUN": "punctuation",
    "BLR": "boilerplate",
    "GLO": "names",
    "MTA": "residue",
    "SRC": "source",
    "RTT": "roundtrip",
}

_NO_DOC = "Python was started without documentation (-OO); see docs/rules.md."

Check = Callable[..., Iterator[Finding]]


class Example(NamedTuple):
    """A text that shows a rule. In a bad one, ⟦ and ⟧ stand around each place to be found.

    `fixed` is the text after the fix of every finding, where there is one; `beside` are the other
    texts of its batch; `source` is what it was translated from, in `source_lang`.
    """

    text: str
    fixed: str | None = None
    lang: str = "en"
    suffix: str = ".txt"
    beside: tuple[str, ...] = ()
    source: str = ""
    source_lang: str = ""


Given = Sequence[Example | tuple[str, str] | str]


@dataclass(frozen=True, eq=False)
class Rule:
    """A check with its code, its documentation and its examples.

    `found` and `passed_over` are the examples as they were written; `bad` and `good` are the same
    in one form, made when they are asked for.
    """

    code: str
    name: str
    check: Check
    scope: str
    takes_context: bool
    found: Given
    passed_over: Given
    since: str
    severity: Severity
    enabled: bool
    words: Collection[str] | Callable[[], Collection[str]] = ()
    signs: str = ""
    languages: Collection[str] = ()

    @cached_property
    def doc(self) -> str:
        """The documentation, from the docstring of the check; a word on it where Python drops those."""
        return inspect.cleandoc(self.check.__doc__ or _NO_DOC)

    @cached_property
    def bad(self) -> tuple[Example, ...]:
        """Texts in which the rule finds what is marked."""
        return tuple(map(_example, self.found))

    @cached_property
    def good(self) -> tuple[Example, ...]:
        """Texts in which it finds nothing."""
        return tuple(map(_example, self.passed_over))

    @property
    def family(self) -> str:
        """The three letters of the code."""
        return self.code[:3]

    @property
    def summary(self) -> str:
        """What the rule finds, in the first sentence of its documentation."""
        paragraph = " ".join(self.doc.split("\n\n")[0].split())
        return paragraph.removeprefix("What it finds. ").split(". ")[0].rstrip(".:") + "."

    def knows(self, lang: str) -> bool:
        """Whether the rule is for texts in that language."""
        return not self.languages or lang in self.languages

    @cached_property
    def clues(self) -> Clues | None:
        """What a segment must hold for the rule to find something in it; None where it may be anything."""
        if not self.words and not self.signs:
            return None
        return Clues.of(self.words() if callable(self.words) else self.words, self.signs)


def rule(
    code: str,
    name: str,
    *,
    since: str,
    bad: Given,
    good: Sequence[Example | str],
    severity: Severity = Severity.WARNING,
    enabled: bool = True,
    words: Collection[str] | Callable[[], Collection[str]] = (),
    signs: str = "",
    languages: Collection[str] = (),
) -> Callable[[Check], Rule]:
    """Declare a rule; its scope is the name of the check's first parameter.

    That is segment, document, comparison (a document beside its source; such a rule runs only where
    there is one), scores (those of its sentences) or batch; after batch comes the document to report in. One more
    parameter, if there is one, is the `Context` of the run. Rules with `enabled=False`
    run only when selected by code.

    `words` and `signs` spare a check texts in which it would find nothing: whatever it finds stands
    in a segment that holds one of the words (in lower case for any case, with a capital for that
    spelling alone; letters only, so that "'s" has the word "s") or of the characters `signs`. For
    words from a data file it is a function that gives them.

    `languages` are the codes of the languages that the rule knows; without them it is for all. It
    runs for documents, or segments, in one of them.

    Raises ValueError for a declaration that is not whole.
    """

    def declare(check: Check) -> Rule:
        # What inspect.signature says, without its price for each of a hundred rules.
        scope, *more = check.__code__.co_varnames[: check.__code__.co_argcount]
        if not re.fullmatch(r"[A-Z]{3}\d{3}", code) or code[:3] not in FAMILIES:
            raise ValueError(f"{code}: a rule's code is a known family and three digits")
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
            raise ValueError(f"{code}: the name {name!r} is not kebab-case")
        if [scope, *more[:1]] == ["batch", "document"]:
            del more[0]
        elif scope not in ("segment", "document", "comparison", "scores"):
            raise ValueError(
                f"{code}: the first parameter must be segment, document, comparison or scores, or "
                "the first two batch and document"
            )
        doc = check.__doc__ or ""
        if not bad or not good:
            raise ValueError(f"{code}: a rule needs bad and good examples")
        # From Python 3.13 on it is kept without its indent, and with -OO not at all.
        whole = doc.startswith("What it finds. ") and _WHY.search(doc)
        if not whole and check.__doc__ is not None:
            raise ValueError(f"{code}: the documentation says what it finds and why it matters")
        return Rule(
            code,
            name,
            check,
            scope,
            bool(more),
            bad,
            good,
            since,
            severity,
            enabled,
            words,
            signs,
            languages,
        )

    return declare


_WHY = re.compile(r"\n\n *Why it matters\. ")


def _example(given: Example | tuple[str, str] | str) -> Example:
    if isinstance(given, Example):
        return given
    return Example(given) if isinstance(given, str) else Example(*given)


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes.

    Raises ValueError when two files claim one code or name, or a file is in the wrong folder.
    """
    import qa.rules

    found: dict[str, Rule] = {}
    names: dict[str, str] = {}
    for family, folder in FAMILIES.items():
        for path in qa.rules.__path__:
            for module in pkgutil.iter_modules([f"{path}/{folder}"]):
                contents: dict[str, Any] = vars(
                    importlib.import_module(f"qa.rules.{folder}.{module.name}")
                )
                for value in contents.values():
                    if not isinstance(value, Rule) or value is found.get(value.code):
                        continue
                    if value.code in found or value.name in names:
                        raise ValueError(f"{value.code} {value.name} is declared twice")
                    if value.family != family:
                        raise ValueError(f"{value.code} does not belong into rules/{folder}")
                    found[value.code], names[value.name] = value, value.code
    return dict(sorted(found.items()))


def select_rules(select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """The rules to run: those of `select` (default: all that are enabled) without those of `ignore`.

    Either may hold codes, beginnings of codes (`PUN`, `PUN1`), names of rules or families, or `ALL`. A rule that is
    off by default runs when `select` names its code, its name or its family.
    Raises ValueError, with near names, for one that fits nothing.
    """
    rules = all_rules()

    def expand(words: Sequence[str]) -> set[str]:
        codes: set[str] = set()
        for word in words:
            hits = {
                r.code
                for r in rules.values()
                if word in ("ALL", r.name, FAMILIES[r.family]) or (word and r.code.startswith(word))
            }
            if not hits and word not in FAMILIES:
                raise ValueError(f"unknown rule {word!r}{_near(word, rules)}")
            codes |= hits
        return codes

    chosen = expand(select) if select else {r.code for r in rules.values() if r.enabled}
    dropped = expand(ignore)
    return [r for r in rules.values() if r.code in chosen and r.code not in dropped]


def _near(word: str, rules: dict[str, Rule]) -> str:
    from difflib import get_close_matches

    known = [*rules, *(r.name for r in rules.values()), *FAMILIES.values()]
    near = get_close_matches(word.upper(), known, 1) or get_close_matches(word.lower(), known, 1)
    return f"; did you mean {near[0]}?" if near else "; `qa rules` lists them"
