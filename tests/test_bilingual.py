"""Bilingual formats: each segment beside its source, which the rules on sources then have by themselves."""

from pathlib import Path

import pytest
from conftest import Qa

from qa.config import Config
from qa.context import Context
from qa.document.model import Document
from qa.errors import InputError
from qa.linting.check import check
from qa.linting.setup import Setup
from qa.load import load
from qa.rules.registry import select_rules

CONTEXT = Context(Config())


def xliff(units: str, more: str = "") -> str:
    return (
        '<xliff version="1.2"><file source-language="uk" target-language="en" original="a" '
        f"datatype='plaintext'{more}><body>{units}</body></file></xliff>"
    )


def unit(source: str, target: str) -> str:
    return f"<trans-unit id='1'><source>{source}</source><target>{target}</target></trans-unit>"


def tmx(*variants: tuple[str, str], srclang: str = "uk") -> str:
    written = "".join(f'<tuv xml:lang="{lang}"><seg>{seg}</seg></tuv>' for lang, seg in variants)
    return f'<tmx version="1.4"><header srclang="{srclang}"/><body><tu>{written}</tu></body></tmx>'


def pairs(doc: Document) -> list[tuple[str, str, str]]:
    assert doc.original is not None
    assert len(doc.original.segments) == len(doc.segments)
    both = zip(doc.original.segments, doc.segments, strict=True)
    return [(source.text, target.text, target.lang) for source, target in both]


READ = [
    ("a.xlf", xliff(unit("Так", "Yes") + unit("Ні", " No &amp; <x id='1'/>no\n") + unit("Мабуть", "")),
     [("Так", "Yes", "en"), ("Ні", "No & no", "en")]),
    ("a.xlf", xliff(unit("Так", "Yes"), " translate='no'") + "<!-- -->", None),
    ("a.xlf", xliff("<trans-unit id='1'><source>Так. Ні.</source><seg-source><mrk mtype='seg' mid='1'>Так.</mrk>"
                    "<mrk mtype='seg' mid='2'>Ні.</mrk></seg-source><target><mrk mtype='seg' mid='2'>No.</mrk>"
                    "</target></trans-unit>"), [("Ні.", "No.", "en")]),
    ("a.tmx", tmx(("en", "Yes"), ("uk", "Так"), ("de", "Ja")), [("Так", "Yes", "en"), ("Так", "Ja", "de")]),
    ("a.tmx", tmx(("uk", "Так"), ("en", "Y<ph>{x}</ph>es"), srclang="*all*"), [("Так", "Yes", "en")]),
    ("a.tmx", tmx(("uk", "Так")), None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "source", "expected"), READ)
def test_segments_stand_beside_their_sources(
    name: str, source: str, expected: list[tuple[str, str, str]] | None
) -> None:
    if expected is None:
        with pytest.raises(InputError, match="without translations"):
            load(name, source.encode(), CONTEXT)
        return
    doc = load(name, source.encode(), CONTEXT)
    assert pairs(doc) == expected
    assert doc.original is not None
    assert (doc.lang, doc.original.lang) == ("en", "uk")


@pytest.mark.parametrize("name", ["a.xlf", "a.tmx"])
def test_the_checks_against_the_source_run_by_themselves(name: str) -> None:
    source, target = (
        "Три судна вийшли з порту 5 травня. Одне лишилося.",
        ("Three ships left the port on May 6. One stayed."),
    )
    written = (
        xliff(unit(source, target)) if name == "a.xlf" else tmx(("uk", source), ("en", target))
    )
    doc = load(name, written.encode(), CONTEXT)
    found = check(doc, Setup(CONTEXT, select_rules(["SRC"], []))).findings
    assert [(f.code, doc.text[slice(*f.span)]) for f in found if "6" in doc.text[slice(*f.span)]]
    for finding in found:
        start, end = doc.raw_span(finding.span)
        assert doc.raw[start:end].decode() == doc.text[slice(*finding.span)]


def test_a_sentence_is_compared_with_its_own_source_only() -> None:
    units = [
        unit("Так.", "Yes, he came."),
        unit("Прийшли. Пішли.", "They came. They left."),
        unit("Ні", "No"),
    ]
    doc = load("a.xlf", xliff("".join(units)).encode(), CONTEXT)
    comparison = CONTEXT.comparison(doc)
    assert comparison is not None
    assert [(p.source, p.text) for p in comparison.pairs] == [
        ("Так.", "Yes, he came."), ("Прийшли.", "They came."), ("Пішли.", "They left."), ("Ні", "No"),
    ]  # fmt: skip


def test_states_and_codes_are_kept(qa: Qa, tmp_path: Path) -> None:
    source = xliff(
        "<trans-unit id='1' approved='yes'><source>Він поїхав до <g id='1'>Києва</g>.</source>"
        "<target state='final'>He went to <g id='1'>Kiev</g><x id='2'/> .</target></trans-unit>"
    )
    (tmp_path / "a.sdlxliff").write_text(source)
    qa("check", "--fix", "a.sdlxliff")
    assert (tmp_path / "a.sdlxliff").read_text() in (
        source.replace(">Kiev<", ">Kyiv<"), source.replace(">Kiev<", ">Kyiv<").replace("/> .", "/>.")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "source", "message"),
    [
        ("a.xlf", "<!DOCTYPE xliff [<!ENTITY a 'b'>]>" + xliff(unit("a", "&a;")), "entity of its own"),
        ("a.xlf", xliff(unit("a", "b"))[:-4], "not well-formed XML"),
        ("a.tmx", tmx(("uk", "<bpt>" * 600 + "</bpt>" * 600)), "nested more than 500 deep"),
    ],
)  # fmt: skip
def test_what_does_harm_is_said_in_one_line(
    qa: Qa, tmp_path: Path, name: str, source: str, message: str
) -> None:
    (tmp_path / name).write_text(source)
    done = qa("check", name)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr
