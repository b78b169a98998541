from collections.abc import Iterator

from qa.document.model import Document, Edit, Finding, Safety
from qa.rules.common.grouping import place_by_place_or_once
from qa.rules.registry import Example, rule
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

_LETTER = r"[A-Za-z\u00c0-\u058f\u10a0-\u10ff]"
_LOPSIDED = lazy(
    rf"[-–—](?:(?<={_LETTER} [-–—])(?={_LETTER}{_LETTER})"
    rf"| (?<={_LETTER}[-–—] )(?={_LETTER}{_LETTER})"
    rf"|(?<=[\"”»,] [–—])(?={_LETTER}{_LETTER})| (?<=[\"”»][–—] )(?={_LETTER}{_LETTER}))"
)
_WORD_BEFORE = lazy(r"\w+$")
_WORD_AFTER = lazy(r"\w+")
# Languages that write a compound's first part alone, as German does in "Vor- und Nachteile"; that set
# dashes round a phrase with the space outside only, as Spanish does; or that hyphenate freely.
_OTHER_CUSTOMS = frozenset(
    [
        "de",
        "nl",
        "da",
        "sv",
        "no",
        "nn",
        "fi",
        "et",
        "is",
        "lb",
        "hu",
        "es",
        "ca",
        "gl",
        "ar",
        "ka",
        "el",
        "fa",
        "he",
        "ur",
        "vi",
        "id",
        "ms",
        "tr",
        "az",
        "kk",
        "uz",
        "lv",
        "lt",
    ]
)
# Prefixes that words have with a hyphen only.
_PREFIXES = frozenset(["pro", "self", "ex"])
_SUSPENDED = frozenset(
    [
        "and",
        "or",
        "to",
        "nor",
        "but",
        "und",
        "oder",
        "y",
        "e",
        "o",
        "i",
        "a",
        "et",
        "ou",
        "și",
        "sau",
        "и",
        "или",
        "і",
        "й",
        "та",
        "або",
        "чи",
        "do",
        "u",
        "lub",
        "oraz",
        "ani",
    ]
)


@rule(
    "PUN107",
    "lopsided-dash",
    since="0.2",
    bad=[
        ("An anti⟦ -⟧war march passed.", "An anti-war march passed."),
        ("A non⟦- ⟧nuclear state.", "A non-nuclear state."),
        ("The war⟦ –⟧which he denied⟦— ⟧goes on.", "The war – which he denied — goes on."),
        ("The war⟦ -⟧he denied it goes on.", "The war - he denied it goes on."),
        ("The Russian⟦ -⟧Ukrainian border.", "The Russian-Ukrainian border."),
        ("A pro⟦ -⟧Russian party, in self⟦- ⟧defense.", "A pro-Russian party, in self-defense."),
        ("The Polish⟦- ⟧Lithuanian border.", "The Polish-Lithuanian border."),
        Example("Це війна⟦ —⟧каже він.", "Це війна — каже він.", lang="uk"),
    ],
    good=[
        "Pre- and post-war houses, short- or long-term; a two- to three-year plan.",
        "The war – which he denied – goes on—still. It was -5 degrees in COVID -19 days.",
        "- A list item. Run it with -v and --quiet.",
        Example("Los soldados —que estaban allí— se fueron.", lang="es"),
        Example("Bundes- Landes- und Gemeindewahlen", lang="de"),
    ],
)
def lopsided_dash(document: Document) -> Iterator[Finding]:
    """What it finds. A hyphen or dash with a space on one side only, between two words: "anti -war",
    "the war –which". Suspended hyphens ("pre- and post-war"), options, figures and the dashes of
    Spanish are left alone. When a text has many, they are reported once.

    Why it matters. The reader cannot tell whether two words are joined or parted.

    When the fix is not safe. It joins two names, and the words behind a known prefix, such as anti or
    non. Elsewhere it sets the missing space: at a dash, and at a hyphen beside a word such as *he* or
    *the*. Where neither is plain, nothing is reported.
    """
    text = document.text
    if document.lang in _OTHER_CUSTOMS:
        return
    prefixes = words_for("combining_forms", "en") | _PREFIXES
    places = []
    for m in _LOPSIDED.finditer(text):
        mark = m[0].strip()
        start, end = (m.start() - (m[0] == mark), m.end())
        if _is_custom(text, start, end):
            continue
        before = _WORD_BEFORE.search(text, max(0, start - 30), start)
        after = _WORD_AFTER.match(text, end)
        if mark == "-" and before and after:
            joined = before[0].lower() in prefixes or (
                before[0][0].isupper() and after[0][0].isupper()
            )
            if not joined and not _breaks_off(before[0], after[0], document.lang):
                continue  # a compound or a dash
        else:
            joined = False
        places.append(((start, end), Edit(start, end, mark if joined else f" {mark} ")))
    yield from place_by_place_or_once(
        document,
        places,
        "A space on one side only of the dash or hyphen",
        safety=Safety.REVIEW,
    )


def _breaks_off(before: str, after: str, lang: str) -> bool:
    """Whether a clause goes on behind the hyphen, so that it is a dash: "the war -he denied it"."""
    words = words_for("function_words", lang)
    return after.lower() in words or before.lower() in words


def _is_custom(text: str, start: int, end: int) -> bool:
    """Whether it is a suspended hyphen or an option of a command."""
    m = _WORD_AFTER.match(text, end)
    after = m[0] if m else ""
    if text[start] != " ":
        return after.lower() in _SUSPENDED
    return text[start + 1] == "-" and (
        len(after) == 1
        or text[end + len(after) : end + len(after) + 1] == "="
        or text[max(0, start - 4) : start].strip() in _SUSPENDED
    )
