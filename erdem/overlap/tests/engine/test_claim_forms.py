"""The forms in which claims write their compositions, one sentence a form."""

from __future__ import annotations

import pytest

from erdem.lib.quantity import Kind
from erdem.overlap.engine import Canonicaliser
from erdem.overlap.engine.claims import parse_text

Bounds = tuple[float | None, float | None, str]


def read(text: str, canonicalise: Canonicaliser) -> dict[str, Bounds]:
    parsed = parse_text(text, canonicalise)
    assert all(text[slice(*mention.span)] == mention.name for mention in parsed.mentions)
    return {m.name: (m.quantity.lo, m.quantity.hi, m.quantity.unit) for m in parsed.mentions}


@pytest.mark.parametrize(
    "text",
    [
        "一种药，由黄芪10-20份、当归5份组成",
        "一种药，由黄芪10～20重量份、当归5重量份组成",
        "一种药，由10至20份黄芪、5份当归组成",
        "各组分的重量份数为：黄芪：10-20；当归：5。",
        "一种药，重量份组成如下：黄芪10到20，当归5。",
        "一种药，由黄芪（10—20份）、当归（5份）组成",
        "①黄芪10-20份；②当归5份",
        "黄芪10-20份当归5份",
        "黄 芪 １０ － ２０ 份 、 当 归\n５ 份",
        "由黄芪十至二十份、当归五份制成",
        "含有黄芪的用量为10-20份，当归的用量为5份",
    ],
)
def test_every_way_to_write_a_list_gives_the_same_amounts(canonicalise: Canonicaliser, text: str) -> None:
    found = [(m.substance.id, m.quantity.lo, m.quantity.hi) for m in parse_text(text, canonicalise).mentions]
    assert found == [("huang-qi", 10, 20), ("dang-gui", 5, 5)]


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("黄芪不少于5%", (5, None, "%")),
        ("黄芪至少5％", (5, None, "%")),
        ("黄芪≤3%", (None, 3, "%")),
        ("黄芪大于5小于10份", (5, 10, "份")),
        ("黄芪10±2g", (8, 12, "g")),
        ("黄芪约5克", (5, 5, "g")),
        ("黄芪0.5‰", (0.5, 0.5, "‰")),
        ("黄芪1kg", (1, 1, "kg")),
        ("黄芪20ml", (20, 20, "ml")),
        ("黄芪5份以上", (5, None, "份")),
    ],
)
def test_bounds_and_units_are_kept_as_they_are_written(canonicalise: Canonicaliser, text: str, bounds: Bounds) -> None:
    assert read(f"一种药，由{text}、当归3份组成", canonicalise)["黄芪"] == bounds


def test_an_excluded_bound_is_marked(canonicalise: Canonicaliser) -> None:
    first = parse_text("由黄芪大于5小于10份、当归3份组成", canonicalise).mentions[0].quantity
    assert (first.lower_open, first.upper_open) == (True, True)
    assert not parse_text("由黄芪5-10份、当归3份组成", canonicalise).mentions[0].quantity.lower_open


def test_the_rest_and_a_preferred_amount_stand_apart_from_the_range(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("由黄芪10-20份（优选15份）、当归5-10份，优选8份，蜂蜜余量制成。优选黄芪12份。", canonicalise)
    assert [(m.quantity.lo, m.quantity.hi, m.preferred.lo) for m in parsed.mentions[:2]] == [(10, 20, 15), (5, 10, 8)]
    assert parsed.mentions[2].quantity.kind is Kind.REST
    assert len(parsed.mentions) == 3


def test_a_ratio_may_have_ranges_and_stand_between_the_names(canonicalise: Canonicaliser) -> None:
    assert read("由黄芪、当归、甘草按重量比(2-3):2:1组成", canonicalise)["黄芪"] == (2, 3, "份")
    assert read("黄芪：当归：甘草=3:2:1", canonicalise) == {
        "黄芪": (3, 3, "份"),
        "当归": (2, 2, "份"),
        "甘草": (1, 1, "份"),
    }


def test_alternatives_of_one_place_share_a_group(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("含有黄芪10份、当归或川芎5份，以及选自由人参、党参和甘草组成的组中的至少一种。", canonicalise)
    assert [m.group for m in parsed.mentions] == [None, 0, 0, 1, 1, 1]
    assert parsed.mentions[1].quantity.lo == 5
    english = parse_text(
        "A composition comprising licorice, and one selected from the group consisting of ginger, "
        "cinnamon bark and dried tangerine peel.",
        canonicalise,
    )
    assert [m.group for m in english.mentions][:3] == [None, 0, 0]


def test_a_concentration_of_a_solvent_is_no_amount(canonicalise: Canonicaliser) -> None:
    assert read("一种洗剂，由60%乙醇20份、樟脑3份制成", canonicalise)["乙醇"] == (20, 20, "份")


def test_names_of_the_title_are_not_listed_twice(canonicalise: Canonicaliser) -> None:
    text = "一种黄芪枸杞酒，其特征在于：由黄芪10克、枸杞子5克、白酒500ml制成。"
    assert list(read(text, canonicalise)) == ["黄芪", "枸杞子", "白酒"]


def test_what_is_prepared_after_the_list_adds_nothing(canonicalise: Canonicaliser) -> None:
    text = "由黄芪10份、当归5份制成，制备方法为：加8倍量水煎煮2次，加蜂蜜制丸。"
    assert list(read(text, canonicalise)) == ["黄芪", "当归"]


def test_a_longer_name_is_not_cut_to_the_known_one_in_it(canonicalise: Canonicaliser) -> None:
    parsed = parse_text("含有雪莲多糖3g、维生素C 50mg、β-环糊精2g、甘草1g", canonicalise)
    assert [m.name for m in parsed.mentions] == ["雪莲多糖", "维生素C", "β-环糊精", "甘草"]
    assert [m.quantity.lo for m in parsed.mentions] == [3, 50, 2, 1]


def test_english_amounts_stand_before_or_behind_the_name(canonicalise: Canonicaliser) -> None:
    text = (
        "A composition consisting of from about 5 to 10 wt % Glycyrrhiza uralensis Fisch. root extract, between 2% and 4% "
        "Panax ginseng, sodium bicarbonate in an amount of 1 g, magnesium stearate (0.5% by weight), up to 5% honey "
        "(preferably 3%), at least 3 parts by weight of oxybenzone and the balance water."
    )
    found = read(text, canonicalise)
    water = found.pop("water")
    assert water[:2] == (None, None)
    assert found == {
        "Glycyrrhiza uralensis Fisch. root extract": (5, 10, "%"),
        "Panax ginseng": (2, 4, "%"),
        "sodium bicarbonate": (1, 1, "g"),
        "magnesium stearate": (0.5, 0.5, "%"),
        "honey": (None, 5, "%"),
        "oxybenzone": (3, None, "份"),
    }
    mentions = {m.name: m for m in parse_text(text, canonicalise).mentions}
    assert mentions["honey"].preferred.lo == 3
    assert mentions["water"].quantity.kind is Kind.REST
    assert mentions["Glycyrrhiza uralensis Fisch. root extract"].substance.id == "gan-cao"


def test_an_abbreviated_genus_is_the_one_spelt_out_before(canonicalise: Canonicaliser) -> None:
    parsed = parse_text(
        "A tea comprising Scutellaria baicalensis 5 g, wherein 2 g of S. baicalensis root is fried.", canonicalise
    )
    assert {m.substance.id for m in parsed.mentions} == {"huang-qin"}
