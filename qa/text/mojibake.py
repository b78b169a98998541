"""Mojibake: text that was written in one encoding and read in another, and where exactly it stands.

The repair is ftfy's (`fix_encoding`), with UTF-8 read as KOI8-R or a code page of DOS added. ftfy
takes 70 ms to import and gives no positions, so this module adds a test that lets clean text pass
without it, and finds the places. ftfy also repairs what is right as it stands (“«A CAMPEÃ»”), and
half of what it does not understand; a repair counts only where it leaves less that is odd.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from qa.text.garbled import oddities
from qa.text.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Repair(NamedTuple):
    """A garbled stretch from `start` to `end` (code points) and what it should read.

    `sure` where it can be nothing else.
    """

    start: int
    end: int
    text: str
    sure: bool = True


@lru_cache(maxsize=2)
def repairs(text: str) -> tuple[Repair, ...]:
    """The garbled stretches of `text`, sorted.

    A stretch runs from the start of a word to the end of one; neighbouring words are one stretch.
    """
    if not may_be_mojibake(text):
        return ()
    found: list[Repair] = []
    for line in _LINE.finditer(text):
        if may_be_mojibake(line[0]):
            at = line.start()
            found += [r._replace(start=r.start + at, end=r.end + at) for r in _in_line(line[0])]
    return tuple(found)


def _in_line(line: str) -> list[Repair]:
    cuts = list(_cut_quotes(line))
    whole = _applied(line, cuts)
    fixed = _PAIR.sub(_of_pair, _fixed(whole))
    if fixed != whole:
        fixed = _PAIRS.sub(_of_pairs, fixed)
    pieces = [p for p in _differences(line, fixed) if not _is_control(line, p)]
    guessed = [at.start for at in cuts if not at.sure]
    found = _judged(
        line,
        [
            r._replace(sure=not any(r.start <= at <= r.end for at in guessed))
            for r in _stretches(line, pieces)
        ],
    )
    if not found or oddities(_applied(line, found)):
        others = list(_other_pages(line))
        if others and oddities(line) and not oddities(_applied(line, others)):
            return others
    return list(_joined(line, found))


def _fixed(line: str) -> str:
    """The line as ftfy repairs it, as many times as that makes it less odd.

    ftfy goes on with what is right by then: “CAMPEÃ»” of “CAMPEÃƒÂ»”.
    """
    from ftfy import apply_plan, fix_encoding_and_explain

    explained = fix_encoding_and_explain(line).explanation or []
    steps = [(step.action, step.parameter) for step in explained]
    ends = [i + 1 for i, (action, _) in enumerate(steps) if action in ("decode", "apply")]
    ways = [apply_plan(line, steps[:end]) for end in (*ends[:-1], len(steps))]
    return min(ways, key=lambda way: oddities(way.replace("\ufffd", "")))


# What ftfy leaves alone though it can be nothing else: two bytes of Windows-1252 within a word, and
# a no-break space that was read as Windows-1251.
_PAIR = lazy(
    r"Ã[\x80-\xbf‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€](?=[a-z])|(?<=[a-zß-ÿ])Ã[¡-¿]|(?<=[a-z.,;:!?)”])В\xa0"
)


def _of_pair(m: re.Match[str]) -> str:
    # The code page is ftfy's, which has been imported by now.
    if m[0][0] == "В":
        return "\xa0"
    return m[0].encode("sloppy-windows-1252").decode(errors="replace")


# A short word beside others that are garbled, read as Windows-1251 or as Windows-1252.
_PAIRS = lazy(r"(?<![\w\xa0])(?:(?:[РС][^\s\x00-\x7f])+|(?:[ÐÑ][^\s\x00-\x7f])+)(?!\w)")


def _of_pairs(m: re.Match[str]) -> str:
    page = "sloppy-windows-1251" if m[0][0] in "РС" else "sloppy-windows-1252"
    try:
        return m[0].encode(page).decode()
    except UnicodeError:
        return m[0]


def _judged(line: str, found: list[Repair]) -> list[Repair]:
    """Those of the repairs that make sense, sure or not.

    A repair makes sense where the old text is odd and the new text is not. What could be right as
    it stands is taken for garbled where all of the line is. `found` is sorted.
    """
    new_line, at = _applied(line, found), 0
    blocks = Counter(ord(c) >> 8 for c in new_line)
    good: list[Repair] = []
    doubtful: list[Repair] = []
    for repair in found:
        start, end, new, sure = repair
        first = start + at
        at += len(new) - (end - start)
        after = _with_word(new_line, first, first + len(new)).replace("\ufffd", "")
        if oddities(after) or _is_accident(line[start:end], new, blocks):
            continue
        repair = repair._replace(sure=sure and not _LOST.search(line[start:end] + new))
        if oddities(line[max(0, start - 2) : end + 2]):
            good.append(repair)
        else:
            doubtful.append(repair)
    left = oddities(new_line.replace("\ufffd", ""))
    if doubtful and len(good) > 1 and not left:
        return sorted(good + doubtful)
    between = (r for r in doubtful if _BETWEEN_LETTERS.search(line, r.start, r.end))
    good = sorted([*good, *(r._replace(sure=False) for r in between)])
    # What leaves most of the line as odd as it was has only met some bytes by chance.
    return good if left <= sum(len(r.text) for r in good) / _LETTERS_EACH else []


_LOST = lazy(r"[\ufffd\x1a]")
# A repair that leaves the rest of its word garbled is none; what comes further off is another word.
_NEAR = 40
_SPACE = re.compile(r"\s")


def _with_word(line: str, start: int, end: int) -> str:
    """start:end with what stands beside it without a space between."""
    left, right = line[max(0, start - _NEAR) : start], line[end : end + _NEAR]
    return _SPACE.split(left)[-1] + line[start:end] + _SPACE.split(right)[0]


def _is_accident(old: str, new: str, blocks: Mapping[int, int]) -> bool:
    """Whether a repair gives one letter that no other in the line is like, or eats a space.

    `blocks` says how many characters of each block of 256 the line has with it.
    """
    others = [c for c in new if c > "\u024f" and c not in old and c not in _AT_HOME]
    if len(others) == 1 and category(others[0])[0] in "LMN":
        alone = blocks[ord(others[0]) >> 8] == 1
        return alone and not (others[0] > "\u3000" and not _LATIN_LETTER.search(new))
    return len(others) > 0 and new.count(" ") < old.count(" ") and not others[0].isalnum()


# Letters that text in Latin script has, though they stand far from its others.
_AT_HOME = frozenset("əƏʼʻμΩ")
_LATIN_LETTER = lazy(r"[A-Za-zÀ-ɏ]")

# A repair may leave one odd place in so many characters that it repaired.
_LETTERS_EACH = 2
# Where a sign stands between two letters the text may still be right: "IRMÃ–CASA".
_BETWEEN_LETTERS = lazy(r"[ÂÃÄÅ][–—“”„‘…](?=[^\W\d_])")


def _applied(text: str, found: Iterable[Repair]) -> str:
    parts, at = [], 0
    for repair in found:
        parts += [text[at : repair.start], repair.text]
        at = repair.end
    return "".join([*parts, text[at:]])


def _is_control(line: str, piece: Repair) -> bool:
    """Whether only control characters are read as Windows-1252: control-character does that better."""
    old = line[piece.start : piece.end]
    if len(old) != len(piece.text) or not _CONTROL.search(old):
        return False
    return all(a == b or "\x80" <= a <= "\x9f" for a, b in zip(old, piece.text, strict=True))


_CONTROL = lazy(r"[\x80-\x9f]")

# A closing quotation mark (E2 80 9D) whose last byte Windows-1252 has not: what follows is no byte
# of UTF-8. Between letters it may have been a hyphen (E2 80 90).
_CUT_QUOTE = lazy(
    r"€(?<=[\w.,!?…)%’]â€)\u200c?(?![‘-™ˆ˜ƒœžŸšŒŽŠ¡-ÿ\w\ufffd\"'~¢£¥])(?![\x80-\x9f])"
)
# Signs of the code pages of Central Europe, which have that byte, and lack another one.
_OF_1250 = frozenset("ĂĹťŤ")


def _cut_quotes(line: str) -> Iterator[Repair]:
    """Closing quotation marks of which the last byte is lost, with that byte put back.

    Sure where the mark that opens the quotation is there.
    """
    if "â€" not in line or not _OF_1250.isdisjoint(line):
        return
    depth, done = 0, 0
    for m in _CUT_QUOTE.finditer(line):
        depth += sum(line.count(mark, done, m.start()) for mark in ("â€œ", "“"))
        depth -= sum(line.count(mark, done, m.start()) for mark in ("â€\x9d", "”"))
        # A question mark may be what a program wrote for the byte.
        sure = depth > 0 and not line.startswith("?", m.end())
        yield Repair(m.start() + 1, m.end(), "\x9d", sure)
        depth, done = depth - 1, m.end()


# UTF-8 that a code page of DOS, of Russian Unix or of the Mac turned into letters and lines.
_PAGES = ("koi8_r", "koi8_u", "cp866", "cp850", "cp437", "mac_roman", "mac_cyrillic", "gbk")
_RUN = lazy(r"[^\x00-\x7f]+(?: [^\x00-\x7f]+)*")
_FEWEST_DECODED = 4
_COMMON_SIGNS = frozenset("«»“”„‘’–—…€\xa0")


def _other_pages(line: str) -> Iterator[Repair]:
    """Words that are UTF-8 through and through in a code page that ftfy does not try on its own.

    Eight bytes that happen to be four characters of one script are no accident.
    """
    runs = list(_RUN.finditer(line))
    for page in _PAGES:
        read = [_reread(m[0], page) for m in runs]
        if sum(len(new or "") for new in read) >= _FEWEST_DECODED and None not in read:
            yield from (Repair(*m.span(), new) for m, new in zip(runs, read, strict=True) if new)
            return


def _reread(run: str, page: str) -> str | None:
    """The run as it was written; "" where nothing of it is garbled, None where it cannot be read."""
    words = run.split(" ")
    done: list[str] = []
    while words:
        word = words.pop(0)
        new = _decoded(word, page)
        if not new and words and (new := _decoded(f"{word}\xa0{words[0]}", page)):
            words.pop(0)  # the space was a no-break space, the second half of a letter
        if not new and not (word.isalpha() or _COMMON_SIGNS.issuperset(word)):
            return None
        done.append(new or word)
    return " ".join(done) if " ".join(done) != run else ""


def _decoded(word: str, page: str) -> str:
    try:
        return word.encode(page).decode()
    except UnicodeError:
        return ""


def in_mojibake(text: str, start: int, end: int) -> bool:
    """Whether a garbled stretch of `text` reaches into start:end, so that its repair comes first."""
    garbled = repairs(text)
    i = bisect_left(garbled, start + 1, key=lambda r: r.end)
    return i < len(garbled) and garbled[i].start < end


def may_be_mojibake(text: str) -> bool:
    """Whether something in `text` might be repaired; False is certain, True says "try it"."""
    if text.isascii():
        return False
    if _UNUSUAL.search(text) and _suspect().search(text):
        return True
    return _OTHER_SIGNS.search(text) is not None


_LINE = lazy(r"[^\r\n]+")
# Cyrillic in UTF-8 that was read in KOI8, in a code page of DOS, in Mac Roman or in GBK.
_OTHER_SIGNS = lazy(
    r"[\u2500-\u259f][^\s\x00-\x7f]|[–—][^\s\x00-\x7f][–—]|[袩褉械懈谢薪胁邪芯褌写袣褋泻锌]{3}"
    r"|Ã(?:[¡-¿]|[€-™](?=[a-z]))|В(?<=[a-z.,;:!?)”]В)\xa0"
)

# Quotes, dashes, the ellipsis and the no-break space: the signs that clean English has.
_TYPOGRAPHIC = "‘’“”–—…\xa0"
# Each pair in `_suspect` has one sign or letter that is none of these, beside another that is not
# ASCII. This test is cheap and settles nearly all English copy.
_UNUSUAL = lazy(
    # One set at the start, so that ASCII is skipped at full speed.
    rf"[^\x00-\x7f](?:[^\x00-\x7f{_TYPOGRAPHIC}]|(?<=[^{_TYPOGRAPHIC}])[^\x00-\x7f]"
    r"|(?<=[\x80-\x9f])|(?<=[ÂÃ]) |(?<=[Œœ])[^A-Za-z])"
)

# UTF-8 read in an 8-bit code page leaves signs between letters, or accented capitals after small
# letters. ftfy (6.3, ftfy/badness.py) repairs nothing without such a pair. The classes here are
# unions of its own, so that every pair which alarms ftfy alarms this test too. Letters of Cyrillic
# and Greek, no-break spaces, dashes, the ellipsis and the apostrophe are common in clean text and
# count in a few pairs only.
_CAPITAL = "À-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢİĪĶĹĽŁĻŃŇŅŐŌŒŘŚŞŠŢŤŮŰŪŲŸŹŻŽҐ"
_SMALL = "ß-öø-üāăąćčďđēėęěğģīįķĺľłļœŕśşšťźżžґﬁﬂ"
_OPENING = "¡«¿©΄΅‘‚“„•‹\uf8ff"
_CLOSING = "®»˝”›™"
_SIGN = "¢£¥₧€²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№¶§"
_BOX = "│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"
_ODD = "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊ªº\ufffd"
_LETTER = "Α-ωΆ-ώЁ-џ"


@cache
def _suspect() -> re.Pattern[str]:
    # A sign or an accented letter, then what must stand before or after it. No plain Cyrillic or
    # Greek letter is among the first, so that text in these scripts is skipped at full speed.
    accented, marks = _SMALL + _CAPITAL, _OPENING + _CLOSING
    first = f"\x80-\x9f{_ODD}{accented}{marks}{_SIGN}{_BOX}°Ђ"
    lead = "ВГРСΒΓΞΟ"
    around = (
        r"(?<=[\x80-\x9f])",
        rf"(?<=[{_ODD}])[{accented}{_BOX}{marks}{_SIGN}{_ODD}]",
        rf"(?<=[{accented}{_BOX}{marks}{_SIGN}{_LETTER}][{_ODD}])",
        rf"(?<=[{_SMALL}{_LETTER}{_BOX}{_CLOSING}{_SIGN}][{_CAPITAL}])",
        rf"(?<=[{_BOX}{_CLOSING}{_SIGN}])[{_SMALL}]",
        rf"(?<=[{accented}{_BOX}{_CLOSING}{_SIGN}])[{_SIGN}{_BOX}]",
        rf"(?<=[{_SIGN}{_BOX}])[{marks}{accented}°]",
        rf"(?<=[{accented}])[{marks}]\w",
        rf"(?<=[{_CLOSING}])[{_OPENING}]",
        rf"(?<=[{_OPENING}])[{_BOX}]",
        rf"(?<=[{_SMALL}{_CLOSING}])[{_OPENING}][{_SIGN}]",
        rf"(?<=[{_CAPITAL}])[{marks}°]",
        r"(?<=[Œœ])[^A-Za-z]",
        # Pairs of one code page: UTF-8 read as Windows-1252, Mac Roman, Windows-1251, -1253, -1257.
        r"(?<=[ÂÃÎÐØÙ])[œŠšŸž \xa0\xad·´…–—―’]",
        r"(?<=√)[´™ø]|(?<=≈)°|(?<=‚)[Äâó]|(?<=вЂ)|(?<=[βā]€)",
        rf"(?<=[{lead}][{marks}{_SIGN}°])[{lead}]",
        r"(?<=ГўВЂ)В",
    )
    return lazy(f"[{first}](?:{'|'.join(around)})")


# Repairing never makes, takes away or moves one of these. A space may stand for a no-break space
# that was part of a character, a question mark or U+001A for a byte that was lost, and U+0000 for
# the two bytes that Java writes instead of it.
_ANCHORS = lazy(r"[\x01-\x19\x1b-\x1f!->@-\x7f]+")
# A replacement character may be what is left of a garbled one.
_WORD_CHARACTER = lazy(r"[\w\ufffd]")
_ONE_WORD = lazy(r"[\w\ufffd]*")
_BETWEEN_WORDS = lazy(r"(?:,?\s+)?")


def _differences(old: str, new: str) -> Iterator[Repair]:
    """The smallest pieces found of `old` that must change to make it `new`, without overlap."""
    if old == new:
        return
    old_gaps, new_gaps = _ANCHORS.split(old), _ANCHORS.split(new)
    if _ANCHORS.findall(old) != _ANCHORS.findall(new):
        old_gaps, new_gaps = [old], [new]
    at = 0
    anchors = iter(_ANCHORS.finditer(old))
    for a, b in zip(old_gaps, new_gaps, strict=True):
        if a != b:
            yield from _differences_in_gap(at, a, b)
        anchor = next(anchors, None)
        at = anchor.end() if anchor else len(old)


def _differences_in_gap(at: int, old: str, new: str) -> Iterator[Repair]:
    old_words, new_words = old.split(" "), new.split(" ")
    if len(old_words) != len(new_words):
        old_words, new_words = [old], [new]
    for a, b in zip(old_words, new_words, strict=True):
        if a != b:
            before = _shared(a, b)
            after = _shared(a[before:][::-1], b[before:][::-1])
            yield Repair(at + before, at + len(a) - after, b[before : len(b) - after])
        at += len(a) + 1


def _shared(a: str, b: str) -> int:
    """How many characters both start with."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(a), len(b)))


