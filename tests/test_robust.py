"""Every rule holds on text that no newsroom writes: all of Unicode, each script, lines without end."""

import subprocess
import sys

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.encoding import decode
from qa.document.model import Span
from qa.errors import InputError
from qa.linting.check import check
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules

RULES = [r for r in all_rules().values() if r.family != "RTT"]
CONTEXTS = {lang: Context(Config(lang=lang)) for lang in ("en", "uk", "ar", "und")}
SUFFIXES = (".txt", ".md", ".html")

# A letter, a capital if there is one, and a mark, of each script.
SCRIPTS = {
    "Arabic": "سلام، ",
    "Armenian": "Բարեւ։ ",
    "Bengali": "বাংলা। ",
    "Cyrillic": "Привіт. ",
    "Devanagari": "नमस्ते। ",
    "Ethiopic": "ሰላም። ",
    "Georgian": "გამარჯობა. ",
    "Greek": "Γεια; ",
    "Han": "新聞。",
    "Hangul": "안녕, ",
    "Hebrew": "שלום. ",
    "Hiragana": "こんにちは、",
    "Katakana": "ニュース。",
    "Khmer": "សួស្តី។ ",
    "Latin": "Şəhər. ",
    "Myanmar": "မြန်မာ။ ",
    "Sinhala": "ආයුබෝවන් ",
    "Tamil": "வணக்கம். ",
    "Thai": "สวัสดี ",
    "Tibetan": "བོད། ",
}


def holds(text: str, lang: str, suffix: str) -> None:
    """No rule fails, and what it finds lies in the text."""
    context = CONTEXTS[lang]
    document = load(f"a{suffix}", text.encode(), context)
    checked = check(document, Setup(context, RULES))
    assert checked.errors == ()
    for f in checked.findings:
        edits = f.fix.edits if f.fix else ()
        for at in (f.span, *f.related, *(Span(e.start, e.end) for e in edits)):
            assert 0 <= at.start <= at.end <= len(document.text), f.code


@settings(max_examples=60)
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80),
    st.sampled_from(list(CONTEXTS)),
    st.sampled_from(SUFFIXES),
)
def test_rules_hold_on_all_of_unicode(text: str, lang: str, suffix: str) -> None:
    try:
        decode(text.encode(), "a")
    except InputError:
        reject()  # nothing but control characters: a binary file
    holds(text, lang, suffix)


@pytest.mark.parametrize("script", SCRIPTS)
def test_rules_hold_on_each_script(script: str) -> None:
    word = SCRIPTS[script]
    text = f"{word * 20}\n“{word}” – {word * 3}\nHe said {word}in Kiev.\n{word.upper()}\n"
    for lang in CONTEXTS:
        holds(text, lang, ".txt")


# What is repeated to a line of a million code points. A rule that reads the rest of the line again from
# each place would take hours.
LONG = {
    "prose": "The talks went on in Kiev, he said, and “nobody” left (yet). ",
    "letters": "a",
    "capitals": "A",
    "ideographs": "新",
    "spaces": " ",
    "stops": ".",
    "dashes": " - ",
}
# Generous, for the speed of the machine must not matter.
TIMEOUT = 180
SIZE = 1_000_000
CHECK = """
import sys
from qa.linting.check import check
from qa.config import Config
from qa.context import Context
from qa.document.encoding import decode
from qa.errors import InputError
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules
context = Context(Config(lang="en"))
rules = [r for r in all_rules().values() if r.family != "RTT"]
unit, size = sys.argv[1], int(sys.argv[2])
document = load("a.txt", (unit * (size // len(unit))).encode(), context)
print(*check(document, Setup(context, rules)).errors)
"""


@pytest.mark.parametrize("case", LONG)
def test_rules_hold_on_a_megabyte_without_a_line_end(case: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHECK, LONG[case], str(SIZE)],
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT,
    )
    assert (done.stdout, done.stderr) == ("\n", "")
