"""Reading XML that may come from anywhere: no entities, nothing from outside the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from qa.errors import InputError

XML = "http://www.w3.org/XML/1998/namespace"
_DEEP = 100
# What XML 1.0 cannot hold.
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(55296, 57344), 65534, 65535))


@dataclass
class Node:
    """An element: its name, namespace, attributes by name, children and text.

    Names are without prefix; `xml:lang` is `lang`.
    """

    name: str
    space: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def walk(self, *names: str) -> list[Node]:
        """The elements of some names in it, at any depth, in order."""
        found = []
        for child in self.children:
            if child.name in names:
                found.append(child)
            found += child.walk(*names)
        return found


def parse(data: bytes, path: str) -> Node:
    """The root element. Raises InputError when it is not XML, or declares entities."""
    root = Node("", "", {})
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(local, space, plain)
        stack[-1].children.append(node)
        stack.append(node)
        if len(stack) > _DEEP:
            problem = f"has elements in each other more than {_DEEP} deep, as no glossary has"
            raise InputError(path, problem, parser.CurrentLineNumber)

    def end(_: str) -> None:
        stack.pop()

    def text(characters: str) -> None:
        stack[-1].text += characters

    def entity(name: str, *_: object) -> NoReturn:
        raise InputError(
            path,
            f"declares the entity {name}; entities are not read, write the text itself",
            parser.CurrentLineNumber,
        )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise InputError(path, f"is not XML that can be read: {problem}", error.lineno) from None
    return root.children[0]


def xml_text(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return text.translate(_NOT_XML).replace("\r\n", "\n").replace("\r", "\n")
