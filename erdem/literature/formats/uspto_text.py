"""Texts and fields out of the element trees of the American office, each element looked at once.

What costs time in these files is the number of elements, not of characters: every visit to an element from
Python is paid for. So white space is made single inside the XML library, and the children of a small element
are read in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, cast

from lxml import etree

from erdem.lib.fields import squeeze
from erdem.literature.formats.model import Claim

SQUEEZED: Final = etree.XPath("normalize-space()", smart_strings=False)
MOST_DIGITS: Final = 6
APART: Final = ("claim-text", "li", "dd", "dt")


def plain(element: etree._Element) -> str:
    """All text of an element in one line."""
    text = str(SQUEEZED(element))
    return text if text.isascii() or text.isprintable() else squeeze(text)  # an em space is white, but not in XML


def child(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child with this tag."""
    return next(element.iterchildren(tag), None)


def parts(element: etree._Element | None) -> dict[str, str]:
    """Text of each child under its tag, without surrounding space; the last of those that repeat."""
    return {} if element is None else {child.tag: (child.text or "").strip() for child in element}


def sections(element: etree._Element) -> dict[str, etree._Element]:
    """The children of an element under their tags; the first of those that repeat."""
    found: dict[str, etree._Element] = {}
    for child in element:
        found.setdefault(child.tag, child)
    return found


def set_apart(element: etree._Element, blocks: tuple[str, ...] = APART) -> None:
    """Put a space around blocks and after the cells of a table, so that words of two do not grow together."""
    for block in element.iter(*blocks):
        block.text = " " + (block.text or "")
        tail = block.tail
        if not tail or not tail[0].isspace():
            block.tail = " " + (tail or "")
    for cell in element.iter("entry"):
        if not cell.tail:
            cell.tail = " "


def paragraphs(element: etree._Element | None, tags: tuple[str, ...] = ("p", "heading")) -> str:
    """The paragraphs and headings of a description, one a line; empty ones are left out."""
    if element is None:
        return ""
    set_apart(element)
    text = "\n".join(filter(None, [cast("str", SQUEEZED(part)) for part in element.iter(*tags)]))
    if text.isascii():
        return text
    return "\n".join([line if line.isprintable() else squeeze(line) for line in text.split("\n")])


def without_number(text: str) -> str:
    """A claim without the number it begins with (`12. A plaster` and `12 . A plaster`)."""
    head = text[:8].lstrip("0123456789 ")
    if text[:1].isdigit() and head.startswith("."):
        return text[text.index(".") + 1 :].strip()
    return text


def claim_number(written: str, before: Sequence[Claim]) -> int:
    """The number of a claim as written (`00012`), else the one after the last."""
    if 0 < len(written) <= MOST_DIGITS and written.isascii() and written.isdigit() and int(written):
        return int(written)
    return before[-1].n + 1 if before else 1


def references(listed: Iterable[str], number: int) -> tuple[int, ...]:
    """Numbers of earlier claims from the identifiers that a claim points to (`CLM-00001`)."""
    digits = (one.rpartition("-")[2] for one in listed)
    found = {int(one) for one in digits if len(one) <= MOST_DIGITS and one.isascii() and one.isdigit()}
    return tuple(sorted(one for one in found if 0 < one < number))
