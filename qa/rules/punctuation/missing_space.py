import re
from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# Letters of scripts with spaces between words.
_LETTER = r"[A-Za-z\u00c0-\u024f\u0370-\u058f\u05d0-\u06ff]"
_NEXT = lazy(rf"[,;.!?\"”»’)](?={_LETTER}{_LETTER}|[AI] )")
_STOP_BEFORE = lazy(
    rf"(?:(?<={_LETTER}{_LETTER})[,;.!?]|(?<=\b[12]\d\d\d)[.!?]"
    rf"|(?:(?<={_LETTER}{_LETTER})|(?<=\b[12]\d\d\d))[.!?][\"”»’)]|[\"”»’)][.,])$"
)
# Speech that is set off by a dash follows the sentence before without a space: "in Kyiv.- We".
_DASH = lazy(r"[.!?](?<=[a-z]{3}[.!?])[\"”»’]?(?=[-–—] ?[A-Z])")
_ENTITY = lazy(r"&#?\w+;$")
_HEAD = lazy(r"[\w.]+$")
_WORD = lazy(r"\w+")
# A domain ending at most this long may stand capitalised in a name: "Caliber.Az", "Moldpres.Info".
_LONGEST_ENDING = 4
_COUNTRY_LETTERS = 2


@rule(
    "PUN105",
    "missing-space",
    since="0.2",
    bad=[
        ("He went to Warsaw⟦.⟧She said nothing.", "He went to Warsaw. She said nothing."),
        ("It is over⟦,⟧he said⟦.”⟧They left.", "It is over, he said.” They left."),
        ('He left⟦."⟧We agree," she said⟦.⟧They met.', 'He left. "We agree," she said. They met.'),
        ("It began in 2022⟦.⟧The war goes on.", "It began in 2022. The war goes on."),
        ("It opens in March⟦.⟧He did not say more.", "It opens in March. He did not say more."),
        ("He lives in Warsaw⟦.⟧- We know it.", "He lives in Warsaw. - We know it."),
        (
            "He flew to Poland⟦.⟧On Monday he left⟦.⟧She stayed.",
            "He flew to Poland. On Monday he left. She stayed.",
        ),
        Example("Він поїхав⟦.⟧Вона ні⟦,⟧каже він.", "Він поїхав. Вона ні, каже він.", lang="uk"),
    ],
    good=[
        "Caliber.Az and Lenta.Ru report; see www.bbc.com, Gazeta.ru and Moldpres.Info.",
        "Mr. J.K. Rowling of Washington, D.C.; the U.S. paid 1,000.50 euros at 10.30.",
        "Oxnews.At works. See St.- Gallen, e.g.– Aachen; vol. 3.",
        "The Ph.D. e-mailed a.b@example.org about Node.js, README.Md and Yahoo!News",
        "He &ldquo;agreed&rdquo;to go.",
        "He said (re)open, and/or: “Why?”—“Because.”",
        Example("彼は言った,そして去った。", lang="ja"),
        # Names of outlets, with the newer endings of sites.
        "Kostroma.Today and Radio.Online report; Meduza.Live, Hromadske.Media and Belsat.News agree.",
        Example("Министр выступил на канале Вести.Медиа и на Новости.Онлайн.", lang="ru"),
        Example("Міністр дав інтерв’ю Суспільне.Медіа та Букви.Новини.", lang="uk"),
        Example("Nazir Sputnik.Media və Teleqraf.Xəbər saytına danışıb.", lang="az"),
        Example("Kaliber.Az xəbər verir. O, getdi.", lang="az"),
    ],
)
def missing_space(document: Document) -> Iterator[Finding]:
    """What it finds. A full stop, question or exclamation mark, comma or semicolon that is followed by
    the next word without a space. Addresses, domains, abbreviations, initials and figures are left
    alone. When a text has many, they are reported once.

    Why it matters. Two sentences run together for the reader, for search and for every later tool.
    Exports that drop line ends or tags leave it throughout a file.

    When the fix is not safe. It puts in a space; a name with a full stop in it would be cut.
    """
    text = document.text
    places: list[tuple[tuple[int, int], Edit]] = []
    doubtful: list[tuple[tuple[int, int], Edit]] = []
    opening: set[int] | None = None
    for found in _NEXT.finditer(text):
        m = _STOP_BEFORE.search(text, max(0, found.start() - 1), found.end())
        if m is None or _ENTITY.search(text, max(0, m.start() - 10), m.end()):
            continue
        comma = m[0][-1] in ",;"
        sure = comma or _starts_sentence(document, m)
        if not (sure or _may_start_sentence(document, m)) or in_address(text, *m.span()):
            continue
        if opening is None:
            opening = {q.span.start for q in document.quotations if q.opened}
        at = m.end() - (m.end() - 1 in opening)
        (places if sure else doubtful).append((m.span(), Edit(at, at, " ")))
    if "-" in text or "–" in text or "—" in text:
        places += [(m.span(), Edit(m.end(), m.end(), " ")) for m in _DASH.finditer(text)]
    if places:
        places = sorted([*places, *doubtful])
    yield from place_by_place_or_once(
        document,
        places,
        "No space after the punctuation mark",
        safety=Safety.REVIEW,
        title="Put in a space",
    )


def _may_start_sentence(document: Document, m: re.Match[str]) -> bool:
    """Whether a name stands before, and a word of two letters behind that is as well a country's domain.

    "Poland.He" is two sentences where other sentences of the text have lost their space, too.
    """
    text = document.text
    head = _HEAD.search(text, max(0, m.start() - 40), m.start())
    word = _WORD.match(text, m.end())
    return (
        m[0] == "."
        and head is not None
        and word is not None
        and head[0].istitle()
        and len(head[0]) > _LONGEST_ENDING
        and word[0].istitle()
        and len(word[0]) == _COUNTRY_LETTERS
        and word[0].lower() in words_for("function_words", document.lang)
        and text[word.end() : word.end() + 1] == " "
    )


def _starts_sentence(document: Document, m: re.Match[str]) -> bool:
    text = document.text
    head = _HEAD.search(text, max(0, m.start() - 40), m.start())
    word = _WORD.match(text, m.end())
    if head is None or word is None:
        return False
    before, after = head[0], word[0]
    if not after[0].isupper() or not (after[1:].islower() or after in "AI"):
        return False
    if m[0] == "." and before[0].isupper() and after.lower() in words_for("site_endings", "any"):
        return False
    if "." in before or not (before[-1].islower() or before.isdigit()):
        return False
    # "war.It" but not "Caliber.Az"; a function word is no domain, unless it is one of two letters.
    return (
        before[0].islower()
        or before in words_for("months", document.lang)
        or (len(after) > _LONGEST_ENDING and m[0] != "!")
        or (len(after) != 2 and after.lower() in words_for("function_words", document.lang))
    )
