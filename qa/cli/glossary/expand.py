"""`qa glossary expand`."""

from __future__ import annotations

from qa.cli.output import say


def run_expand(name: str, lang: str, russian: str, limit: int | None, only_official: bool) -> int:
    """Print the spellings of a name, one a line; returns the exit code."""
    from qa.romanise import expand, official

    try:
        if only_official:
            spellings: tuple[str, ...] = (official(name, lang),)
        else:
            spellings = expand(name, lang, russian=russian, limit=limit)
    except ValueError as error:
        say(error)
        return 2
    print("\n".join(spellings))
    return 0
