"""A certificate is whole or refused, reads back as it was written, and never says what is confidential."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from erdem.sharing import ircc
from erdem.sharing.ircc import Certificate, Confidential, Entity, Intent, IrccRefused, Link, Usage

POINT = {"type": "Point", "coordinates": [116.1, 43.9]}
WHOLE = Certificate(
    languages=("zh", "en"),
    country="CN",
    issuing_authority={"zh": "示例旗知识产权局"},
    number="XK-2026-0001",
    issued_on=dt.date(2026, 11, 26),
    expires_on=dt.date(2028, 11, 25),
    pic_granted=True,
    mat_established=True,
    providers=(Entity({"zh": "示例嘎查"}, "CN"),),
    entities=(Entity({"zh": "示例企业"}, "CN"),),
    subject_matter={"zh": "示例奶豆腐的制作"},
    usages=(Usage.COMMERCIAL,),
    taxonomies=(Link("https://www.gbif.org/species/2441022", "Bos taurus"),),
    keywords=("food",),
    geography=POINT,
    usages_description={"zh": "示例用途"},
    third_party_transfer={"zh": "不得转让"},
)


def problems(certificate: Certificate) -> dict[str, str]:
    with pytest.raises(IrccRefused) as refused:
        ircc.check(certificate)
    return {one.field: str(one.code) for one in refused.value.problems}


def test_it_reads_back_as_it_was_written() -> None:
    written = ircc.as_bytes(ircc.as_document(WHOLE))
    assert ircc.read_bytes(written) == WHOLE
    assert ircc.as_bytes(ircc.as_document(ircc.read_bytes(written))) == written


def test_the_names_are_those_of_the_clearing_house() -> None:
    document = ircc.as_document(WHOLE)
    assert document["header"] == {"schema": "absPermit", "languages": ["zh", "en"]}
    assert document["government"] == {"identifier": "cn"}
    assert (document["title"], document["dateOfIssuance"]) == ("XK-2026-0001", "2026-11-26")
    assert document["usages"] == [{"identifier": "commercial"}]
    assert document["gisFiles"] == [POINT]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"languages": ()}, "header.languages", "missing"),
        ({"languages": ("zh", "zh")}, "header.languages", "wrong_value"),
        ({"country": ""}, "government", "missing"),
        ({"country": "China"}, "government", "wrong_value"),
        ({"issuing_authority": {}}, "absCNA", "missing"),
        ({"number": " "}, "title", "missing"),
        ({"expires_on": dt.date(2026, 11, 25)}, "dateOfExpiry", "ends_before_it_begins"),
        ({"providers": ()}, "providers", "missing"),
        ({"entities": ()}, "entitiesToWhomPICGranted", "missing"),
        ({"pic_granted": False}, "picGranted", "not_granted"),
        ({"mat_established": False}, "matEstablished", "not_granted"),
        ({"subject_matter": {"zh": " "}}, "subjectMatter", "missing"),
        ({"usages": ()}, "usages", "missing"),
        ({"keywords": ("other",)}, "keywordOther", "missing"),
        ({"geography": {"type": "Point", "coordinates": [999, 0]}}, "gisFiles", "wrong_value"),
        ({"taxonomies": (Link("javascript:alert(1)"),)}, "taxonomies", "wrong_value"),
        ({"usages_description": {"fr": "…"}}, "usagesDescription", "wrong_value"),
        ({"usages_description": {"zh": "长" * 20_001}}, "usagesDescription", "too_large"),
        ({"intent": Intent.UPDATE, "amended": ("XK-2026-0000",)}, "amendmentDescription", "missing"),
        ({"intent": Intent.UPDATE, "amendment_description": {"zh": "改"}}, "amendedPermits", "missing"),
        ({"amended": ("XK-2026-0000",)}, "amendmentIntent", "missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_whole_is_refused_by_the_name_of_the_field(change: dict[str, Any], field: str, code: str) -> None:
    assert problems(replace(WHOLE, **change))[field] == code


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert len(problems(replace(WHOLE, country="", number="", pic_granted=False, usages=()))) == 4


@pytest.mark.parametrize("part", ["providers", "entities", "subject_matter", "usages"])
def test_what_is_confidential_is_said_to_be_so_and_nowhere_else(part: str) -> None:
    secret = {
        "providers": ["示例嘎查", "116.1"],
        "entities": ["示例企业"],
        "subject_matter": ["示例奶豆腐", "gbif", "116.1", "food", "示例用途"],
        "usages": ["示例用途", '"commercial"'],
    }[part]
    hidden = replace(WHOLE, confidential=Confidential(**{part: True}))
    text = ircc.as_bytes(ircc.as_document(hidden)).decode()
    assert [word for word in secret if word in text] == []
    assert text.count("Confidential") == 1
    back = ircc.read_bytes(text.encode())
    assert back == hidden.public()


def test_a_document_that_hides_and_tells_is_refused() -> None:
    document = {**ircc.as_document(WHOLE), "providersConfidential": True}
    with pytest.raises(IrccRefused, match="given_and_confidential"):
        ircc.read(document)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"header": 1}', b"\xff\xfe", b"[" * 100_000, b"0" * 1_048_577],
    ids=["empty", "list", "cut", "bare", "bytes", "deep", "large"],
)
def test_what_is_no_certificate_is_refused_without_falling_over(content: bytes) -> None:
    with pytest.raises(IrccRefused):
        ircc.read_bytes(content)


def test_fields_that_the_form_does_not_have_are_refused() -> None:
    with pytest.raises(IrccRefused, match="price: unknown_field"):
        ircc.read({**ircc.as_document(WHOLE), "price": 1})


@pytest.mark.parametrize("name", sorted(ircc.as_document(WHOLE)))
def test_a_value_of_another_kind_is_refused(name: str) -> None:
    document = json.loads(ircc.as_bytes(ircc.as_document(WHOLE)))
    document[name] = 7
    with pytest.raises(IrccRefused):
        ircc.read(document)


@pytest.mark.parametrize(
    ("given", "good"),
    [
        (POINT, True),
        ({"type": "Feature", "geometry": POINT, "properties": {}}, True),
        ({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POINT}]}, True),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, True),
        ({"type": "GeometryCollection", "geometries": []}, False),
        ({"type": "Point", "coordinates": [True, 1]}, False),
        ({"type": "Point", "coordinates": [float("nan"), 1]}, False),
        ({"type": "Circle", "coordinates": [0, 0]}, False),
        ({"type": "MultiPoint", "coordinates": [[0, 0]] * 5_001}, False),
        ("Point", False),
    ],
    ids=["point", "feature", "collection", "polygon", "nothing", "truth", "nan", "circle", "many", "text"],
)
def test_only_places_on_earth_are_geography(given: Any, good: bool) -> None:
    assert ircc.is_geography(given) is good
