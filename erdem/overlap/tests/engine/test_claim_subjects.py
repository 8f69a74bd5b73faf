"""What an English claim is about decides what counts in it: compositions and preparations, apparatus, craft steps."""

from __future__ import annotations

import pytest

from erdem.lib.quantity import Kind
from erdem.overlap.engine import Canonicaliser
from erdem.overlap.engine.claims.parse import parse_patent, parse_text
from erdem.overlap.engine.claims.subject import Subject, subject_of
from erdem.overlap.engine.process.operations import classes_of
from erdem.overlap.engine.records import Patent

FELT = (
    "1. A method of making a felt, comprising carding sheep wool, laying the wool in layers on a mat, sprinkling hot "
    "water over the layers, rolling the mat with a rope, and drying it in the sun for 2 days."
)
DRIED_MEAT = (
    "1. A process for preparing dried meat, comprising cutting beef into strips, salting the strips with salt, hanging "
    "the strips in the wind for 3 months and grinding the dried beef."
)


def names(text: str, canonicalise: Canonicaliser, parent: Subject = Subject.UNKNOWN) -> list[str]:
    return [mention.name for mention in parse_text(text, canonicalise, parent=parent).mentions]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("1. a herbal composition comprising ginger", Subject.COMPOSITION),
        ("1. a process for preparing a fermented beverage, comprising heating milk", Subject.COMPOSITION),
        ("1. a method of treating a cold, comprising administering an extract of ginger", Subject.COMPOSITION),
        ("1. a thickener for cells, which comprises a starch and a clay", Subject.COMPOSITION),
        ("1. a rice cooker comprising a housing and a steel pot", Subject.THING),
        ("1. a method for manufacturing a printed circuit board, comprising etching copper", Subject.THING),
        ("1. an optical fiber comprising a core of silica", Subject.THING),
        ("1. a method of playing a game, comprising drawing a card", Subject.UNKNOWN),
    ],
)
def test_the_subject_is_read_from_the_noun_claimed_or_from_what_the_method_makes(text: str, subject: Subject) -> None:
    assert subject_of(text) is subject


def test_a_claim_that_refers_to_another_is_about_the_same() -> None:
    text = "2. the method of claim 1, wherein the metal is copper"
    assert [subject_of(text, parent) for parent in Subject] == list(Subject)


def test_no_material_of_an_apparatus_is_an_ingredient(canonicalise: Canonicaliser) -> None:
    text = "1. A tea brewing device comprising a housing made of steel, a silica filter and a tank for water and tea."
    assert names(text, canonicalise) == []


def test_everyday_words_count_as_entries_of_a_list_and_not_inside_a_longer_name(canonicalise: Canonicaliser) -> None:
    assert names("1. A food product comprising rice flour, sugar, salt and a preservative.", canonicalise) == [
        "rice flour",
        "sugar",
        "salt",
    ]
    found = names("1. An ointment comprising tea tree oil, beeswax and sodium chloride in water.", canonicalise)
    assert found == ["tea tree oil", "beeswax", "sodium chloride", "water"]


def test_what_a_material_is_said_to_be_is_read_when_the_claim_above_is_a_composition(
    canonicalise: Canonicaliser,
) -> None:
    text = "5. The method according to claim 1, wherein the clay is a smectite or a mica, and the oil is squalane."
    assert {"smectite", "mica", "squalane"} <= set(names(text, canonicalise, Subject.COMPOSITION))
    assert "smectite" not in names(text, canonicalise, Subject.THING)


def test_a_state_is_not_a_material(canonicalise: Canonicaliser) -> None:
    text = "5. The composition of claim 1, wherein the starch particles are crystalline and the oil is a liquid."
    assert not {"crystalline", "liquid"} & set(names(text, canonicalise, Subject.COMPOSITION))


def test_both_names_of_a_ratio_are_read_and_get_their_parts(canonicalise: Canonicaliser) -> None:
    text = (
        "1. A fertilizer comprising urea, humic acid and potassium chloride, wherein the weight ratio of urea to "
        "potassium chloride is 2:1."
    )
    found = {mention.name: mention.quantity.lo for mention in parse_text(text, canonicalise).mentions}
    assert found == {"urea": 2.0, "humic acid": None, "potassium chloride": 1.0}


