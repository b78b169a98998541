"""The report page: one HTML file that needs nothing else, for people who read and print it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TextIO

from qa import __version__
from qa.check import Checked
from qa.model import Finding, Safety, Severity
from qa.names.table import Name, Spelling, SpellingTable
from qa.registry import FAMILIES, Rule, all_rules
from qa.reporters.page.marks import Run, Unit, marked
from qa.archive.sides import Side, sides
from qa.text.words import WORD

if TYPE_CHECKING:
    from jinja2 import Environment

_WORST = 20
_MAX_LINKS = 10
_MAX_PROBLEMS = 8
_HELP = {
    Safety.SAFE: "keeps the meaning; applied by qa check --fix",
    Safety.REVIEW: "look at it first; applied by qa check --unsafe-fixes",
    Safety.SHOW: "a proposal; never applied",
}


class PageReporter:
    """Gathers the stories of a run, and writes the page when all are there.

    `problems` are lines about what could not be used beside the stories: paths, configuration.
    """

    def __init__(self, stream: TextIO, quiet: bool = False) -> None:
        self.stream = stream
        self.stories: list[Story] = []
        self.problems: list[str] = []

    def file(self, checked: Checked) -> None:
        """Keep what was found in one file."""
        self.problems += checked.errors
        if checked.document is not None:
            self.stories.append(Story(len(self.stories) + 1, checked))

    @property
    def summary(self) -> str:
        """How much was found, in a few words."""
        found, stories = sum(len(s.checked.findings) for s in self.stories), len(self.stories)
        return f"{plural(found, 'finding', 'findings')} in {plural(stories, 'story', 'stories')}"

    def close(self) -> None:
        """Write the page."""
        self.stream.write(page(Report(tuple(self.stories), tuple(self.problems))))


def page(report: Report) -> str:
    """The page of `report`, as HTML. All that comes from a story is escaped."""
    here = Path(__file__).parent
    style = here.joinpath("page.css").read_text("utf-8")
    script = here.joinpath("page.js").read_text("utf-8")
    template = _environment().from_string(here.joinpath("page.html.j2").read_text("utf-8"))
    # Should markup of a story ever get through, no script of it runs: only ours has this hash.
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return template.render(
        report=report,
        style=style,
        script=script,
        script_hash=f"sha256-{digest}",
        made=datetime.now(UTC),
        severities=[s.label for s in reversed(Severity)],
        version=__version__,
        max_links=_MAX_LINKS,
        max_problems=_MAX_PROBLEMS,
    )


@dataclass(frozen=True, eq=False)
class Story:
    """One file of the report; `number` counts from 1."""

    number: int
    checked: Checked

    @property
    def id(self) -> str:
        """The anchor of the story."""
        return f"s{self.number}"

    @property
    def path(self) -> str:
        """The file as it was named in the call."""
        return "standard input" if self.checked.path == "-" else self.checked.path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePath(self.path).name

    @property
    def lang(self) -> str:
        """The language code of the text."""
        assert self.checked.document is not None
        return self.checked.document.lang

    @cached_property
    def words(self) -> int:
        """The number of words."""
        assert self.checked.document is not None
        return sum(1 for _ in WORD.finditer(self.checked.document.text))

    @cached_property
    def severities(self) -> Counter[str]:
        """How many findings of each severity."""
        return Counter(_severity(f).label for f in self.checked.findings)

    @property
    def units(self) -> list[Unit]:
        """The text, with the findings marked in it."""
        assert self.checked.document is not None
        return marked(self.checked.document, self.checked.findings)

    def worst(self, run: Run) -> str:
        """The label of the highest severity of the findings in `run`."""
        return max(_severity(self.checked.findings[n - 1]) for n in run.findings).label

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The findings, as they are shown."""
        return tuple(Note(self, n, f) for n, f in enumerate(self.checked.findings, 1))

    @property
    def rate(self) -> float:
        """Findings per 1,000 words."""
        return per_thousand(len(self.checked.findings), self.words)


