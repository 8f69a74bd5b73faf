"""Drawing pairs: what is taken, what never is, and that the same seed draws the same."""

from __future__ import annotations

from typing import Any

import pytest

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry, JobProgress
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine, PlaceLine
from erdem.knowledge.models import Record
from erdem.overlap import engine, services
from erdem.overlap.choices import Stratum
from erdem.overlap.models import AnnotationPair, AnnotationPrediction, AnnotationSet
from erdem.overlap.queries.annotators import candidates
from erdem.overlap.services.drawing import quotas, stratum_of
from erdem.overlap.tests.annotating import Readers, readers

from .factories import SCREENER, a_formula, community_of, make_publication, make_record, with_facts

pytestmark = pytest.mark.django_db
HERBS = ("诃子", "栀子", "川楝子", "黄芩", "芍药", "大枣", "甘草", "人参")


@pytest.fixture
def four() -> Readers:
    return readers()


@pytest.fixture
def collection(people: People) -> None:
    """Formulas that share herbs, open and restricted, and publications near to some of them."""
    community = community_of(people.holder)
    for place in range(6):
        make_record(a_formula(name=f"示例方{place}", ingredients=_lines(*HERBS[place : place + 3])))
    for tier in ("D1", "D2", "D3"):
        make_record(
            a_formula(
                name=f"限看方{tier}", diffusion_tier=tier, community_id=community, ingredients=_lines("诃子", "栀子")
            )
        )
    make_record(a_formula(name="外地方", places=(PlaceLine("150621"),), ingredients=_lines("黄芩", "大枣")))
    others = [f"示例别味{place}" for place in range(9)]
    make_record(a_formula(name="示例大方", ingredients=_lines("甘草", "人参", *others)))
    for place in range(8):
        names = [HERBS[(place + step) % len(HERBS)] for step in range(2 + place % 3)]
        with_facts(make_publication(f"CN1030000{place:02d}A"), *names, f"示例加味{place}")


def _lines(*names: str) -> tuple[IngredientLine, ...]:
    return tuple(IngredientLine(name, "二两") for name in names)


def a_plan(four: Readers, **given: Any) -> services.Plan:
    values = {"name": "示例组", "first_id": four.first.user_id, "second_id": four.second.user_id, "size": 10, "seed": 3}
    return services.Plan(**{**values, **given})


def draw(actor: Actor, plan: services.Plan) -> AnnotationSet:
    with acting_as(actor):
        opened = services.ask_for_set(actor=actor, plan=plan)
    services.draw_pairs(actor=SCREENER, set_id=opened.pk)
    with acting_as(actor):
        return AnnotationSet.objects.get(pk=opened.pk)


def drawn_pairs(opened: AnnotationSet) -> list[tuple[int, str, str]]:
    with acting_as(SYSTEM):
        return list(
            AnnotationPair.objects.filter(set=opened).values_list("position", "record__name", "publication__number")
        )


@pytest.mark.usefixtures("collection")
def test_restricted_records_are_never_drawn(four: Readers) -> None:
    opened = draw(four.lead, a_plan(four, size=40))
    names = {name for _position, name, _number in drawn_pairs(opened)}
    assert names
    assert not names & {"限看方D1", "限看方D2"}
    with acting_as(SYSTEM):
        tiers = set(AnnotationPair.objects.values_list("record__diffusion_tier", "record__status"))
    assert tiers <= {("D4", "registered")}


@pytest.mark.usefixtures("collection")
def test_only_what_all_three_look_after_is_drawn(people: People, four: Readers) -> None:
    opened = draw(people.officer, a_plan(four, size=40))
    names = {name for _position, name, _number in drawn_pairs(opened)}
    assert names
    assert "外地方" not in names
    with acting_as(people.officer):
        assert AnnotationPair.objects.count() == len(drawn_pairs(opened))


@pytest.mark.usefixtures("collection")
def test_the_same_seed_draws_the_same_pairs_and_another_others(four: Readers) -> None:
    first, again, other = (draw(four.lead, a_plan(four, seed=seed)) for seed in (3, 3, 4))
    assert drawn_pairs(first) == drawn_pairs(again)
    assert drawn_pairs(first) != drawn_pairs(other)


