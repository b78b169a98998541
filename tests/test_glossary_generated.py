"""Wrong forms that are derived from original forms when a glossary is compiled."""

from __future__ import annotations

import pytest

from qa.glossary import shipped_files
from qa.glossary.entries import Entry, Spelling
from qa.glossary.generated import parts, with_generated
from qa.glossary.reading import read_files
from qa.romanise.variants import folded
from qa.text.english import common_words, is_word

ZELENSKYY = Entry(
    "a",
    "person",
    Spelling("Zelenskyy"),
    Spelling("Volodymyr"),
    original={"uk": "Володимир Зеленський"},
)


def place(name: str, original: str, **more: str) -> Entry:
    return Entry(name.lower(), "place", Spelling(name), original={"uk": original, **more})


def person(given: str, surname: str, **original: str) -> Entry:
    name = f"{given}-{surname}".lower()
    return Entry(name, "person", Spelling(surname), Spelling(given), original=original)


@pytest.fixture(scope="module")
def shipped() -> list[Entry]:
    return with_generated(list(read_files(shipped_files()).entries.values()))


def test_spellings_that_no_entry_names_are_derived() -> None:
    (entry,) = with_generated([ZELENSKYY])
    assert entry.given is not None
    assert {"Zelenskiy", "Selenskyj", "Zelenski"} <= {*entry.name.generated}
    assert {"Vladimir", "Wolodymyr"} <= {*entry.given.generated}
    assert "Zelenskyy" not in entry.name.generated


def test_what_the_entry_names_is_not_derived() -> None:
    name = Spelling("Zelenskyy", ("Zelenskiy",), ("Zelenski",), {"bbc": "Zelensky"})
    (entry,) = with_generated([ZELENSKYY._replace(name=name)])
    assert not {"Zelenskiy", "Zelenski", "Zelensky"} & {*entry.name.generated, *entry.name.doubtful}


@pytest.mark.parametrize(
    "entry",
    [
        ZELENSKYY._replace(generate=False),
        ZELENSKYY._replace(original={}),
        ZELENSKYY._replace(original={"xx": "Володимир Зеленський"}),
        place("Crimea", "Крим"),
        Entry("b", "title", Spelling("President", (), ("Chairman",)), original={"uk": "Голова"}),
    ],
    ids=["switched off", "no original", "no such table", "a name of its own", "no name"],
)
def test_nothing_is_derived(entry: Entry) -> None:
    assert with_generated([entry]) == [entry]


def test_a_form_that_is_right_for_another_place_is_dropped() -> None:
    town, other = place("Vovchansk", "Вовчанськ", ru="Волчанск"), place("Volchansk", "Волчанск")
    assert "Volchansk" in with_generated([town])[0].name.doubtful
    name = with_generated([town, other])[0].name
    assert "Volchansk" not in (*name.generated, *name.doubtful)
    assert "Wowtschansk" in name.generated


def test_a_surname_that_another_person_has_wants_the_given_name() -> None:
    igor = Entry("igor", "person", Spelling("Zelenskiy"), Spelling("Igor"))
    name = with_generated([ZELENSKYY, igor])[0].name
    assert "Zelenskiy" in name.doubtful
    assert "Zelenskiy" not in name.generated


def test_a_full_name_that_another_person_has_is_not_derived() -> None:
    ours = person("Oleksii", "Navalnyi", uk="Олексій Навальний", ru="Алексей Навальный")
    his = person("Alexei", "Navalny", ru="Алексей Навальный")
    alone, beside = with_generated([ours])[0], with_generated([ours, his])[0]
    assert alone.given is not None
    assert beside.given is not None
    assert "Navalny" in alone.name.generated
    assert "Navalny" not in (*beside.name.generated, *beside.name.doubtful)
    namesake = with_generated([ours, his._replace(name=Spelling("Navalnyi"))])[0]
    assert namesake.given is not None
    assert "Alexei" in alone.given.generated
    assert "Alexei" not in namesake.given.generated


@pytest.mark.parametrize(
    ("name", "original", "form"),
    [
        ("Oleksandriia", "Олександрія", "Alexandria"),
        ("Mykolaiv", "Миколаїв", "Nikolaev"),
        ("Vasylkiv", "Васильків", "Vasilkov"),
    ],
    ids=["a known name", "a known name and a surname", "as surnames end"],
)
def test_a_form_that_may_be_something_else_is_doubtful(name: str, original: str, form: str) -> None:
    (entry,) = with_generated([place(name, original)])
    assert form in entry.name.doubtful
    assert form not in entry.name.generated


@pytest.mark.parametrize(
    ("original", "taken_apart"),
    [
        ("Володимир Зеленський", ("Володимир", "Зеленський")),
        ("Володимир Олександрович Зеленський", ("Володимир", "Зеленський")),
        ("Зеленський", None),
        ("", None),
    ],
)
def test_original_name_is_taken_apart(original: str, taken_apart: tuple[str, str] | None) -> None:
    assert parts(ZELENSKYY, original) == taken_apart


def test_derived_forms_of_what_is_shipped_are_no_frequent_words(shipped: list[Entry]) -> None:
    alone = [f for e in shipped for f in e.name.generated]
    with_context = [f for e in shipped for f in e.name.doubtful]
    given = [f for e in shipped if e.given for f in e.given.generated]
    assert len(alone) > 1000
    assert [f for f in alone if is_word(folded(f))] == []
    frequent = [f for f in (*with_context, *given) if folded(f) in common_words()]
    assert len(frequent) <= len([*alone, *with_context, *given]) / 500


def test_derived_forms_of_what_is_shipped_are_right_nowhere(shipped: list[Entry]) -> None:
    right = {folded(f): e.id for e in shipped for f in e.name.right}
    clashes = [(e.id, f) for e in shipped for f in e.name.generated if folded(f) in right]
    assert clashes == []
