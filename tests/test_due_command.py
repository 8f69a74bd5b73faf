"""`erdem due`: dates with their derivation, without a database and with one."""

from __future__ import annotations

import pytest

from erdem.web.cli.failures import DATA_ERROR
from tests.test_command_line import USAGE, Answer, erdem

P1 = ("due", "--process", "P1", "--step", "accept_or_refuse", "--shipped")


def answered(*arguments: str) -> dict[str, object]:
    (found,) = erdem("due", "--shipped", "--json", *arguments).objects
    return found


def test_it_prints_the_day_and_every_step() -> None:
    answer = erdem(*P1, "--start", "2026-02-12")
    assert answer.out.splitlines()[0] == "2026-02-28"
    assert "make-up working day for 春节" in answer.out
    assert "not verified (V-old)" in answer.out


def test_it_speaks_chinese() -> None:
    answer = erdem(*P1, "--start", "2026-02-12", "--language", "zh")
    assert "届满日为2026年2月28日。" in answer.out
    assert "从2026年2月13日起算。" in answer.out


def test_it_prints_one_object() -> None:
    found = answered("--process", "P1", "--step", "accept_or_refuse", "--start", "2026-02-12")
    assert set(found) >= {"due", "steps", "provisional", "confidence"}
    assert (found["due"], found["provisional"], found["confidence"]) == ("2026-02-28", False, "V-old")
    steps = found["steps"]
    assert isinstance(steps, list)
    assert [one["kind"] for one in steps] == ["start", "first", "holiday", "make_up", "make_up", "count", "due"]


@pytest.mark.parametrize(
    ("arguments", "day"),
    [
        ("--process P2 --step case_filing_decision --start 2026-03-02", "2026-03-23"),
        ("--process P2 --step case_filing_decision --start 2026-03-02 --extend", "2026-04-14"),
        ("--process P3 --step decision --start 2026-07-01 --extend --pause 2026-08-03..2026-08-21", "2026-11-17"),
        ("--process P3 --step hearing_notice_before --start 2026-03-02", "2026-02-13"),
        ("--process P3 --step legal_review --start 2026-03-02 --extend --by 5", "2026-03-23"),
        ("--process P4 --step close --start 2025-11-30 --extend --extend", "2026-06-01"),
        ("--process P8 --step patent_invalidation --start 2026-03-02", None),
    ],
    ids=["plain", "extended", "extended and paused", "backwards", "extended by", "months twice", "without end"],
)
def test_it_counts(arguments: str, day: str | None) -> None:
    assert answered(*arguments.split())["due"] == day


def test_a_period_across_a_year_not_announced_is_provisional() -> None:
    found = answered(*["--process", "P3", "--step", "seizure", "--start", "2026-12-20"])
    assert (found["due"], found["provisional"]) == ("2027-01-19", True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--process P8 --step nothing --start 2026-03-02", "P8 knows:"),
        ("--process P99 --step nothing --start 2026-03-02", "There is no process P99"),
        ("--process P4 --step close --start 2024-12-31", "The first one holds from 2025-02-01"),
        ("--process P1 --step accept_or_refuse --start 2026-03-02 --extend", "can be extended 0 times"),
        ("--process P3 --step legal_review --start 2026-03-02 --extend", "Add --by"),
        ("--process P1 --step mediation --start 2026-03-02 --pause yesterday", "A pause is written"),
        ("--process P1 --step mediation --start 2026-03-02 --pause 2026-03-09..2026-03-06", "cannot be counted"),
        ("--process P3 --step offence_limitation --start 9999-12-31", "cannot be counted"),
    ],
    ids=lambda one: one[:24],
)
def test_what_cannot_be_answered_says_why(arguments: str, said: str) -> None:
    answer: Answer = erdem("due", "--shipped", *arguments.split())
    assert answer.code == DATA_ERROR
    assert said in answer.err


def test_a_day_that_is_none_is_answered_with_usage() -> None:
    assert erdem(*P1, "--start", "2026-02-30").code == USAGE
