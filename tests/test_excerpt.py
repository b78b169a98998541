"""The line that the text reporter shows around a finding."""

from hypothesis import given
from hypothesis import strategies as st

from qa.reporters.text import _Cells, _PlainCells, excerpt

PLAIN = st.text(alphabet="abc XYZ éß Жї “„’–—…", max_size=300)


@given(PLAIN, st.integers(-5, 320))
def test_plain_cells_are_cells_that_need_no_counting(text: str, room: int) -> None:
    plain, cells = _PlainCells(text), _Cells(list(text))
    assert (plain.text, plain.width, plain.length) == (cells.text, cells.width, cells.length)
    assert plain.first(room).text == cells.first(room).text
    assert plain.last(room).text == cells.last(room).text


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(16, 120))
def test_an_excerpt_fits_and_marks_something(
    line: str, start: int, length: int, width: int
) -> None:
    shown, marker = excerpt(line, start, start + length, width)
    assert marker.strip("^ ") == ""
    assert "^" in marker
    assert len(marker) <= width + 1
    assert not any(ord(c) < 32 for c in shown)
