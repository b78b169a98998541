"""Mojibake: the places are exact, a repair gives back what was written or nothing, and the test
before it lets nothing slip."""

import itertools
import re

import ftfy
import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.linting.check import check
from qa.linting.fix import apply, fixed
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import all_rules
from qa.text.garbled import oddities
from qa.text.mojibake import may_be_mojibake, repairs

SENTENCES = {
    "en": "“We’re ready,” he said — the café’s owner, too. It cost €20…",
    "uk": "Президент заявив: «Ми обов’язково переможемо», — і поїхав до Їжакевичів на ґанок.",
    "ru": "Съёмки в подъезде завершены, объявил режиссёр Щукин — «это всё».",
    "az": "Prezident İlham Əliyev Şuşada çıxış edib: “Qarabağ bizimdir, ölkə güclüdür”.",
    "tr": "Cumhurbaşkanı Erdoğan, İstanbul’da konuştu: “Çok güçlü bir ülkeyiz, dünya görüyor.”",
    "de": "Der Außenminister sagte in Köln: „Wir müssen größere Mengen übergeben“ – mehr nicht.",
    "pl": "Prezydent powiedział w Łodzi: „Zażółć gęślą jaźń” – i wyjechał do Gdańska.",
}
PAGES = ("cp1252", "latin-1", "cp1251", "koi8-r", "mac-roman", "cp1254")
# Sloppy decoding, as browsers do it: bytes without a character become the control of that number.
SLOPPY = {"cp1252": "sloppy-windows-1252", "cp1251": "sloppy-windows-1251"}
SLOPPY |= {"cp1254": "sloppy-windows-1254"}


def garbled(text: str, page: str, times: int = 1) -> str:
    for _ in range(times):
        text = text.encode().decode(SLOPPY.get(page, page))
    return text


def replaced(text: str) -> str:
    parts, at = [], 0
    for start, end, new, _ in repairs(text):
        assert at <= start < end
        assert new != text[start:end]
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", SENTENCES)
def test_garbled_sentence_is_repaired_or_left_alone(lang: str, page: str, times: int) -> None:
    text = garbled(SENTENCES[lang], page, times)
    assert replaced(text) in (SENTENCES[lang], text)


REPAIRED = [
    (lang, page, times)
    for lang, page, times in itertools.product(SENTENCES, PAGES, (1, 2))
    # What is garbled twice is repaired in the code pages that ftfy knows.
    if times == 1 or page in ("cp1252", "cp1251", "cp1254")
]


@pytest.mark.parametrize(("lang", "page", "times"), REPAIRED)
def test_garbled_sentence_is_right_again(lang: str, page: str, times: int) -> None:
    assert replaced(garbled(SENTENCES[lang], page, times)) == SENTENCES[lang]


@pytest.mark.parametrize("lang", SENTENCES)
def test_right_text_is_left_alone(lang: str) -> None:
    assert repairs(SENTENCES[lang]) == ()


WORDS = sorted({w for s in SENTENCES.values() for w in s.split()})
# Each word beside what it becomes, as often as it is garbled.
WAYS = st.tuples(st.sampled_from(WORDS), st.sampled_from((None, *PAGES)), st.integers(1, 2)).map(
    lambda way: [way[0], *(garbled(way[0], way[1], n + 1) for n in range(way[2]) if way[1])]
)
LINES = st.lists(WAYS, max_size=8)


@settings(max_examples=300)
@given(st.lists(LINES, max_size=4), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_right_and_garbled_words_and_lines_mixed(lines: list[list[list[str]]], end: str) -> None:
    # No word becomes what it never was.
    text = end.join(" ".join(ways[-1] for ways in line) for line in lines)
    after_all = replaced(text).split(end) if lines else []
    for line, after in zip(lines, after_all, strict=True):
        words = after.split(" ") if line else []
        for ways, word in zip(line, words, strict=True):
            assert word in ways, (word, ways)


@settings(max_examples=300)
@given(st.text(max_size=40), st.sampled_from(PAGES), st.booleans())
def test_any_text(text: str, page: str, twice: bool) -> None:
    text = garbled(text, page, 1 + twice)
    assert oddities(replaced(text)) <= oddities(text)


CHARACTERS = sorted(
    {
        chr(c)
        for chars in MOJIBAKE_CATEGORIES.values()
        for c in range(0x80, 0x10000)
        if re.fullmatch(f"[{chars}]", chr(c))
    }
    | set(bytes(range(0x80, 0x100)).decode("mac-roman") + "œŒÎÐà×Ÿ°√≈")
)


def test_whatever_alarms_ftfy_alarms_the_test_before_it() -> None:
    # ftfy repairs nothing in a text in which is_bad() sees nothing. It looks at two characters and
    # at most one on either side; the pairs of three and more have a case of their own below.
    around = [("", ""), ("a", "a"), (" ", " "), ("a ", " "), ("é", "é"), ("”", "²"), ("Р", "Р")]
    for a, b in itertools.product([*CHARACTERS, " ", "a"], repeat=2):
        if a + b in ("  ", " a", "a ", "aa"):
            continue
        for before, after in around:
            text = before + a + b + after
            assert may_be_mojibake(text) or not is_bad(text), ascii(text)


@pytest.mark.parametrize("text", ["РЎР", "ΒΓ", "Ã a", "ØªØ­", "Ù…Ø¹", "aÂ “", "ГўВЂВ™t", "√´a"])
def test_longer_alarms(text: str) -> None:
    assert may_be_mojibake(text) or not is_bad(text)


@settings(max_examples=500)
@given(st.text(st.sampled_from([*CHARACTERS, *"aZ 1.?"]), max_size=12))
def test_no_repair_without_alarm(text: str) -> None:
    assert may_be_mojibake(text) or ftfy.fix_encoding(text) == text


def test_no_alarm_on_clean_text_of_many_kinds() -> None:
    # An alarm costs the import of ftfy, so clean copy must not raise one.
    clean = [*SENTENCES.values(), "À Paris, « l’été », São Tomé, Łódź — 5 °C; n.º 4, “É isso”."]
    assert [s for s in clean if may_be_mojibake(s)] == []


def test_file_is_fixed_line_by_line_and_bytes_elsewhere_stay() -> None:
    right = "Zürich – “ja”, Київ, Różyca\r\n"
    wrong = garbled("Zürich – “ja”\r\n", "cp1252") + garbled("Прем’єр у Києві\n", "cp1251")
    context = Context(Config(lang="en", select=("ENC101",)))
    rules = [all_rules()["ENC101"]]
    document = load("story.txt", ("\ufeff" + right + wrong + right).encode(), context)
    findings = check(document, Setup(context, rules)).findings
    text = "\ufeff" + right + "Zürich – “ja”\r\nПрем’єр у Києві\n" + right
    assert apply(document, findings, Safety.SAFE).decode() == text
    after = fixed(check(document, Setup(context, rules)), Setup(context, rules), Safety.SAFE)
    assert (after.document and after.document.raw.decode(), after.findings) == (text, ())


def test_one_finding_a_stretch() -> None:
    text = (
        "He wrote: "
        + garbled("Слава Україні, героям слава", "cp1251")
        + "! And it "
        + (garbled("isn’t", "cp1252") + " over.")
    )
    assert [r.text for r in repairs(text)] == ["Слава Україні, героям слава", "isn’t"]


def test_long_line_without_end() -> None:
    text = garbled("Київ’s ", "cp1251") + "word " * 100_000 + garbled("é", "cp1252")
    assert replaced(text) == "Київ’s " + "word " * 100_000 + "é"
