"""A rule of who sees what is built once for each reader and day, and nobody who filters with it changes it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q
from django.utils import timezone

from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import built_once

HERE = Actor(kind=ActorKind.PERSON, user_id=1)
THERE = Actor(kind=ActorKind.PERSON, user_id=2)


def test_each_reader_each_way_and_each_day_has_an_own_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int | None, str]] = []

    @built_once
    def rule(actor: Actor, through: str = "") -> Q:
        asked.append((actor.user_id, through))
        return Q((f"{through}user_id", actor.user_id))

    assert rule(HERE) is rule(HERE)
    assert rule(THERE) == Q(user_id=2)
    assert rule(HERE, "record__") == Q(record__user_id=1)
    assert asked == [(1, ""), (2, ""), (1, "record__")]
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2031, 1, 1))
    rule(HERE)
    assert asked[-1] == (1, ""), "a rule of yesterday says what was in force yesterday"


def test_what_is_joined_to_a_rule_does_not_stay_in_it() -> None:
    @built_once
    def rule(actor: Actor) -> Q:
        return Q(user_id=actor.user_id) | Q(is_open=True)

    before = str(rule(HERE))
    joined = rule(HERE) & Q(kind="other")
    joined |= Q(kind="third")
    assert "third" in str(joined)
    assert str(rule(HERE)) == before
