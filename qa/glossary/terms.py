"""What a compiled glossary consists of: forms to look for, and the keys of its table."""

from __future__ import annotations

from typing import NamedTuple

# What a form is: to be left, to be reported, derived and to be reported, derived and to be reported
# with a word beside it that says what is meant; right or wrong as the story's date has it.
RIGHT, WRONG, DERIVED, DOUBTFUL, DATED = "right", "wrong", "derived", "doubtful", "dated"

# What the keys of the table begin with: entries by number, numbers by id, the words of all names, and
# those of places and organisations, names by their first and last letter.
ENTRY, ID, WORD, PLACE_WORD, NEAR = "entry ", "id ", "word ", "place ", "near "
# Forms by language and run: those that are found in any case, and those that need a capital there.
ANY_CASE, CAPITAL = "any ", "capital "


class Term(NamedTuple):
    """One form to look for: as written, the number and kind of its entry, and what the form is.

    Of a case form, `base` is the form that it is a case of, and `cases` names the cases.
    """

    form: str
    entry: int
    kind: str
    status: str
    base: str = ""
    cases: str = ""
