"""A description of a record in three forms: Dublin Core, JSON-LD, and the XML of our own with every field.

Dublin Core: ISO 15836; schema.org and DCMI terms by their published names. `docs/reference/exchange.md` documents the context.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from lxml import etree

from erdem.knowledge.content import CHILDREN, RecordContent
from erdem.knowledge.formats.harvesting import xml_text

DC: Final = "http://purl.org/dc/elements/1.1/"
OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_XSD: Final = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
OWN: Final = "urn:erdem:record:1"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
MONGOLIAN: Final = "mn-Mong"
LANGUAGES: Final = {"zh": "zh-Hans", "mn": MONGOLIAN, "en": "en", "la": "la", "bo": "bo", "in": "und", "other": "und"}
_OWN_NAMES: Final[Any] = {None: OWN}
_SKIPPED: Final = ("line", "community_id", "source_key")


@dataclass(frozen=True)
class Told:
    """What is told of a record, with words in place of codes."""

    number: str
    address: str
    level: int
    rights: str
    content: RecordContent
    words: Mapping[str, str]
    communities: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    changed: str = ""
    publisher: str = ""

    def word(self, field: str) -> str:
        """The word for the code of a field, or the code."""
        return self.words.get(field) or str(getattr(self.content, field) or "")


def dublin_core(told: Told) -> etree._Element:
    """Return the `oai_dc:dc` element; what the level does not show is absent."""
    root = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {OAI_DC_XSD}")
    for term, text, language in _terms(told):
        if text:
            child = etree.SubElement(root, f"{{{DC}}}{term}")
            child.text = xml_text(text)
            if language:
                child.set(XML_LANG, language)
    return root


def _terms(told: Told) -> Iterator[tuple[str, str, str]]:
    content = told.content
    yield "title", content.name, "zh-Hans"
    yield "title", content.name_mn, MONGOLIAN
    for other in content.names:
        yield "title", other.name, LANGUAGES.get(other.language, "und")
    for community in told.communities:
        yield "contributor", community, ""
    for field in ("tk_class", "tk_type", "ich_category"):
        yield "subject", told.word(field), ""
    yield "description", content.summary, "zh-Hans"
    yield "description", content.text, "zh-Hans"
    yield "publisher", told.publisher, ""
    yield "date", told.changed, ""
    yield "type", told.word("kind"), ""
    yield "identifier", told.address, ""
    yield "identifier", told.number, ""
    for source in content.sources:
        yield "source", "，".join(part for part in (source.title, source.author, source.date_text) if part), ""
    for code, name in told.places:
        yield "coverage", f"{name} ({code})", ""
    yield "coverage", content.known_since_text or _year(content.known_since_year), ""
    yield "rights", told.rights, ""
    for code, name in told.labels:
        yield "rights", f"{name} ({code})", ""


def _year(year: int | None) -> str:
    return "" if year is None else f"{year:05d}" if year < 0 else f"{year:04d}"


def own_xml(told: Told) -> etree._Element:
    """Return every field that may be told as XML in the namespace `urn:erdem:record:1`."""
    root = etree.Element(
        f"{{{OWN}}}record", nsmap=_OWN_NAMES, attrib={"number": told.number, "level": f"A{told.level}"}
    )
    for name, value in _fields(told):
        _put(root, name, value)
    for community in told.communities:
        _put(root, "community", community)
    for code, label in told.labels:
        _put(root, "label", label, code=code)
    for code, place in told.places:
        _put(root, "place", place, code=code)
    _put(root, "rights", told.rights)
    return root


def _put(parent: etree._Element, name: str, value: Any, **given: str) -> None:
    if isinstance(value, dict):
        child = etree.SubElement(parent, f"{{{OWN}}}{name}", given)
        for key, each in value.items():
            if each not in (None, "", False):
                _put(child, key, each)
    elif value not in (None, "", False):
        etree.SubElement(parent, f"{{{OWN}}}{name}", given).text = xml_text("true" if value is True else str(value))


def _fields(told: Told) -> Iterator[tuple[str, Any]]:
    """Yield the content, one thing at a time, in the order of the fields of a record."""
    for name, value in asdict(told.content).items():
        if name in _SKIPPED or name == "places" or value in (None, "", (), {}, False):
            continue
        if name == "extra":
            yield from (("extra", {"key": key, "value": each}) for key, each in value.items())
        elif isinstance(value, (tuple, list)):
            singular = name.removesuffix("s") if name in CHILDREN else "subject_group"
            yield from ((singular, each) for each in value)
        else:
            yield name, value


def linked_data(told: Told, context: str) -> dict[str, Any]:
    """Return the description as JSON-LD; ``context`` is the address of our context."""
    content = told.content
    names = [(content.name, "zh-Hans"), (content.name_mn, MONGOLIAN)]
    also = [(line.name, LANGUAGES.get(line.language, "und")) for line in content.names]
    graph: dict[str, Any] = {
        "@context": context,
        "@id": told.address,
        "@type": ["schema:CreativeWork", "erdem:TraditionalKnowledge"],
        "identifier": told.number,
        "name": _tagged(names),
        "alternativeName": _tagged(also),
        "additionalType": told.word("kind"),
        "subject": [word for field in ("tk_class", "tk_type", "ich_category") if (word := told.word(field))],
        "abstract": content.summary,
        "text": content.text,
        "holder": [{"@type": "schema:Organization", "name": name} for name in told.communities],
        "spatial": [{"@type": "schema:Place", "identifier": code, "name": name} for code, name in told.places],
        "temporal": content.known_since_text or _year(content.known_since_year),
        "source": [_present(asdict(source)) for source in content.sources],
        "ingredient": [_present(asdict(line)) for line in content.ingredients],
        "step": [_present(asdict(line)) for line in content.steps],
        "material": list(content.materials),
        "product": list(content.products),
        "indication": content.indication,
        "rights": told.rights,
        "accessLevel": f"A{told.level}",
        "label": [{"identifier": code, "name": name} for code, name in told.labels],
        "modified": told.changed,
        "publisher": told.publisher,
    }
    return _present(graph)


def _tagged(names: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"@value": name, "@language": language} for name, language in names if name]


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [], False)}


CONTEXT: Final[dict[str, Any]] = {
    "@context": {
        "@version": 1.1,
        "schema": "https://schema.org/",
        "dcterms": "http://purl.org/dc/terms/",
        "erdem": "urn:erdem:terms:1:",
        "identifier": "dcterms:identifier",
        "name": "schema:name",
        "alternativeName": "dcterms:alternative",
        "additionalType": "schema:additionalType",
        "subject": "dcterms:subject",
        "abstract": "dcterms:abstract",
        "text": "schema:text",
        "holder": "erdem:holder",
        "spatial": "dcterms:spatial",
        "temporal": "dcterms:temporal",
        "source": {"@id": "dcterms:source", "@context": {"@vocab": "urn:erdem:terms:1:", "title": "dcterms:title"}},
        "ingredient": {"@id": "erdem:ingredient", "@container": "@list", "@context": {"@vocab": "urn:erdem:terms:1:"}},
        "step": {"@id": "erdem:step", "@container": "@list", "@context": {"@vocab": "urn:erdem:terms:1:"}},
        "material": "schema:material",
        "product": "erdem:product",
        "indication": "erdem:indication",
        "rights": "dcterms:rights",
        "accessLevel": "erdem:accessLevel",
        "label": "erdem:label",
        "modified": {"@id": "dcterms:modified", "@type": "http://www.w3.org/2001/XMLSchema#date"},
        "publisher": "dcterms:publisher",
    }
}
