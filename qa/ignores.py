"""What an editor has accepted: `qa: ignore[CODE]` in a comment, or a passage in a sidecar file.

The sidecar of `story.txt` is `story.txt.qa.toml`. Both hold by content, so that they survive edits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from qa.errors import InputError
from qa.model import Comment, Document, Finding, Span
from qa.registry import all_rules, select_rules
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
    has_sidecar = os.path.isfile(sidecar)
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

_MARK = lazy(r"<!--\s*qa:\s*(?P<verb>[a-z]+)(?:\s*\[(?P<codes>[^\]]*)\])?")


def _from_comments(document: Document, name: str, notes: list[str]) -> Iterator[Ignore]:
    """What the comments of a document ignore; what is wrong with them goes to `notes`."""
    opened: list[tuple[Comment, str, frozenset[str]]] = []
    for comment in document.comments:
        mark = _MARK.match(comment.text)
        if mark is None:
            continue
        place = _place(document, comment, name)
        verb = mark["verb"]
        if verb == "on":
            if not opened:
                notes.append(f"{place}: `qa: on` has no `qa: off` before it; take it out")
            for start, written, codes in opened:
                spans = _blocks(document, start.block, comment.block)
                yield Ignore(_place(document, start, name), written, codes, spans)
            opened.clear()
        elif verb in ("ignore", "off"):
            asked = mark["codes"]
            words = ["ALL"] if asked is None else re.split(r"[\s,]+", asked.strip())
            codes = _codes(words, place, notes)
            written = f"`qa: {verb}{'' if asked is None else f'[{asked}]'}`"
            if verb == "off":
                opened.append((comment, written, codes))
            elif codes:
                spans = _blocks(document, comment.block, comment.block + 1)
                yield Ignore(place, written, codes, spans)
        elif _is_near(verb):
            notes.append(f"{place}: `qa: {verb}` is unknown; write `qa: ignore[CODE]`")
    for start, written, codes in opened:
        spans = _blocks(document, start.block, len(document.blocks))
        yield Ignore(_place(document, start, name), written, codes, spans)


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


def _is_near(verb: str) -> bool:
    from difflib import get_close_matches

    # Others may have comments that start so, too.
    return bool(get_close_matches(verb, ("ignore", "ignores", "ignored", "noqa"), 1, 0.7))


def _blocks(document: Document, first: int, last: int) -> tuple[Span, ...]:
    """The stretch of blocks from `first` up to `last`, with the line end after it."""
    blocks = document.blocks
    if not blocks:
        return ()
    # A comment after the last block is for that one.
    first = min(first, len(blocks) - 1)
    last = max(last, first + 1)
    end = blocks[last].span.start if last < len(blocks) else len(document.text) + 1
    return (Span(blocks[first].span.start, end),)


# --- Sidecars


def _from_sidecar(document: Document, path: str) -> Iterator[Ignore]:
    import tomllib

    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        tables = tomllib.loads(text)
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(path, "is not UTF-8; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        problem = str(error).split(" (at ")[0]
        advice = 'write [[ignore]], and below it rules = ["CODE"] and text = "…"'
        raise InputError(
            path, f"not valid TOML: {problem}; {advice}", int(at[1]) if at else None
        ) from None
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
