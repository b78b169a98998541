"""What stands beside a surname: a given name, initials, a title."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from qa.glossary.forms import case_fits, folded_run, form_of
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

if TYPE_CHECKING:
    from qa.glossary.entries import Entry, Spelling
    from qa.glossary.line import Line

# As romanised, and in Cyrillic letters.
_PATRONYMIC = lazy(
    r".+(?:ovych|yovych|evych|ovich|evich|yevich|ivna|yivna|ovna|evna|ович|йович|евич|івна|ївна|овна|евна)"
)
_MOST_INITIALS = 3


class Given(NamedTuple):
    """A given name beside a surname: from `start` to `end` in the text, up to the run `last`.

    `form` is how the glossary writes it, `text` that form folded.
    """

    start: int
    end: int
    last: int
    form: str

    @property
    def text(self) -> str:
        """The form, folded."""
        return form_of(self.form).text


def given_before(line: Line, surname: int, given: Spelling) -> Given | None:
    """The given name in front of a surname at a run; initials or a patronymic may stand between."""
    for last in _ends_before(line, surname):
        found = _given_at(line, given, last=last)
        if found:
            return found
    return None


def given_after(line: Line, surname: int, given: Spelling) -> Given | None:
    """The given name in "Blinken, Antony J.", a surname that ends at a run.

    In "Blinken, Anthony Albanese and others" it is someone else's.
    """
    if line.gap(surname + 1) != ", ":
        return None
    found = _given_at(line, given, first=surname + 1)
    if found is None:
        return None
    behind = found.last + 1
    word = line.runs[behind] if behind < len(line) else ""
    goes_on = line.gap(behind) in (" ", "-") and word[:1].isupper() and len(word) > 1
    return None if goes_on or line.tail(found.last) is None else found


def _ends_before(line: Line, surname: int) -> Iterator[int]:
    """The runs in front of a surname that may end a given name, the nearest first."""
    last = surname - 1
    if last < 0 or line.gap(surname) not in (" ", ". ", "."):
        return
    if line.gap(surname) == " ":
        yield last
    if _PATRONYMIC.fullmatch(line.run(last)) and line.gap(last) == " ":
        yield last - 1
    for _ in range(_MOST_INITIALS):
        if len(line.run(last)) != 1 or line.gap(last + 1) not in (" ", ". ", "."):
            return
        if line.gap(last) == " ":
            yield last - 1
        last -= 1


def _given_at(
    line: Line, given: Spelling, *, first: int | None = None, last: int | None = None
) -> Given | None:
    """The longest given name that starts at a run or ends at one."""
    by_run = _by_run(given.forms + given.generated + given.doubtful)[0 if last is None else 1]
    at = first if last is None else last
    assert at is not None
    for form in by_run.get(line.run(at), ()):
        parts = form_of(form)
        begin = at if last is None else at - len(parts.runs) + 1
        end = begin + len(parts.runs) - 1
        if not line.holds(parts, begin):
            continue
        start, stop = line.start(begin), line.end(end)
        if case_fits(line.text[start:stop], form):
            return Given(start, stop, end, form)
    return None


@lru_cache(maxsize=10_000)
def _by_run(forms: tuple[str, ...]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The forms by their first and by their last run, the longest first."""
    first: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        runs = form_of(form).runs
        if runs:
            first.setdefault(runs[0], []).append(form)
            last.setdefault(runs[-1], []).append(form)
    return first, last


def has_other_given(
    line: Line, surname: int, given: Spelling | None, ordinary: Callable[[str], bool]
) -> bool:
    """Whether a surname at a run has another given name, or its initial, in front of it."""
    gap = line.gap(surname)
    if surname < 1 or gap not in (" ", ". "):
        return False
    word = line.runs[surname - 1]
    if not word[0].isupper():
        return False
    if len(word) == 1:
        if gap != ". " or not given:
            return False
        # "V. A. Zelensky": the first initial is that of the given name.
        first = surname - 1
        while first and len(line.run(first - 1)) == 1 and line.gap(first) in (". ", "."):
            first -= 1
        forms = given.forms + given.generated + given.doubtful
        return line.run(first) not in {folded_run(f[0]) for f in forms}
    return not ordinary(word)


def has_title(line: Line, first: int, last: int, kind: str) -> bool:
    """Whether words that say what is meant stand beside a name: "President", "the city of"."""
    if kind == "person":
        titles = words_for("titles_before_names", "en")
        if line.gap(first) in (" ", ". ") and line.run(first - 1) in titles:
            return True
        # "Minister of Foreign Affairs Sybiha"
        for at in range(first - 2, max(-1, first - 6), -1):
            if not line.runs[at + 1][0].isupper() and line.run(at + 1) not in ("of", "for", "and"):
                return False
            if line.run(at) in titles and line.run(at + 1) in ("of", "for"):
                return True
        return False
    if kind != "place":
        return False
    kinds = words_for("kinds_of_places", "en")
    if line.gap(first) == " " and line.run(first - 1 - (line.run(first - 1) == "of")) in kinds:
        return True
    return line.gap(last + 1) == " " and line.run(last + 1) in kinds


def is_named_at(line: Line, first: int, person: Entry) -> bool:
    """Whether a name of `person`, in any spelling, starts at a run."""
    if person.given and first < len(line):
        given = _given_at(line, person.given, first=first)
        if given and line.gap(given.last + 1) == " ":
            first = given.last + 1
    for surname in person.name.forms:
        form = form_of(surname)
        # "Scholz-Meier" is someone else.
        if (
            form.runs
            and line.holds(form, first)
            and not line.gap(first + len(form.runs)).startswith("-")
        ):
            return True
    return False
