"""Publications for the tests of the search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.literature.models import Publication, TextUnit


def make_publication(
    number: str, title: str = "示例", *, claims: Sequence[str] = (), description: str = "", **fields: Any
) -> Publication:
    """Write a publication with its texts, as an import would."""
    with acting_as(SYSTEM):
        made = Publication.objects.create(
            **{
                "number": number,
                "number_key": number,
                "number_stem": number.rstrip("ABUS0123456789"[:4]),
                "country": number[:2],
                "title": title,
                "title_language": "zh",
                "search_text": "\n".join((title, *claims, description)).lower(),
                **fields,
            }
        )
        units = [TextUnit(unit="title", language="zh", text=title)]
        units += [TextUnit(unit="claim", ordinal=place, text=text) for place, text in enumerate(claims, start=1)]
        units += [TextUnit(unit="description", ordinal=1, text=description)] if description else []
        for unit in units:
            unit.publication = made
        TextUnit.objects.bulk_create(units)
    return made
