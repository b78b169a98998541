"""What kind of fault a rule finds, in the words of two standards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from qa.rules.registry import Rule


class Kind(NamedTuple):
    """A category of MQM (Multidimensional Quality Metrics, typology of 2022), and a type of ITS 2.0.

    The types are those of W3C ITS 2.0, section 8.9, “Localization Quality Issue”.
    """

    mqm: str
    its: str


_OF_FAMILIES: Mapping[str, Kind] = {
    "ENC": Kind("linguistic-conventions/character-encoding", "characters"),
    "LNG": Kind("accuracy/untranslated", "untranslated"),
    "TYP": Kind("linguistic-conventions/spelling", "misspelling"),
    "PUN": Kind("linguistic-conventions/punctuation", "typographical"),
    "BLR": Kind("design-and-markup/page-residue", "non-conformance"),
    "GLO": Kind("terminology/inconsistent-with-termbase", "terminology"),
    "MTA": Kind("style/unidiomatic", "style"),
    "SRC": Kind("accuracy/mistranslation", "mistranslation"),
    "RTT": Kind("accuracy/mistranslation", "uncategorized"),
}
_OF_RULES: Mapping[str, Kind] = {
    "SRC101": Kind("accuracy/mistranslation/number", "numbers"),
    "SRC102": Kind("accuracy/mistranslation/date-time", "numbers"),
    "SRC103": Kind("accuracy/mistranslation/entity", "inconsistent-entities"),
    "SRC105": Kind("accuracy/omission", "omission"),
    "SRC106": Kind("accuracy/addition", "addition"),
    "SRC107": Kind("accuracy/addition", "duplication"),
    "SRC108": Kind("accuracy/untranslated", "untranslated"),
    "SRC109": Kind("linguistic-conventions/punctuation", "typographical"),
    "SRC110": Kind("accuracy/omission", "omission"),
    "SRC111": Kind("accuracy", "length"),
    "SRC112": Kind("terminology/inconsistent-use-of-terminology", "inconsistency"),
    "SRC113": Kind("accuracy/mistranslation/entity", "inconsistent-entities"),
    "SRC115": Kind("accuracy/mistranslation/unit", "numbers"),
    "SRC116": Kind("design-and-markup/missing-markup", "markup"),
    "SRC117": Kind("terminology/wrong-term", "terminology"),
}


def kind_of(rule: Rule) -> Kind:
    """The kind of a rule's faults: its own, or that of its family."""
    return _OF_RULES.get(rule.code, _OF_FAMILIES[rule.family])
