"""XLIFF 1.2 and 2.x of OASIS: the translations, each beside its source; SDLXLIFF and mqxliff too.

https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html,
https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html
"""

from __future__ import annotations

from qa.readers.core.pairs import Bilingual, Piece
from qa.readers.core.reading import Reader, Reading
from qa.readers.core.xml import Attributes


def read(source: str) -> Reading:
    """The targets, with their sources as the original. Inline codes are passed over, states kept."""
    return _Xliff(source).reading("XLIFF")


class _Xliff(Bilingual):
    prose = frozenset({"g", "mrk", "pc", "sm", "em"})
    passed_over = frozenset(
        [
            "header",
            "note",
            "notes",
            "alt-trans",
            "matches",
            "bin-unit",
            "skeleton",
            "context-group",
            "originalData",
            "metadata",
            "glossary",
            "tag-defs",
            "seg-defs",
            "file-info",
        ]
    )

    def __init__(self, source: str) -> None:
        super().__init__(source)
        # The segments of the unit at hand by their marks, on each side.
        self._sides: dict[str, dict[str, list[Piece]]] = {}
        self._side = ""
        # The source of the unit, which may be in segments beside this.
        self._whole: list[Piece] = []
        # Whether something is to be translated: of a file, a group, a unit.
        self._translate: list[bool] = []

    def open(self, name: str, attributes: Attributes) -> None:
        if name in ("xliff", "file"):
            source = attributes.get("source-language") or attributes.get("srcLang")
            target = attributes.get("target-language") or attributes.get("trgLang")
            self.source_lang = self.source_lang or (source or "")
            self.lang = self.lang or (target or "")
        if name in ("file", "group", "unit", "trans-unit"):
            above = self._translate[-1] if self._translate else True
            self._translate.append(attributes.get("translate", "yes" if above else "no") == "yes")
        if name in ("trans-unit", "segment"):
            self._sides = {"source": {}, "target": {}}
        elif name in ("source", "seg-source", "target"):
            self._side = "target" if name == "target" else "source"
            if name == "seg-source":
                self._sides["source"] = {}
            self.pieces = []
            self._sides.setdefault(self._side, {})[""] = self.pieces
            if name == "source":
                self._whole = self.pieces
        elif name == "mrk" and attributes.get("mtype") == "seg":
            self.pieces = []
            self._sides[self._side][attributes.get("mid", "")] = self.pieces

    def close(self, name: str) -> None:
        if name in ("source", "seg-source", "target"):
            self.pieces = None
        elif name in ("trans-unit", "segment"):
            if self._translate and self._translate[-1]:
                for mark, target in self._sides["target"].items():
                    source = self._sides["source"].get(mark, [])
                    self.pair(source if mark else self._whole, target)
            self._sides = {}
        if name in ("file", "group", "unit", "trans-unit"):
            self._translate.pop()


READER = Reader("xliff", (".xlf", ".xliff", ".sdlxliff", ".mqxliff"), read, ("XLIFF",))
