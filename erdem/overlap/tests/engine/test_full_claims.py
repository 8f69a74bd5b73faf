"""Dependent claims together with what they refer to, and what claims say beside their composition."""

from __future__ import annotations

from erdem.overlap import engine
from erdem.overlap.engine import Canonicaliser, ParsedPatent
from erdem.overlap.engine.claims import Openness, Transition, parse_text

CLAIMS = [
    "1.一种治疗咳嗽的中药，其特征在于，由黄芪10-20份、当归5-10份、甘草3份组成。",
    "2.根据权利要求1所述的中药，其特征在于，所述黄芪为15份。",
    "3.根据权利要求1或2所述的中药，其特征在于，还包括乳香5份。",
    "4.根据权利要求1-3任一项所述的中药，其特征在于，所述中药为丸剂，口服。",
]


def parsed(claims: list[str], canonicalise: Canonicaliser) -> ParsedPatent:
    patent, _ = engine.patent({"publication": "CN1", "claims": claims}, 0)
    assert patent is not None
    return engine.parse_patent(patent, canonicalise)


def test_a_narrower_dose_stands_in_the_place_of_the_wider_one(canonicalise: Canonicaliser) -> None:
    second = next(full for full in parsed(CLAIMS, canonicalise).full_claims if full.number == 2)
    assert second.through == (1,)
    assert [(i.name, i.quantity.lo, i.quantity.hi, i.claim) for i in second.ingredients] == [
        ("黄芪", 15, 15, 2),
        ("当归", 5, 10, 1),
        ("甘草", 3, 3, 1),
    ]


def test_a_multiple_reference_gives_one_reading_for_each_parent(canonicalise: Canonicaliser) -> None:
    third = [full for full in parsed(CLAIMS, canonicalise).full_claims if full.number == 3]
    assert [full.through for full in third] == [(1,), (2, 1)]
    assert [full.ingredients[0].quantity.lo for full in third] == [10, 15]
    assert [full.ingredients[-1].name for full in third] == ["乳香", "乳香"]
    assert {full.transition for full in third} == {Transition.OPEN}


def test_any_one_of_refers_to_all_and_the_composition_comes_along(canonicalise: Canonicaliser) -> None:
    patent = parsed(CLAIMS, canonicalise)
    fourth = [full for full in patent.full_claims if full.number == 4]
    assert patent.claims[3].depends_on == (1, 2, 3)
    assert [full.through[0] for full in fourth] == [1, 2, 3, 3]
    assert all(len(full.ingredients) >= 3 for full in fourth)
    assert [phrase.slug for phrase in patent.forms] == ["pill"]
    assert [phrase.slug for phrase in patent.routes] == ["oral"]


def test_english_claims_resolve_alike(canonicalise: Canonicaliser) -> None:
    patent = parsed(
        [
            "1. A composition comprising 5 to 10% of licorice and 3% of ginger.",
            "2. The composition of claim 1, wherein the licorice is present in an amount of 8%.",
            "3. The composition of any one of claims 1 to 2, further comprising 1% of nutmeg, as an oral tablet.",
        ],
        canonicalise,
    )
    assert [i.quantity.lo for i in patent.full_claims[1].ingredients] == [8, 3]
    assert [full.through for full in patent.full_claims[2:]] == [(1,), (2, 1)]
    assert patent.full_claims[-1].ingredients[-1].name == "nutmeg"
    assert [phrase.slug for phrase in patent.forms] == ["tablet"]


def test_alternatives_keep_their_group_in_the_composition(canonicalise: Canonicaliser) -> None:
    patent = parsed(["1.一种药，由黄芪10份、当归或川芎5份组成。"], canonicalise)
    groups = [item.group for item in patent.ingredients]
    assert groups[0] is None
    assert groups[1] == groups[2] is not None


def test_openness_has_degrees(canonicalise: Canonicaliser) -> None:
    said = [
        parse_text(text, canonicalise).openness
        for text in (
            "一种药，由黄芪和当归组成",
            "一种药，主要由黄芪和当归组成",
            "一种药，包括黄芪和当归",
            "A tea consisting of ginger and licorice",
            "A tea consisting essentially of ginger and licorice",
            "A tea comprising ginger and licorice",
        )
    ]
    assert said == [Openness.CLOSED, Openness.MOSTLY, Openness.OPEN] * 2


def test_a_product_by_its_process_is_marked_and_its_steps_are_read(canonicalise: Canonicaliser) -> None:
    text = (
        "一种颗粒剂，由以下方法制备得到：取黄芪10份、当归5份，加8倍量水煎煮2次，每次1.5小时，过滤，滤液浓缩，"
        "用60%乙醇在70℃回流提取，烘干，粉碎过80目筛。"
    )
    parsed_text = parse_text(text, canonicalise)
    assert parsed_text.by_process
    decocted = next(step for step in parsed_text.steps if "煎" in step.operation)
    assert (decocted.ratio, decocted.repeats, decocted.time) == ("8倍量", "2次", "1.5小时")
    assert any(step.solvent == "60%乙醇" and step.temperature == "70°c" for step in parsed_text.steps)
    assert any(step.mesh == "80目" for step in parsed_text.steps)


def test_english_steps_are_read_in_order(canonicalise: Canonicaliser) -> None:
    text = (
        "A method for preparing an extract, comprising: grinding the licorice to 80 mesh; refluxing the powder with 70% ethanol "
        "at 60-80° C. for 2 hours twice; filtering; and drying at 60° C."
    )
    steps = parse_text(text, canonicalise).steps
    assert [step.operation for step in steps] == ["grinding", "refluxing", "filtering", "drying"]
    assert steps[0].mesh == "80 mesh"
    assert steps[0].material == "licorice"
    assert (steps[1].solvent, steps[1].time, steps[1].repeats) == ("70% ethanol", "2 hours", "twice")
    assert steps[3].temperature == "60° c"


def test_several_uses_keep_their_places(canonicalise: Canonicaliser) -> None:
    text = "一种治疗咳嗽的药物，由黄芪10份组成，用于缓解胸闷。"
    uses = parse_text(text, canonicalise).indications
    assert [text[slice(*use.span)] for use in uses] == [use.text for use in uses]
    assert {"咳嗽", "缓解胸闷"} <= {use.text for use in uses} or {"咳嗽", "胸闷"} <= {use.text for use in uses}
