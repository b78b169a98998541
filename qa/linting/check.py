"""The check of one document: all rules, in one direction, to sorted findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from qa.document.model import Document, Finding
from qa.errors import STOPS, InputError, fault
from qa.linting.findings import findings_of
from qa.linting.ignores import without_ignored
from qa.linting.protect import unprotected

if TYPE_CHECKING:
    from qa.linting.setup import Setup
    from qa.names.spelled import Spelled


class Checked(NamedTuple):
    """What a check says of one input: its findings, or the reason why there are none.

    `document` is None when the input could not be read. `errors` are lines for standard error;
    rules that failed stand there too, with the findings of the others kept. `notes` are lines for
    standard error that are no errors. After fixing, `before` is the document as it was. `names` says how
    the names of the glossary are spelled, in a run that asks for it. `passed_over` says what it is that was
    found in a folder and holds no prose. `fixes` is how many were applied, `hidden` how many findings are
    not among these for each reason of `HIDDEN`, and `other_rules` how many rules were not run, for they
    know only other languages than the document's.
    """

    path: str
    document: Document | None
    findings: tuple[Finding, ...]
    errors: tuple[str, ...] = ()
    before: Document | None = None
    notes: tuple[str, ...] = ()
    names: tuple[Spelled, ...] = ()
    passed_over: str = ""
    fixes: int = 0
    hidden: Mapping[str, int] = {}
    other_rules: int = 0


# Why a finding is hidden: a comment or sidecar file accepts it, the setting `allow`, the baseline, and
# too low a confidence.
HIDDEN = ("accepted", "allowed", "baseline", "confidence")


def not_checked(error: InputError) -> Checked:
    """What is said of an input that could not be checked."""
    return Checked(error.path, None, (), (str(error),))


def with_names(checked: Checked, setup: Setup) -> Checked:
    """`checked` with how it spells the names of the glossary, if a rule is about names."""
    if checked.document is None or not setup.needs_names:
        return checked
    from qa.names.spelled import spelled

    return checked._replace(names=spelled(checked.document, setup.context.glossary))


def check(document: Document, setup: Setup) -> Checked:
    """All findings of the rules of `setup` in `document`, sorted by place, then code.

    Left out are those that the settings turn off or allow, and those that were accepted: in a
    comment, in a sidecar file, or by the baseline.
    """
    findings: list[Finding] = []
    errors: list[str] = []
    rules = () if document.is_empty else setup.rules
    for rule in rules:
        try:
            findings.extend(findings_of(rule, document, setup.context))
        except InputError as error:
            # Several rules may want the same file.
            errors += [str(error)] if str(error) not in errors else []
        except STOPS:
            raise
        except BaseException as error:  # one faulty rule must not cost the editor all the others
            errors.append(
                f"{document.path}: rule {rule.code} failed ({fault(error)}); "
                f"please report this text, and go on with --ignore {rule.code}"
            )
    findings = unprotected(document, findings)
    findings.sort(key=lambda f: f.place)
    findings = [*_said_once(findings)]
    notes: list[str] = []
    hidden: dict[str, int] = {}
    try:
        findings = _not_accepted(document, findings, setup, notes, hidden)
    except InputError as error:
        errors.append(str(error))
    if setup.severities:
        findings = [replace(f, severity=setup.severities.get(f.code, f.severity)) for f in findings]
    least, by_rule = setup.context.config.min_confidence, setup.confidences
    if least or by_rule:
        sure = [f for f in findings if f.confidence >= max(least, by_rule.get(f.code, 0.0))]
        findings, hidden["confidence"] = sure, len(findings) - len(sure)
    return Checked(
        document.path,
        document,
        tuple(findings),
        tuple(errors),
        notes=tuple(notes),
        hidden=hidden,
        other_rules=sum(not rule.knows(document.lang) for rule in rules),
    )


def _not_accepted(
    document: Document,
    findings: list[Finding],
    setup: Setup,
    notes: list[str],
    hidden: dict[str, int],
) -> list[Finding]:
    """`findings` without the accepted ones, which are counted in `hidden`.

    What was accepted in vain goes to `notes`.
    """
    left = [len(findings)]
    if setup.allowed:
        findings = [f for f in findings if not _is_allowed(document, f, setup)]
    left.append(len(findings))
    name = setup.context.file_of(document.path)
    ran = {r.code for r in setup.rules}
    findings, more = without_ignored(document, findings, ran, name)
    notes += more
    left.append(len(findings))
    if setup.baseline:
        findings, more = setup.baseline.without_known(document, findings, ran, name)
        notes += more
    left.append(len(findings))
    hidden.update(zip(("allowed", "accepted", "baseline"), map(sub, left, left[1:]), strict=False))
    return findings


def _is_allowed(document: Document, finding: Finding, setup: Setup) -> bool:
    text = document.text[slice(*finding.span)]
    return (finding.code, " ".join(text.split())) in setup.allowed


# Who speaks where one finding lies within another: taking out a block of links makes the foreign
# lines in it idle, and taking out a foreign line the typos in it; of those two, the graver one first.
# A name in two spellings may be a typo of a known name, which tells more.
_RANKS = {"GLO2": 0, "TYP": 1, "LNG": 2, "BLR": 3}

# A literal translation names the original, and what to write; a phrase that is wrong does not.
_TELLS_MORE, _TELLS_LESS = "MTA301", "MTA312"


def _said_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without those that lie within one of another family and a higher rank, or say it again."""
    ranked = [f for f in findings if f.code.startswith(tuple(_RANKS))]
    # What may hold another comes before it: it starts earlier, or ends later, or ranks higher.
    ranked.sort(key=_rank, reverse=True)
    ranked.sort(key=lambda f: (f.span.start, -f.span.end))
    idle: set[int] = set()
    furthest: dict[tuple[str, tuple[int, int]], int] = {}
    for finding in ranked:
        family, rank, end = finding.code[:3], _rank(finding), finding.span.end
        if any(
            other != family and above > rank and end <= reach
            for (other, above), reach in furthest.items()
        ):
            idle.add(id(finding))
        furthest[family, rank] = max(end, furthest.get((family, rank), 0))
    told = [f.span for f in findings if f.code == _TELLS_MORE]
    for finding in findings:
        again = finding.code == _TELLS_LESS and any(s.overlaps(finding.span) for s in told)
        if id(finding) not in idle and not again:
            yield finding


def _rank(finding: Finding) -> tuple[int, int]:
    code = finding.code
    return finding.severity or 0, _RANKS[code[:4] if code[:4] in _RANKS else code[:3]]
