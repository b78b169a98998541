"""The API of LanguageTool, version 2, as its clients use it: what is asked, and what is answered.

After its description at languagetool.org/http-api and what LibreOffice, Superdesk and
language-tool-python send and read. Offsets are UTF-16 units of what was sent, markup included.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, NamedTuple

from qa import __version__
from qa.document.model import Document, Edit, Finding, Safety, Severity, Span
from qa.language import UNKNOWN, language_name, language_names
from qa.language.codes import Tag, known_tag
from qa.linting.check import check
from qa.linting.setup import Setup
from qa.rules.registry import Rule, all_rules, select_rules
from qa.serve.errors import RequestError
from qa.serve.work import Work, read_text
from qa.text.patterns import lazy


class Category(NamedTuple):
    """What clients sort and filter by: an id of LanguageTool's where it has one, and an ITS 2.0 type."""

    id: str
    name: str
    issue_type: str


# Clients choose colours by the ids, and filter by the types (W3C ITS 2.0, section 8.9).
CATEGORIES: Mapping[str, Category] = {
    "TYP": Category("TYPOS", "Spelling", "misspelling"),
    "GLO": Category("PROPER_NOUNS", "Names and terms", "misspelling"),
    "ENC": Category("TYPOGRAPHY", "Broken characters", "characters"),
    "PUN": Category("PUNCTUATION", "Punctuation", "typographical"),
    "LNG": Category("LANGUAGE", "Another language", "locale-violation"),
    "MTA": Category("GRAMMAR", "Traces of translation", "grammar"),
    "BLR": Category("BOILERPLATE", "Page residue", "other"),
    "SRC": Category("SOURCE", "Against the source", "other"),
    "RTT": Category("ROUNDTRIP", "Round trip", "other"),
}
# What is told by the whole story: names, quotations over several paragraphs, what a colon announces.
_BY_STORY = (
    "GLO",
    "dangling-colon",
    "unbalanced-quote",
    "mixed-quotes",
    "capital-in-quote",
    "stop-outside-quote",
)
# The variants of languages that clients offer and know by name.
_VARIANTS: tuple[str, ...] = ("en-US", "en-GB", "en-AU", "en-CA", "en-NZ", "en-ZA", "de-DE")
_VARIANTS += ("de-AT", "de-CH", "pt-PT", "pt-BR", "es-ES", "fr-FR", "uk-UA", "ru-RU", "pl-PL")
_REGIONS = {"US": "US", "GB": "GB", "AU": "Australian", "CA": "Canadian", "NZ": "New Zealand"}
_REGIONS |= {"ZA": "South African", "DE": "Germany", "AT": "Austria", "CH": "Swiss"}
_REGIONS |= {"PT": "Portugal", "BR": "Brazil", "ES": "Spain", "FR": "France", "UA": "Ukraine"}
_REGIONS |= {"RU": "Russia", "PL": "Poland"}


# --- What is asked


class Piece(NamedTuple):
    """A part of what was sent: `text` is what is checked of it, `sent` what stands there."""

    text: str
    sent: str


@dataclass(frozen=True)
class Question:
    """A text to check, and how.

    `pieces` are what was sent. `language` is None where the text tells it, and then one of `variants`
    gives its region. `enabled` and `disabled` are ids of rules and of categories; `only` leaves out
    the rules that `enabled` does not name. `picky` asks for matters of taste, too. `before` and
    `after` are what the story has around a paragraph. `site` is the address of the server.
    """

    pieces: tuple[Piece, ...]
    language: Tag | None
    variants: tuple[Tag, ...] = ()
    enabled: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    only: bool = False
    picky: bool = False
    before: str = ""
    after: str = ""
    site: str = ""

    @property
    def text(self) -> str:
        """What is checked."""
        return "".join(piece.text for piece in self.pieces)

    def beside(self, before: str, after: str) -> Question:
        """The same within its story."""
        return replace(self, before=before, after=after)


