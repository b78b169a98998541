"""The glossaries that are shipped: how many entries, and that their preferred forms are right."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from qa.cli.glossary.check import run_glossary_check
from qa.glossary import shipped_files
from qa.glossary.entries import NAMES, Entry
from qa.glossary.reading import Reading, read_files
from qa.romanise import official

# What the desk writes about: a file of places for each, beside those that are written by hand.
REGIONS = [
    "america", "armenia", "azerbaijan", "belarus", "europe", "georgia", "middle-east", "moldova",
    "russia", "ukraine",
]  # fmt: skip


@cache
def shipped() -> Reading:
    return read_files(shipped_files())


def entries_of(*kinds: str) -> Iterator[Entry]:
    return (e for e in shipped().entries.values() if e.kind in kinds)


def test_shipped_files_pass_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_glossary_check([]) == 0
    assert shipped().errors == []


def test_there_are_as_many_entries_as_the_page_says() -> None:
    counts = Counter(e.kind for e in shipped().entries.values())
    assert counts["place"] >= 1200
    assert sum(counts[k] for k in ("person", "organisation", "title", "term")) >= 250
    page = (Path(__file__).parent.parent / "docs" / "glossary.md").read_text("utf-8")
    for kind, count in counts.items():
        said = re.search(rf"^\| {kind} \| ([\d,]+) \|", page, re.MULTILINE)
        assert said, f"docs/glossary.md does not say how many entries of {kind} are shipped"
        assert int(said[1].replace(",", "")) <= count, f"docs/glossary.md: {kind}"


def test_there_is_a_file_for_each_region() -> None:
    names = {f.name for f in shipped_files()}
    assert {f"places-{region}.toml" for region in REGIONS} <= names


def test_generated_files_say_so_in_the_first_line() -> None:
    for file in shipped_files():
        first = file.read_text("utf-8").partition("\n")[0]
        assert ("scripts/build-places" in first) == file.name.startswith("places-"), file.name


def without_accents(name: str) -> str:
    name = name.translate(str.maketrans("łŁøØđıßþð", "lLoOdistd"))
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def romanisations(original: str, lang: str) -> set[str]:
    """The forms of a name that need no reason: romanised, or its own Latin letters, also bare."""
    forms = {original} if without_accents(original).isascii() else set()
    # There is no table for some languages, and Arabic is written without its vowels.
    with suppress(ValueError):
        forms.add(official(original, lang))
    return forms | {without_accents(f) for f in forms}


@pytest.mark.parametrize("kind", NAMES)
def test_preferred_form_is_the_official_romanisation_or_the_entry_says_why(kind: str) -> None:
    for entry in entries_of(kind):
        if entry.original:
            lang, original = next(iter(entry.original.items()))
            right = romanisations(original, lang)
            differs = entry.full_name not in right
            assert differs == bool(entry.because), (
                f"{entry.id}: {entry.full_name}, {' or '.join(right)}: because = {entry.because!r}"
            )
            if differs:
                assert entry.source, f"{entry.id} names no source for its reason"
        else:
            assert not entry.because, f"{entry.id} gives a reason, but no original form"


def test_every_ukrainian_place_follows_the_resolution_of_2010() -> None:
    places = [e for e in entries_of("place") if next(iter(e.original), "") == "uk"]
    assert len(places) > 800
    for entry in places:
        if not entry.because:
            assert entry.name.preferred == official(entry.original["uk"], "uk")
            assert "resolution 55" in entry.source, entry.id


def test_house_styles_hold_only_what_they_write_otherwise() -> None:
    for entry in entries_of(*NAMES):
        for spelling in filter(None, (entry.given, entry.name)):
            assert spelling.preferred not in spelling.style.values(), entry.id


def test_every_source_is_in_the_list_or_is_the_own_site_of_who_is_named() -> None:
    page = (shipped_files()[0].parent / "SOURCES.md").read_text("utf-8")
    listed = re.findall(r"^- `([^`]+)`", page, re.MULTILINE)
    for entry in shipped().entries.values():
        for source in filter(None, entry.source.split("; ")):
            own_site = re.fullmatch(r".+, [a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\w+)?", source)
            known = own_site or source.startswith(tuple(listed))
            assert known or entry.kind == "calque", f"{entry.id}: {source} is not in SOURCES.md"


def test_list_of_sources_names_the_licence_of_geonames() -> None:
    page = (shipped_files()[0].parent / "SOURCES.md").read_text("utf-8")
    assert "https://creativecommons.org/licenses/by/4.0/" in page
    assert "https://www.geonames.org" in page
