"""The notation that the tables of the schema are written in, turned into W3C XML Schema documents.

A table is text: one declaration a line, continued by indented lines. Names are those of the protocol.

    Name = content              a type with elements and attributes
    Name : Base = content       a type that adds to another one, or attributes to a text
    Name < Base = content       a type that keeps some of another one
    Name {A B}                  a text that is one of these words
    Name [Other]                a list of such texts
    Name | A B                  a text of either type
    Name ~ base facet=value     a text within bounds
    group Name = content        a part of contents, used as %Name
    attributes Name = content   attributes used as @%Name
    element Name:Type           a global element, used as ^Name; `-> Head` makes it a substitute of that one

Content: `Name:Type` is a child, `( A | B )` a choice, `( A B )` a sequence, each followed by ?, *, + or {from,to}. A
child without a type is a string, one with the colon alone has the type that is called like itself with "Type"; a ~ lets
it be nil. `@Name:Type` is an attribute: `!` makes it required, `-` forbids it, `=value` gives its default. `...` is
anything.
Types that begin with a small letter are the ones of XML Schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

XS = "http://www.w3.org/2001/XMLSchema"
XML = "http://www.w3.org/XML/1998/namespace"
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_HEAD = re.compile(
    r"(?P<abstract>abstract )?(?P<what>(?:group|attributes|element) )?(?P<name>\w+)\s*(?P<rest>.*)", re.S
)
_OCCURS = {"": ("1", "1"), "?": ("0", "1"), "*": ("0", "unbounded"), "+": ("1", "unbounded")}
_PARTICLE = re.compile(
    r"(?P<sign>[\^%]?)(?P<name>\.\.\.|[\w.]+|\))(?P<occurs>[?*+]?|\{\d+,\w+\})(?P<nil>~?)(?P<colon>:?)(?P<type>\w*)"
)
_ATTRIBUTE = re.compile(r"@(?P<group>%?)(?P<name>(?:xml:)?\w+)(?P<use>[!-]?)(?::(?P<type>\w+))?(?:=(?P<default>\w+))?")


@dataclass(frozen=True)
class Declaration:
    """One declaration of a table. `what` is type, group, attributes or element; `sign` what follows the name."""

    name: str
    what: str
    sign: str
    rest: str
    abstract: bool = False


@dataclass
class Document:
    """What is declared in one namespace, from which others import it. `prefix` is its prefix in every document."""

    prefix: str
    namespace: str
    location: str
    declarations: list[Declaration] = field(default_factory=list)


def read(table: str) -> Iterator[Declaration]:
    """The declarations of a table, in its order. Raises ValueError for a line that is none."""
    for text in re.sub(r"\n[ \t]+", " ", table.strip()).splitlines():
        found = _HEAD.fullmatch(text)
        if found is None:
            raise ValueError(f"not a declaration: {text}")
        what, rest = (found["what"] or "type").strip(), found["rest"].strip()
        sign = rest[:1]
        yield Declaration(found["name"], what, sign, rest[1:].strip(), found["abstract"] is not None)


class Writer:
    """Writes documents that know of each other."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self._types = {
            d.name: (one, d) for one in self.documents for d in one.declarations if d.what == "type"
        }  # fmt: skip
        self._others = {
            (d.what, d.name): one for one in self.documents for d in one.declarations if d.what != "type"
        }  # fmt: skip

    def write(self, document: Document) -> etree._Element:
        """The xs:schema element of a document."""
        names = {one.prefix: one.namespace for one in self.documents}
        root = etree.Element(f"{{{XS}}}schema", nsmap={"xs": XS, **names})
        root.set("elementFormDefault", "qualified")
        root.set("targetNamespace", document.namespace)
        imports = {XML: "xml.xsd"} if any("@xml:" in d.rest for d in document.declarations) else {}
        if document is not self.documents[0]:
            imports[self.documents[0].namespace] = self.documents[0].location
        for namespace, location in imports.items():
            _sub(root, "import", namespace=namespace, schemaLocation=location)
        for declaration in document.declarations:
            self._declare(root, declaration)
        return root

    # --- declarations ------------------------------------------------------------------------------------------------

    def _declare(self, root: etree._Element, made: Declaration) -> None:
        if made.what == "group":
            self._particles(_sub(_sub(root, "group", name=made.name), "sequence"), made.rest)
        elif made.what == "attributes":
            self._attributes(_sub(root, "attributeGroup", name=made.name), made.rest)
        elif made.what == "element":
            self._element(root, made)
        elif made.sign in ("{", "[", "|", "~"):
            self._simple(_sub(root, "simpleType", name=made.name), made)
        elif made.sign in ("=", ":", "<"):
            self._complex(root, made)
        else:
            raise ValueError(f"{made.name} is followed by {made.sign!r}")

    def _element(self, root: etree._Element, made: Declaration) -> None:
        kind, _, head = made.rest.partition("->")
        element = _sub(root, "element", name=made.name, type=self._type(kind.strip() or f"{made.name}Type"))
        if head:
            element.set("substitutionGroup", self._other("element", head.strip()))

    def _simple(self, element: etree._Element, made: Declaration) -> None:
        if made.sign == "{":
            words = _sub(element, "restriction", base="xs:string")
            for word in made.rest.rstrip("}").split():
                _sub(words, "enumeration", value=word)
        elif made.sign == "[":
            _sub(element, "list", itemType=self._type(made.rest.rstrip("] ")))
        elif made.sign == "|":
            _sub(element, "union", memberTypes=" ".join(map(self._type, made.rest.split())))
        else:
            base, *facets = made.rest.split()
            bounds = _sub(element, "restriction", base=self._type(base))
            for facet in facets:
                name, _, value = facet.partition("=")
                _sub(bounds, name, value=value)

    def _complex(self, root: etree._Element, made: Declaration) -> None:
        element = _sub(root, "complexType", name=made.name)
        if made.abstract:
            element.set("abstract", "true")
        base, _, content = ("", "", made.rest) if made.sign == "=" else made.rest.partition("=")
        if base:
            text = self._is_text(base.strip())
            inner = _sub(element, "simpleContent" if text else "complexContent")
            how = "extension" if made.sign == ":" else "restriction"
            element = _sub(inner, how, base=self._type(base.strip()))
        particles = " ".join(part for part in content.split() if not part.startswith("@"))
        if particles:
            self._particles(_sub(element, "sequence"), particles)
        self._attributes(element, content)

    def _is_text(self, name: str) -> bool:
        """Whether a type has no child elements but a text."""
        if name not in self._types:
            return True
        made = self._types[name][1]
        if made.sign in (":", "<"):
            return self._is_text(made.rest.partition("=")[0].strip())
        return made.sign != "="

    # --- contents ----------------------------------------------------------------------------------------------------

    def _particles(self, into: etree._Element, content: str) -> None:
        open_groups = [into]
        for part in content.split():
            if part == "(":
                open_groups.append(_sub(open_groups[-1], "sequence"))
            elif part == "|":
                open_groups[-1].tag = f"{{{XS}}}choice"
            else:
                found = _PARTICLE.fullmatch(part)
                if found is None:
                    raise ValueError(f"not a part of a content: {part}")
                group = open_groups.pop() if found["name"] == ")" else self._particle(open_groups[-1], found)
                _occurs(group, found["occurs"])

    def _particle(self, into: etree._Element, found: re.Match[str]) -> etree._Element:
        name = found["name"]
        if name == "...":
            return _sub(into, "any", processContents="lax")
        if found["sign"]:
            what = "element" if found["sign"] == "^" else "group"
            return _sub(into, what, ref=self._other(what, name))
        kind = (found["type"] or f"{name}Type") if found["colon"] else "string"
        element = _sub(into, "element", name=name, type=self._type(kind))
        if found["nil"]:
            element.set("nillable", "true")
        return element

    def _attributes(self, into: etree._Element, content: str) -> None:
        for part in content.split():
            if not part.startswith("@"):
                continue
            if part == "@...":
                _sub(into, "anyAttribute", namespace=_SOAP, processContents="lax")
                continue
            found = _ATTRIBUTE.fullmatch(part)
            if found is None:
                raise ValueError(f"not an attribute: {part}")
            if found["group"]:
                _sub(into, "attributeGroup", ref=self._other("attributes", found["name"]))
            elif found["name"].startswith("xml:"):
                _sub(into, "attribute", ref=found["name"])
            else:
                element = _sub(into, "attribute", name=found["name"], type=self._type(found["type"] or "string"))
                if found["use"]:
                    element.set("use", "required" if found["use"] == "!" else "prohibited")
                if found["default"]:
                    element.set("default", found["default"])

    def _type(self, name: str) -> str:
        """A type's name with its prefix. Raises ValueError for one that is declared nowhere."""
        if name in self._types:
            return f"{self._types[name][0].prefix}:{name}"
        if name[:1].islower():
            return f"xs:{name}"
        raise ValueError(f"the type {name} is not declared")

    def _other(self, what: str, name: str) -> str:
        return f"{self._others[what, name].prefix}:{name}"


def _occurs(element: etree._Element, text: str) -> None:
    lowest, highest = _OCCURS[text] if text in _OCCURS else text.strip("{}").split(",")
    for name, value in (("minOccurs", lowest), ("maxOccurs", highest)):
        if value != "1":
            element.set(name, value)


def _sub(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XS}}}{tag}", attributes)


def documents(tables: Mapping[tuple[str, str, str], Iterable[str]]) -> list[Document]:
    """Documents from tables, by prefix, namespace and location; the first one is imported by the others."""
    return [Document(*key, [d for table in parts for d in read(table)]) for key, parts in tables.items()]
