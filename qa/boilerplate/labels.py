"""Labels that a page prints around a story ("Read also:", "Leave a comment"), by whole line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from qa.boilerplate.notices import (
    LONGEST_NOTICE,
    calls_for_support,
    find_notice,
    folded,
    is_credited_caption,
    is_sign_off,
    kind_by_shape,
    may_be_notice,
    sure_shape,
)
from qa.text.patterns import lazy


class Label(NamedTuple):
    """A known label; the fields are those of data/boilerplate.tsv, where they are explained."""

    kind: str
    where: str
    lang: str
    text: str


def find_label(line: str) -> Label | None:
    """The label that `line` is, whatever its case and the decoration around it."""
    if is_credited_caption(line):
        return Label("credit", "any", "", line)
    if sure := sure_shape(line):
        return Label(sure, "any", "", line)
    short = len(line) <= _LONGEST and not (line.endswith(".") and line.count(" ") >= _LONG_SENTENCE)
    if not short and (len(line) > LONGEST_NOTICE + _DECORATED or not may_be_notice(line)):
        call = line[0] not in _OPENS_SPEECH and calls_for_support(line)
        return Label("subscribe", "edge", "", line) if call else None
    plain = _plain(line)
    if not plain:
        return None
    label = _known(plain) if short else None
    if label or line[0] in _OPENS_SPEECH:
        return label
    if short and _CALL.fullmatch(plain):
        return Label("related", "any", "en", line)
    notice = find_notice(plain) or (
        find_notice(folded(line.strip())) if not line[0].isalnum() else None
    )
    if notice and not (
        (notice.kind == "byline" and not _names_people(line))
        or (notice.kind == "related" and line.rstrip().endswith((".", "?", "!")))
    ):
        return Label(notice.kind, "any" if notice.kind in _SURE else "edge", notice.lang, line)
    if is_sign_off(line):
        return Label("sign-off", "edge", "", line)
    if short and (agency := _dateline_of_agency(plain)):
        return agency
    if calls_for_support(line):
        return Label("subscribe", "edge", "", line)
    shape = kind_by_shape(line)
    return Label(shape, "edge", "", line) if shape else None


def _dateline_of_agency(plain: str) -> Label | None:
    """The label of a line that is only a place and an agency: "Damascus-SANA"."""
    m = _PLACE_AND_AGENCY.fullmatch(plain)
    found = _known(m[1]) if m else None
    return found if found and found.kind == "agency" else None


def _known(plain: str) -> Label | None:
    """The label of the table that the plain text is."""
    exact, open_ended = _labels()
    found = exact.get(plain) or (
        exact.get(_NUMBER.sub("#", plain)) if _NUMBER.search(plain) else None
    )
    if found:
        return _label(found)
    for head, tail, label in open_ended.get(plain.split(" ", 1)[0], ()):
        if plain.startswith(head) and plain.endswith(tail):
            filled = plain[len(head) : len(plain) - len(tail)]
            if filled.strip() and len(filled.split()) <= _MOST_WORDS and not _STOP.search(filled):
                return _label(label)
    return None


def related_inline(line: str) -> int:
    """Where the headline starts in a line that names another story; 0 where it names none.

    "READ ALSO: Zelensky visits Kherson" does; "Read also the statement in full" does not.
    """
    if not _INLINE_MARK.search(line, 0, _INLINE_LENGTH):
        return 0
    m = _INLINE.match(line)
    return m.end() if m and introduces_stories(m[1]) else 0


def introduces_stories(words: str) -> bool:
    """Whether the words are a label over other stories, and never anything else."""
    plain = _plain(words)
    row = _labels()[0].get(plain, "")
    return row.startswith("related\tany\t") or bool(not row and _CALL.fullmatch(plain))


_TABLE = Path(__file__).parent.parent / "data" / "boilerplate.tsv"
_LONGEST = 120
_LONG_SENTENCE = 10
# Marks around a notice.
_DECORATED = 20
_OPENS_SPEECH = "\"“„«‘'”»"
# Notices that no line of copy looks like; the others need their place below the story.
_SURE = frozenset(
    {"subscribe", "channel", "credit", "stamp", "report", "copyright", "break", "related"}
)
_MOST_WORDS = 6
_NUMBER = lazy(r"\d+(?:[.,\s]\d+)*")
_PLACE_AND_AGENCY = lazy(r"[^\W\d_]{3,}(?: [^\W\d_]+)?\s?[-–—/:,]\s?([^\W\d_].{1,24})")
_STOP = lazy(r"[.!?…]\s")
_LETTERS = lazy(r"[^\W\d_]+")
# A call to read another story, in other words than the table has.
_CALL = lazy(
    r"(?:please )?(?:read|see|check|watch|view|look|listen|learn|find out)(?: \w+){0,2} (?:also|more|too|further|next|about it|about this)"
    r"(?: [\w’']+){0,4}|(?:more|other|latest|related) news|(?:also|more) (?:read|see|check|watch|on|about)(?: [\w’']+){0,3}"
)
_INLINE_LENGTH = 60
_INLINE_MARK = lazy(r"[:：|►→»>–—-]")
_INLINE = lazy(r"[\W_]*+([^:：|►→»>–—]{3,45}?)\s*(?:[:：|►→»>]|\s[–—-])[\s:|►→»>]*(?=\S)")
# Bullets, arrows, rules, symbols and pictures.
_MARKS = (
    r"\s*_~=|\u203b【】［］\[\]<>•·>›»:：…!\u2190-\u24d1\u24d3-\u2bff\ufe0f\U0001f000-\U0001faff"
)
# A full stop beside another one is decoration, too.
_DECORATION = lazy(rf"^[{_MARKS}]+|(?<![{_MARKS}])(?:[{_MARKS}]|\.(?=\.)|(?<=\.)\.)++$")
_BETWEEN_DASHES = lazy(r"[-–—]++\s*+(.*[^\s–—-])\s*[-–—]+")


def _names_people(line: str) -> bool:
    """Whether nearly all words have a capital, as in "Author: Karolina Maj"."""
    words = _LETTERS.findall(line)
    return len(words) <= _MOST_WORDS + 2 and sum(w[0].islower() for w in words) <= 1


def _plain(line: str) -> str:
    line = line.strip()
    dashed = _BETWEEN_DASHES.fullmatch(line)
    bare = dashed[1] if dashed else line
    # Most lines have nothing to take off, which is seen sooner so.
    if not (
        bare[:1].isalnum() and (bare[-1:].isalnum() or (bare[-2:-1].isalnum() and bare[-1] == "."))
    ):
        bare = _DECORATION.sub("", bare)
    words = folded(bare).split()
    if len(words) > 2 and words[-1].endswith("."):
        words[-1] = words[-1][:-1]
        # "You are replying to: ." has lost the name.
        if not words[-1]:
            words = " ".join(words).rstrip(" :").split()
    return " ".join(words)


@cache
def _labels() -> tuple[dict[str, str], dict[str, list[tuple[str, str, str]]]]:
    """The rows by their plain text, and those with a `*` by their first word."""
    exact: dict[str, str] = {}
    open_ended: dict[str, list[tuple[str, str, str]]] = {}
    for row in folded(_TABLE.read_bytes().decode()).splitlines():
        if row.startswith(("#", "kind\t")):
            continue
        plain = row.split("\t", 4)[3]
        if "*" in plain:
            head, _, tail = plain.partition("*")
            open_ended.setdefault(head.split(" ", 1)[0], []).append((head, tail, row))
        # One spelling in several languages or kinds: what is never copy in one, is never copy.
        elif plain not in exact or ("\tany\t" in row and "\tedge\t" in exact[plain]):
            exact[plain] = row
    return exact, open_ended


def _label(row: str) -> Label:
    return Label._make(row.split("\t", 4)[:4])