@dataclass(frozen=True, eq=False)
class Note:
    """One finding of a story; `number` counts from 1 in it."""

    story: Story
    number: int
    finding: Finding

    @property
    def id(self) -> str:
        """The anchor of the finding; that of its mark in the text ends in `m` and the number."""
        return f"{self.story.id}-{self.number}"

    @property
    def rule(self) -> Rule:
        """The rule that found it."""
        return all_rules()[self.finding.code]

    @property
    def severity(self) -> str:
        """The label of the severity."""
        return _severity(self.finding).label

    @property
    def place(self) -> str:
        """Line and column, both from 1."""
        document = self.story.checked.document
        assert document is not None
        line, column = document.line_col(document.source_span(self.finding.span).start)
        return f"{line}:{column}"

    @property
    def text(self) -> str:
        """The text that was found."""
        document = self.story.checked.document
        assert document is not None
        return document.text[self.finding.span.start : self.finding.span.end]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The passage beside its source and what came back of it, where there is one of these."""
        document = self.story.checked.document
        assert document is not None
        return sides(document, self.finding)

    @property
    def safety(self) -> str:
        """The label of the fix's safety; empty without a fix."""
        return self.finding.fix.safety.label if self.finding.fix else ""

    @property
    def safety_help(self) -> str:
        """What the safety of the fix means."""
        return _HELP[self.finding.fix.safety] if self.finding.fix else ""


@dataclass(frozen=True)
class Bar:
    """A line of a bar chart; `share` is of the longest bar, from 0 to 1."""

    key: str
    name: str
    note: str
    count: int
    stories: int
    share: float


@dataclass(frozen=True)
class Report:
    """All that the page shows."""

    stories: tuple[Story, ...]
    problems: tuple[str, ...] = ()

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """All findings of all stories."""
        return tuple(n for s in self.stories for n in s.notes)

    @property
    def words(self) -> int:
        """The number of words of all stories."""
        return sum(s.words for s in self.stories)

    @property
    def rate(self) -> float:
        """Findings per 1,000 words."""
        return per_thousand(len(self.notes), self.words)

    @property
    def touched(self) -> int:
        """The number of stories with findings."""
        return sum(1 for s in self.stories if s.notes)

    @property
    def safe(self) -> int:
        """The number of findings whose fix is safe."""
        return sum(1 for n in self.notes if n.safety == Safety.SAFE.label)

    @cached_property
    def families(self) -> list[tuple[Bar, list[Bar]]]:
        """The findings by family, each with its rules, most first."""
        families = list(_bars(self.notes, lambda n: n.rule.family))
        longest = max((f.count for f in families), default=0)
        rules = list(_bars(self.notes, lambda n: n.finding.code, longest))
        return [(f, [r for r in rules if r.key.startswith(f.key)]) for f in families]

    @property
    def worst(self) -> list[Story]:
        """The stories with most findings, those with more a word first among equals."""
        found = [s for s in self.stories if s.notes]
        return sorted(found, key=lambda s: (-len(s.notes), -s.rate, s.number))[:_WORST]

    @property
    def names(self) -> list[Name]:
        """The names that are not spelled in one way, with all their spellings."""
        table = SpellingTable()
        for story in self.stories:
            table.add(story.checked)
        return table.mixed

    def spelled(self, spelling: Spelling) -> list[Story]:
        """The stories with a spelling, in their order."""
        return [self._by_path[path] for path in spelling.paths]

    @cached_property
    def _by_path(self) -> dict[str, Story]:
        return {s.checked.path: s for s in self.stories}


def per_thousand(findings: int, words: int) -> float:
    """Findings per 1,000 words; 0 where there are no words."""
    return 1000 * findings / words if words else 0.0


def number(value: int) -> str:
    """A count with commas between the thousands."""
    return f"{value:,}"


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else many}"


def _severity(finding: Finding) -> Severity:
    return finding.severity or Severity.WARNING


def _bars(
    notes: Sequence[Note], key: Callable[[Note], str], longest: int | None = None
) -> Iterator[Bar]:
    """A bar for each key, most first; `longest` is the count of the longest bar of the chart."""
    counts = Counter(key(n) for n in notes)
    stories: dict[str, set[int]] = defaultdict(set)
    for n in notes:
        stories[key(n)].add(n.story.number)
    longest = longest or max(counts.values(), default=1)
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        rule = all_rules().get(code)
        name = rule.name if rule else FAMILIES[code]
        # The summary is Markdown, with words in italics or as code.
        note = re.sub(r"[*`]", "", rule.summary) if rule else ""
        yield Bar(code, name, note, count, len(stories[code]), count / longest)


def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"number": number, "plural": plural, "blank": _is_blank}
    return environment


def _is_blank(text: str) -> bool:
    """Whether a text shows nothing: white space, or characters that cannot be seen."""
    return not any(c.isprintable() and not c.isspace() for c in text)


REPORTER = PageReporter
