"""Offsets: edits of a text become edits of its file."""

import itertools

from hypothesis import assume, given
from hypothesis import strategies as st

from qa.document.offsets import OffsetMap, Piece, PieceKind
from qa.text.spans import Edit, Span

PIECES = st.lists(
    st.tuples(st.sampled_from(PieceKind), st.integers(1, 4), st.integers(0, 3)), max_size=12
)


def layout(parts: list[tuple[PieceKind, int, int]]) -> tuple[str, str, OffsetMap]:
    """A text, its file, and the way between: "«" and "»" are markup, "&" stands for a letter."""
    text, source, pieces = "", "", []
    for kind, length, markup in parts:
        source += "«" * markup
        letters = "abcdefgh"[:length]
        written = {"copy": letters, "entity": f"&{letters[0]};", "gap": "»"}[kind.value]
        shown = {"copy": letters, "entity": letters[0], "gap": "\n"}[kind.value]
        pieces.append(Piece(len(text), len(shown), len(source), len(written), kind))
        text += shown
        source += written
    return text, source, OffsetMap(pieces)


def test_plain_text_maps_to_itself() -> None:
    offsets = OffsetMap.identity(5)
    assert offsets.to_source(3) == 3
    assert offsets.source_span(Span(1, 5)) == Span(1, 5)
    assert offsets.source_edits(Edit(1, 2, "x")) == [Edit(1, 2, "x")]
    assert offsets.source_edits(Edit(5, 5, "x")) == [Edit(5, 5, "x")]
    assert OffsetMap([]).source_edits(Edit(0, 0, "x")) == []
    assert OffsetMap([]).source_span(Span(0, 0)) == Span(0, 0)


def test_an_edit_over_a_gap_leaves_it() -> None:
    _, source, offsets = layout(
        [(PieceKind.COPY, 2, 1), (PieceKind.GAP, 1, 0), (PieceKind.COPY, 2, 1)]
    )
    assert source == "«ab»«ab"
    assert offsets.source_edits(Edit(1, 4, "x")) == [Edit(2, 3, "x"), Edit(5, 6, "")]
    assert offsets.source_edits(Edit(2, 3, "x")) == []
    # Between the blocks, new text goes to the end of the first or the start of the second.
    assert offsets.source_edits(Edit(2, 2, "x")) == [Edit(3, 3, "x")]
    assert offsets.source_edits(Edit(3, 3, "x")) == [Edit(5, 5, "x")]


@given(PIECES, st.data())
def test_an_edit_takes_out_what_stood_there_and_no_markup(
    parts: list[tuple[PieceKind, int, int]], data: st.DataObject
) -> None:
    text, source, offsets = layout(parts)
    assume(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edits = sorted(offsets.source_edits(Edit(start, end, "X")))
    for a, b in itertools.pairwise(edits):
        assert a.end <= b.start
    after = source
    for e in reversed(edits):
        after = after[: e.start] + e.text + after[e.end :]
    kept = text[:start] + "X" * bool(edits) + text[end:]
    assert after.count("«") == source.count("«")
    assert after.count("»") == source.count("»")
    letters = [c for c in after if c.isalpha()]
    assert letters == [c for c in kept if c.isalpha()]
    assert bool(edits) == (start == end or any(c != "\n" for c in text[start:end]))


@given(PIECES, st.data())
def test_a_span_covers_the_places_of_its_code_points(
    parts: list[tuple[PieceKind, int, int]], data: st.DataObject
) -> None:
    text, source, offsets = layout(parts)
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    a, b = offsets.source_span(Span(start, end))
    assert [c for c in source[a:b] if c.isalpha()] == [c for c in text[start:end] if c.isalpha()]
    assert a == offsets.to_source(start)
    assert source[a] != "«"
    assert source[b - 1] != "«"