def _stretches(line: str, pieces: Iterable[Repair]) -> Iterator[Repair]:
    """The pieces widened to whole words."""
    start = done = 0
    parts: list[str] = []
    for piece in pieces:
        if not (parts and _ONE_WORD.fullmatch(line, done, piece.start)):
            if parts:
                yield _widened_right(line, start, done, parts)
            start, parts = word_start(line, piece.start, done), []
            done = start
        parts += [line[done : piece.start], piece.text]
        done = piece.end
    if parts:
        yield _widened_right(line, start, done, parts)


def _joined(line: str, found: Iterable[Repair]) -> Iterator[Repair]:
    """The repairs, those with only a space or comma between as one."""
    last: Repair | None = None
    for repair in found:
        if last and _BETWEEN_WORDS.fullmatch(line, last.end, repair.start):
            between = line[last.end : repair.start]
            text, sure = last.text + between + repair.text, last.sure and repair.sure
            last = Repair(last.start, repair.end, text, sure)
            continue
        if last:
            yield last
        last = repair
    if last:
        yield last


def _widened_right(line: str, start: int, end: int, parts: list[str]) -> Repair:
    stop = end
    while stop < len(line) and _WORD_CHARACTER.match(line, stop):
        stop += 1
    return Repair(start, stop, "".join([*parts, line[end:stop]]))


def word_start(text: str, at: int, floor: int = 0) -> int:
    """Where the word that reaches up to `at` starts, not before `floor`."""
    while at > floor and _WORD_CHARACTER.match(text, at - 1):
        at -= 1
    return at
