"""What stands beside a name: a given name, initials, a title, a word that tells an old name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from qa.glossary.forms import case_fits, folded, folded_run, form_of
from qa.glossary.inflection import case_forms
from qa.text.patterns import lazy
from qa.text.word_lists import words_for

if TYPE_CHECKING:
    from qa.glossary.entries import Spelling
    from qa.glossary.line import Line

# As romanised, and in Cyrillic letters.
_PATRONYMIC = lazy(
    r".+(?:ovych|yovych|evych|ovich|evich|yevich|ivna|yivna|ovna|evna|ович|йович|евич|івна|ївна|овна|евна)"
)
_MOST_INITIALS = 3
# "Formerly known as", "renamed from".
_REACH = 3


class Given(NamedTuple):
    """A given name beside a surname: from `start` to `end` in the text, runs `first` to `last`.

    `right` says whether it is a form to write, `cases` which cases it is in if it is inflected.
    """

    start: int
    end: int
    first: int
    last: int
    right: bool
    cases: str


class GivenNames:
    """The forms of one person's given name, and their case forms, by first and by last run."""

    def __init__(self, spelling: Spelling, lang: str, owner: str) -> None:
        self.preferred = spelling.preferred
        self.forms = spelling.forms + spelling.generated + spelling.doubtful
        self._right = frozenset(map(folded, (spelling.preferred, *spelling.accepted)))
        # Of two forms that fold to one the first holds, and a form stands above a case form.
        forms = {f: (f, "") for f in self.forms}
        for base in self.forms if owner else ():
            for form, of in case_forms(base, lang, owner).items():
                forms.setdefault(form, (base, " ".join(of)))
        self._by_first: dict[str, list[tuple[str, bool, str]]] = {}
        self._by_last: dict[str, list[tuple[str, bool, str]]] = {}
        for form in sorted(forms, key=len, reverse=True):
            runs = form_of(form).runs
            if runs:
                base, cases = forms[form]
                known = (form, folded(base) in self._right, cases)
                self._by_first.setdefault(runs[0], []).append(known)
                self._by_last.setdefault(runs[-1], []).append(known)

    @property
    def first_runs(self) -> Iterable[str]:
        """What the forms begin with, folded."""
        return self._by_first

    def starting(self, line: Line, first: int) -> Given | None:
        """The longest of them that starts at a run."""
        return self._at(line, first, self._by_first.get(line.run(first), ()), ends=False)

    def ending(self, line: Line, last: int) -> Given | None:
        """The longest of them that ends at a run."""
        return self._at(line, last, self._by_last.get(line.run(last), ()), ends=True)

    def _at(
        self, line: Line, at: int, known: Iterable[tuple[str, bool, str]], *, ends: bool
    ) -> Given | None:
        for form, right, cases in known:
            parts = form_of(form)
            first = at - len(parts.runs) + 1 if ends else at
            stretch = line.stretch(parts, first)
            if stretch and case_fits(line.text[stretch.start : stretch.end], form):
                last = first + len(parts.runs) - 1
                return Given(stretch.start, stretch.end, first, last, right, cases)
        return None


def given_before(line: Line, surname: int, given: GivenNames) -> Given | None:
    """The given name in front of a surname at a run; initials or a patronymic may stand between."""
    for last in _ends_before(line, surname):
        found = given.ending(line, last)
        if found:
            return found
    return None


def given_after(line: Line, surname: int, given: GivenNames) -> Given | None:
    """The given name in "Blinken, Antony J.", a surname that ends at a run.

    In "Blinken, Anthony Albanese and others" it is someone else's.
    """
    if line.gap(surname + 1) != ", ":
        return None
    found = given.starting(line, surname + 1)
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


def has_other_given(
    line: Line, surname: int, given: GivenNames | None, ordinary: Callable[[str], bool]
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
        return line.run(first) not in {folded_run(f[0]) for f in given.forms}
    # A word that starts a sentence has its capital from there. English has capitals for titles too.
    if line.lang != "en" and line.starts_sentence(surname - 1):
        return False
    return not ordinary(word)


def has_title(line: Line, first: int, last: int, kind: str) -> bool:
    """Whether words that say what is meant stand beside a name: "President", "the city of"."""
    if kind == "person":
        titles = words_for("titles_before_names", line.lang)
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
    kinds = words_for("kinds_of_places", line.lang)
    if line.gap(first) == " " and line.run(first - 1 - (line.run(first - 1) == "of")) in kinds:
        return True
    return line.gap(last + 1) == " " and line.run(last + 1) in kinds


def is_former(line: Line, first: int) -> bool:
    """Whether a word close before a name, in its sentence, says that it is an old name."""
    words = words_for("former_name_words", line.lang)
    for before in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if any(stop in line.gap(before + 1) for stop in ".!?;)"):
            return False
        if line.run(before) in words:
            return True
    return False


class NamesOf:
    """The names of one person as they may follow a title: the given name or not, and the surname."""

    def __init__(self, surnames: Iterable[str], given: GivenNames | None) -> None:
        self._surnames = [form_of(f) for f in surnames]
        self._given = given
        self._begin = {f.runs[0] for f in self._surnames if f.runs}
        self._begin.update(given.first_runs if given else ())

    def stand_at(self, line: Line, first: int) -> bool:
        """Whether one of them starts at a run."""
        if line.run(first) not in self._begin:
            return False
        found = self._given.starting(line, first) if self._given else None
        if found and line.gap(found.last + 1) == " ":
            first = found.last + 1
        for form in self._surnames:
            # "Scholz-Meier" is someone else.
            if line.holds(form, first) and not line.gap(first + len(form.runs)).startswith("-"):
                return True
        return False