def question(given: Mapping[str, str], site: str = "") -> Question:
    """What the parameters of /v2/check ask. Raises RequestError with what is wrong with them."""
    if ("text" in given) == ("data" in given):
        if "text" in given:
            raise RequestError("Set only 'text' or 'data' parameter, not both")
        raise RequestError("Missing 'text' or 'data' parameter")
    pieces = (Piece(given["text"], given["text"]),) if "text" in given else _pieces(given["data"])
    written = given.get("language")
    if not written:
        raise RequestError("Missing 'language' parameter, e.g. 'language=en-US' or 'language=auto'")
    level = given.get("level", "default")
    if level not in ("default", "picky"):
        raise RequestError(f"If 'level' is set, it must be 'default' or 'picky', not '{level}'")
    enabled = _list(given, "enabledRules") | _list(given, "enabledCategories")
    only = given.get("enabledOnly", "").lower() in ("yes", "true", "1")
    if only and not enabled:
        raise RequestError(
            "You must specify enabledRules or enabledCategories when using enabledOnly=true"
        )
    variants = [known_tag(name) for name in sorted(_list(given, "preferredVariants"))]
    return Question(
        pieces,
        None if written == "auto" else _tag(written),
        tuple(tag for tag in variants if tag),
        enabled,
        _list(given, "disabledRules") | _list(given, "disabledCategories"),
        only,
        level == "picky",
        site=site,
    )


def _tag(written: str) -> Tag:
    tag = known_tag(written)
    if tag is None:
        raise RequestError(f"'{written}' is not a language code known to qa; see /v2/languages")
    return tag


