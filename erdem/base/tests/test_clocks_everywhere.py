"""A change of the calendar reaches the open clocks of every app, once, and says what moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from erdem.base import clock as clocks
from erdem.base.actor import SYSTEM, acting_as
from erdem.base.clock import CalendarChanged, Paper, everywhere
from erdem.base.clock.notices import read_notice
from erdem.base.models import Clock
from erdem.base.testing.clocks import TrialClock, drop_tables, make_tables

pytestmark = pytest.mark.django_db
NOTICE = [["2027-02-05 至 2027-02-12", "放假", "春节"], ["2027-02-14", "上班", "春节"]]
CHANGED = CalendarChanged(dt.date(2026, 12, 26), dt.date(2027, 12, 31), 2027)


@pytest.fixture(scope="module")
def _tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        make_tables()
    yield
    with django_db_blocker.unblock():
        drop_tables()


@pytest.fixture(autouse=True)
def _as_system(_tables: None, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(everywhere, "concrete_clocks", lambda: [TrialClock])
    with acting_as(SYSTEM):
        yield


def start(step: str, day: dt.date) -> TrialClock:
    rule = clocks.rule_in_force("P1", step, day)
    return clocks.start_clock(TrialClock, actor=SYSTEM, rule=rule, started_on=day)


def load() -> None:
    clocks.load_year(actor=SYSTEM, year=2027, days=read_notice(2027, NOTICE).days, source="示例通知")


def test_loading_a_year_moves_what_runs_over_it_and_nothing_else() -> None:
    over, before = start("accept_or_refuse", dt.date(2027, 2, 3)), start("accept_or_refuse", dt.date(2026, 3, 2))
    met = start("accept_or_refuse", dt.date(2027, 2, 3))
    clocks.meet(met, actor=SYSTEM, day=dt.date(2027, 2, 9))
    load()
    assert clocks.recompute_after(CHANGED, actor=SYSTEM) == 1
    assert clocks.recompute_after(CHANGED, actor=SYSTEM) == 0
    for clock in (over, before, met):
        clock.refresh_from_db()
    assert over.due_on == dt.date(2027, 2, 19)  # 4, 14 and 15 to 19 February
    assert (before.due_on, met.due_on) == (dt.date(2026, 3, 11), dt.date(2027, 2, 16))
    (moved,) = clocks.moved_by(2027)
    assert (moved.before, moved.after, moved.step) == (dt.date(2027, 2, 16), over.due_on, "accept_or_refuse")


def test_a_year_is_taken_in_parts_and_reaches_each_clock_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = start("accept_or_refuse", dt.date(2026, 3, 2))
    moving = [start("accept_or_refuse", dt.date(2027, 2, 3)) for _number in range(5)]
    monkeypatch.setattr(everywhere, "AT_ONCE", 2)
    load()
    assert clocks.recompute_after(CHANGED, actor=SYSTEM) == 5
    assert clocks.recompute_after(CHANGED, actor=SYSTEM) == 0
    assert [one.after for one in clocks.moved_by(2027)] == [dt.date(2027, 2, 19)] * 5
    for clock in (kept, *moving):
        clock.refresh_from_db()
    assert {each.due_on for each in moving} == {dt.date(2027, 2, 19)}
    assert kept.due_on == dt.date(2026, 3, 11)


def test_a_paused_clock_is_listed_too_when_a_year_moves_it() -> None:
    clock = start("mediation", dt.date(2027, 1, 25))
    clocks.pause(
        clock, actor=SYSTEM, day=dt.date(2027, 1, 27), cause="test", reason="送检", paper=Paper("示例检测委托书")
    )
    load()
    assert clocks.recompute_after(CHANGED, actor=SYSTEM) == 1
    assert len(list(clocks.moved_by(2027))) == 1


def test_every_concrete_clock_of_the_product_is_found() -> None:
    found = {model for model in apps.get_models() if issubclass(model, Clock)}
    assert all(not model._meta.abstract and hasattr(model, "events") for model in found)
    assert "cases_caseclock" in {model._meta.db_table for model in found}
