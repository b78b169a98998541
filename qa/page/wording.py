"""How the report page says figures, dates and what matters most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from qa.page.data import PageData, Story


def lede(data: PageData) -> Iterator[str]:
    """The sentences at the top of the page: what an editor should know who reads no further."""
    figures = data.figures
    if not figures.stories:
        yield "There was no story to check."
        return
    if not figures.findings:
        yield "Nothing was found."
    else:
        if figures.touched == figures.stories:
            yield "Every story has something to look at."
        else:
            share = percent(figures.touched, figures.stories)
            touched = plural(figures.touched, "story has", "stories have")
            yield f"{touched} something to look at, {share} of all."
        yield _most(data)
    if data.against:
        new = plural(data.against.new, "is new", "are new")
        gone = plural(data.against.gone, "is gone", "are gone")
        yield f"Since the run of {moment(data.against.made.at)}, {new} and {gone}."


def _most(data: PageData) -> str:
    """What is found most."""
    family, *others = data.families
    rule = max((r for f in data.families for r in f.rules), key=lambda r: r.findings)
    stories = plural(rule.stories, "story", "stories")
    if not others and len(family.rules) == 1:
        return f"All findings are of one rule, {rule.name}."
    share = percent(family.findings, data.figures.findings)
    return (
        f"The most frequent kind is {family.name} with {share} of the findings; the most frequent "
        f"rule is {rule.name}, in {stories}."
    )


def number(value: int) -> str:
    """A count with commas between the thousands."""
    return f"{value:,}"


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else many}"


def percent(part: int, whole: int) -> str:
    """A share in percent; one that is not all or nothing does not read like it."""
    if not whole:
        return "0%"
    share = 100 * part / whole
    if part and share < 1:
        return "under 1%"
    if part < whole and share > 99:
        return "over 99%"
    return f"{share:.0f}%"


def per_thousand(findings: int, words: int) -> float:
    """Findings per 1,000 words; 0 where there are no words."""
    return 1000 * findings / words if words else 0.0


def day(value: str, unit: str = "day") -> str:
    """An ISO date in words, as far as its `unit` goes; what is no date as it is."""
    try:
        at = date.fromisoformat(value[:10])
    except ValueError:
        return value
    if unit == "year":
        return f"{at:%Y}"
    if unit == "month":
        return f"{at:%B %Y}"
    return f"{'week of ' if unit == 'week' else ''}{at.day} {at:%B %Y}"


def moment(value: str) -> str:
    """A time in ISO 8601, in words."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{day(value)}, {at:%H:%M} UTC"


def named(story: Story) -> str:
    """What a story is called: its title or, without one, its name."""
    return story.title or story.story