def _list(given: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(part.strip() for part in given.get(name, "").split(",") if part.strip())


_WRONG = (
    'Could not parse "data": write {"annotation": [{"text": "A "}, {"markup": "<b>"}, …]}, '
    "where a markup may have an interpretAs"
)


def _pieces(data: str) -> tuple[Piece, ...]:
    try:
        parsed = json.loads(data)
        if isinstance(parsed["annotation"], list):
            return tuple(map(_piece, parsed["annotation"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise RequestError(_WRONG)


def _piece(item: Mapping[str, object]) -> Piece:
    text, markup, read_as = (item.get(key) for key in ("text", "markup", "interpretAs"))
    if isinstance(text, str) and markup is None and read_as is None:
        return Piece(text, text)
    if isinstance(markup, str) and text is None and isinstance(read_as, str | None):
        return Piece(read_as or "", markup)
    raise TypeError


# --- What is answered


def languages() -> list[dict[str, str]]:
    """The languages that may be named, each with its variants; most rules are for English."""
    found = [{"name": name, "code": c, "longCode": c} for c, name in language_names().items()]
    for tag in _VARIANTS:
        code, region = tag.split("-")
        name = f"{language_name(code)} ({_REGIONS[region]})"
        found.append({"name": name, "code": code, "longCode": tag})
    return sorted(found, key=lambda entry: entry["name"])


def answer(work: Work, asked: Question) -> bytes:
    """The findings as LanguageTool gives its matches, in JSON. Raises InputError."""
    text = _clean(asked.text)
    tag = asked.language
    setup = work.setup(lang=str(tag)) if tag else work.setup()
    document = read_text(text, setup.context)
    if tag is None:
        found = Tag(document.lang, document.region)
        # Where the text is too short to tell, the variant that is preferred.
        likely = [v for v in asked.variants if found.language in (v.language, UNKNOWN)]
        tag = likely[0] if likely else found
        if tag != found:
            document = replace(document, lang=tag.language, region=tag.region)
    places = _Places(asked.pieces)
    rules = _rules(setup, asked)
    by_story = {r.code for r in select_rules(_BY_STORY, ())} if asked.before or asked.after else ()
    alone = [r for r in rules if r.code not in by_story]
    checked = check(document, work.setup(alone, lang=str(tag)))
    findings, errors = list(checked.findings), checked.errors
    if by_story:
        beside = [r for r in rules if r.code in by_story]
        found_there, more = _in_story(work.setup(beside, lang=str(tag)), asked, text)
        findings = sorted([*findings, *found_there], key=lambda f: f.place)
        errors += more
    if not asked.after and "\n" not in text.strip():
        findings = [f for f in findings if not _may_go_on(text, f)]
    least = Severity.INFO if asked.picky else Severity.WARNING
    named = {r.code for r in rules if _is_named(r, asked.enabled)}
    matches = [
        _match(document, f, places, asked.site)
        for f in findings
        if (f.severity or least) >= least or f.code in named
    ]
    said = {
        "software": software(),
        "warnings": {
            "incompleteResults": bool(errors),
            **({"incompleteResultsReason": "; ".join(errors)} if errors else {}),
        },
        "language": {
            **_language(tag if asked.language is None else asked.language),
            "detectedLanguage": {
                **_language(tag),
                "confidence": 1.0 if asked.language else 0.9,
                "source": "qa",
            },
        },
        "matches": matches,
    }
    return json.dumps(said).encode()


def software() -> dict[str, Any]:
    """Who answers."""
    return {
        "name": "qa",
        "version": __version__,
        "buildDate": "",
        "apiVersion": 1,
        "premium": False,
        "premiumHint": "",
        "status": "",
    }


def _language(tag: Tag) -> dict[str, str]:
    name = language_name(tag.language)
    region = _REGIONS.get(tag.region, tag.region)
    return {"name": f"{name} ({region})" if region else name, "code": str(tag)}


def _clean(text: str) -> str:
    """The text without what no text has, each character in its place."""
    return _NOTHING.sub("\ufffd", text)


_NOTHING = lazy("[\ud800-\udfff]")


def _is_named(rule: Rule, ids: frozenset[str]) -> bool:
    names = (rule.code, rule.name, rule.family, CATEGORIES[rule.family].id)
    return not ids.isdisjoint(names)


def _rules(setup: Setup, asked: Question) -> list[Rule]:
    """The rules of the desk, with and without those that are named; ids of other programs name none."""
    own = {rule.code for rule in setup.rules}
    chosen = []
    for rule in all_rules().values():
        # A category turns on what it has by default.
        is_on = rule.code in own and not (asked.only and not _is_named(rule, asked.enabled))
        if rule.code in asked.enabled or rule.name in asked.enabled:
            is_on = True
        if is_on and not _is_named(rule, asked.disabled):
            chosen.append(rule)
    return chosen


def _in_story(setup: Setup, asked: Question, text: str) -> tuple[list[Finding], tuple[str, ...]]:
    """What the rules of a setup find in the paragraph when it stands in its story, and what failed."""
    start = len(asked.before)
    story = read_text(_clean(asked.before) + text + _clean(asked.after), setup.context)
    checked = check(story, setup)
    within = [
        _moved(finding, -start)
        for finding in checked.findings
        if start <= finding.span.start and finding.span.end <= start + len(text)
    ]
    return within, checked.errors


def _may_go_on(text: str, finding: Finding) -> bool:
    """Whether a paragraph, of which it is not known what follows, may be right all the same.

    A quotation of several paragraphs opens each, and what a colon announces follows in the next.
    """
    name = all_rules()[finding.code].name
    opens = name == "unbalanced-quote" and not text[: finding.span.start].strip()
    return opens or name == "dangling-colon"


def _moved(finding: Finding, by: int) -> Finding:
    fix = finding.fix
    if fix:
        edits = tuple(Edit(e.start + by, e.end + by, e.text) for e in fix.edits)
        # One that reaches into another paragraph cannot be offered in this one.
        fix = fix._replace(edits=edits) if all(e.start >= 0 for e in edits) else None
    return replace(finding, span=finding.span.shifted(by), fix=fix)


class _Places:
    """From offsets of the text that is checked to those of what was sent, in UTF-16 units."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = [p for p in pieces if p.text or p.sent]
        self.text = "".join(p.text for p in self._pieces)
        self.sent = "".join(p.sent for p in self._pieces)
        self._starts = [0, *accumulate(len(p.text) for p in self._pieces)]
        self._sent = [0, *accumulate(len(p.sent) for p in self._pieces)]
        self._wide = [i for i, c in enumerate(self.sent) if c > "\uffff"]

    def span(self, span: Span) -> tuple[Span, bool]:
        """Where a span stands in what was sent, in code points; whether it is the same text there."""
        start, end = self._start(span.start), self._end(span.end)
        start, end = min(start, end), max(start, end)
        return Span(start, end), self.sent[start:end] == self.text[span.start : span.end]

    def units(self, at: int) -> int:
        """The UTF-16 units before an offset of what was sent."""
        return at + bisect_left(self._wide, at)

    def _start(self, at: int) -> int:
        # The piece that holds the character there, or the end.
        i = bisect_right(self._starts, at) - 1
        if i == len(self._pieces):
            return len(self.sent)
        is_text = self._pieces[i].text == self._pieces[i].sent
        return self._sent[i] + (at - self._starts[i] if is_text else 0)

    def _end(self, at: int) -> int:
        # Markup at the end of what is marked is no part of it.
        i = bisect_left(self._starts, at) - 1
        if i < 0:
            return self._start(at)
        piece = self._pieces[i]
        is_text = piece.text == piece.sent
        return self._sent[i] + (at - self._starts[i] if is_text else len(piece.sent))


_AROUND = 40


def _match(document: Document, finding: Finding, places: _Places, site: str) -> dict[str, Any]:
    span, new = _whole(document.text, finding)
    at, is_same = places.span(span)
    rule = all_rules()[finding.code]
    offset, length = places.units(at.start), places.units(at.end) - places.units(at.start)
    category = CATEGORIES[rule.family]
    return {
        "message": finding.message,
        "shortMessage": rule.name.replace("-", " ").capitalize(),
        # With markup within, what would be put there is not what stands there.
        "replacements": [{"value": new}] if new is not None and is_same else [],
        "offset": offset,
        "length": length,
        "context": _around(document.text, span),
        "sentence": _sentence(document, span),
        "type": {"typeName": _type(rule, finding)},
        "rule": {
            "id": rule.code,
            "description": rule.summary.rstrip("."),
            "issueType": category.issue_type,
            "urls": [{"value": f"{site}/rules/{rule.code}"}],
            "category": {"id": category.id, "name": category.name},
            "confidence": round(finding.confidence, 3),
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": -1,
    }


def _type(rule: Rule, finding: Finding) -> str:
    if CATEGORIES[rule.family].issue_type == "misspelling":
        return "UnknownWord"
    return "Hint" if finding.severity == Severity.INFO else "Other"


def _around(text: str, span: Span) -> dict[str, Any]:
    """What stands around a span, with dots where it goes on, and where the span is in it."""
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    before = "..." * (start > 0) + re.sub(r"[\r\n]", " ", text[start : span.start])
    found = re.sub(r"[\r\n]", " ", text[span.start : span.end])
    after = re.sub(r"[\r\n]", " ", text[span.end : end]) + "..." * (end < len(text))
    return {"text": before + found + after, "offset": _units(before), "length": _units(found)}


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def _sentence(document: Document, span: Span) -> str:
    number = bisect_right(document.segments, span.start, key=lambda s: s.offset) - 1
    if number >= 0:
        segment = document.segments[number]
        for sentence in segment.sentences:
            if span.start <= segment.offset + sentence.end:
                return segment.text[sentence.start : sentence.end]
    return document.text[span.start : span.end]


# --- Whole spans


_WORD_BEFORE = lazy(r"[^\s]+[^\S\r\n]*\Z")
_WORD_AFTER = lazy(r"[^\S\r\n]*[^\s]+")
_REACH = 60


def _whole(text: str, finding: Finding) -> tuple[Span, str | None]:
    """The span to mark, and what to put in its place; None where nothing is offered.

    Clients replace what they mark, and show nothing for what is empty: the span is widened to all that
    the fix changes, and to the next word where it is, or would become, empty.
    """
    fix = finding.fix if finding.fix and finding.fix.safety <= Safety.REVIEW else None
    edits: Sequence[Edit] = fix.edits if fix else ()
    if any(edit.end > len(text) for edit in edits):
        fix, edits = None, ()
    start = min([finding.span.start, *(e.start for e in edits)])
    end = max([finding.span.end, *(e.end for e in edits)])
    if start == end or (fix and not _replaced(text, Span(start, end), edits)):
        start, end = _widened(text, Span(start, end))
    span = Span(start, end)
    return span, _replaced(text, span, edits) if fix else None


def _replaced(text: str, span: Span, edits: Sequence[Edit]) -> str:
    parts, at = [], span.start
    for edit in sorted(edits):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at : span.end]])


def _widened(text: str, span: Span) -> Span:
    """The span with the word before it on its line, or else the one after it."""
    before = _WORD_BEFORE.search(text, max(0, span.start - _REACH), span.start)
    if before:
        return Span(before.start(), span.end)
    after = _WORD_AFTER.match(text, span.end, span.end + _REACH)
    return Span(span.start, after.end()) if after else span
