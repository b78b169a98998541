"""Glossaries in other formats: round trips, what is lost, files of other programs, the commands."""

from __future__ import annotations

import csv
import datetime
import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from command import run_qa
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import InputError
from qa.glossary import keys, shipped_files
from qa.glossary.exchange import FORMATS, format_of
from qa.glossary.exchange.book import Book, Losses, Options, Row, read_book, toml_of
from qa.glossary.exchange.concept import LOST, SAME_LANGUAGE

# Books are slow to make; 1,500 of them found nothing more.
FEW = settings(max_examples=40)
OPTIONS = Options("x", "en", "uk")


def back(book: Book, name: str, options: Options = OPTIONS) -> tuple[Book, Losses]:
    """A book after a round trip through a format, and what was lost when it was written."""
    losses = Losses()
    files = FORMATS[name].write(book, options, losses)
    return FORMATS[name].read(files, options, Losses()), losses


# Letters of several scripts, and what formats use for themselves.
WORD = st.text(st.sampled_from("abÉŁїЖ'’.-|\\@\"<&>;,*+()[]{}$#"), min_size=1, max_size=6)
FORM = st.lists(WORD, min_size=1, max_size=2).map(" ".join)
SAID = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20
).map(lambda text: " ".join(text.split()) or "x")
DAY = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))


@st.composite
def spellings(draw: st.DrawFn, forms: st.SearchStrategy[str] = FORM) -> dict[str, Any]:
    found = draw(st.lists(forms, min_size=1, max_size=6, unique=True))
    cut = draw(st.integers(1, len(found)))
    spelling: dict[str, Any] = {"preferred": found[0]}
    for key, some in (("accepted", found[1:cut]), ("forbidden", found[cut:])):
        if some:
            spelling[key] = some
    if draw(st.booleans()):
        spelling["style"] = {"bbc": draw(forms)}
    if draw(st.booleans()):
        spelling["dated"] = [{"form": draw(forms), "until": draw(DAY)}]
    return spelling


@st.composite
def entries(draw: st.DrawFn, number: int) -> Row:
    kind = draw(st.sampled_from(list(keys.KEYS)))
    if kind == "person":
        data: dict[str, Any] = {"surname": draw(spellings(WORD))}
        if draw(st.booleans()):
            data["given"] = draw(spellings(WORD))
            data["alone"] = draw(st.booleans())
    else:
        data = draw(spellings())
        data.setdefault("forbidden", ["zz"])
        data["meaning"] = draw(SAID)
    data["original"] = draw(st.dictionaries(st.sampled_from(["uk", "ru"]), FORM, max_size=2))
    data["unless"] = draw(st.lists(FORM, max_size=2))
    data["before"] = draw(st.lists(st.just("someone"), max_size=1))
    data["not-in"] = draw(st.lists(st.sampled_from(["work", "quotation"]), max_size=1))
    data["generate"] = draw(st.booleans())
    for key in ("source", "note"):
        if draw(st.booleans()):
            data[key] = draw(SAID)
    known = [key.name for key in keys.KEYS[kind]]
    usable = {key: data[key] for key in known if key in data and data[key] not in ({}, [])}
    return Row(kind, {"id": f"e{number}", **usable})


@st.composite
def books(draw: st.DrawFn) -> Book:
    return Book("en", [draw(entries(n)) for n in range(draw(st.integers(0, 4)))])


def without(row: Row, lost: set[str]) -> Row:
    """An entry without some keys, also in the parts of a name."""
    data = {}
    for key, value in row.data.items():
        if key in ("given", "surname"):
            data[key] = {k: v for k, v in value.items() if k not in lost}
        elif key not in lost:
            data[key] = value
    return Row(row.kind, data)


def lost_keys(losses: Losses) -> set[str]:
    return {key for key, says in LOST.items() if says in losses}


@pytest.mark.parametrize("name", ["csv", "tsv"])
@FEW
@given(book=books())
def test_a_table_keeps_all(book: Book, name: str) -> None:
    found, losses = back(book, name)
    assert found.rows == book.rows
    assert not losses.lines()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "＝1", "\t=1", "=cmd|' /C calc'!A0"]
)
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_no_cell_of_a_table_is_a_formula(cell: str, name: str) -> None:
    data = {"id": "one", "preferred": cell, "forbidden": [cell, "one"], "note": cell}
    book = Book("en", [Row("term", data)])
    options = Options(f"t.{name}", "en", "term")
    written = FORMATS[name].write(book, options, Losses())
    text = written[""].decode()
    rows = [*csv.reader(io.StringIO(text), delimiter="," if name == "csv" else "\t")]
    assert all(not c.startswith(("=", "+", "-", "@", "\t", "＝")) for row in rows for c in row)
    found = FORMATS[name].read(written, options, Losses()).rows
    assert found[0].data["preferred"] == cell.strip()


