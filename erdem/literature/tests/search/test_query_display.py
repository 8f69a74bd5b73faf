"""The page shows how a query was understood; taking a part out or switching a herb keeps the rest as it was typed."""

from __future__ import annotations

import pytest

from erdem.literature.search.language.display import Part, part_at, parts, with_switch, without
from erdem.literature.search.language.nodes import Herb, Variant
from erdem.literature.search.language.parser import parse


def _all(found: tuple[Part, ...]) -> list[Part]:
    return [one for part in found for one in (part, *_all(part.children))]


def _without(text: str, typed: str) -> str:
    parsed = parse(text)
    return without(parsed, next(part for part in _all(parts(parsed)) if part.typed == typed))


def test_the_parts_say_what_each_is() -> None:
    variants = (Variant("酸刺"),)
    text = "{沙棘} ti:发酵 NEAR/3 乳清 IPC：A61K36/48 2005年以后 -皮革 CN 102302596 A"
    found = parts(parse(text, expander=lambda name: variants))
    assert [(part.kind, part.field, part.values) for part in found] == [
        ("herb", "", ("沙棘",)),
        ("near", "", ("3",)),
        ("class", "ic", ("A61K36/48",)),
        ("range", "date", ("2005-01-01", "")),
        ("not", "", ()),
        ("number", "", ("CN102302596A",)),
    ]
    assert found[0].variants == variants
    assert [(part.kind, part.field, part.values) for part in found[1].children] == [
        ("word", "ti", ("发酵",)),
        ("word", "ti", ("乳清",)),
    ]
    assert [part.path for part in _all(found)] == ["0", "1", "1.0", "1.1", "2", "3", "4", "4.0", "5"]
    assert all(text[part.start : part.end] == part.typed for part in _all(found))


def test_all_documents_have_no_parts() -> None:
    assert parts(parse("")) == parts(parse("*")) == ()


@pytest.mark.parametrize(
    ("text", "typed", "left"),
    [
        ("沙棘 黄酮 -皮革", "黄酮", "沙棘 -皮革"),
        ("沙棘 黄酮 -皮革", "-皮革", "沙棘 黄酮"),
        ("沙棘 黄酮 -皮革", "皮革", "沙棘 黄酮"),
        ("沙棘", "沙棘", ""),
        ("-皮革", "-皮革", ""),
        ("沙棘 AND 黄酮 OR 皮革", "黄酮", "沙棘 OR 皮革"),
        ("沙棘 AND 黄酮 OR 皮革", "皮革", "沙棘 AND 黄酮"),
        ("（沙棘 或 酸刺） 与 黄酮", "沙棘", "（酸刺） 与 黄酮"),
        ("（沙棘 或 酸刺） 与 黄酮", "（沙棘 或 酸刺）", "黄酮"),
        ("ti=（沙棘） AND 黄酮", "ti=（沙棘）", "黄酮"),
        ("标题：黃耆 NEAR 乳清 酒", "酒", "标题：黃耆 NEAR 乳清"),
        ("标题：黃耆 NEAR 乳清", "标题：黃耆", "ti:乳清"),
        ("標題 不含酒 酒精", "酒", "標題 酒精"),
        ('a"b"c', '"b"', "a c"),
        ("CN 沙棘 102302596", "沙棘", "cn AND 102302596"),
    ],
)
def test_a_part_goes_with_its_connector_and_the_rest_stays_as_typed(text: str, typed: str, left: str) -> None:
    assert _without(text, typed) == left


def test_a_part_is_found_again_by_its_path() -> None:
    parsed = parse("沙棘 (酸刺 OR 黄酮)")
    part = part_at(parsed, "1.0")
    assert part is not None
    assert part.values == ("酸刺",)
    for path in ("2", "1.7", "1.0.0", "x", "-1", "1..0", "9" * 50, "²"):
        assert part_at(parsed, path) is None


@pytest.mark.parametrize(
    ("text", "off", "on"),
    [
        ("ti:({沙棘} OR a) b", "ti:({沙棘!} OR a) b", "ti:({沙棘} OR a) b"),
        ("｛沙棘！｝ 酒", "｛沙棘!｝ 酒", "｛沙棘｝ 酒"),
        ("{沙棘 酒", "{沙棘!} 酒", "{沙棘} 酒"),
    ],
)
def test_a_herb_is_switched_where_it_stands(text: str, off: str, on: str) -> None:
    parsed = parse(text)
    herb = next(part for part in _all(parts(parsed)) if isinstance(part.node, Herb))
    assert with_switch(parsed, herb, on=False) == off
    assert with_switch(parsed, herb, on=True) == on


def test_what_is_no_herb_is_not_switched() -> None:
    parsed = parse("沙棘 酒")
    assert with_switch(parsed, parts(parsed)[0], on=False) == "沙棘 酒"
