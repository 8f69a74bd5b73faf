"""JSON records of traditional knowledge: the shapes at hand, and real files when they are there."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.knowledge.formats import Ingredient, Origin, Problem, TKEntry, detect, read

BESIDE = Path(__file__).resolve().parents[5] / "shared"


def take(*records: object, raw: bytes = b"") -> list[TKEntry | Problem]:
    data = raw or "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    return list(read(io.BytesIO(data), name="t"))


def one(**fields: Any) -> TKEntry:
    (found,) = take(fields)
    assert isinstance(found, TKEntry)
    return found


def test_a_formula_of_a_book() -> None:
    found = one(
        book="伤寒论",
        author="张仲景",
        dynasty="东汉",
        chapter="辨太阳病",
        name="黄芩汤",
        indication="下利",
        ingredients=[{"herb": "黄芩", "dose": "三两", "processing": None, "canonical": "黄芩"}],
        text="上四味",
    )
    assert (found.id, found.kind, found.tk_class, found.tk_type) == ("0", "formula", "2", "2.5")
    assert found.ingredients == (Ingredient("黄芩", "三两"),)
    source = found.sources[0]
    assert (source.title, source.author, source.dynasty, source.chapter) == ("伤寒论", "张仲景", "东汉", "辨太阳病")


def test_a_collected_process_keeps_its_confidence_and_code() -> None:
    found = one(
        name="擀毡",
        kind="process",
        places=["锡林郭勒"],
        materials=["羊毛"],
        steps=[{"op": "弹毛", "materials": "羊毛", "tool": "弓", "temp": None, "time": "半天"}],
        products=["毡"],
        sources=[{"title": "示例", "kind": "journal", "year": "2008"}],
        confidence="medium: two pages agree",
        ich_code="Ⅷ-226",
        earliest_known="13世纪",
    )
    assert (found.kind, found.item_code, found.ich_category) == ("process", "Ⅷ-226", "VIII")
    assert (found.known_since, found.confidence) == ("13世纪", "medium: two pages agree")
    assert found.steps[0].time == "半天"


def test_an_item_of_the_heritage_list() -> None:
    found = one(
        code="Ⅸ-12",
        sub_code="IX-012_03_150522",
        name="蒙医药",
        category="传统医药",
        batch=3,
        year=2011,
        declaring_place="内蒙古自治区科尔沁左翼后旗",
        city_code="150500",
        county_code="150522",
        protection_unit="示例单位",
    )
    assert (found.kind, found.ich_category, found.level, found.batch, found.list_year) == (
        "process",
        "IX",
        "national",
        3,
        2011,
    )
    assert found.origins == (Origin("内蒙古自治区科尔沁左翼后旗", "150522", "declaring place of the list item"),)
    assert (found.place_codes, found.protection_unit) == (("150522",), "示例单位")


def test_ingredients_may_be_bounds_texts_or_one_text() -> None:
    assert (
        one(name="a", ingredients=[{"name": "荜茇", "lo": 2, "hi": 4.5, "unit": "份"}]).ingredients[0].dose == "2~4.5份"
    )
    assert one(name="a", ingredients=["黄芩 三两", "芍药"]).ingredients == (
        Ingredient("黄芩", "三两"),
        Ingredient("芍药"),
    )
    assert one(name="a", ingredients="黄芩 三两; 芍药").ingredients[1].name == "芍药"


def test_what_has_no_field_is_kept_aside() -> None:
    found = one(name="a", text="b", attached_from="古今录验", approval=7, demonstration=True)
    assert found.extra == {"attached_from": "古今录验", "approval": "7"}
    assert found.demonstration


def test_arrays_and_gzip_are_read_and_numbered_from_zero() -> None:
    records = [{"name": "甲", "text": "x"}, {"name": "乙", "text": "y"}]
    for raw in (json.dumps(records).encode(), gzip.compress(json.dumps({"count": 2, "items": records}).encode())):
        assert [item.id for item in take(raw=raw) if isinstance(item, TKEntry)] == ["0", "1"]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"text": "x"}, "missing-name"),
        ({"name": "a", "kind": "recipe"}, "unknown-kind"),
        ({"name": "a", "tier": "D7"}, "unknown-tier"),
        ({"publication": "CN101098705A", "title": "a"}, "patent-record"),
        ({"name": "a", "tk_class": "9"}, "unknown-value"),
        ({"name": "a", "ingredients": [{"dose": "x"}]}, "wrong-field"),
        ([1], "not-a-record"),
    ],
)
def test_what_does_not_fit_is_named(record: object, code: str) -> None:
    items = take({"name": "first", "text": "x"}, record)
    assert [(item.code, item.line) for item in items if isinstance(item, Problem)] == [(code, 2)]


def test_a_truncated_gzip_gives_its_complete_lines() -> None:
    rows = "".join(json.dumps({"name": f"名{n * 7919 % 10007}", "text": str(n)}) + "\n" for n in range(9_000)).encode()
    items = take(raw=gzip.compress(rows)[:30_000])
    assert isinstance(items[-1], Problem)
    assert items[-1].code == "truncated-gzip"
    assert len(items) > 1_000


def shared(*parts: str) -> Path:
    path = Path(os.environ.get("ERDEM_SHARED", BESIDE)).joinpath("data", "tk", *parts)
    if not path.exists():
        pytest.skip(f"the shared data folder has no {'/'.join(parts)}")
    return path


def test_the_classical_formulas_keep_their_line_numbers() -> None:
    items = list(read(shared("classical_formulas.jsonl.gz"), keep_repeated=True))
    found = [item for item in items if isinstance(item, TKEntry)]
    assert len(found) == 22_211
    assert [int(entry.id) for entry in found] == list(range(22_211))
    assert sum(len(entry.ingredients) for entry in found) == 122_493  # one of the 122,494 has an empty name
    assert {entry.kind for entry in found} == {"formula"}


def test_repeated_classical_formulas_are_found() -> None:
    items = list(read(shared("classical_formulas.jsonl.gz")))
    refused = Counter(item.code for item in items if isinstance(item, Problem) and not item.kept)
    assert refused == {"repeated-record": 17}


@pytest.mark.parametrize(
    ("parts", "kinds"),
    [
        (("inner_mongolia_records.jsonl",), {"process": 27, "formula": 10, "narrative": 3}),
        (("ich", "inner_mongolia_ich.json"), {"narrative": 75, "process": 31}),
        (("modern", "cyliu03_formulas.json"), {"formula": 45}),
        (("modern", "cmssp_formulas.json"), {"formula": 92}),
    ],
)
def test_kinds_of_real_files(parts: tuple[str, ...], kinds: dict[str, int]) -> None:
    path = shared(*parts)
    assert detect(path) == "jsonl"
    items = list(read(path))
    assert Counter(item.kind for item in items if isinstance(item, TKEntry)) == kinds
    assert not [item for item in items if isinstance(item, Problem)]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["herb", "op", "title", "lo"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    "id name kind tier tk_class category sub_code batch year ingredients steps sources origins places materials "
    "book text aliases"
)


@given(st.dictionaries(st.sampled_from(FIELDS.split()), values, max_size=8))
def test_reading_never_raises_whatever_the_fields_hold(fields: dict[str, object]) -> None:
    for item in take(fields):
        assert isinstance(item, Problem) or (item.name and item.id)