def test_dependent_claims_of_a_patent_take_over_what_the_first_is_about(canonicalise: Canonicaliser) -> None:
    claims = (
        "1. A method of preparing a nanocomposite, comprising combining an organophilic clay and a polymer.",
        "2. The method of claim 1, wherein the organophilic clay is a smectite.",
    )
    parsed = parse_patent(Patent("X1", claims=claims), canonicalise)
    assert [claim.subject for claim in parsed.claims] == [Subject.COMPOSITION, Subject.COMPOSITION]
    assert "smectite" in [mention.name for mention in parsed.claims[1].mentions]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        (FELT, ["beat_wool", "lay", "sprinkle", "roll", "dry"]),
        (DRIED_MEAT, ["cut", "salt", "hang", "grind"]),
    ],
)
def test_craft_steps_of_an_english_claim_fall_into_their_classes(
    text: str, classes: list[str], canonicalise: Canonicaliser
) -> None:
    steps = parse_text(text, canonicalise).steps
    assert [classes_of(step.operation)[0] for step in steps] == classes


def test_steps_keep_material_and_time_and_a_state_is_no_step(canonicalise: Canonicaliser) -> None:
    felt, meat = (parse_text(text, canonicalise).steps for text in (FELT, DRIED_MEAT))
    assert [step.material for step in felt][:2] == ["sheep wool", "wool"]
    assert felt[-1].time == "2 days"
    assert [(step.operation, step.time) for step in meat][2] == ("hanging", "3 months")
    assert "dried" not in [step.operation for step in meat]


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("hanging", "hang"),
        ("hung", "hang"),
        ("carding", "beat_wool"),
        ("smearing", "smear"),
        ("sewing", "sew"),
        ("carving", "carve"),
        ("weaving", "weave"),
        ("dyeing", "colour"),
        ("felting", "roll"),
        ("stretching", "roll"),
        ("smoking", "smoke"),
        ("skimming", "skim"),
        ("curdling", "ferment"),
        ("churning", "churn"),
        ("kneading", "knead"),
        ("tanning", "tan"),
        ("refluxing", "extract"),
    ],
)
def test_forms_of_craft_verbs_have_a_class(word: str, slug: str) -> None:
    assert classes_of(word) == (slug,)


def test_a_thing_described_by_the_amounts_of_its_matter_has_ingredients(canonicalise: Canonicaliser) -> None:
    text = (
        "1. A turbine airfoil comprising an alloy, said alloy comprising 5% by weight of platinum and 2% of zirconium."
    )
    assert names(text, canonicalise) == ["platinum", "zirconium"]
    assert names(
        "1. A turbine airfoil comprising 5% by weight of platinum and a coating of zirconium.", canonicalise
    ) == ["platinum"]


def test_an_amount_in_the_composition_belongs_to_what_is_present_in_it(canonicalise: Canonicaliser) -> None:
    text = "2. The composition of claim 1, wherein the ginger extract is present in the composition in an amount of 5 wt %."
    found = parse_text(text, canonicalise).mentions
    assert [(mention.name, mention.quantity.lo) for mention in found] == [("ginger extract", 5.0)]


def test_filled_up_to_the_whole_is_the_rest(canonicalise: Canonicaliser) -> None:
    text = "1. A cream comprising 5 wt % of retinol, 50 to 90 wt % of beeswax and water to 100 wt %."
    found = {mention.name: mention.quantity.kind for mention in parse_text(text, canonicalise).mentions}
    assert found == {"retinol": Kind.EXACT, "beeswax": Kind.RANGE, "water": Kind.REST}


def test_unknown_entries_count_beside_known_ones_but_operations_and_roles_do_not(canonicalise: Canonicaliser) -> None:
    text = "1. A herbal tea consisting essentially of valerian root, passionflower, a carrier and cleaning."
    assert names(text, canonicalise) == ["valerian", "passionflower"]


def test_a_copolymer_of_two_is_one_name(canonicalise: Canonicaliser) -> None:
    text = (
        "3. The composition of claim 1, wherein the polymer is polypropylene, or copolymers of styrene and butadiene."
    )
    found = names(text, canonicalise, Subject.COMPOSITION)
    assert "polypropylene" in found
    assert "butadiene" not in found


def test_a_range_that_names_its_material_twice_is_one_range(canonicalise: Canonicaliser) -> None:
    text = "1. An alloy comprising from about 21 wt % zinc to about 52 wt % zinc and 5 wt % to 10 wt % copper."
    found = {m.name: (m.quantity.lo, m.quantity.hi) for m in parse_text(text, canonicalise).mentions}
    assert found == {"zinc": (21.0, 52.0), "copper": (5.0, 10.0)}
