"""Front matter: what a site generator reads before the text, in YAML, TOML or JSON."""

from __future__ import annotations

from qa.text.patterns import lazy

# A key comes first, so that a line of text between two rules is none.
_YAML = lazy(
    r"---[ \t]*\r?\n(?:[ \t]*(?:\#[^\n]*)?\r?\n)*[ \t]*[\w\"'][\w\"' .-]*:(?:[ \t][^\n]*)?\r?\n"
    r"(?:(?!---|\.\.\.)[^\n]*\n|(?:---|\.\.\.)[^\s][^\n]*\n)*(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_TOML = lazy(r"\+\+\+[ \t]*\r?\n(?:(?!\+\+\+)[^\n]*\n)*\+\+\+[ \t]*(?:\r?\n|\Z)")
_EMPTY = lazy(r"---[ \t]*\r?\n(?:[ \t]*\r?\n)*---[ \t]*(?:\r?\n|\Z)")


def front_matter_end(text: str) -> int:
    """Where the text begins; 0 where no front matter is before it."""
    if text.startswith("---"):
        found = _YAML.match(text) or _EMPTY.match(text)
    elif text.startswith("+++"):
        found = _TOML.match(text)
    elif text.startswith("{") and '"' in text[:200]:
        return _json_end(text)
    else:
        return 0
    return found.end() if found else 0


def _json_end(text: str) -> int:
    import json

    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return 0
    # A file that is nothing but JSON has no text.
    return end if value and text[end:].strip() and text[end : end + 1] in "\r\n" else 0
