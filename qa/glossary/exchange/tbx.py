"""TBX, the ISO format for terminology: of 2008 (TBX v2, `martif`) and of 2019 (TBX v3, `tbx`).

Written is the dialect TBX-Basic, in 2019 with data categories as attributes (DCA). Read are both
versions, also with data categories as tags (DCT). The data categories are those of TBX-Basic:
administrativeStatus, subjectField (the kind of an entry), termType (full name or surname),
customerSubset (house style), definition, source; https://www.tbxinfo.net.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from qa.errors import InputError
from qa.glossary.exchange.book import Book, Losses, Options, only_file
from qa.glossary.exchange.concept import (
    ACCEPTED,
    FORBIDDEN,
    PREFERRED,
    Concept,
    Term,
    book_of,
    concepts,
)
from qa.glossary.exchange.safe_xml import XML, Node, parse, xml_text

HELD = ("style", "original", "meaning", "source", "note")
_STATUS = {PREFERRED: "preferredTerm", ACCEPTED: "admittedTerm", FORBIDDEN: "deprecatedTerm"}
# Besides, read from other programs' files: the names without their ending, and the standards' others.
_READ_STATUS = {
    "preferredterm": PREFERRED,
    "preferred": PREFERRED,
    "standardizedterm": PREFERRED,
    "admittedterm": ACCEPTED,
    "admitted": ACCEPTED,
    "legalterm": ACCEPTED,
    "regulatedterm": ACCEPTED,
    "deprecatedterm": FORBIDDEN,
    "deprecated": FORBIDDEN,
    "supersededterm": FORBIDDEN,
    "forbidden": FORBIDDEN,
}
_FULL, _SURNAME = "fullForm", "shortForm"
# Elements by version: of an entry, a language, a term with what is said of it.
_NAMES = {"2008": ("termEntry", "langSet", "tig"), "2019": ("conceptEntry", "langSec", "termSec")}
_LANG = f"{{{XML}}}lang"


def write(book: Book, options: Options, losses: Losses, version: str) -> dict[str, bytes]:
    """A TBX-Basic file of one of the two versions."""
    root, body = _frame(version, book.lang)
    entry_name, lang_name, term_name = _NAMES[version]
    for concept in concepts(book, HELD, losses):
        entry = ET.SubElement(body, entry_name, id=_xml_id(concept.id))
        _add(entry, "descrip", "subjectField", concept.kind)
        _add(entry, "descrip", "definition", concept.meaning)
        _add(entry, "admin", "source", concept.source)
        _add(entry, "note", "", concept.note)
        own = [(book.lang, concept.terms)] if concept.terms else []
        original = [(lang, [Term(text)]) for lang, text in concept.original.items()]
        for lang, terms in (*own, *original):
            section = ET.SubElement(entry, lang_name, {_LANG: lang})
            for term in terms:
                _add_term(ET.SubElement(section, term_name), term)
    ET.indent(root)
    text = ET.tostring(root, "unicode")
    return {"": f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()}


def _frame(version: str, lang: str) -> tuple[ET.Element, ET.Element]:
    """The root element with its header, and the body."""
    if version == "2008":
        root = ET.Element("martif", {"type": "TBX-Basic", _LANG: lang})
        header = ET.SubElement(root, "martifHeader")
    else:
        namespace = "urn:iso:std:iso:30042:ed-2"
        attributes = {"type": "TBX-Basic", "style": "dca", _LANG: lang, "xmlns": namespace}
        root = ET.Element("tbx", attributes)
        header = ET.SubElement(root, "tbxHeader")
    description = ET.SubElement(ET.SubElement(header, "fileDesc"), "sourceDesc")
    ET.SubElement(description, "p").text = "Glossary of the spelling of names, exported by qa"
    if version == "2008":
        schema = ET.SubElement(ET.SubElement(header, "encodingDesc"), "p", type="XCSURI")
        schema.text = "TBXBasicXCSV02.xcs"
    return root, ET.SubElement(ET.SubElement(root, "text"), "body")


def _add_term(section: ET.Element, term: Term) -> None:
    ET.SubElement(section, "term").text = xml_text(term.text)
    if term.is_full is not None:
        _add(section, "termNote", "termType", _FULL if term.is_full else _SURNAME)
    if term.status:
        _add(section, "termNote", "administrativeStatus", f"{_STATUS[term.status]}-admn-sts")
    _add(section, "admin", "customerSubset", term.style)


def _add(parent: ET.Element, name: str, category: str, text: str) -> None:
    if text:
        element = ET.SubElement(parent, name, {"type": category} if category else {})
        element.text = xml_text(text)


def _xml_id(entry_id: str) -> str:
    """An id as XML wants it: it may not begin with a digit."""
    return f"_{entry_id}" if entry_id[0].isdigit() else entry_id


def read(files: dict[str, bytes], options: Options, losses: Losses, version: str) -> Book:
    """The entries of a TBX file of either version. Raises InputError when it is none."""
    root = parse(only_file(files), options.path)
    if root.name not in ("martif", "tbx"):
        raise InputError(options.path, f"is not TBX: its root element is <{root.name}>")
    return book_of(_concepts(root, options, losses), options, losses)


def _concepts(root: Node, options: Options, losses: Losses) -> Iterator[Concept]:
    for entry in root.walk("termEntry", "conceptEntry"):
        said = _said(entry)
        kind = said.get("subjectField", "")
        terms: list[Term] = []
        original: dict[str, str] = {}
        for section in (c for c in entry.children if c.name in ("langSet", "langSec")):
            lang = section.attributes.get("lang", "").split("-")[0].lower()
            found = [_term(t) for t in section.children if t.name in ("tig", "ntig", "termSec")]
            found = [t for t in found if t.text]
            said = {**_said(section), **said}
            if lang == options.lang:
                terms += found
            elif found:
                first = next((t for t in found if t.status == PREFERRED), found[0])
                losses.add("second terms in other languages", len(found) - 1 + (lang in original))
                original.setdefault(lang, first.text)
        if not terms:
            losses.add(f"entries without a term in the language {options.lang}")
            continue
        entry_id = re.sub(r"^_(?=\d)", "", entry.attributes.get("id", ""))
        yield Concept(
            entry_id,
            kind,
            [t if kind == "person" else t._replace(is_full=None) for t in terms],
            original,
            meaning=said.get("definition", ""),
            source=said.get("source", ""),
            note=said.get("note", ""),
        )


def _said(section: Node) -> dict[str, str]:
    """What is said in an element itself, by data category: as attribute `type`, or as tag."""
    said: dict[str, str] = {}
    for child in section.children:
        if child.name.endswith("Grp"):
            said = {**_said(child), **said}
        elif child.name not in ("langSet", "langSec", "tig", "ntig", "termSec"):
            category = child.attributes.get("type", child.name)
            said.setdefault(category, child.text.strip())
    return said


def _term(section: Node) -> Term:
    said = _said(section)
    status = said.get("administrativeStatus", said.get("normativeAuthorization", ""))
    kind = said.get("termType", "")
    return Term(
        said.get("term", ""),
        _READ_STATUS.get(status.lower().removesuffix("-admn-sts"), ""),
        said.get("customerSubset", ""),
        True if kind == _FULL else False if kind == _SURNAME else None,
    )
