"""TOML and JSON that somebody wrote, or made to do harm: values, or one line that says what is wrong."""

from __future__ import annotations

import json
import re
from typing import Any

from qa.errors import InputError
from qa.text.patterns import lazy

_QUOTED = lazy(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#.*')
# More dots in a line than any key has; tomllib takes time by the square of them.
_MOST_DOTS = 500
_TOO_DEEP = "is nested too deeply"
_TOO_LONG = "a number in it is too long"
_PLACE = r" \(at (?:line (\d+), column \d+|end of document)\)"


def toml_tables(path: str, text: str, advice: str) -> dict[str, Any]:
    """The tables of a text in TOML. Raises InputError, with the line and `advice`, when it is none."""
    import tomllib

    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS and _QUOTED.sub("", line).count(".") > _MOST_DOTS:
            raise InputError(path, f"{_TOO_DEEP}; {advice}", number)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(_PLACE, message)
        line_number = int(place[1]) if place and place[1] else text.count("\n") + 1
        problem = message[: place.start()] if place else message
        problem = f"not valid TOML: {problem[:1].lower()}{problem[1:]}"
        raise InputError(path, f"{problem}; {advice}", line_number) from None
    except RecursionError:
        raise InputError(path, f"{_TOO_DEEP}; {advice}") from None
    except ValueError:
        raise InputError(path, f"{_TOO_LONG}; {advice}") from None


# What an editor or a terminal would hide or obey; JSON itself escapes only what is below the space.
_HIDDEN = lazy(
    "[\x7f-\xa0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def json_text(
    value: object, indent: int | None = None, separators: tuple[str, str] | None = None
) -> str:
    """A value in JSON, in which all is seen that is there: `json.dumps` says what the others are."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def json_value(path: str, text: str | bytes) -> Any:
    """The value of a text in JSON. Raises InputError, with the line, when it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(path, f"not valid JSON: {error.msg}", error.lineno) from None
    except UnicodeDecodeError:
        raise InputError(path, "is not UTF-8; save it as UTF-8") from None
    except RecursionError:
        raise InputError(path, _TOO_DEEP) from None
    except ValueError:
        raise InputError(path, _TOO_LONG) from None
