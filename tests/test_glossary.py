"""The glossary: files, matching, fixes, the cache, and the glossaries that are shipped."""

import json
import re
from pathlib import Path

import pytest
from cases import rows, with_marks, without_marks

from qa.cli.glossary.check import run_glossary_check
from qa.config import Config
from qa.context import Context
from qa.document.model import Safety
from qa.errors import InputError
from qa.glossary import load_glossary, shipped_files
from qa.glossary.entries import Entry, from_row, to_row
from qa.glossary.reading import read_entries, read_files
from qa.glossary.review import problems
from qa.glossary.store import read_table
from qa.linting.check import check
from qa.linting.fix import apply
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QA_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Context]:
    """A context a house style, made once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QA_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        made = {s: Context(Config(lang="en", style=s)) for s in ("ap", "bbc", "reuters")}
        assert all(not c.glossary.errors for c in made.values())
    return made


def expect(marked: str, fixed: str, code: str, context: Context) -> None:
    text = without_marks(marked)
    document = load("case.txt", text.encode(), context)
    checked = check(document, Setup(context, select_rules([code], [])))
    assert with_marks(text, checked.findings) == marked
    assert apply(document, checked.findings, Safety.REVIEW).decode() == (fixed or text)


@pytest.mark.parametrize(("style", "marked", "fixed"), rows("names.tsv"))
def test_names(style: str, marked: str, fixed: str, contexts: dict[str, Context]) -> None:
    expect(marked, fixed, "GLO101", contexts[style])


@pytest.mark.parametrize(("code", "marked", "fixed"), rows("titles_and_calques.tsv"))
def test_titles_and_calques(
    code: str, marked: str, fixed: str, contexts: dict[str, Context]
) -> None:
    expect(marked, fixed, code, contexts["ap"])


@pytest.mark.parametrize("gap", ["\N{NO-BREAK SPACE}", "  ", "\N{THIN SPACE}", " \u200b"])
def test_name_is_found_over_any_white_space(gap: str, contexts: dict[str, Context]) -> None:
    expect(f"⟦Anthony{gap}Blinken⟧ left", f"Antony{gap}Blinken left", "GLO101", contexts["ap"])


def test_name_is_found_over_a_line_break_in_a_paragraph(contexts: dict[str, Context]) -> None:
    html = b"<p>Secretary Anthony\n  Blinken left.</p><p>Kiev</p>"
    document = load("a.html", html, contexts["ap"])
    checked = check(document, Setup(contexts["ap"], select_rules(["GLO101"], [])))
    fixed = apply(document, checked.findings, Safety.SAFE)
    assert re.sub(rb"\s+", b" ", fixed) == b"<p>Secretary Antony Blinken left.</p><p>Kyiv</p>"


def test_fix_inside_quotation_marks_is_for_review(contexts: dict[str, Context]) -> None:
    document = load("a.txt", "“Kiev stands,” he said in Kiev.".encode(), contexts["ap"])
    findings = check(document, Setup(contexts["ap"], select_rules(["GLO101"], []))).findings
    assert [f.fix and f.fix.safety for f in findings] == [Safety.REVIEW, Safety.SAFE]


def test_text_in_another_language_is_left_alone() -> None:
    context = Context(Config(lang="de"))
    document = load("a.txt", b"Anthony Blinken war in Kiew.", context)
    assert check(document, Setup(context, select_rules(["GLO"], []))).findings == ()


# Files


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


PLACE = '[[place]]\nid = "a-town"\npreferred = "Atown"\nforbidden = ["Atowne"]\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[place]]\nid = "x"\npreferred = Kyiv\n', 3, ["not valid TOML", 'key = "value"']),
        ('[place]\nid = "x"\n', 1, ["write [[place]] above each"]),
        ('\n[[plce]]\nid = "x"\n', 2, ["plce", "[[place]]"]),
        ('[[place]]\nid = "x"\n', 1, ["lacks preferred", 'preferred = "…"']),
        ('[[place]]\nid = "x"\npreferred = "X"\nforbiden = ["Y"]\n', 4, ["did you mean forbidden"]),
        ('[[place]]\nid = "x"\npreferred = "X"\nforbidden = "Y"\n', 4, ["a list of texts"]),
        (PLACE + '\n[[place]]\nid = "x"\npreferred = "X"\nforbidden = ["X"]\n', 9, ["both"]),
        (PLACE + "\n" + PLACE, 7, ["used twice"]),
        ('[[place]]\nid = "A Town"\npreferred = "X"\n', 2, ["lower-case words with hyphens"]),
        (
            '[[person]]\nid = "x"\nsurname.preferred = ""\n',
            3,
            ["surname: preferred must be a text"],
        ),
        ('[[person]]\nid = "x"\nsurname = "X"\nalone = false\n', 4, ["given name"]),
        ('[[person]]\nid = "x"\nsurname.preferred = "X"\nsurname.style.bcb = "Y"\n', 3, ["bbc"]),
    ],
)
def test_broken_file_gives_line_and_advice(
    text: str, line: int, words: list[str], tmp_path: Path
) -> None:
    path = write(tmp_path / "broken.toml", text)
    try:
        errors = read_entries(path).errors
    except InputError as error:
        errors = [error]
    assert [e.line for e in errors] == [line]
    assert str(errors[0]).startswith(f"{path}:{line}: ")
    assert all(w in str(errors[0]) for w in words)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b'id = "\xe9"'])
def test_unreadable_file_is_one_error(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "g.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=re.escape(str(path))):
        read_entries(path)


def test_a_broken_file_or_entry_leaves_the_others_in_force(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.toml", "[[place\n")
    half = write(tmp_path / "half.toml", PLACE + '\n[[place]]\nid = "x"\n')
    glossary = load_glossary(Config(glossaries=(str(bad), str(half)), shipped_glossaries=False))
    assert [e.id for e in glossary.entries] == ["a-town"]
    assert [(e.path, e.line) for e in glossary.errors] == [(str(bad), 1), (str(half), 6)]


def test_unknown_style_is_an_error_that_lists_the_styles() -> None:
    errors = load_glossary(Config(style="nyt")).errors
    assert [str(e) for e in errors if "nyt" in str(e) and "bbc" in str(e)]


def test_entry_of_a_later_file_replaces_the_one_with_its_id(tmp_path: Path) -> None:
    own = write(
        tmp_path / "own.toml", '[[place]]\nid = "kyiv"\npreferred = "Kiev"\nforbidden = ["Kyiv"]\n'
    )
    context = Context(Config(lang="en", glossaries=(str(own),)))
    expect("In Kiev and ⟦Kyiv⟧", "In Kiev and Kiev", "GLO101", context)


# The cache


def test_cached_glossary_is_the_same_and_follows_the_file(cache: Path, tmp_path: Path) -> None:
    own = write(tmp_path / "own.toml", PLACE)
    config = Config(glossaries=(str(own),))
    first = load_glossary(config)
    (kept,) = cache.glob("glossary-*.cdb")
    assert list(load_glossary(config).entries) == list(first.entries)
    write(own, PLACE.replace("Atowne", "Atownee"))
    assert load_glossary(config).knows("atownee")
    assert kept.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"signature": 1}', b"\xff"])
def test_damaged_cache_is_made_anew(content: bytes, cache: Path) -> None:
    size = len(load_glossary(Config()))
    (kept,) = cache.glob("glossary-*.cdb")
    kept.write_bytes(content)
    assert len(load_glossary(Config())) == size > 300
    table = read_table(kept)
    assert table is not None
    assert table.head["entries"] == size


def test_cache_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "file", "")
    monkeypatch.setenv("QA_CACHE_DIR", str(file / "below"))
    assert len(load_glossary(Config())) > 300


# What is shipped


def shipped() -> list[Entry]:
    readings = [read_entries(f) for f in shipped_files()]
    assert not [e for r in readings for e in r.errors]
    return [e for r in readings for e in r.entries.values()]


def test_shipped_glossaries_have_no_clash() -> None:
    reading = read_files(shipped_files())
    assert reading.errors == []
    assert sum(len(read_entries(f).entries) for f in shipped_files()) == len(reading.entries) > 300
    assert [p for p in problems(reading) if not p.is_note] == []


def test_no_preferred_form_is_reported(contexts: dict[str, Context]) -> None:
    for style, context in contexts.items():
        text = "\n\n".join(
            f"{e.given.under(style).preferred if e.given else ''} {e.name.under(style).preferred}".strip()
            for e in shipped()
            if e.kind in ("person", "place", "organisation")
        )
        document = load("a.txt", text.encode(), context)
        assert check(document, Setup(context, select_rules(["GLO101"], []))).findings == ()


def test_every_combination_of_forms_is_known(contexts: dict[str, Context]) -> None:
    context, rules = contexts["ap"], select_rules(["GLO101"], [])
    for entry in (e for e in shipped() if e.kind == "person" and e.given):
        assert entry.given is not None
        given, surname = entry.given.under("ap"), entry.name.under("ap")
        for first in (given.preferred, *given.forbidden):
            for last in (surname.preferred, *surname.accepted, *surname.forbidden):
                document = load("a.txt", f"There {first} {last}'s word held.".encode(), context)
                findings = check(document, Setup(context, rules)).findings
                if first in given.forbidden or last in surname.forbidden:
                    assert len(findings) == 1, f"{first} {last}"
                    assert findings[0].fix is not None
                    new = findings[0].fix.edits[0].text
                    assert new.startswith(f"{given.preferred} {surname.preferred}'")
                else:
                    assert findings == ()


def test_entry_survives_the_cache_format() -> None:
    for entry in shipped():
        assert from_row(json.loads(json.dumps(to_row(entry)))) == entry


def test_glossary_check_reports_place_and_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_glossary_check([]) == 0
    clash = write(
        tmp_path / "clash.toml",
        PLACE + '\n[[place]]\nid = "other"\npreferred = "Atowne"\nforbidden = ["Table"]\n',
    )
    capsys.readouterr()
    assert run_glossary_check([str(clash)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith(f"{clash}:4: a-town forbids")
    assert out[1].startswith(f'{clash}:9: other "Table" is an English word')
    assert run_glossary_check([str(tmp_path / "missing.toml")]) == 2
    assert "missing.toml" in capsys.readouterr().err


def test_a_term_is_no_typo(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text('[[term]]\nid = "x"\npreferred = "Washuington accord"\n', "utf-8")
    glossary = load_glossary(Config(glossaries=(str(file),)))
    assert glossary.knows("washuington")
    assert not load_glossary(Config()).knows("washuington")
