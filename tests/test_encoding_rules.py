"""The rules on encoding: together they repair what ftfy repairs and is right, and hold on any text."""

import json
import os
from pathlib import Path

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_mojibake import SENTENCES, garbled

from qa.config import Config
from qa.context import Context
from qa.document.model import Document, Safety
from qa.linting.check import check
from qa.linting.fix import fixed
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import Rule, all_rules

RULES = [rule for rule in all_rules().values() if rule.family == "ENC"]
# What ftfy does; the others go beyond it.
FTFY = [rule for rule in RULES if rule.code <= "ENC110"]
PAGES = ("cp1252", "latin-1", "cp1251", "koi8-r", "mac-roman", "cp437", "cp1254", "iso-8859-9")
LINES = SENTENCES | {"ar": "أعلن الرئيس اليوم أن الاتفاق «جيد»، وقال إنه سعيد."}
# ftfy's own cases, of its source distribution (tests/test_cases.json), where they are at hand.
CASES = Path(os.environ.get("QA_FTFY_CASES", "test_cases.json"))


def document(text: str, lang: str = "en", name: str = "story.txt") -> tuple[Document, Context]:
    context = Context(Config(lang=lang, max_deletion=1))
    return load(name, text.encode(), context), context


def repaired(text: str, rules: list[Rule] = FTFY, lang: str = "en") -> str:
    doc, context = document(text, lang)
    checked = check(doc, Setup(context, rules))
    assert not checked.errors
    after = fixed(checked, Setup(context, rules), Safety.REVIEW)
    assert after.document
    assert after.document.offsets.is_identity
    return after.document.text


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LINES)
def test_garbled_line_is_repaired_or_left_alone(lang: str, page: str, times: int) -> None:
    text = garbled(LINES[lang], page, times)
    as_ftfy_does = ftfy.fix_text(text, uncurl_quotes=False)
    after = repaired(text, lang=lang)
    assert after in (LINES[lang], text)
    assert after == LINES[lang] or as_ftfy_does != LINES[lang]


@pytest.mark.parametrize("beside", ["", "The minister met the press in the capital on Tuesday.\n"])
@pytest.mark.parametrize(
    ("lang", "written", "read"),
    [
        ("ru", "cp1251", "cp1252"),
        ("ru", "cp1251", "koi8-r"),
        ("ru", "koi8-r", "cp1251"),
        ("ru", "koi8-r", "cp1252"),
        ("ru", "iso8859-5", "cp1251"),
        ("uk", "cp1251", "cp1252"),
        ("uk", "koi8-u", "cp1251"),
        ("ar", "cp1256", "cp1252"),
    ],
)
def test_wrong_code_page_is_repaired(lang: str, written: str, read: str, beside: str) -> None:
    line = LINES[lang].replace("«", "“").replace("»", "”")
    garbled_line = line.encode(written, "ignore").decode(read)
    right = line.encode(written, "ignore").decode(written)
    rule = [r for r in RULES if r.name == "wrong-code-page"]
    assert repaired(beside + garbled_line + "\n", rule) == beside + right + "\n"


@pytest.mark.parametrize("lang", LINES)
def test_clean_line_is_of_no_wrong_code_page(lang: str) -> None:
    rule = [r for r in RULES if r.name == "wrong-code-page"]
    assert repaired(LINES[lang], rule, lang) == LINES[lang]


@pytest.mark.parametrize(
    "text",
    [
        "&macr;\\_(ã\x83\x84)_/&macr;",
        "Broken text&hellip; it&#x2019;s ﬂubberiﬁc!",
        "Ningboï¼ŒChina",
        "10Î&frac14;s",
        "ＬＯＵＤ　ＮＯＩＳＥＳ",
        "\x1b[36;44mI'm blue\x1b[0m, it said\x07",
        "P&EACUTE;REZ &amp;amp; Sons, Gonza\u0301lez\ufeff, 5 kΩ",
        "voilÃ le travail, â€œlossyâ€\ufffd",
        "Mixed: café, cafÃ© and &lt;b&gt;",
        "naÃ¯ve plans",
    ],
)
def test_text_is_repaired_as_ftfy_does(text: str) -> None:
    assert repaired(text) == ftfy.fix_text(text, uncurl_quotes=False)


@pytest.mark.skipif(not CASES.exists(), reason="set QA_FTFY_CASES to ftfy's tests/test_cases.json")
def test_cases_of_ftfy() -> None:
    for case in json.loads(CASES.read_text("utf-8")):
        text = case["original"]
        assert repaired(text) == ftfy.fix_text(text, uncurl_quotes=False), case["label"]


SCRIPTS = [
    "".join(map(chr, range(first, last)))
    for first, last in (
        (0x20, 0x7F),
        (0xA0, 0x250),
        (0x370, 0x400),
        (0x400, 0x530),
        (0x530, 0x590),
        (0x5D0, 0x5EB),
        (0x600, 0x700),
        (0x900, 0x980),
        (0xE00, 0xE60),
        (0x10A0, 0x1100),
        (0x2000, 0x2070),
        (0x3000, 0x3100),
        (0x4E00, 0x4E80),
        (0xAC00, 0xAC80),
        (0xFB00, 0xFB80),
        (0xFF00, 0xFFF0),
        (0x1F600, 0x1F640),
    )
]
ODD = [
    *(
        "&quot;",
        "&#8217;",
        "ﬁ",
        "ＮＡＴＯ",
        "\x02",
        "\x1b[0m",
        "\u2028",
        "e\u0301",
        "\ufeff",
        "\xad",
    ),
    *("\u200b", "\u202e", "\u2003", "<br>", "Kиїв", "a?b", "\\u00e9", "_x000D_", "=C3=A9"),
]
ANY_TEXT = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=8),
        st.sampled_from(SCRIPTS).flatmap(lambda s: st.text(st.sampled_from(s), max_size=12)),
        st.sampled_from(ODD),
    ),
    max_size=8,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT, st.sampled_from([".txt", ".html", ".md"]))
def test_any_text(text: str, suffix: str) -> None:
    text = "A story in words. " * 9 + text
    doc, context = document(text, name="story" + suffix)
    checked = check(doc, Setup(context, RULES))
    assert not checked.errors
    for finding in checked.findings:
        assert 0 <= finding.span.start < finding.span.end <= len(doc.text)
    once = fixed(checked, Setup(context, RULES), Safety.REVIEW)
    assert not once.errors
    assert once.document
    twice = fixed(once, Setup(context, RULES), Safety.REVIEW)
    assert twice.document
    assert twice.document.raw == once.document.raw
    if not checked.findings:
        assert once.document.raw == text.encode()


@pytest.mark.parametrize(
    "part",
    ["word ", "слово", "a?b", "?", "? ", "&a;", "&", "<b ", "[b]", "é", "e\u0301", "\u200b", "拘",
     "aа", "=E2", "\\u2019", "\u3000", "ﬁ", "\xad", "\x02", "[/b]"],
)  # fmt: skip
def test_long_line_without_end(part: str) -> None:
    doc, context = document(part * (1_000_000 // len(part)))
    assert not check(doc, Setup(context, RULES)).errors
