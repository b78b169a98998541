"""Regular expressions that cost nothing until they are used."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern, compiled when it is first used.

    A hundred rules compile for 50 ms, and a text calls for few of their patterns.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy:
    """Stands for a compiled pattern; after the first use its methods are that pattern's own."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._source = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._source)
        for method in ("finditer", "search", "match", "fullmatch", "sub", "findall", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
