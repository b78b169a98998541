from collections.abc import Iterator

from qa.document.model import Document, Finding, Span
from qa.rules.registry import Example, rule
from qa.text.addresses import in_address
from qa.text.english import is_word
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

# The space that PUN103 takes out may stand before the mark.
_AFTER_STOP = lazy(r"(\. ?[\"”»’)]{1,2}|\.) +([^\W\d_A-Z][\w-]*)")
_BEFORE_STOP = lazy(r"(?:([^\W\d_]{3,})|(\b\d{4}))[\"”»]?$")
# Particles of names, which keep their lower case at the start of a sentence with some desks.
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "de",
        "da",
        "di",
        "du",
        "der",
        "van",
        "von",
        "bin",
        "ibn",
        "ben",
        "la",
        "le",
        "des",
    ]
)
# Outside English, shorter words before the stop may be abbreviations of any kind.
_SHORTEST = 5
# Languages in which a figure with a full stop is no ordinal number.
_FIGURES_END = frozenset(["en", "uk", "ru", "be", "es", "fr", "it", "pt"])
# Languages whose verb of saying follows the quotation with its full stop, or that have no capitals.
_VERB_LAST = frozenset(["tr", "az", "kk", "uz", "ky", "tk"])
_NO_CAPITALS = frozenset(["ka"])
# Armenian has another full stop; a point between two clauses is what a semicolon is elsewhere.
_POINT_IS_NO_STOP = frozenset(["hy"])


@rule(
    "PUN303",
    "lower-case-after-stop",
    since="0.2",
    bad=[
        ("The talks ended. ⟦the⟧ minister left.", "The talks ended. The minister left."),
        ("“The talks are over.” ⟦he⟧ said on Monday.", "“The talks are over.” He said on Monday."),
        Example(
            "Переговори завершилися. ⟦міністр⟧ поїхав.",
            "Переговори завершилися. Міністр поїхав.",
            lang="uk",
        ),
    ],
    good=[
        "It is approx. ten km, e.g. in the U.S. and at 5 p.m. local time, by Smith et al. in 2020.",
        "The talks ended. iPhone sales rose. al-Jazeera reported it. eBay too.",
        "“Is it over?” he asked. “Yes!” she said. He read Yahoo! news.",
        "Visit example.org. bbc.com has more. The company Apple Corp. said so.",
        "He paused... then left. He paused… then left.",
        Example("Նախարարը եկավ. նա խոսեց։ Գարուն է. ձյունը հալվում է։", lang="hy"),
        Example("It reads the file. `docs` and *others* are files.", suffix=".md"),
        Example("Це коштує 5 млрд. грн. на рік, повідомляє Київ. обл. рада.", lang="uk"),
    ],
)
def lower_case_after_stop(document: Document) -> Iterator[Finding]:
    """What it finds. A word in lower case behind a full stop that ends a sentence. Abbreviations,
    ellipses, addresses, code, brands such as iPhone and particles of names are left alone.

    Why it matters. Either the capital is missing, or the full stop cuts a sentence in two.

    When the fix is not safe. It writes the capital; where the full stop is the mistake, that goes
    instead.
    """
    lang, english = document.lang, document.lang == "en"
    if lang in _NO_CAPITALS | _POINT_IS_NO_STOP:
        return
    for m in _AFTER_STOP.finditer(document.text):
        word = m[2]
        if not word.islower() or (english and not is_word(word)):
            continue
        before = _BEFORE_STOP.search(document.text, max(0, m.start() - 40), m.start())
        if (
            before is not None
            and _ends_sentence(before[1] or before[2], document)
            and not (lang in _VERB_LAST and m[1][-1] in '"”»’')
            and word.partition("-")[0] not in _PARTICLES
            and not _in_markup(document, m.start(2))
            and not in_address(document.text, *m.span(2))
            and not in_address(document.text, *before.span())
        ):
            yield document.finding(
                m.span(2),
                f"“{word}” has no capital behind a full stop",
                replace=word[0].upper() + word[1:],
            )


def _in_markup(document: Document, start: int) -> bool:
    """Whether markup stands right before the word, as round code and link text."""
    at = document.source_span(Span(start, start + 1)).start
    return document.source[at] != document.text[start] or not document.source[at - 1].isspace()


def _ends_sentence(word: str, document: Document) -> bool:
    """Whether the word or year before the stop is no abbreviation and no ordinal number."""
    if word.isdigit():
        return document.lang in _FIGURES_END
    if word.lower() in words_for("stop_abbreviations", document.lang):
        return False
    return word.islower() and is_word(word) if document.lang == "en" else len(word) >= _SHORTEST
