"""Clocks: what services do to them, and what the database refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet

from erdem.base import clock as clocks
from erdem.base.actor import PUBLIC, SYSTEM, Actor, ActorKind, acting_as
from erdem.base.clock import Paper
from erdem.base.models import CalendarDay, CalendarYear, ClockRule, LocalHoliday, YearStanding
from erdem.base.policy import RuleBroken
from erdem.base.testing.clocks import TrialClock, TrialClockEvent, drop_tables, make_tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REGION = Actor(ActorKind.PERSON, label="示例自治区干部", user_id=1, roles=frozenset({"region_officer"}))
OFFICER = Actor(
    ActorKind.PERSON, label="示例旗县干部", user_id=2, roles=frozenset({"county_officer"}), place_codes=("152530",)
)
TEST_ORDER = Paper("示例检测委托书")


@pytest.fixture(scope="module")
def _tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        make_tables()
    yield
    with django_db_blocker.unblock():
        drop_tables()


@pytest.fixture(autouse=True)
def _as_system(_tables: None, db: None) -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def start(process: str, step: str, on: str, **more: Any) -> TrialClock:
    rule = clocks.rule_in_force(process, step, day(on))
    return clocks.start_clock(TrialClock, actor=SYSTEM, rule=rule, started_on=day(on), **more)


def events(clock: TrialClock) -> QuerySet[TrialClockEvent]:
    return TrialClockEvent.objects.filter(clock=clock)


def kinds(clock: TrialClock) -> list[str]:
    return list(events(clock).values_list("kind", flat=True))


def test_seven_working_days_over_the_spring_festival_end_on_the_saturday_that_is_made_up() -> None:
    clock = start("P1", "accept_or_refuse", "2026-02-12")
    assert (clock.due_on, clock.is_provisional) == (day("2026-02-28"), False)
    assert clock.amber_on == day("2026-02-26")
    assert clock.red_on == day("2026-02-27")
    assert kinds(clock) == ["started"]


def test_the_version_of_the_day_is_taken_and_stays() -> None:
    before, after = (clocks.rule_in_force("P1", "mediation", day(one)) for one in ("2026-04-14", "2026-04-15"))
    assert "令第20号" in before.basis
    assert "令第121号" in after.basis
    clock = start("P1", "mediation", "2026-04-14")
    with pytest.raises(DatabaseError, match="keeps its rule"), transaction.atomic():
        TrialClock.objects.filter(pk=clock.pk).update(rule=after)


def test_a_day_without_a_rule_names_the_first_that_has_one() -> None:
    with pytest.raises(clocks.NoRule, match="2025-02-01"):
        clocks.rule_in_force("P4", "close", day("2024-12-31"))
    with pytest.raises(clocks.NoRule):
        clocks.rule_in_force("P4", "nonsense", day("2026-01-01"))


def test_a_pause_takes_its_days_out_and_needs_a_known_cause_and_a_document() -> None:
    clock = start("P1", "mediation", "2026-06-01")
    before = clock.due_on
    wrong: list[dict[str, Any]] = [{"cause": "hearing", "paper": TEST_ORDER}, {"cause": "test", "paper": None}]
    for given in wrong:
        with pytest.raises(RuleBroken):
            clocks.pause(clock, actor=SYSTEM, day=day("2026-06-08"), reason="送检", **given)
    clocks.pause(clock, actor=SYSTEM, day=day("2026-06-08"), cause="test", reason="送检", paper=TEST_ORDER)
    assert clock.state == "paused"
    clocks.resume(clock, actor=SYSTEM, day=day("2026-06-15"))
    assert clock.state == "running"
    assert (before, clock.due_on) == (day("2026-08-04"), day("2026-08-11"))  # five working days were taken out
    assert kinds(clock) == ["started", "paused", "resumed"]


def test_a_pause_without_end_moves_the_last_day_on_and_is_never_missed() -> None:
    clock = start("P1", "mediation", "2026-06-01")
    clocks.pause(clock, actor=SYSTEM, day=day("2026-06-08"), cause="test", reason="送检", paper=TEST_ORDER)
    seen = []
    for today in ("2026-06-12", "2026-09-11", "2026-09-11", "2027-03-01"):
        clocks.reckon_paused(TrialClock, actor=SYSTEM, today=day(today))
        assert clocks.note_breaches(TrialClock, actor=SYSTEM, today=day(today)) == []
        clock.refresh_from_db()
        assert clock.due_on is not None
        seen.append(clock.due_on)
    assert seen[0] < seen[1] == seen[2] < seen[3]
    assert clock.is_provisional
    assert kinds(clock) == ["started", "paused"]


def test_an_extension_needs_an_approval_and_is_the_one_the_rule_knows() -> None:
    clock = start("P2", "case_filing_decision", "2026-03-02")
    given: dict[str, Any] = {"actor": SYSTEM, "day": day("2026-03-20"), "reason": "案情复杂", "approver": "示例局长"}
    wrong: list[dict[str, Any]] = [{"approver": " "}, {"amount": 20}, {"reason": ""}]
    for change in wrong:
        with pytest.raises(RuleBroken):
            clocks.extend(clock, **{**given, **change})
    assert clock.due_on == day("2026-03-23")
    clocks.extend(clock, **given)
    assert clock.due_on == day("2026-04-14")
    with pytest.raises(RuleBroken, match="further"):
        clocks.extend(clock, **given)


def test_an_extension_after_the_last_day_comes_too_late() -> None:
    clock = start("P2", "case_filing_decision", "2026-03-02")
    with pytest.raises(RuleBroken, match="outside the period"):
        clocks.extend(clock, actor=SYSTEM, day=day("2026-03-24"), approver="示例局长", reason="案情复杂")


def test_what_is_done_on_the_last_day_is_in_time_and_a_day_later_is_late() -> None:
    in_time, late = start("P1", "accept_or_refuse", "2026-03-02"), start("P1", "accept_or_refuse", "2026-03-02")
    clocks.meet(in_time, actor=SYSTEM, day=day("2026-03-11"))
    clocks.meet(late, actor=SYSTEM, day=day("2026-03-12"))
    assert (in_time.state, in_time.breached_on) == ("met", None)
    assert (late.state, late.breached_on) == ("missed_met", day("2026-03-12"))
    assert kinds(late) == ["started", "breached", "met"]
    with pytest.raises(RuleBroken, match="in the meantime"):
        clocks.meet(late, actor=SYSTEM, day=day("2026-03-12"))


def test_a_breach_is_noted_once_and_never_taken_back() -> None:
    clock = start("P1", "accept_or_refuse", "2026-03-02")
    assert clocks.note_breaches(TrialClock, actor=SYSTEM, today=day("2026-03-11")) == []
    assert clocks.note_breaches(TrialClock, actor=SYSTEM, today=day("2026-03-12")) == [clock.pk]
    assert clocks.note_breaches(TrialClock, actor=SYSTEM, today=day("2026-03-13")) == []
    for changes in ({"breached_on": None}, {"breached_on": day("2026-03-20")}):
        with pytest.raises(DatabaseError, match="never taken back"), transaction.atomic():
            TrialClock.objects.filter(pk=clock.pk).update(**changes)
    clocks.stop(clock, actor=SYSTEM, day=day("2026-03-16"), reason="投诉人撤回")
    assert (clock.state, clock.breached_on) == ("stopped", day("2026-03-12"))


def test_neither_clock_nor_event_is_removed_or_rewritten() -> None:
    clock = start("P1", "accept_or_refuse", "2026-03-02")
    acts: list[Any] = [
        events(clock).delete,
        lambda: events(clock).update(reason="别的"),
        TrialClock.objects.all().delete,
    ]
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_reckoning_anew_changes_nothing_as_long_as_nothing_changed() -> None:
    clock = start("P1", "mediation", "2026-06-01")
    assert clocks.recompute(clock, actor=SYSTEM) is None
    assert kinds(clock) == ["started"]


def test_a_year_that_is_announced_moves_the_day_once_and_says_from_where() -> None:
    clock = start("P1", "accept_or_refuse", "2027-02-03")
    assert (clock.due_on, clock.is_provisional) == (day("2027-02-16"), True)
    CalendarYear.objects.filter(year=2027).update(standing=YearStanding.ANNOUNCED)
    CalendarDay.objects.bulk_create(
        CalendarDay(day=dt.date(2027, 2, number), year_id=2027, kind="off", name="春节") for number in range(5, 13)
    )
    year = CalendarYear.objects.get(year=2027)
    year.save()
    CalendarYear.objects.create(year=2028, standing=YearStanding.ANNOUNCED, source="示例")
    moved = clocks.recompute(clock, actor=SYSTEM, reason="2027年放假安排已公布")
    assert moved is not None
    assert (moved.before, moved.after, clock.is_provisional) == (day("2027-02-16"), day("2027-02-22"), False)
    assert clocks.recompute(clock, actor=SYSTEM) is None
    assert kinds(clock) == ["started", "recomputed"]


def test_a_local_holiday_counts_only_where_it_is_switched_on() -> None:
    LocalHoliday.objects.create(place_code="150000", day=day("2026-03-04"), name="示例地方节日", basis="示例")
    assert start("P1", "accept_or_refuse", "2026-03-02", place_code="152530").due_on == day("2026-03-11")
    holiday = LocalHoliday.objects.get()
    holiday.is_active = True
    holiday.save()
    assert start("P1", "accept_or_refuse", "2026-03-02", place_code="152530").due_on == day("2026-03-12")
    assert start("P1", "accept_or_refuse", "2026-03-02", place_code="110000").due_on == day("2026-03-11")


def test_a_period_without_end_has_no_day_and_is_never_missed() -> None:
    clock = start("P8", "patent_invalidation", "2026-03-02")
    assert clock.due_on is None
    assert clocks.note_breaches(TrialClock, actor=SYSTEM, today=day("2060-01-01")) == []
    clocks.meet(clock, actor=SYSTEM, day=day("2030-01-01"))
    assert clock.state == "met"


def test_a_rule_is_never_changed_only_ended_and_verified() -> None:
    rule = clocks.rule_in_force("P1", "mediation", day("2026-05-01"))
    wrong: list[dict[str, Any]] = [
        {"limit": 60}, {"valid_from": day("2026-01-01")}, {"pauses": []}, {"basis": "别的"}
    ]  # fmt: skip
    for changes in wrong:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            ClockRule.objects.filter(pk=rule.pk).update(**changes)
    with pytest.raises(DatabaseError, match="ended, not removed"), transaction.atomic():
        rule.delete()
    ClockRule.objects.filter(pk=rule.pk).update(
        valid_to=day("2026-12-31"), verified_by="示例", verified_on=day("2026-11-27")
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockRule.objects.create(
            process=rule.process, step=rule.step, start_event="accepted", limit=60, unit="WD", basis="示例",
            confidence="P", valid_from=rule.valid_from,
        )  # fmt: skip


@pytest.mark.parametrize("actor", [PUBLIC, OFFICER], ids=lambda one: one.label)
def test_everybody_reads_the_calendar_and_only_the_region_writes_it(actor: Actor) -> None:
    with acting_as(actor):
        assert ClockRule.objects.count() >= 80
        assert CalendarDay.objects.count() >= 770
        assert CalendarYear.objects.filter(year=2027).update(source="别的") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            LocalHoliday.objects.create(place_code="152530", day=day("2026-03-04"), name="示例", basis="示例")
    with acting_as(REGION):
        assert CalendarYear.objects.filter(year=2027).update(source="示例") == 1


def test_every_rule_of_the_seed_can_be_reckoned() -> None:
    for rule in ClockRule.objects.all():
        clock = clocks.start_clock(TrialClock, actor=SYSTEM, rule=rule, started_on=rule.valid_from)
        assert (clock.due_on is None) == (rule.unit in ("until_grant", "open"))
        assert clocks.explain(clock.explanation)