@pytest.mark.usefixtures("collection")
def test_a_set_says_how_it_was_drawn_and_is_drawn_once(four: Readers) -> None:
    opened = draw(four.lead, a_plan(four))
    assert services.draw_pairs(actor=SCREENER, set_id=opened.pk) == 0
    with acting_as(SYSTEM):
        predictions = list(AnnotationPrediction.objects.filter(pair__set=opened))
    assert opened.pool_size == 8
    assert 0 < opened.publications <= 8
    assert opened.engine_version
    assert opened.lexicon_version
    taken = {name: row["taken"] for name, row in opened.strata.items()}
    assert sum(taken.values()) == len(predictions) == len(drawn_pairs(opened))
    assert all(prediction.evidence or prediction.stratum == Stratum.RANDOM for prediction in predictions)
    assert [position for position, *_rest in drawn_pairs(opened)] == list(range(1, len(predictions) + 1))


def test_nothing_to_draw_leaves_an_empty_set(four: Readers) -> None:
    opened = draw(four.lead, a_plan(four))
    assert opened.drawn_at is not None
    assert drawn_pairs(opened) == []


def test_quotas_add_up_to_what_is_wanted() -> None:
    for size in (5, 7, 10, 60, 399, 400):
        assert sum(quotas(size).values()) == size
    assert quotas(60) == {"upper": 15, "middle": 15, "lower": 9, "hard": 12, "random": 9}


def a_match(score: float, *, band: str, shared: int) -> engine.Match:
    rows = tuple(
        engine.SharedRow(name, name, 1.0, "same", name, name, None, None, None, None, "", "") for name in HERBS[:shared]
    )
    return engine.Match(
        "示例",
        1,
        "示例方",
        "",
        None,
        1,
        score,
        engine.Relation.MODIFIED,
        band != "lower",
        "示例",
        1,
        shared=rows,
        band=band,
    )


def test_a_hard_negative_shares_substances_and_lies_in_the_lower_band() -> None:
    assert stratum_of(a_match(0.9, band="upper", shared=3)) == Stratum.UPPER
    assert stratum_of(a_match(0.3, band="middle", shared=3)) == Stratum.MIDDLE
    assert stratum_of(a_match(0.1, band="lower", shared=2)) == Stratum.HARD
    assert stratum_of(a_match(0.1, band="lower", shared=1)) == Stratum.LOWER


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"name": " "}, "name"), ({"size": 4}, "size"), ({"size": 401}, "size"), ({"first_id": 0}, "first")],
)
def test_a_plan_that_cannot_be_is_refused(four: Readers, changed: dict[str, Any], field: str) -> None:
    with acting_as(four.lead), pytest.raises(RuleBroken) as refusal:
        services.ask_for_set(actor=four.lead, plan=a_plan(four, **changed))
    assert refusal.value.field == field


def test_one_person_cannot_be_both_annotators(four: Readers) -> None:
    with acting_as(four.lead), pytest.raises(RuleBroken, match="两个不同的人"):
        services.ask_for_set(actor=four.lead, plan=a_plan(four, second_id=four.first.user_id))


def test_an_elder_is_neither_asked_to_label_nor_may_draw(people: People, four: Readers) -> None:
    with acting_as(four.lead):
        known = {candidate.user_id for candidate in candidates(four.lead)}
        with pytest.raises(RuleBroken):
            services.ask_for_set(actor=four.lead, plan=a_plan(four, first_id=people.holder.user_id))
    assert {four.first.user_id, people.officer.user_id} <= known
    assert not known & {people.holder.user_id, people.applicant.user_id}
    for actor in (people.holder, people.applicant, people.stranger):
        with acting_as(actor):
            assert candidates(actor) == []
            with pytest.raises(PermissionRefused):
                services.ask_for_set(actor=actor, plan=a_plan(four))


def test_asking_leaves_one_entry_and_a_line_of_progress(four: Readers) -> None:
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
    with acting_as(four.lead):
        opened = services.ask_for_set(actor=four.lead, plan=a_plan(four))
        assert JobProgress.objects.filter(name=services.DRAW, detail__set=opened.pk).exists()
    with acting_as(SYSTEM):
        assert AuditEntry.objects.count() == before + 1
    with acting_as(four.lead), pytest.raises(PermissionRefused):
        services.draw_pairs(actor=four.lead, set_id=opened.pk)


def test_a_record_closed_by_its_community_leaves_the_sets_it_was_drawn_into(people: People, four: Readers) -> None:
    record = make_record(a_formula(name="示例社区方", diffusion_tier="D4", community_id=community_of(people.holder)))
    with_facts(make_publication(), "诃子", "栀子", "川楝子")
    opened = draw(four.lead, a_plan(four))
    with acting_as(four.first):
        assert AnnotationPair.objects.filter(set=opened).exists()
    with acting_as(SYSTEM):
        Record.objects.filter(pk=record.pk).update(diffusion_tier="D1")
    for actor in (four.first, four.second, four.lead):
        with acting_as(actor):
            assert not AnnotationPair.objects.filter(set=opened).exists()
