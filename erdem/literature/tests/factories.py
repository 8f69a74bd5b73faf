"""Publications for the tests of the search."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.literature.models import Publication, TextUnit
from erdem.literature.services import import_file


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


RECORDS = (
    {
        "publication": "CN105192728B",
        "application": "201510503455.9",
        "title": "一种风干牦牛肉的制备方法",
        "abstract": "切块后先室外风干，再室内风干。",
        "claims": ["1. 一种方法。", "2. 根据权利要求1所述的方法。", "3. 根据权利要求2所述的方法。"],
        "ipc": ["A23L13/10"],
        "filing_date": "2015-08-17",
        "applicant": "示例公司",
        "applicant_place": "四川",
    },
    {
        "publication": "CN101361572A",
        "title": "全羊风干肉及其制做方法",
        "type": "invention",
        "ingredients": [{"name": "羊肉", "lo": 100, "hi": 100, "unit": "份"}, {"name": "食盐"}],
        "steps": [{"op": "风干", "time": "20天"}],
        "source": "示例网",
        "confidence": "excerpt only",
    },
    {"publication": "US5401504A", "title": "Use of <turmeric> in wound healing", "abstract": "Curcuma & wounds."},
)


def bring_in(folder: Path, records: Any = RECORDS, name: str = "示例.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    with acting_as(SYSTEM):
        assert import_file(SYSTEM, path, source_name="示例来源").rejected == 0
    return path