@pytest.mark.parametrize("name", ["tbx", "tbx-v2", "skos"])
@FEW
@given(book=books())
def test_what_is_not_said_to_be_lost_is_kept(book: Book, name: str) -> None:
    found, losses = back(book, name)
    lost = lost_keys(losses)
    assert found.rows == [without(row, lost) for row in book.rows]
    assert len(losses.lines()) == len(lost)


@FEW
@given(book=books())
def test_wikidata_keeps_labels_and_accepted_forms(book: Book) -> None:
    found, losses = back(book, "wikidata-json")
    lost = {*lost_keys(losses), "forbidden"}
    kept = [without(row, lost) for row in book.rows]
    for row, got in zip(kept, found.rows, strict=True):
        assert (got.data, got.kind) == (
            {k: v for k, v in row.data.items() if k in dict.fromkeys(got.data)},
            "term" if row.kind in ("term", "calque", "title") else row.kind,
        )
        assert set(row.data) - set(got.data) <= {"meaning"}


@FEW
@given(book=books())
def test_deepl_keeps_the_pairs(book: Book) -> None:
    found, _ = back(book, "deepl")
    pairs: dict[str, str] = {}
    for row in book.rows:
        if source := row.data.get("original", {}).get("uk"):
            parts = (row.data[k]["preferred"] for k in ("given", "surname") if k in row.data)
            pairs.setdefault(source, row.data.get("preferred") or " ".join(parts))
    assert {r.data["original"]["uk"]: r.data["preferred"] for r in found.rows} == pairs


@FEW
@given(book=books())
def test_vale_keeps_what_to_write_for_what(book: Book) -> None:
    found, losses = back(book, "vale")
    got = {wrong: r.data["preferred"] for r in found.rows for wrong in r.data.get("forbidden", ())}
    wanted: dict[str, str] = {}
    for row in book.rows:
        if row.kind != "person" and "before" not in row.data:
            for wrong in row.data["forbidden"]:
                if "|" not in row.data["preferred"] and wrong[0] != "#":
                    wanted.setdefault(wrong, row.data["preferred"])
    assert wanted.items() <= got.items() or any("one form" in line for line in losses.lines())


