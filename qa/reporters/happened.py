"""What happened in a run beside what was found: fixes, what was hidden, what was not judged and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from qa.language import UNKNOWN, language_name
from qa.linting.check import HIDDEN, Checked
from qa.linting.inputs import PassedOver
from qa.rules.registry import all_rules

# How what was hidden is said, by its key.
_HIDERS = {
    "accepted": "by comments and sidecar files",
    "allowed": "by allow",
    "baseline": "by the baseline",
    "confidence": "by their confidence",
}
# From so many letters on a language that could not be told is not for want of text.
_SHORT = 100
_MOST_LANGUAGES = 5


@dataclass
class Happened:
    """Gathers, file by file, what is said in one line each at the end."""

    passed: PassedOver = field(default_factory=PassedOver)
    files: int = 0
    fixing: bool = False
    fixes: int = 0
    fixed_files: int = 0
    hidden: Counter[str] = field(default_factory=Counter)
    # For each language how many files are checked as it, and how many rules do not know it.
    languages: dict[str, list[int]] = field(default_factory=dict)
    short: int = 0

    def add(self, checked: Checked) -> None:
        """Take in one file."""
        document = checked.document
        if document is None:
            return
        if document.is_empty:
            self.passed.kinds["empty"] += 1
            return
        self.files += 1
        self.fixing |= checked.before is not None
        self.fixes += checked.fixes
        self.fixed_files += checked.fixes > 0
        self.hidden.update(checked.hidden)
        if checked.other_rules:
            self.add_language(document.lang, checked.other_rules)
            self.short += document.lang == UNKNOWN and sum(map(str.isalpha, document.text)) < _SHORT

    def add_language(self, language: str, rules: int, files: int = 1) -> None:
        """Take in files in a language that so many rules do not know."""
        seen = self.languages.setdefault(language, [0, 0])
        seen[0] += files
        seen[1] = max(seen[1], rules)

    def lines(self) -> Iterator[str]:
        """What happened, in sentences."""
        most = sorted(self.languages.items(), key=lambda item: -item[1][0])
        for language, (files, rules) in most[:_MOST_LANGUAGES]:
            know = f"{rules} rule{'s know' if rules != 1 else ' knows'} {_known_languages()} only"
            if language != UNKNOWN:
                yield f"Checked as {language_name(language)}{_in(files)}: {know}."
            else:
                why = "too short to tell" if self.short == files else "too short, or one not known"
                yield f"Language unknown{_in(files)}, {why}: {know}; give it with --lang."
        hidden = [f"{self.hidden[key]} {how}" for key, how in _HIDERS.items() if self.hidden[key]]
        if hidden:
            yield f"Hidden: {', '.join(hidden)}."
        if str(self.passed):
            yield f"Passed over: {self.passed}."

    def entry(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "fixed": self.fixes,
            "hidden": {key: self.hidden[key] for key in HIDDEN},
            "passed_over": dict(self.passed.kinds),
            "excluded": list(self.passed.named),
            "languages": [
                {"language": language, "files": files, "rules_not_run": rules}
                for language, (files, rules) in self.languages.items()
            ],
        }


def summary(happened: Happened, findings: int, safe: int = 0, review: int = 0) -> Iterator[str]:
    """How many findings a run has, of which so many can be fixed, and what happened, line by line."""
    if happened.files:
        fixes = [f"{safe} fixable with --fix"] if safe else []
        fixes += [f"{review} more with --unsafe-fixes"] if review else []
        found = f"{findings or 'no'} finding{'s' * (findings != 1)}"
        if happened.fixing:
            where = f"{happened.fixes} in {files(happened.fixed_files)}"
            done = f"Fixed {where if happened.fixes else 'nothing'}; {found} left"
        elif findings:
            done = f"{found} in {files(happened.files)}"
        else:
            # Over what could not be judged nothing is said.
            judged = happened.files - happened.languages.get(UNKNOWN, [0])[0]
            done = f"Nothing found in {files(judged)}" if judged else "Hardly anything was checked"
        yield f"{done}{'; ' if fixes else ''}{', '.join(fixes)}."
    elif str(happened.passed):
        yield "Nothing was checked."
    yield from happened.lines()


def files(count: int) -> str:
    """A number of files."""
    return f"{count} file{'s' * (count != 1)}"


@cache
def _known_languages() -> str:
    """The languages that rules are for that are not for all."""
    codes = {code for rule in all_rules().values() for code in rule.languages}
    return " and ".join(sorted(map(language_name, codes)))


def _in(files: int) -> str:
    return f" ({files} files)" if files > 1 else ""
