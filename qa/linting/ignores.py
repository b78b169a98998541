"""What an editor has accepted: `qa: ignore[CODE]` in a comment, or a passage in a sidecar file.

The sidecar of `story.txt` is `story.txt.qa.toml`. Both hold by content, so that they survive edits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from qa.document.model import Comment, Document, Finding, Span
from qa.errors import InputError
from qa.files import read_text
from qa.rules.registry import all_rules, select_rules
from qa.text.notation import toml_tables
from qa.text.patterns import lazy

SIDECAR = ".qa.toml"


class Ignore(NamedTuple):
    """Findings of the rules in `codes` that start in one of `spans` are not to be reported.

    `place` says where it is written, and `written` what, for a note about it.
    """

    place: str
    written: str
    codes: frozenset[str]
    spans: tuple[Span, ...]

    def holds_back(self, finding: Finding) -> bool:
        """Whether this is for `finding`."""
        at = finding.span.start
        # An empty span is the end of a passage, or lacks something there: it belongs to it, too.
        return finding.code in self.codes and any(
            s.start <= at < s.end or at == finding.span.end == s.end for s in self.spans
        )


def without_ignored(
    document: Document, findings: list[Finding], ran: Collection[str], name: str
) -> tuple[list[Finding], list[str]]:
    """`findings` without those that a comment or the sidecar of the file `name` ignores.

    With them go notes on ignores that do nothing. `ran` are the codes of the rules that were run.
    Raises InputError when the sidecar is wrong.
    """
    sidecar = f"{name}{SIDECAR}"
    has_sidecar = os.path.exists(sidecar)
    if not document.comments and not has_sidecar:
        return findings, []
    notes: list[str] = []
    ignores = list(_from_comments(document, name, notes))
    if has_sidecar:
        ignores += _from_sidecar(document, sidecar)
    used: set[int] = set()
    kept = []
    for finding in findings:
        hits = [i for i, ignore in enumerate(ignores) if ignore.holds_back(finding)]
        used.update(hits)
        if not hits:
            kept.append(finding)
    for i, ignore in enumerate(ignores):
        if i not in used and _was_tried(ignore, ran):
            gone = "" if ignore.spans else ": the text it is for is not there"
            notes.append(f"{ignore.place}: {ignore.written} ignores nothing{gone}; take it out")
    return kept, notes


def _was_tried(ignore: Ignore, ran: Collection[str]) -> bool:
    """Whether every rule it is for was run that is on by default, and any at all.

    A batch rule may find something again when it is run beside other files.
    """
    rules = all_rules()
    return all(code in ran for code in ignore.codes if rules[code].enabled) and any(
        code in ran and rules[code].scope != "batch" for code in ignore.codes
    )


# --- Comments

# What stands between the name and the verb, the verb, and what follows it.
_MARK = lazy(
    r"<!--\s*(?P<name>(?:wire)?qa)(?P<between>[\s:;=.,_-]*)(?P<verb>[A-Za-z]+(?:[-_][A-Za-z]+)*)"
    r"(?P<rest>[\s\S]*?)(?:-->|--!>|\Z)",
    re.I,
)
_BRACKETS = lazy(r"\s*\[(?P<codes>[^\]]*)\](?P<after>[\s\S]*)")
_VERBS = ("ignore", "off", "on")
# What other programs call it.
_SLIPS = frozenset(
    {"allow", "disable", "enable", "exclude", "hide", "mute", "nolint", "noqa", "of", "onn", "oof"}
    | {"resume", "skip", "stop", "suppress", "unhide", "unmute"}
)


class _Order(NamedTuple):
    """What a comment asks for; `codes` is what stands in its brackets, None without them."""

    verb: str
    codes: str | None

    @property
    def written(self) -> str:
        """How it should be written."""
        return f"`qa: {self.verb}{'' if self.codes is None else f'[{self.codes}]'}`"


def _order(comment: Comment, place: str, notes: list[str]) -> _Order | None:
    """What the comment asks for, if it is for us; what is wrong with it goes to `notes`.

    One with a slip asks for nothing: it must not be taken for more than was meant.
    """
    mark = _MARK.match(comment.text)
    if mark is None:
        return None
    verb, rest = mark["verb"].lower(), mark["rest"]
    brackets = _BRACKETS.match(rest)
    said = " ".join(comment.text[4 : mark.end("rest")].split())
    advice = "write `qa: ignore[CODE]`, or `qa: off[CODE]` and `qa: on`"
    if verb not in _VERBS:
        # Others may have comments that start so, too.
        if _is_near(verb) and (brackets or len(rest.split()) < 4):
            name = f"qa: {mark['verb']}" if mark["between"].strip() == ":" else said
            notes.append(f"{place}: `{name}` is unknown; write `qa: ignore[CODE]`")
        return None
    if mark["between"].strip() != ":" or mark["name"].lower() != "qa":
        if brackets or len(rest.split()) < 2:
            notes.append(f"{place}: `{said}` is taken for nothing; {advice}")
        return None
    if brackets:
        return _Order(verb, brackets["codes"])
    if rest.strip():
        notes.append(f"{place}: `{said}` is taken for nothing: codes stand in brackets; {advice}")
        return None
    return _Order(verb, None)


def _is_near(verb: str) -> bool:
    from difflib import get_close_matches

    near = ("ignore", "ignores", "ignored", "disabled", "enabled", "ignoring")
    return (
        verb in _SLIPS
        or any(part in ("ignore", "disable", "enable") for part in re.split("[-_]", verb))
        or bool(get_close_matches(verb, near, 1, 0.7))
    )


def _from_comments(document: Document, name: str, notes: list[str]) -> Iterator[Ignore]:
    """What the comments of a document ignore; what is wrong with them goes to `notes`."""
    opened: list[tuple[Comment, str, frozenset[str]]] = []
    for comment in document.comments:
        place = _place(document, comment, name)
        order = _order(comment, place, notes)
        if order is None:
            continue
        words = ["ALL"] if order.codes is None else re.split(r"[\s,]+", order.codes.strip())
        codes = _codes(words, place, notes)
        if order.verb == "on":
            if not opened:
                notes.append(f"{place}: `qa: on` has no `qa: off` before it; take it out")
            for start, written, held in opened:
                span = Span(start.at, comment.at)
                if held & codes:
                    yield Ignore(_place(document, start, name), written, held & codes, (span,))
            opened = [(*o[:2], o[2] - codes) for o in opened if o[2] - codes]
        elif order.verb == "off" and codes:
            opened.append((comment, order.written, codes))
        elif codes:
            yield Ignore(place, order.written, codes, _block(document, comment.block))
    for start, written, codes in opened:
        place = _place(document, start, name)
        notes.append(
            f"{place}: {written} has no `qa: on` after it; it holds to the end of the file"
        )
        yield Ignore(place, written, codes, (Span(start.at, len(document.text) + 1),))


def _place(document: Document, comment: Comment, name: str) -> str:
    return f"{name}:{document.line_col(comment.offset)[0]}"


def _codes(words: Sequence[str], place: str, notes: list[str]) -> frozenset[str]:
    codes: set[str] = set()
    for word in words:
        try:
            codes.update(r.code for r in select_rules((word,), ()))
        except ValueError as error:
            notes.append(f"{place}: {error}")
    return frozenset(codes)


def _block(document: Document, number: int) -> tuple[Span, ...]:
    """The stretch of a block, with the line end after it."""
    blocks = document.blocks
    if not blocks:
        return ()
    # A comment after the last block is for that one.
    number = min(number, len(blocks) - 1)
    end = blocks[number + 1].span.start if number + 1 < len(blocks) else len(document.text) + 1
    return (Span(blocks[number].span.start, end),)


# --- Sidecars


def _from_sidecar(document: Document, path: str) -> Iterator[Ignore]:
    text = read_text(path)
    tables = toml_tables(
        path, text, 'write [[ignore]], and below it rules = ["CODE"] and text = "…"'
    )
    lines = [
        text.count("\n", 0, m.start()) + 1 for m in re.finditer(r"^[ \t]*\[\[\s*ignore", text, re.M)
    ]
    unknown = [key for key in tables if key != "ignore"]
    entries = tables.get("ignore", [])
    if unknown or not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        wrong = repr(unknown[0]) if unknown else "ignore"
        raise InputError(path, f"{wrong} is not what belongs here; write [[ignore]]")
    for i, entry in enumerate(entries):
        line = lines[i] if i < len(lines) else None
        yield _entry(document, entry, path, line)


def _entry(document: Document, entry: dict[str, object], path: str, line: int | None) -> Ignore:
    unknown = entry.keys() - {"rules", "text", "reason"}
    rules, text = entry.get("rules", []), entry.get("text", "")
    problem = ""
    if unknown:
        problem = f"unknown key {min(unknown)!r}; known are rules, text, reason"
    elif not isinstance(rules, list) or not all(isinstance(r, str) for r in rules):
        problem = 'rules must be a list of strings: rules = ["TYP101"]'
    elif not isinstance(text, str):
        problem = 'text must be a string: text = "…"'
    elif not rules and not text.strip():
        problem = 'says nothing; write rules = ["TYP101"], or text = "…", or both'
    if problem:
        raise InputError(path, problem, line)
    assert isinstance(rules, list)
    assert isinstance(text, str)
    try:
        codes = frozenset(r.code for r in select_rules(rules or ("ALL",), ()))
    except ValueError as error:
        raise InputError(path, str(error), line) from None
    spans = _passages(document.text, text) if text.strip() else (Span(0, len(document.text) + 1),)
    return Ignore(f"{path}:{line}" if line else path, "this entry", codes, spans)


def _passages(text: str, passage: str) -> tuple[Span, ...]:
    """Where `passage` stands in `text`, however its words are broken over lines."""
    words = r"\s+".join(map(re.escape, passage.split()))
    return tuple(Span(*m.span()) for m in re.finditer(words, text))