@FEW
@given(book=books())
def test_the_glossary_that_is_written_can_be_read(
    book: Book, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("book") / "names.toml"
    path.write_text(toml_of(book), "utf-8")
    found, errors = read_book([path])
    assert not errors
    assert sorted(found.rows, key=lambda r: r.data["id"]) == book.rows


@pytest.mark.parametrize("name", ["csv", "tbx", "tbx-v2", "skos"])
def test_shipped_glossaries_lose_only_what_is_said(name: str) -> None:
    book, errors = read_book(shipped_files())
    assert not errors
    found, losses = back(book, name)
    lost = lost_keys(losses)
    if name != "csv":
        assert SAME_LANGUAGE in losses
        for row in book.rows:
            row.data.get("original", {}).pop("en", None)
    kept = [without(row, lost) for row in book.rows]
    assert found.rows == [Row(k, {x: y for x, y in d.items() if y != {}}) for k, d in kept]


PERSON = Row(
    "person",
    {
        "id": "volodymyr-zelenskyy",
        "given": {"preferred": "Volodymyr", "forbidden": ["Vladimir"]},
        "surname": {
            "preferred": "Zelenskyy",
            "accepted": ["Zelenskiy"],
            "forbidden": ["Zelenskyi"],
            "style": {"bbc": "Zelensky"},
        },
        "original": {"uk": "Володимир Зеленський"},
    },
)


def written(name: str, *rows: Row, options: Options = OPTIONS) -> dict[str, str]:
    files = FORMATS[name].write(Book("en", list(rows)), options, Losses())
    return {path: data.decode() for path, data in files.items()}


def test_terms_of_a_person_are_full_names_and_surnames() -> None:
    text = written("tbx", PERSON)[""]
    for term, kind, status in (
        ("Volodymyr Zelenskyy", "fullForm", "preferredTerm"),
        ("Vladimir Zelenskyy", "fullForm", "deprecatedTerm"),
        ("Zelenskiy", "shortForm", "admittedTerm"),
        ("Zelenskyi", "shortForm", "deprecatedTerm"),
    ):
        after = text.partition(f"<term>{term}</term>")[2].partition("</termSec>")[0]
        assert kind in after
        assert f"{status}-admn-sts" in after


def test_vale_gets_literal_expressions() -> None:
    row = Row(
        "place", {"id": "x", "preferred": "St. Petersburg", "forbidden": ["St. Peterburg (?)"]}
    )
    files = written("vale", row)
    assert files["config/vocabularies/Names/accept.txt"] == "St\\. Petersburg\n"
    assert r"St\. Peterburg \(\?\)" in files["config/vocabularies/Names/reject.txt"]
    assert '"St\\\\. Peterburg \\\\(\\\\?\\\\)": "St. Petersburg"' in files["Names/Spelling.yml"]


def test_vale_gets_no_title_that_is_wrong_for_some_only() -> None:
    data = {"preferred": "Secretary of State", "forbidden": ["Foreign Minister"]}
    files = written("vale", Row("title", {"id": "x", **data, "before": ["antony-blinken"]}))
    assert "Foreign Minister" not in "".join(files.values())


def read(name: str, text: str, **options: str) -> tuple[list[Row], list[str]]:
    losses = Losses()
    book = FORMATS[name].read({"f": text.encode()}, Options("f")._replace(**options), losses)
    return book.rows, losses.lines()


TBX_DCT = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:basic="http://www.tbxinfo.net/ns/basic" xmlns:min="http://www.tbxinfo.net/ns/min">
 <text><body>
  <conceptEntry id="c5"><min:subjectField>place</min:subjectField>
   <langSec xml:lang="en-GB">
    <termSec><term>Kyiv</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term>Kiev</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
   </langSec>
   <langSec xml:lang="uk"><termSec><term>Київ</term></termSec></langSec>
  </conceptEntry></body></text></tbx>"""
TBX_V2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Default" xml:lang="en"><text><body>
 <termEntry id="17"><descripGrp><descrip type="subjectField">geography</descrip></descripGrp>
  <langSet xml:lang="en">
   <ntig><termGrp><term>Mykolaiv</term></termGrp></ntig>
   <ntig><termGrp><term>Mykolayiv</term><termNote type="administrativeStatus">admittedTerm</termNote>
    </termGrp></ntig>
   <ntig><termGrp><term>Nikolaev</term><termNote type="normativeAuthorization">deprecatedTerm</termNote>
    </termGrp></ntig>
  </langSet></termEntry></body></text></martif>"""


def test_tbx_of_another_program_with_tags() -> None:
    rows, losses = read("tbx", TBX_DCT)
    data = {"id": "c5", "preferred": "Kyiv", "forbidden": ["Kiev"], "original": {"uk": "Київ"}}
    assert rows == [Row("place", data)]
    assert not losses


def test_tbx_of_2008_of_another_program() -> None:
    rows, losses = read("tbx-v2", TBX_V2, kind="place")
    forms = {"preferred": "Mykolaiv", "accepted": ["Mykolayiv"], "forbidden": ["Nikolaev"]}
    assert rows == [Row("place", {"id": "17", **forms})]
    assert losses == ["subject fields, which are no kind of entry: 1"]


def test_wikidata_items() -> None:
    text = """{"entities": {"Q1899": {"id": "Q1899", "type": "item",
     "labels": {"en": {"language": "en", "value": "Kyiv"}, "uk": {"language": "uk", "value": "Київ"}},
     "aliases": {"en": [{"language": "en", "value": "Kyïv"}]},
     "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q515"}}}}]}},
     "Q2": {"id": "Q2", "labels": {"uk": {"language": "uk", "value": "Земля"}}}}}"""
    rows, losses = read("wikidata-json", text)
    forms = {"preferred": "Kyiv", "accepted": ["Kyïv"]}
    cited = {"source": "Wikidata, Q1899", "original": {"uk": "Київ"}}
    assert rows == [Row("place", {"id": "kyiv", **forms, **cited})]
    assert losses == ["entries without a term in the language en: 1"]


def test_a_persons_name_is_taken_apart() -> None:
    text = """[{"id": "Q1", "labels": {"en": "Denys Shmyhal"}, "aliases": {"en":
     ["Denis Shmyhal", "Shmygal", "Denys Shmygal", "Denis Shmygal"]},
     "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}]}}]"""
    (row,), losses = read("wikidata-json", text)
    assert row.data["given"] == {"preferred": "Denys", "accepted": ["Denis"]}
    assert row.data["surname"] == {"preferred": "Shmyhal", "accepted": ["Shmygal"]}
    assert losses == ["spellings that differ in both given name and surname: 1"]


def test_table_of_a_spreadsheet_with_semicolons() -> None:
    rows, _ = read("csv", "\ufeffpreferred;forbidden\r\nKyiv;Kiev | Kiew\r\n;\r\n", kind="place")
    assert rows == [
        Row("place", {"id": "kyiv", "preferred": "Kyiv", "forbidden": ["Kiev", "Kiew"]})
    ]


def test_vale_rule_with_expressions() -> None:
    text = "extends: substitution\nswap:\n  Kiev: Kyiv\n  '(?:colou?r)': hue\n"
    rows, losses = read("vale", text)
    assert rows == [Row("term", {"id": "kyiv", "preferred": "Kyiv", "forbidden": ["Kiev"]})]
    assert losses == ["regular expressions: 1"]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("tbx", "<martif>", "is not XML that can be read"),
        ("tbx", "<html/>", "is not TBX: its root element is <html>"),
        ("tbx", '<!DOCTYPE tbx [<!ENTITY a "aaaa">]><tbx>&a;</tbx>', "declares the entity a"),
        ("tbx", "<a>" * 200, "has elements in each other more than 100 deep"),
        ("wikidata-json", "[" * 100_000, "holds lists in lists"),
        ("vale", "a: " + "[" * 5_000, "holds lists in lists"),
        ("skos", "@prefix skos: <x> .", "is not RDF/XML; convert Turtle"),
        ("wikidata-json", "{", "is not JSON"),
        ("wikidata-json", "[1]", "holds no entities"),
        ("csv", "id,prefered\n", 'the column "prefered" is no key of an entry'),
        ("csv", "id,source\n", "has no column preferred"),
        ("csv", "kind,preferred\ncity,Kyiv\n", 'the kind "city" is none of'),
        ("csv", "preferred,dated\nKyiv,Kiev\n", '"Kiev" is no dated form'),
        ("deepl", "a\tb\tc\n", "has 3 columns"),
        ("deepl", "a\tb\n", "give it with --source-lang"),
        ("vale", "extends: existence\n", "extends existence; only rules"),
        ("vale", "a: [", "is not YAML"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, text: str, problem: str) -> None:
    with pytest.raises(InputError) as error:
        read(name, text)
    assert problem in str(error.value)
    assert str(error.value).startswith("f:")


@pytest.mark.parametrize(
    ("path", "name"), [("a.tbx", "tbx"), ("b.CSV", "csv"), ("c.yml", "vale"), ("d.rdf", "skos")]
)
def test_format_by_ending(path: str, name: str) -> None:
    form = format_of(path)
    assert form
    assert form.name == name


def qa(*args: str | Path) -> subprocess.CompletedProcess[str]:
    return run_qa("glossary", *args)


GLOSSARY = """\
[[place]]
id = "kyiv"
preferred = "Kyiv"
forbidden = ["Kiev"]
original.uk = "Київ"
unless = ["chicken Kiev"]
"""


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    path = tmp_path / "names.toml"
    path.write_text(GLOSSARY, "utf-8")
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_commands_go_out_and_in_again(name: str, glossary: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "again.toml"
    export = qa("export", glossary, "--format", name, "-o", out)
    assert export.returncode == 0
    assert "1 entry written" in export.stderr
    assert ("(unless): 1" in export.stderr) is (name not in ("csv", "tsv"))
    done = qa("import", out, "--format", name, "-o", again, "--source-lang", "uk")
    assert (done.returncode, done.stdout) == (0, "")
    assert 'id = "kyiv"\npreferred = "Kyiv"\n' in again.read_text("utf-8")
    assert not read_book([again])[1]
    if name in ("csv", "tsv"):
        assert again.read_text("utf-8") == GLOSSARY


def test_export_to_standard_output(glossary: Path) -> None:
    run = qa("export", glossary, "--format", "deepl")
    assert run.stdout == "Київ\tKyiv\n"


def test_import_replaces_no_file_unasked(glossary: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("preferred\nOdesa\n", "utf-8")
    refused = qa("import", table, "-o", glossary)
    assert refused.returncode == 2
    assert "exists; name another file, or replace it with --force" in refused.stderr
    assert glossary.read_text("utf-8") == GLOSSARY
    assert qa("import", table, "-o", glossary, "--force").returncode == 0
    assert "Odesa" in glossary.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (("export", "--format", "word"), "word is no format; known are csv"),
        (("export", "nothing.toml", "--format", "csv"), "nothing.toml: no such file"),
        (("export",), "does not tell the format; give it with --format"),
        (("export", "--format", "vale"), "is a folder; name it with -o FOLDER"),
        (("import", "nothing.csv"), "nothing.csv: no such file"),
        (("import", "a.csv", "--kind", "city"), "city is none of person"),
    ],
)
def test_wrong_calls(args: tuple[str, ...], problem: str) -> None:
    run = qa(*args)
    assert (run.returncode, run.stdout) == (2, "")
    assert problem in run.stderr
    assert "Traceback" not in run.stderr
