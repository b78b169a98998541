"""Language tags: what is taken for which language, and what is refused with what was meant."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Qa

from qa.language import language_names
from qa.language.codes import known_tag, read_tag, tag_of

STORY = (
    "The minister said said on Monday that the talks would go on .\n\n"
    "“We are ready”, he told reporters in Washuington.\n"
)


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("en", "en"),
        ("EN", "en"),
        (" uk ", "uk"),
        ("en-GB", "en-GB"),
        ("en_US", "en-US"),
        ("en-UK", "en-GB"),
        ("en-Latn-US", "en-US"),
        ("es-419", "es-419"),
        ("uk_UA.UTF-8", "uk-UA"),
        ("sr_RS@latin", "sr-RS"),
        ("zh-Hant", "zh"),
        ("zh-Hans-CN", "zh-CN"),
        ("sr-Latn", "sr"),
        ("nb-NO", "no-NO"),
        ("nn", "nn"),
        ("iw", "he"),
        ("in", "id"),
        ("ji", "yi"),
        ("jw", "jv"),
        ("mo", "ro"),
        ("eng", "en"),
        ("ukr", "uk"),
        ("ger", "de"),
        ("deu", "de"),
        ("fre", "fr"),
        ("cmn", "zh"),
        ("arb", "ar"),
        ("azj", "az"),
        ("kau", "kr"),
        ("haw", "haw"),
        ("crh", "crh"),
        ("und", "und"),
    ],
)
def test_a_tag_is_reduced(written: str, taken: str) -> None:
    assert str(read_tag(written)) == taken


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ua", "uk"),
        ("UA", "uk"),
        ("ua-UA", "uk"),
        ("cz", "cs"),
        ("dk", "da"),
        ("gr", "el"),
        ("jp", "ja"),
        ("kr", "ko"),
        ("cn", "zh"),
        ("rs", "sr"),
        ("by", "be"),
        ("kz", "kk"),
        ("ge", "ka"),
        ("English", "en"),
        ("ukrainian", "uk"),
        ("azeri", "az"),
        ("Deutsch", "de"),
    ],
)
def test_what_was_meant_is_named(written: str, meant: str) -> None:
    assert known_tag(written) is None
    with pytest.raises(ValueError, match=f"unknown language “{written}”; did you mean “{meant}”"):
        read_tag(written)
    assert tag_of(written) == (meant, "")


def test_a_slip_in_a_name_is_seen() -> None:
    with pytest.raises(ValueError, match="did you mean “uk”"):
        read_tag("Ukranian")


@pytest.mark.parametrize("written", ["", "xx", "xyz", "klingon", "x-private", "42", "en GB", "e"])
def test_what_is_no_language_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="unknown language"):
        read_tag(written)
    assert tag_of(written) == ("und", "")


def test_every_language_of_the_table_has_a_tag() -> None:
    for code in language_names().keys() - {"kr", "nb"}:
        assert known_tag(code) == (code, "")


@pytest.mark.parametrize("tag", ["en-GB", "en_US", "EN", "en-Latn-US", "eng", "en-IN"])
def test_a_region_finds_what_the_language_finds(qa: Qa, tmp_path: Path, tag: str) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    plain = qa("check", "--lang", "en", "--format", "json", "story.txt").stdout
    assert len(json.loads(plain)["files"][0]["findings"]) >= 3
    assert qa("check", "--lang", tag, "--format", "json", "story.txt").stdout == plain
    (tmp_path / "qa.toml").write_text(f'lang = "{tag}"\n')
    assert qa("check", "--format", "json", "story.txt").stdout == plain


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "story.txt", "--lang", "ua"),
        ("check", "story.txt", "--source-lang", "ua"),
        ("clean", "story.txt", "--lang", "ua"),
        ("score", "story.txt", "--lang", "ua"),
        ("score", "story.txt", "--pivot", "ua"),
        ("report", "story.txt", "-o", "out", "--lang", "ua"),
        ("glossary", "mine", "story.txt", "--lang", "ua"),
        ("glossary", "expand", "Київ", "--lang", "ua"),
    ],
)
def test_an_unknown_language_in_the_call_is_one_line(
    qa: Qa, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    done = qa(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "unknown language “ua”; did you mean “uk”?" in done.stderr


def test_an_unknown_language_in_the_configuration_is_one_line(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    (tmp_path / "qa.toml").write_text('\nlang = "gr"\n[[per-path]]\npaths = ["*"]\nlang = "rs"\n')
    done = qa("check", "--quiet", "story.txt")
    assert done.returncode == 2
    assert "qa.toml:2: lang: unknown language “gr”; did you mean “el”?" in done.stderr
    assert "qa.toml:5: lang: unknown language “rs”; did you mean “sr”?" in done.stderr
    assert "Washuington" in done.stdout


def test_languages_in_tables_are_codes_tags_or_names(qa: Qa, tmp_path: Path) -> None:
    given = {"az": "az", "uk-UA": "uk", "ukr": "uk", "ua": "uk", "Ukrainian": "uk", "???": "???"}
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["id", "text", "language"])
    rows.writerows([written, "+++ 12345 +++", written] for written in given)
    (tmp_path / "t.csv").write_text(table.getvalue())
    done = qa("report", "t.csv", "-o", "out", "--no-cache", "--quiet")
    assert done.returncode == 0
    assert "t.csv:6: unknown language “???” in the table" in done.stderr
    lines = (tmp_path / "out/results/part-00000.jsonl").read_text().splitlines()
    found = {row["story"]: row["language"] for row in map(json.loads, lines)}
    assert found == given | {"???": "???"}


def test_languages_of_pairs_are_codes_tags_or_names(qa: Qa, tmp_path: Path) -> None:
    pairs = "id\ttarget_lang\ttranslation\n1\tua\tПривіт\n2\t???\tПривіт\n"
    (tmp_path / "pairs.tsv").write_text(pairs)
    done = qa("score", "--pairs", "pairs.tsv")
    assert done.returncode == 2
    assert "pairs.tsv: row 2: unknown language “???”" in done.stderr
