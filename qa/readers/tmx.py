"""TMX 1.4b, the Translation Memory eXchange: the translations, each beside its source.

https://www.gala-global.org/tmx-14b
"""

from __future__ import annotations

from qa.language.codes import meant_tag
from qa.readers.core.pairs import Bilingual, Piece, lang_of
from qa.readers.core.reading import Reader, Reading
from qa.readers.core.xml import Attributes


def read(source: str) -> Reading:
    """The segments that are not in the language of the sources, with these as the original."""
    return _Tmx(source).reading("a translation memory (TMX)")


class _Tmx(Bilingual):
    prose = frozenset({"hi"})
    passed_over = frozenset({"note", "prop", "ude"})

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._variants: list[tuple[str, list[Piece]]] = []
        self._unit_lang = ""
        self._variant_lang = ""

    def open(self, name: str, attributes: Attributes) -> None:
        if name == "header":
            self.source_lang = _known(attributes.get("srclang", ""))
        elif name == "tu":
            self._variants = []
            self._unit_lang = _known(attributes.get("srclang", "")) or self.source_lang
        elif name == "tuv":
            self._variant_lang = lang_of(attributes)
        elif name == "seg":
            self.pieces = []
            self._variants.append((self._variant_lang, self.pieces))

    def close(self, name: str) -> None:
        if name == "seg":
            self.pieces = None
        elif name == "tu" and self._variants:
            # Where the source may be in any language, it is the first.
            number = next(
                (i for i, v in enumerate(self._variants) if _same(v[0], self._unit_lang)), 0
            )
            source_lang, source = self._variants.pop(number)
            self.source_lang = self.source_lang or source_lang
            for lang, target in self._variants:
                self.lang = self.lang or lang
                tag = meant_tag(lang)
                own = tag.language if tag and not _same(lang, self.lang) else None
                self.pair(source, target, own)


def _known(lang: str) -> str:
    return lang if meant_tag(lang) else ""


def _same(a: str, b: str) -> bool:
    first, second = meant_tag(a), meant_tag(b)
    return a.lower() == b.lower() or (
        first is not None and second is not None and first.language == second.language
    )


READER = Reader("tmx", (".tmx",), read, ("a translation memory (TMX)",))
