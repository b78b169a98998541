"""Names in Latin letters: official romanisation, press spellings, `qa glossary expand`."""

from __future__ import annotations

import csv
import subprocess
import unicodedata
from pathlib import Path

import pytest
from command import run_qa
from hypothesis import given
from hypothesis import strategies as st

from qa.romanise import expand, official
from qa.romanise.counterparts import russian_forms
from qa.romanise.standards import languages
from qa.romanise.tables import DATA, table
from qa.romanise.variants import folded

TESTS = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    lines = (TESTS / "data" / name).read_text("utf-8").splitlines()
    return list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t"))


@pytest.mark.parametrize(
    "row", rows("romanisations.tsv"), ids=lambda row: f"{row['lang']}-{row['official']}"
)
def test_official_romanisation(row: dict[str, str]) -> None:
    assert official(row["name"], row["lang"]) == row["official"]
    assert row["official"] in expand(row["name"], row["lang"])


@pytest.mark.parametrize("part", ["dev", "held"])
def test_most_press_spellings_are_among_few(part: str) -> None:
    hit = wanted = size = 0
    names = [row for row in rows("press_spellings.tsv") if row["part"] == part]
    for row in names:
        spellings = {folded(s) for s in expand(row["source"], row["lang"])}
        press = {folded(s) for s in row["press_variants"].split("|")}
        hit += len(press & spellings)
        wanted += len(press)
        size += len(spellings)
    assert hit / wanted >= 0.93
    assert size / len(names) <= 14


@pytest.mark.parametrize(
    ("name", "lang", "russian"),
    [
        ("Володимир", "uk", "Владимир"),
        ("Вугледар", "uk", "Угледар"),
        ("Кривий Ріг", "uk", "Кривой Рог"),
        ("ДМИТРО", "uk", "ДМИТРИЙ"),
        ("Олексій Гончаренко", "uk", "Алексей Гончаренко"),
        # No table has these: the letters correspond.
        ("Ковалевський", "uk", "Ковалевский"),
        ("Михайлівка", "uk", "Михайловка"),
        ("Сяргей Новік", "be", "Сергей Новик"),
        ("ხუციშვილი", "ka", "Хуцишвили"),
    ],
)
def test_russian_counterpart(name: str, lang: str, russian: str) -> None:
    assert russian_forms(name, lang)[0][0] == russian


def test_no_russian_counterpart_of_russian_and_bulgarian() -> None:
    assert russian_forms("Песков", "ru") == ()
    assert russian_forms("Борисов", "bg") == ()


def test_a_given_russian_form_replaces_the_derived_one() -> None:
    derived = expand("Хмільник", "uk")
    given_form = expand("Хмільник", "uk", russian="Желтоград")
    assert "Khmelnik" in derived
    assert "Khmelnik" not in given_form
    assert "Zheltograd" in given_form


def test_limit() -> None:
    all_of_them = expand("Зеленський", "uk")
    assert expand("Зеленський", "uk", limit=3)[:2] == all_of_them[:2]
    assert expand("Зеленський", "uk", limit=1) == ("Zelenskyi",)
    assert len(expand("Хмельницький", "uk", limit=50)) == 50


def test_exonyms_can_be_left_out() -> None:
    assert "Dnieper" in expand("Дніпро", "uk")
    assert "Dnieper" not in expand("Дніпро", "uk", exonyms=False)


def test_language_without_a_table() -> None:
    with pytest.raises(ValueError, match='the language "xx"; there is one for ar, az, be'):
        expand("Київ", "xx")


def test_letters_of_two_code_points() -> None:
    name = unicodedata.normalize("NFD", "Зеленський Їжакевич")
    assert len(name) > len("Зеленський Їжакевич")
    assert official(name, "uk") == "Zelenskyi Yizhakevych"
    assert expand(name, "uk") == expand("Зеленський Їжакевич", "uk")


def test_small_letters_of_a_known_name() -> None:
    assert all(s.islower() for s in expand("дмитро", "uk"))


def test_name_in_other_letters() -> None:
    with pytest.raises(ValueError, match="no letters of the language"):
        official("Kyiv", "uk")


LETTERS = {
    lang: sorted({c for letters in table(lang).letters() for c in letters if c.isalpha()})
    for lang in languages()
}


@st.composite
def names(draw: st.DrawFn) -> tuple[str, str]:
    """A name of one to three words in any language that has a table, and the language."""
    lang = draw(st.sampled_from([lang for lang in LETTERS if lang not in READ]))
    word = st.text(st.sampled_from(LETTERS[lang]), min_size=1, max_size=12)
    words = draw(st.lists(word, min_size=1, max_size=3))
    between = draw(st.sampled_from([" ", "-"]))
    name = between.join(words)
    return draw(st.sampled_from([name, name.title(), name.upper()])), lang


# Languages whose names are looked up: their letters do not write the vowels.
READ = ("ar", "fa", "he")


@given(names())
def test_spellings_are_in_latin_letters_and_differ(case: tuple[str, str]) -> None:
    name, lang = case
    spellings = expand(name, lang)
    assert spellings == expand(name, lang)
    assert len({folded(s) for s in spellings}) == len(spellings) <= 30
    assert official(name, lang) in spellings
    for s in spellings:
        assert all(unicodedata.name(c).startswith("LATIN") for c in s if c.isalpha())


@given(names())
def test_words_hyphens_and_capitals_are_kept(case: tuple[str, str]) -> None:
    name, lang = case
    for s in expand(name, lang):
        assert [c for c in s if c in " -"] == [c for c in name if c in " -"]
        # A single capital letter may begin a word as well as be all of it.
        if name.isupper() and max(map(len, name.replace("-", " ").split())) > 1:
            assert s == s.upper()
        elif name.islower() and lang != "ka":
            assert not any(c.isupper() for c in s)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.tsv")), ids=lambda p: p.stem)
def test_data_file_says_what_it_is_and_its_rows_fit(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    header, *body = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert body
    assert all(len(row) <= len(header) for row in body)


def qa(*args: str) -> subprocess.CompletedProcess[str]:
    return run_qa("glossary", "expand", *args)


def test_command_prints_one_a_line() -> None:
    run = qa("Зеленський", "--lang", "uk", "--limit", "5")
    assert run.returncode == 0
    assert run.stdout.splitlines() == list(expand("Зеленський", "uk", limit=5))


def test_command_takes_several_words_and_the_russian_form() -> None:
    run = qa("Кривий", "Ріг", "--lang", "uk", "--russian", "Кривой Рог")
    assert {"Kryvyi Rih", "Krivoy Rog"} <= set(run.stdout.splitlines())


def test_command_prints_the_official_one_only() -> None:
    assert qa("Запоріжжя", "--lang", "uk", "--official").stdout == "Zaporizhzhia\n"


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (("Київ", "--lang", "xx"), "unknown language “xx”"),
        (("Київ", "--lang", "de"), 'no romanisation table for the language "de"; there is one for'),
        (("Kyiv", "--lang", "uk"), "give the name in its own script"),
        (("Київ",), "Missing option '--lang'"),
    ],
)
def test_command_says_what_is_wrong(args: tuple[str, ...], problem: str) -> None:
    run = qa(*args)
    assert run.returncode == 2
    assert problem in run.stderr
    assert "Traceback" not in run.stderr
