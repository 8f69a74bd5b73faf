"""Loading a year, local holidays, new versions of rules, and what moves with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from erdem.base import clock as clocks
from erdem.base.actor import SYSTEM, Actor, ActorKind, acting_as
from erdem.base.clock import RuleVersion
from erdem.base.clock.notices import read_notice
from erdem.base.models import AuditEntry, CalendarDay, CalendarYear, ClockRule, LocalHoliday
from erdem.base.policy import PermissionRefused, RuleBroken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REGION = Actor(ActorKind.PERSON, label="示例自治区干部", user_id=1, roles=frozenset({"region_officer"}))
OFFICER = Actor(ActorKind.PERSON, label="示例旗县干部", user_id=2, roles=frozenset({"county_officer"}))
NOTICE = """日期,安排,节日
2027年1月1日至3日,放假,元旦
2027-02-05..2027-02-12,放假,春节
2027/2/14,上班,春节
2026-12-27,上班,元旦
4月5日,放假,清明节
2027-05-01 至 2027-05-05,放假,劳动节
2027-06-09,放假,端午节
2027-09-15,off,中秋节
2027-10-01 至 2027-10-07,放假,国庆节
2027-10-09,make_up,国庆节
"""


@pytest.fixture(autouse=True)
def _as_region(db: None) -> Iterator[None]:
    with acting_as(REGION):
        yield


def rows(text: str = NOTICE) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


def test_a_notice_is_read_with_spans_and_short_dates() -> None:
    notice = read_notice(2027, [["2027年2月5日至2月12日", "放假", "春节"], ["2月14日", "上班", "春节"]])
    assert not notice.problems
    assert [str(one.day) for one in notice.days][::8] == ["2027-02-05", "2027-02-14"]
    assert [one.kind.value for one in notice.days] == ["off"] * 8 + ["make_up"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["2027-02-05", "春节"], "does not say whether"),
        (["soon", "放假", "春节"], "cannot be read"),
        (["2027-02-30", "放假", "春节"], "cannot be read"),
        (["2028-02-05", "放假", "春节"], "outside the year"),
        (["2026-12-20", "上班", "元旦"], "outside the year"),
        (["2027-02-12..2027-02-05", "放假", "春节"], "lies before the first"),
    ],
    ids=["no kind", "no day", "no such day", "another year", "too early", "backwards"],
)
def test_a_row_that_cannot_be_read_says_why(row: list[str], said: str) -> None:
    (problem,) = read_notice(2027, [["日期", "安排"], row]).problems
    assert said in problem


def test_what_is_odd_is_said_before_it_counts() -> None:
    notice = read_notice(2027, [["2027-02-08", "上班", "春节"], ["2027-01-01", "放假", "元旦"]])
    assert len(notice.doubts) == 13  # twelve days fixed by law are missing, and a weekday is worked on
    assert any("is a weekday" in one for one in notice.doubts)
    assert read_notice(2027, rows()).doubts == ()


def test_loading_a_year_makes_it_announced_once_and_for_all() -> None:
    notice = read_notice(2027, rows())
    assert not notice.problems
    for _time in range(2):
        clocks.load_year(actor=REGION, year=2027, days=notice.days, source="示例通知", notice_number="示例〔2026〕1号")
    assert CalendarYear.objects.get(year=2027).standing == "announced"
    assert CalendarDay.objects.filter(year_id=2027).count() == 3 + 8 + 1 + 1 + 5 + 1 + 1 + 7 + 1
    assert CalendarDay.objects.get(day="2026-12-27").kind == "make_up"
    days = clocks.working_calendar()
    assert days.is_working(dt.date(2027, 2, 14))
    assert not days.is_provisional(dt.date(2026, 12, 29))
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="base.load_year").count() == 2


def test_only_the_region_keeps_calendar_and_rules() -> None:
    rule = clocks.rule_in_force("P1", "mediation", dt.date(2026, 5, 1))
    version = RuleVersion(60, "WD", "示例", dt.date(2027, 1, 1), "V2")
    holiday = clocks.enter_local_holiday(
        actor=REGION, place_code="152500", day=dt.date(2026, 7, 1), name="示例", basis="示例"
    )
    acts: list[tuple[Any, dict[str, Any]]] = [
        (clocks.load_year, {"year": 2027, "days": read_notice(2027, rows()).days, "source": "示例"}),
        (clocks.add_rule_version, {"rule": rule, "version": version}),
        (clocks.switch_local_holiday, {"holiday": holiday, "is_active": True}),
    ]
    with acting_as(OFFICER):
        for act, given in acts:
            with pytest.raises(PermissionRefused, match="kept by the region"):
                act(actor=OFFICER, **given)


def test_a_new_version_follows_the_one_before_and_leaves_it() -> None:
    rule = clocks.rule_in_force("P1", "mediation", dt.date(2026, 5, 1))
    made = clocks.add_rule_version(
        actor=REGION,
        rule=rule,
        version=RuleVersion(60, "WD", "《示例办法》第一条", dt.date(2027, 1, 1), "V", quotation="示例原文"),
    )
    assert (made.verified_by, made.is_verified) == (REGION.label, True)
    assert clocks.rule_in_force("P1", "mediation", dt.date(2026, 12, 31)) == rule
    assert clocks.rule_in_force("P1", "mediation", dt.date(2027, 1, 1)) == made
    assert ClockRule.objects.get(pk=rule.pk).limit == 45


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": dt.date(2026, 4, 15)}, "valid_from"),
        ({"basis": " "}, "basis"),
        ({"confidence": "V"}, "quotation"),
        ({"limit": 0}, "limit"),
        ({"unit": "open"}, "limit"),
    ],
    ids=["too early", "no basis", "not copied", "nothing", "open with a length"],
)
def test_a_version_that_is_not_sourced_or_not_countable_is_refused(changes: dict[str, Any], field: str) -> None:
    rule = clocks.rule_in_force("P1", "mediation", dt.date(2026, 5, 1))
    given = {
        "limit": 60,
        "unit": "WD",
        "basis": "示例",
        "valid_from": dt.date(2027, 1, 1),
        "confidence": "V2",
        **changes,
    }
    with pytest.raises(RuleBroken) as refused:
        clocks.add_rule_version(actor=REGION, rule=rule, version=RuleVersion(**given))
    assert refused.value.field == field


def test_a_local_holiday_is_entered_once_and_switched() -> None:
    given: dict[str, Any] = {"place_code": "152500", "day": dt.date(2026, 7, 1), "name": "示例", "basis": "示例"}
    holiday = clocks.enter_local_holiday(actor=REGION, **given)
    with pytest.raises(RuleBroken, match="already"):
        clocks.enter_local_holiday(actor=REGION, **given)
    assert clocks.working_calendar("152530").is_working(given["day"])
    clocks.switch_local_holiday(actor=REGION, holiday=holiday, is_active=True)
    assert not clocks.working_calendar("152530").is_working(given["day"])
    assert clocks.working_calendar("150100").is_working(given["day"])
    assert LocalHoliday.objects.get(pk=holiday.pk).recorded_by == REGION.label
