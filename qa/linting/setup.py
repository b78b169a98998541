"""What governs the check of a file: its settings, and the rules that these choose."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qa.config import NO_FILE, OFF, Config, find_config, own_settings, read_config, user_config
from qa.context import Context
from qa.document.model import Severity
from qa.errors import InputError
from qa.files import STDIN
from qa.linting.inputs import Exclude, Passing
from qa.names.batch import Batch
from qa.rules.registry import Rule, select_rules

if TYPE_CHECKING:
    from qa.linting.baseline import Baseline

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Setup:
    """The context and the rules for all files that one configuration file governs.

    `chosen` are the rules, instead of those that the settings select; with `roundtrip`, those of the
    round trip are added.
    """

    context: Context
    chosen: Sequence[Rule] | None = None
    roundtrip: bool = False

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """The rules to run, without those that the settings turn off."""
        return [r for r in self._selected if self.severity_of(r) is not None]

    @cached_property
    def _selected(self) -> Sequence[Rule]:
        if self.chosen is not None:
            return self.chosen
        config = self.context.config
        rules = select_rules(config.select, config.ignore)
        if self.roundtrip:
            more = select_rules(("RTT",), config.ignore)
            rules += [r for r in more if r not in rules]
        return rules

    @cached_property
    def needs_names(self) -> bool:
        """Whether a rule is about names."""
        return any(rule.family == "GLO" for rule in self.rules)

    @cached_property
    def needs_batch(self) -> bool:
        """Whether a rule asks for the other files."""
        return any(rule.scope == "batch" for rule in self.rules)

    def severity_of(self, rule: Rule) -> Severity | None:
        """How much a finding of the rule matters with these settings; None where it is off."""
        return self.severities.get(rule.code, rule.severity)

    @cached_property
    def severities(self) -> dict[str, Severity | None]:
        """The configured severities by the code of the rule; None is off."""
        return {
            code: None if value == OFF else Severity[value.upper()]
            for code, value in _by_code(self.context.config.severity)
        }

    @cached_property
    def confidences(self) -> dict[str, float]:
        """The least confidence of a rule's findings by its code, where one is configured."""
        return dict(_by_code(self.context.config.confidence))

    @cached_property
    def allowed(self) -> frozenset[tuple[str, str]]:
        """Codes and texts, with single spaces, that are not to be reported."""
        pairs = _by_code(self.context.config.allow)
        return frozenset((code, " ".join(text.split())) for code, texts in pairs for text in texts)

    @cached_property
    def baseline(self) -> Baseline | None:
        """The known findings of the configured baseline. Raises InputError."""
        if not self.context.config.baseline:
            return None
        from qa.linting.baseline import read_baseline

        return read_baseline(Path(self.context.config.baseline))


@dataclass
class Setups:
    """The setup of each file; gathers in `errors` what is wrong with settings.

    `overrides` are settings from the command line, which stand above those of any file; `config` is
    the one configuration file to use instead of the nearest ones. `stdin_name` is the file name whose
    ending and place give the format and the settings of standard input. `batch` is what is known of
    all inputs together.
    """

    overrides: Mapping[str, Any] = field(default_factory=dict)
    config: Path | None = None
    roundtrip: bool = False
    stdin_name: str | None = None
    errors: list[str] = field(default_factory=list)
    batch: Batch = field(default_factory=Batch)
    _nearest: dict[str, Path | None] = field(default_factory=dict)
    _above: dict[Path, Path | None] = field(default_factory=dict)
    _configs: dict[Path | None, Config] = field(default_factory=dict)
    _setups: dict[tuple[Path | None, tuple[int, ...]], Setup] = field(default_factory=dict)

    def of(self, path: str) -> Setup:
        """The setup of the file at `path`."""
        name = (self.stdin_name or "stdin") if path == STDIN else path
        found = self.config or self._config_above(os.path.dirname(name))
        if found not in self._configs:
            self._configs[found] = self.read_config(found)
        config = self._configs[found]
        sections = config.sections_for(name, found.parent) if found and config.per_path else ()
        if (found, sections) not in self._setups:
            self._setups[found, sections] = self._make(config, sections)
        return self._setups[found, sections]

    def _config_above(self, folder: str) -> Path | None:
        """The configuration file for the files in a folder, asked for each of them."""
        if folder not in self._nearest:
            self._nearest[folder] = find_config(Path(folder).absolute(), self._above)
        return self._nearest[folder]

    def read_config(self, found: Path | None) -> Config:
        """The settings in the file `found`, above the user's own ones; notes what is wrong with them."""
        config, own = Config(), user_config() if found != NO_FILE else None
        # What the call names is as good as the user's own; what lies beside stories came with them.
        for path, trusted in ((own, True), (found, found == self.config)):
            if path:
                config, errors = read_config(path, config, trusted, rule_problem)
                self.errors += map(str, errors)
        return own_settings(config)

    def _make(self, config: Config, sections: tuple[int, ...]) -> Setup:
        config = replace(config.with_sections(sections), **self.overrides)
        setup = Setup(Context(config, self.stdin_name, self.batch), roundtrip=self.roundtrip)
        try:
            _ = setup.baseline
        except InputError as error:
            self.add_errors([str(error)])
            return replace(
                setup, context=replace(setup.context, config=replace(config, baseline=""))
            )
        return setup

    def passing(self, folder: str) -> Passing:
        """What is passed over in a folder.

        Patterns of a configuration file count from its folder, those of the call from the current one.
        """
        config = self.of(os.path.join(folder, "file")).context.config
        found = None if "exclude" in self.overrides else self.config or self._config_above(folder)
        exclude = (
            Exclude(config.exclude, str(found.absolute().parent), found.name)
            if found
            else Exclude(config.exclude)
        )
        return Passing(exclude, config.gitignore)

    def fresh(self) -> Setups:
        """The same for another process."""
        return replace(self, errors=[], _nearest={}, _above={}, _configs={}, _setups={})

    def portable(self) -> Setups:
        """The same for another machine, which has no configuration file."""
        return replace(self, errors=[], _setups={})

    def with_config(self, place: Path, config: Config) -> Setups:
        """The same with the settings `config` for all files, as if the file at `place` held them."""
        return replace(self, config=place, _configs={place: config}, _setups={})

    def load_rules(self, path: str) -> None:
        """Load the rules for a file: what is loaded before processes start is loaded once."""
        _ = self.of(path).rules

    def add_errors(self, errors: Iterable[str]) -> None:
        """Take over what was wrong in another process; the same thing is said once."""
        self.errors += [e for e in errors if e not in self.errors]

    def notes(self) -> Iterator[str]:
        """What is worth knowing of all files together: stories in a baseline that are gone."""
        baselines = [setup.baseline for setup in self._setups.values()]
        for baseline in {b.path: b for b in baselines if b}.values():
            yield from baseline.missing()

    def glossary_errors(self) -> Iterable[str]:
        """What is wrong with the glossaries that were read so far."""
        for setup in self._setups.values():
            if "glossary" in vars(setup.context):
                yield from map(str, setup.context.glossary.errors)


def rule_problem(word: str) -> str:
    """What is wrong with the code of a rule, the beginning of one, or a name; empty where nothing is."""
    try:
        select_rules((word,), ())
    except ValueError as error:
        return str(error)
    return ""


def _by_code(table: Sequence[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """The values of a table by code, those that stand above others last.

    What names a rule alone stands above what names several, and a later setting above others.
    """
    chosen = [(select_rules((word,), ()), value) for word, value in table]
    chosen.sort(key=lambda item: -len(item[0]))
    return ((rule.code, value) for rules, value in chosen for rule in rules)
