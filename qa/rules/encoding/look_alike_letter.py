"""ENC116: letters of another script that look the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from qa.document.characters import characters, line_around
from qa.document.computed import of_document
from qa.document.model import Document, Edit, Finding, Safety, Severity
from qa.rules.common.grouping import MANY, place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.fit import has_sane_case
from qa.text.garbled import is_garbled_mixture
from qa.text.mojibake import in_mojibake
from qa.text.patterns import lazy
from qa.text.scripts import CYRILLIC, GREEK, LATIN, SCRIPTS, letters_of, look_alikes

_SEAM = lazy(
    rf"[{LATIN}][{CYRILLIC}{GREEK}]|[{CYRILLIC}][{LATIN}{GREEK}]|[{GREEK}][{LATIN}{CYRILLIC}]"
)
_WORD = lazy(r"[^\W_]+")
# An acronym with an ending of the other script: "SMSом", "VIPы".
_WITH_ENDING = lazy(rf"[A-Z]{{2,}}[{CYRILLIC}]{{1,3}}")
# A conjunction or preposition of one letter, typed with the wrong keyboard: "Вони i ми".
_LONE_LATIN = lazy(rf"(?<=[{CYRILLIC}]{{2}}[ \u00a0])[aioecy](?=[ \u00a0][{CYRILLIC}]{{2}})")
_LONE_CYRILLIC = lazy(r"(?<=[A-Za-z]{2} )[аАІі](?= [A-Za-z]{2})")


@rule(
    "ENC116",
    "look-alike-letter",
    since="0.1",
    severity=Severity.ERROR,
    bad=[
        ("President ⟦Zеlensky⟧ spoke in ⟦Куiv⟧.", "President Zelensky spoke in Kyiv."),
        Example("⟦Пpезидент⟧ України ⟦i⟧ міністр", "Президент України і міністр", lang="uk"),
        Example("⟦CША⟧ и ⟦HAТO⟧ договорились", "США и НАТО договорились", lang="ru"),
        ("⟦COVΙD⟧-19 spread.", "COVID-19 spread."),
        ("He has ⟦а⟧ house.", "He has a house."),
        ("They met in a ⟦cafι⟧ in Kyiv.", "They met in a café in Kyiv."),
        "The firm ⟦Brivοtka⟧ made it.",
        Example("В ⟦ХIХ⟧ столітті", "В XIX столітті", lang="uk"),
    ],
    good=[
        Example("Отримав SMSом від VIPів; IT-шник, YouTube-канал, Т-72, iPhone та BMW.", lang="uk"),
        "The β-carotene, 5 μm, 3 kΩ, π/2, α-particle and ΔT.",
        Example("На каналах Fox News і MSNBC.", lang="uk"),
        Example("Оси x и y, пункт a), гепатит C.", lang="ru"),
        "See http://example.org/Київabc and vitamin D.",
    ],
)
def look_alike_letter(document: Document) -> Iterator[Finding]:
    """What it finds. A Latin letter in a Cyrillic word, or the reverse; Greek letters too.

    Also a word of one letter between words of the other script (“Вони i ми”, with a Latin i). A word
    counts when all its letters of one script have a twin in the other, so “SMSом” is left alone.

    Why it matters. It looks right and is another word: search, names lists and spelling checkers miss
    it, and voices spell it out. False addresses and filters are made that way.

    When the fix is not safe. It puts the twin in its place. Where the word could be meant in either
    script, the one that most of the text is in is taken, and the fix waits for a review; so it does
    where nobody knows the word that it makes, and for a word of one letter, which may be a sign.
    Where the letter is what another code page makes of é or ñ (“cafι”), that is put back.
    """
    has = characters(document)
    present = [s for s, letters in _letters().items() if not has.isdisjoint(letters)]
    if len(present) < 2:
        return
    text = document.text
    found: dict[tuple[int, int], tuple[str, bool]] = {}
    done = 0
    for seam in _SEAM.finditer(text):
        if seam.start() < done:
            continue
        word = _word_around(text, seam.start(), done)
        done = word[1]
        new, sure = _in_one_script(text[slice(*word)], document)
        if new:
            found[word] = new, sure
    if "Cyrillic" in present and "Latin" in present:
        twins = look_alikes("Latin", "Cyrillic")
        # "Cторона a" of a figure is Latin; the Ukrainian and Belarusian "and" is not.
        found |= {
            m.span(): (twins[m[0]], m[0] == "i" and document.lang in _WITH_I)
            for m in _LONE_LATIN.finditer(text)
        }
        twins = look_alikes("Cyrillic", "Latin")
        # "Fox News і MSNBC" is Cyrillic text.
        found |= {
            m.span(): (twins[m[0]], False)
            for m in _LONE_CYRILLIC.finditer(text)
            if len(letters_of("Cyrillic").findall(line_around(text, *m.span()))) == 1
        }
    places = []
    for span, (new, sure) in sorted(found.items()):
        if in_address(text, *span) or in_mojibake(text, *span):
            continue
        block = span[0] // _BLOCK * _BLOCK
        if is_garbled_mixture(text[block : block + _BLOCK]):
            continue
        if sure:
            places.append((span, Edit(*span, new)))
        else:
            old = text[slice(*span)]
            message = f"“{old}” mixes two scripts: {_odd(old, new) or 'see the source'}"
            yield document.finding(span, message, replace=new if new != old else None)
    if places and len(places) < MANY:
        for span, edit in places:
            message = (
                f"“{text[slice(*span)]}” mixes two scripts: {_odd(text[slice(*span)], edit.text)}"
            )
            yield document.finding(span, message, edits=[edit], safety=Safety.SAFE)
    else:
        yield from place_by_place_or_once(document, places, "A word has letters of another script")


def _word_around(text: str, at: int, floor: int) -> tuple[int, int]:
    start = at
    while start > floor and _WORD.match(text, start - 1):
        start -= 1
    match = _WORD.match(text, at)
    return start, match.end() if match else at + 1


def _in_one_script(word: str, document: Document) -> tuple[str, bool]:
    """The word with all letters in one script, and whether it can be nothing else.

    "" where nothing is wrong; the word itself where what it should be cannot be told.
    """
    if len(word) > _LONGEST or _WITH_ENDING.fullmatch(word):
        return "", False
    if len(word) < _SHORTEST and _SMALL_GREEK.search(word):
        return "", False  # a sign of science: νe
    scripts = [s for s in SCRIPTS if letters_of(s).search(word)]
    ways: dict[str, str] = {}
    for target in scripts:
        new = _written_in(target, word, scripts)
        # Signs of science and of units are Greek in any text: "kΩ".
        if new and (target != "Greek" or _counts(document)["Greek"] > _counts(document)["Latin"]):
            ways[target] = new
    if not ways:
        return "", False
    if "Latin" in ways and _ROMAN.fullmatch(ways["Latin"]):
        return ways["Latin"], False
    best = max(ways, key=lambda s: (_counts(document).get(s, 0), s))
    sure = len(ways) == 1 and not (len(word) == 2 and not word.isalpha())
    if best == "Latin":
        return _in_latin(word, ways[best], document, sure=sure)
    new = ways[best]
    if not _has_letters(document, word, new):
        return word, False
    return new, sure and has_sane_case(new)


_ROMAN = lazy(r"(?=..)M*(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_WITH_I = frozenset(["be", "uk"])
# Letters of Cyrillic that not all of its languages have.
_SPECIAL = frozenset("іІјЈѕЅһҺәӘїЇ")
_SPECIAL_OF = {
    "be": "іІ",
    "uk": "іІїЇ",
    "kk": "іІһҺәӘ",
    "tt": "һҺәӘ",
    "ba": "һҺәӘ",
    "az": "јЈһҺәӘ",
    "sr": "јЈ",
    "bs": "јЈ",
    "mk": "јЈѕЅ",
}


def _in_latin(word: str, new: str, document: Document, *, sure: bool) -> tuple[str, bool]:
    """The word in Latin letters: `new`, or what the wrong code page made of it.

    The Greek ι is é in the code page of Western Europe, the Cyrillic с is ñ: “cafι” is no “cafi”.
    """
    read = _in_1252(word)
    known, other = _is_known(new, document), read != word and _is_known(read, document)
    if other and not known:
        return read, False
    if not known and (not has_sane_case(new) or _SMALL_GREEK.search(word)):
        return word, False
    return new, sure and known and not other


_SMALL_GREEK = lazy("[α-ώ]")


def _in_1252(word: str) -> str:
    for page in ("cp1251", "cp1253"):
        try:
            return "".join(c if c.isascii() else c.encode(page).decode("cp1252") for c in word)
        except UnicodeError:
            continue
    return word


def _is_known(word: str, document: Document) -> bool:
    """Whether the word is one of English, a name, or stands elsewhere in the text."""
    from qa.text.english import is_name, is_word

    if len(word) > 2 and (is_word(word.lower()) or is_name(word.lower())):
        return True
    return word in _words(document)


@of_document
def _words(document: Document) -> frozenset[str]:
    return frozenset(_WORD.findall(document.text))


def _has_letters(document: Document, word: str, new: str) -> bool:
    """Whether the text has the letters elsewhere that were put in the word, or all Cyrillic has."""
    put = {c for c in new if c not in word} & _SPECIAL
    return put <= characters(document) | set(_SPECIAL_OF.get(document.lang, ""))


_SHORTEST, _LONGEST = 3, 60
# So much of the text, in code points, is looked at for signs that it is garbled.
_BLOCK = 1000


def _written_in(target: str, word: str, scripts: list[str]) -> str:
    twins: dict[str, str] = {}
    for source in scripts:
        if source != target:
            twins |= look_alikes(source, target)
    new = "".join(twins.get(c, c) for c in word)
    others = [s for s in scripts if s != target]
    return "" if any(letters_of(s).search(new) for s in others) else new


def _odd(word: str, new: str) -> str:
    import unicodedata

    # "LATIN SMALL LETTER A" and the like.
    pairs = {a: unicodedata.name(a, "") for a, b in zip(word, new, strict=True) if a != b}
    return ", ".join(f"“{c}” is {name.split(' ')[0].title()}" for c, name in pairs.items())


@of_document
def _counts(document: Document) -> Mapping[str, int]:
    """How many letters of each script the document has."""
    return MappingProxyType({s: len(letters_of(s).findall(document.text)) for s in SCRIPTS})


@cache
def _letters() -> Mapping[str, frozenset[str]]:
    """The letters of each script, as far as one of them has a twin."""
    ranges = {
        "Latin": range(0x41, 0x250),
        "Cyrillic": range(0x400, 0x530),
        "Greek": range(0x370, 0x400),
    }
    return {
        s: frozenset(c for c in map(chr, r) if letters_of(s).match(c)) for s, r in ranges.items()
    }
