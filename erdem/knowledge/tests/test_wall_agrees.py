"""The sums in Python and the triggers of the database compute the same wall, on random terms."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.labels import BY_CODE, LABELS
from erdem.knowledge.models import Holding, LabelRule, LabelUse, Record
from erdem.knowledge.queries.wall import terms_of
from erdem.knowledge.tests.factories import community_of, make_record
from erdem.knowledge.wall import Audience, Rule, common_dates, wall_of
from erdem.people.models import Group

pytestmark = pytest.mark.django_db
LEVELS = st.one_of(st.none(), st.integers(0, 5))
CHOICES = st.fixed_dictionaries(
    {"to_public": LEVELS, "to_signed_in": LEVELS, "to_office": LEVELS, "together": st.booleans()}
)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31))
RANGES = st.lists(st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair))), max_size=3)
WORN = st.tuples(st.sampled_from([label.code for label in LABELS]), st.integers(0, 1), st.booleans(), RANGES)
TERMS = st.fixed_dictionaries(
    {
        "tier": st.sampled_from(["D1", "D2", "D3", "D4"]),
        "legal_cap": st.integers(0, 5),
        "choices": st.lists(CHOICES, min_size=2, max_size=2),
        "states": st.lists(st.sampled_from(["active", "invited", "left"]), min_size=1, max_size=1),
        "labels": st.lists(WORN, max_size=5, unique_by=lambda worn: worn[:2]),
    }
)


@pytest.fixture
def shared(people: People) -> tuple[Record, list[int], list[Group]]:
    """A record of two communities, each with a group."""
    communities = [community_of(people.holder), community_of(people.stranger)]
    record = make_record(diffusion_tier="D3", community_id=communities[0])
    with acting_as(SYSTEM):
        Holding.objects.create(record=record, community_id=communities[1])
        groups = [
            Group.objects.create(organisation_id=each, kind="other", name=f"示例组{each}") for each in communities
        ]
    return record, communities, groups


def lay(record: Record, communities: list[int], groups: list[Group], terms: dict[str, Any]) -> None:
    """Write random terms as the communities and the office would."""
    LabelUse.objects.filter(record=record).delete()
    Record.objects.filter(pk=record.pk).update(
        diffusion_tier=terms["tier"], legal_cap=terms["legal_cap"], legal_cap_reason="示例"
    )
    states = ("active", terms["states"][0])
    for community, choice, state in zip(communities, terms["choices"], states, strict=True):
        Holding.objects.filter(record=record, community_id=community).update(**choice, state=state)
    for code, owner, with_group, dates in terms["labels"]:
        LabelUse.objects.create(
            record=record,
            community_id=communities[owner],
            code=code,
            group=groups[owner] if with_group or BY_CODE[code].needs_group else None,
            open_dates=dates if code == "tks" else None,
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TERMS)
def test_python_and_the_database_compute_the_same_wall(
    shared: tuple[Record, list[int], list[Group]], terms: dict[str, Any]
) -> None:
    record, communities, groups = shared
    with acting_as(SYSTEM):
        lay(record, communities, groups, terms)
        record.refresh_from_db()
        wall = wall_of(terms_of(record.pk))
    computed = {audience: wall.limits[audience].level for audience in Audience}
    assert computed == {audience: getattr(record, f"level_{audience}") for audience in Audience}
    assert wall.members.groups == tuple(sorted(record.required_groups))
    assert wall.members.together == record.holders_together
    assert wall.members.open_dates == record.open_dates


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TERMS, DAYS)
def test_every_minimum_names_the_rule_that_set_it(
    shared: tuple[Record, list[int], list[Group]], terms: dict[str, Any], day: dt.date
) -> None:
    record, communities, groups = shared
    with acting_as(SYSTEM):
        lay(record, communities, groups, terms)
        wall = wall_of(terms_of(record.pk))
    for audience, limit in wall.limits.items():
        assert limit.binding
        assert limit.level == min(reason.level for reason in limit.reasons)
        assert all(
            (reason.community is not None) == (reason.rule in (Rule.COMMUNITY, Rule.LABEL)) for reason in limit.reasons
        )
        assert wall.level(audience, day) <= limit.level


@given(st.lists(RANGES, min_size=1, max_size=3), DAYS)
def test_common_dates_are_the_days_in_every_season(seasons: list[list[tuple[dt.date, dt.date]]], day: dt.date) -> None:
    inside = all(any(first <= day <= last for first, last in season) for season in seasons)
    assert any(first <= day <= last for first, last in common_dates(seasons)) == inside


def test_the_catalogue_and_the_rules_of_the_database_say_the_same() -> None:
    with acting_as(SYSTEM):
        rules = {rule.code: (rule.effect, rule.needs_group) for rule in LabelRule.objects.all()}
    assert rules == {label.code: (label.effect, label.needs_group) for label in LABELS}


def test_out_of_season_others_learn_no_more_than_what_it_is(shared: tuple[Record, list[int], list[Group]]) -> None:
    record, (own, _other), _groups = shared
    today = timezone.localdate()
    with acting_as(SYSTEM):
        past = today - dt.timedelta(days=30)
        LabelUse.objects.create(record=record, community_id=own, code="tks", open_dates=[(past, past)])
        wall = wall_of(terms_of(record.pk))
    assert (wall.level(Audience.OFFICE, past), wall.level(Audience.OFFICE, today)) == (4, 2)
