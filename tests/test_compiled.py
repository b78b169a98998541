"""Patterns kept from an earlier run are those that `re` would compile, whatever is in their file."""

import re
from pathlib import Path

import pytest
from conftest import Qa
from hypothesis import given
from hypothesis import strategies as st

from qa.text.compiled import compiled

STORY = "The minister said the the road was shut, “and he  left .\n"
PATTERNS = [
    (r"(?P<day>\d{1,2}) (?P<month>May|June)\b", 0),
    (r"(?<![\w'’.-])([^\W\d_]{2,})((?:\s+\1)+)", re.IGNORECASE),
    (r"^[-–—] ?[^\W_][^\n]*? [-–—]", re.MULTILINE),
    (r"(?i:google|bing)(?=[,.]|$)|[\u00c0-\u024fЁ-я]++", 0),
    (r"", 0),
]


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_a_kept_pattern_is_the_pattern(pattern: str, flags: int) -> None:
    first, second, expected = (
        compiled(pattern, flags),
        compiled(pattern, flags),
        re.compile(pattern, flags),
    )
    assert first == second == expected
    assert (first.groups, first.groupindex, first.flags) == (
        expected.groups,
        expected.groupindex,
        expected.flags,
    )


@given(st.text())
def test_a_kept_pattern_finds_the_same(text: str) -> None:
    for pattern, flags in PATTERNS:
        kept = compiled(pattern, flags)
        assert [m.span() for m in kept.finditer(text)] == [
            m.span() for m in re.compile(pattern, flags).finditer(text)
        ]


def test_a_wrong_pattern_is_told_as_always() -> None:
    with pytest.raises(re.error):
        compiled("(", 0)


def kept_files(folder: Path) -> list[Path]:
    return list(folder.glob("patterns-*"))


def test_a_run_keeps_its_patterns_for_the_next(
    qa: Qa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache"
    monkeypatch.setenv("QA_CACHE_DIR", str(folder))
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    first = qa("check", "story.txt")
    (file,) = kept_files(folder)
    whole = file.read_bytes()
    assert qa("check", "story.txt").stdout == first.stdout
    assert file.read_bytes() == whole
    for damaged in (b"", whole[: len(whole) // 2], b"\xff" * 100, whole.replace(b"\x00", b"\x01")):
        file.write_bytes(damaged)
        again = qa("check", "story.txt")
        assert (again.stdout, again.stderr) == (first.stdout, first.stderr)


def test_a_folder_that_cannot_be_written_is_no_matter(
    qa: Qa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_CACHE_DIR", str(tmp_path / "story.txt"))
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    assert "TYP103" in qa("check", "story.txt").stdout
