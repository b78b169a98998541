"""English endings of names: possessive and plural."""

from __future__ import annotations


def in_ending_of(found: str, ending: str, new: str) -> str:
    """The possessive or plural ending of `found` as `new` takes it: Rhys's, Jones's, the Katzes."""
    hisses = new[-1:].lower() in ("s", "x", "z") or new[-2:].lower() in ("ch", "sh")
    if len(ending) == 1 and not ending.isalpha() and found[-1:].lower() == "s":
        if new[-1:].lower() != "s":
            return ending + ("S" if new.isupper() else "s")
    elif ending[:1].isalpha():
        rest = ending[2:] if ending[:2].lower() == "es" else ending[1:]
        plural = "es" if hisses else "s"
        return (plural.upper() if ending[0].isupper() else plural) + rest
    return ending
