"""SKOS, the W3C format for thesauri, as RDF/XML.

Preferred forms are prefLabel, accepted ones altLabel, forbidden ones hiddenLabel, which is meant
for misspellings (SKOS Primer, 2.2.3). Original forms are prefLabel in their language; the two parts
of a person's name are givenName and familyName of FOAF.
"""

from __future__ import annotations

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

HELD = ("original", "meaning", "source", "note")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SPACES = {
    "xmlns:rdf": _RDF,
    "xmlns:skos": "http://www.w3.org/2004/02/skos/core#",
    "xmlns:dct": "http://purl.org/dc/terms/",
    "xmlns:foaf": "http://xmlns.com/foaf/0.1/",
}
_SCHEME = "urn:qa:glossary"
_LABELS = {PREFERRED: "prefLabel", ACCEPTED: "altLabel", FORBIDDEN: "hiddenLabel"}
_STATUS = {label: status for status, label in _LABELS.items()}


def write(book: Book, options: Options, losses: Losses) -> dict[str, bytes]:
    """An RDF/XML file."""
    root = ET.Element("rdf:RDF", _SPACES)
    ET.SubElement(root, "skos:ConceptScheme", {"rdf:about": _SCHEME})
    for concept in concepts(book, HELD, losses):
        node = ET.SubElement(root, "skos:Concept", {"rdf:about": f"{_SCHEME}#{concept.id}"})
        ET.SubElement(node, "skos:inScheme", {"rdf:resource": _SCHEME})
        ET.SubElement(node, "skos:notation").text = concept.id
        ET.SubElement(node, "dct:type").text = concept.kind
        surname = concept.preferred(is_full=False)
        given = concept.preferred(is_full=True).removesuffix(surname).rstrip()
        for name, part in (("givenName", given), ("familyName", surname)):
            if part:
                ET.SubElement(node, f"foaf:{name}").text = xml_text(part)
        for term in _labels(concept, surname, given, losses):
            _add(node, _LABELS[term.status], term.text, book.lang)
        for lang, text in concept.original.items():
            _add(node, "prefLabel", text, lang)
        _add(node, "definition", concept.meaning, book.lang)
        _add(node, "note", concept.note, book.lang)
        if concept.source:
            ET.SubElement(node, "dct:source").text = xml_text(concept.source)
    ET.indent(root)
    text = ET.tostring(root, "unicode")
    return {"": f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()}


def _labels(concept: Concept, surname: str, given: str, losses: Losses) -> Iterator[Term]:
    """The terms that are labels: a surname that stands for a person beside the full name is none.

    Of a person, a variant of the surname that looks like a full name is left out.
    """
    for term in concept.terms:
        if given and term.is_full is False:
            if term.text == surname and term.status == PREFERRED:
                continue
            if term.text.endswith(f" {surname}"):
                losses.add("surnames that look like full names")
                continue
        yield term


def _add(node: ET.Element, name: str, text: str, lang: str) -> None:
    if text:
        label = ET.SubElement(node, f"skos:{name}", {f"{{{XML}}}lang": lang})
        label.text = xml_text(text)


def read(files: dict[str, bytes], options: Options, losses: Losses) -> Book:
    """The concepts of an RDF/XML file. Raises InputError when it is none."""
    data = only_file(files)
    if data.lstrip()[:1] in (b"@", b"#", b"P", b"{"):
        problem = "is not RDF/XML; convert Turtle or JSON-LD first (riot --output=rdfxml FILE)"
        raise InputError(options.path, problem)
    root = parse(data, options.path)
    if root.name != "RDF":
        raise InputError(options.path, f"is not RDF/XML: its root element is <{root.name}>")
    return book_of(_concepts(root, options, losses), options, losses)


def _concepts(root: Node, options: Options, losses: Losses) -> Iterator[Concept]:
    for node in root.walk("Concept", "Description"):
        types = [c.attributes.get("resource", "") for c in node.children if c.name == "type"]
        if node.name != "Concept" and not any(t.endswith("#Concept") for t in types):
            continue
        texts: dict[str, str] = {}
        terms: list[Term] = []
        original: dict[str, str] = {}
        for child in node.children:
            text, lang = child.text.strip(), child.attributes.get("lang", options.lang)
            lang = lang.split("-")[0].lower()
            if child.name not in _STATUS:
                if text and lang == options.lang:
                    texts.setdefault(child.name, text)
            elif lang == options.lang:
                terms.append(Term(text, _STATUS[child.name]))
            elif child.name == "prefLabel" and lang not in original:
                original[lang] = text
            else:
                losses.add("second terms in other languages")
        about = node.attributes.get("about", "").rstrip("/#")
        concept_id = texts.get("notation") or about.replace("#", "/").rpartition("/")[2]
        if not terms:
            losses.add(f"entries without a term in the language {options.lang}")
            continue
        yield Concept(
            concept_id,
            texts.get("type", ""),
            _of_person(terms, texts) if "familyName" in texts else terms,
            original,
            meaning=texts.get("definition", ""),
            source=texts.get("source", ""),
            note=texts.get("note", ""),
        )


def _of_person(terms: list[Term], texts: dict[str, str]) -> list[Term]:
    """The labels, told apart as full names and surnames by the two parts of the name."""
    surname, given = texts["familyName"], texts.get("givenName")
    if not given:
        return [t._replace(is_full=False) for t in terms]
    told = [t._replace(is_full=t.text.endswith(f" {surname}")) for t in terms]
    return [*told, Term(surname, PREFERRED, is_full=False)]
