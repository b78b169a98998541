"""Cells of tables that spreadsheets would take for formulas, and an apostrophe that keeps them from it."""

from __future__ import annotations

from qa.text.patterns import lazy

# What a cell begins with that spreadsheets calculate, as OWASP lists it ("CSV Injection").
_FORMULA = lazy(r"'*[=+\-@\t\r＝＋－＠]")
_GUARDED = lazy(r"'(?='*[=+\-@\t\r＝＋－＠])")


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before what would be calculated; `unguarded` gives it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was guarded."""
    return cell[1:] if _GUARDED.match(cell) else cell
