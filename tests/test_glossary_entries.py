"""What an entry says of a form: under a house style, on a day, and read from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.glossary import load_glossary
from qa.glossary.entries import STYLES, Dated, Spelling
from qa.glossary.reading import read_entries, read_files, with_profile
from qa.linting.check import check
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules

DNIPRO = Spelling(
    "Dnipro",
    (),
    ("Dnepr",),
    dated=(
        Dated("Yekaterinoslav", "", "1926-07-19"),
        Dated("Dnipropetrovsk", "1926-07-20", "2016-05-18"),
    ),
)


@pytest.mark.parametrize(
    ("date", "preferred", "accepted", "forbidden"),
    [
        ("2022-02-24", "Dnipro", (), ("Dnepr", "Yekaterinoslav", "Dnipropetrovsk")),
        ("2016-05-19", "Dnipro", (), ("Dnepr", "Yekaterinoslav", "Dnipropetrovsk")),
        ("2016-05-18", "Dnipropetrovsk", ("Dnipro",), ("Dnepr", "Yekaterinoslav")),
        ("1900-01-01", "Yekaterinoslav", ("Dnipro",), ("Dnepr", "Dnipropetrovsk")),
        ("", "Dnipro", (), ("Dnepr", "Yekaterinoslav", "Dnipropetrovsk")),
    ],
)
def test_a_form_is_right_in_its_time(
    date: str, preferred: str, accepted: tuple[str, ...], forbidden: tuple[str, ...]
) -> None:
    spelling = DNIPRO.under("ap", date)
    assert spelling.preferred == preferred
    assert spelling.accepted == accepted
    assert spelling.forbidden == forbidden


def test_a_preferred_form_with_a_first_day_is_wrong_before_it() -> None:
    dated = (Dated("Nur-Sultan", "2019-03-23", "2022-09-16"), Dated("Astana", "2022-09-17"))
    spelling = Spelling("Astana", dated=dated)
    assert spelling.under("ap", "2020-01-01").preferred == "Nur-Sultan"
    assert spelling.under("ap", "2020-01-01").forbidden == ("Astana",)
    assert spelling.under("ap", "2023-01-01").preferred == "Astana"


_FORMS = st.sampled_from("abcde")
_DAYS = st.sampled_from(["", "2000-01-01", "2010-01-01", "2020-01-01"])


@given(
    st.builds(
        Spelling,
        _FORMS,
        st.lists(_FORMS, max_size=2).map(tuple),
        st.lists(_FORMS, max_size=2).map(tuple),
        st.dictionaries(st.sampled_from(STYLES), _FORMS, max_size=2),
        st.lists(st.builds(Dated, _FORMS, _DAYS, _DAYS), max_size=3).map(tuple),
    ),
    st.sampled_from(STYLES),
    _DAYS,
)
def test_each_form_is_either_right_or_wrong(spelling: Spelling, style: str, date: str) -> None:
    here = spelling.under(style, date)
    if spelling.style or spelling.dated:
        right = {here.preferred, *here.accepted}
        assert right.isdisjoint(here.forbidden)
        assert right.union(here.forbidden) == {*spelling.forms}
    if not any(d.holds(date) for d in spelling.dated):
        assert here.preferred == spelling.style.get(style, spelling.preferred)


# House styles of one's own


OWN = """
[profiles]
desk = "bbc"
night = "desk"

[[person]]
id = "volodymyr-zelenskyy"
given = "Volodymyr"
surname.preferred = "Zelenskyy"
surname.style.bbc = "Zelensky"
surname.style.reuters = "Zelenskiy"

[[place]]
id = "kyiv"
preferred = "Kyiv"
style.desk = "Kiev"
"""


@pytest.mark.parametrize(
    ("style", "surname", "place"),
    [
        ("ap", "Zelenskyy", "Kyiv"),
        ("bbc", "Zelensky", "Kyiv"),
        ("desk", "Zelensky", "Kiev"),
        ("night", "Zelensky", "Kiev"),
    ],
)
def test_a_house_style_of_ones_own_builds_on_another(
    style: str, surname: str, place: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN)
    reading = read_entries(file)
    assert reading.errors == []
    names = [e.name for e in with_profile(reading.entries.values(), style, reading.profiles)]
    assert [n.under(style).preferred for n in names] == [surname, place]
    assert "Zelenskiy" in names[0].under(style).forbidden
    assert load_glossary(Config(style=style, glossaries=(str(file),))).errors == ()


def test_a_house_style_that_one_file_defines_holds_in_all(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text('[[place]]\nid = "x"\npreferred = "X"\nstyle.desk = "Y"\n')
    second.write_text('[profiles]\ndesk = "ap"\n')
    assert next(str(e) for e in read_files([first]).errors).startswith(
        f"{first}:4: style.desk is no"
    )
    assert read_files([first, second]).errors == []


def test_two_files_must_agree_on_what_a_house_style_builds_on(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text('[profiles]\ndesk = "ap"\n')
    second.write_text('[profiles]\ndesk = "bbc"\n')
    errors = [str(e) for e in read_files([first, second]).errors]
    assert errors == [f"{second}:2: desk builds on ap in another file, here on bbc"]


# Keys


def test_contexts_of_names_are_works_and_addresses_if_none_are_given(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[place]]\nid = "a"\npreferred = "A"\n'
        '[[place]]\nid = "b"\npreferred = "B"\nnot-in = ["quotation"]\n'
        '[[term]]\nid = "c"\npreferred = "c"\n'
    )
    found = {e.id: e.not_in for e in read_entries(file).entries.values()}
    assert found == {"a": ("work", "address"), "b": ("quotation",), "c": ()}


def test_the_fix_of_a_form_out_of_its_time_is_for_review(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[place]]\nid = "astana"\npreferred = "Astana"\nforbidden = ["Akmola"]\n'
        'dated = [{ form = "Nur-Sultan", from = 2019-03-23, until = 2022-09-16 }]\n'
    )
    context = Context(Config(lang="en", glossaries=(str(file),), shipped_glossaries=False))
    document = load("a.txt", b"From Nur-Sultan to Akmola", context)
    found = check(document, Setup(context, select_rules(["GLO101"], []))).findings
    assert [(f.fix and f.fix.safety) for f in found] == [Safety.REVIEW, Safety.SAFE]
