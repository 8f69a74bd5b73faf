"""Text of XML elements whatever their namespace: names without prefix, text in one line, claims with their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from lxml import etree

from erdem.lib.fields import squeeze
from erdem.literature.formats.claims import depends_on
from erdem.literature.formats.fields import guess_language
from erdem.literature.formats.model import Claim

# What begins a new line in print: its text is kept apart from its neighbours by a space.
BLOCKS: Final = frozenset(("p", "P", "Paragraphs", "heading", "Heading", "claim-text", "ClaimText", "li", "LI", "entry")) | {
    "row", "dd", "dt", "br", "BR", "tr", "td", "table",
}  # fmt: skip
LEADING_NUMBER: Final = re.compile(r"\s*(?:权利要求|claim\s+)?\d{1,4}\s*[.．、:：)）]\s*", re.IGNORECASE)
REFERENCES: Final = ("claim-ref", "ClaimReference", "ClaimRef")


def without_namespaces(root: etree._Element) -> etree._Element:
    """The same tree with every element and attribute under its plain name; changed in place."""
    for element in root.iter("*"):
        if element.tag[0] == "{":
            element.tag = etree.QName(element).localname
        for name in [name for name in element.attrib if name[0] == "{"]:
            value = str(element.attrib.pop(name))
            element.set(etree.QName(name).localname, value)
    return root


def plain(element: etree._Element | None) -> str:
    """All text of an element in one line, blocks kept apart by a space; empty when there is no element."""
    if element is None:
        return ""
    if not len(element):
        return squeeze(element.text or "")
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in BLOCKS:
            parts.append(" ")
        parts.append((node.text if event == "start" else node.tail if node is not element else "") or "")
    return squeeze("".join(parts))


def said(element: etree._Element | None, *paths: str) -> str:
    """The text of the first of these children that says anything."""
    if element is None:
        return ""
    return next(filter(None, (plain(element.find(path)) for path in paths)), "")


def first(element: etree._Element | None, *paths: str) -> etree._Element | None:
    """The first child there is of these, in the order of the names."""
    if element is None:
        return None
    return next((found for path in paths if (found := element.find(path)) is not None), None)


def paragraphs(element: etree._Element | None, *tags: str) -> str:
    """The paragraphs of an element, one a line; its whole text where it has none."""
    if element is None:
        return ""
    lines = [plain(one) for one in element.iter(*tags) if not any(up.tag in tags for up in one.iterancestors(*tags))]
    return "\n".join(filter(None, lines)) or plain(element)


def language(element: etree._Element | None, text: str, fallback: str = "") -> str:
    """The language an element says it is in (two small letters), else `fallback`, else the one the text looks like."""
    tag = "" if element is None else element.get("lang") or element.get("languageCode") or ""
    return (tag or fallback).strip().lower()[:2] or guess_language(text)


def read_claims(
    elements: Iterable[etree._Element], lang: str = "", text_of: Callable[[etree._Element], str] = plain
) -> tuple[Claim, ...]:
    """Claims that stand in an element each: number of the element, else of its text, else its place; no empty ones."""
    found: list[Claim] = []
    for element in elements:
        text = text_of(element)
        expected = found[-1].n + 1 if found else 1
        number = _claim_number(element, text, expected)
        match = LEADING_NUMBER.match(text)
        body = text[match.end() :] if match and str(number) in match[0] else text
        if body:
            referred = _referred(element) or depends_on(body, number)
            found.append(Claim(number, body, lang or guess_language(body), tuple(n for n in referred if n < number)))
    return tuple(found)


def _claim_number(element: etree._Element, text: str, expected: int) -> int:
    """The number must not run backwards, so that a misprint does not give two claims one number."""
    written = element.get("num", "") or said(element, "ClaimNumber")
    leading = re.match(r"\s*(\d{1,4})\s*[.．、]", text)
    for digits in (written, leading[1] if leading else ""):
        if digits.isascii() and digits.isdigit() and expected <= int(digits) < 10_000:
            return int(digits)
    return expected


def _referred(element: etree._Element) -> tuple[int, ...]:
    listed = " ".join(one.get("idref") or one.get("idrefs") or "" for one in element.iter(*REFERENCES)).split()
    ends = (re.search(r"(\d{1,4})$", one) for one in listed)
    return tuple(sorted({int(end[1]) for end in ends if end}))
