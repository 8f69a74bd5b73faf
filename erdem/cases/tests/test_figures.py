"""Figures about cases: against an independent count of drawn cases, by the clock alone, at the reader's level, in one layout."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import ClockRule
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind, Channel, Outcome, Subject
from erdem.cases.models import Case, CaseClock
from erdem.cases.pages.figures_tables import quarter_is_over
from erdem.cases.queries.figures import RESULTS, Asked, Share, figures_of, published, spread_of
from erdem.cases.queries.figures_behind import Behind, cases_behind
from erdem.cases.tests.factories import office_of
from erdem.cases.tests.test_case_pages import client_of
from erdem.cases.workflow import process_of
from erdem.people.choices import OrganisationKind, Role
from erdem.people.models import Organisation
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = dt.timedelta(days=1)
QUARTER = Asked(dt.date(2026, 7, 1), dt.date(2026, 9, 30))
NEIGHBOUR = "152531"
_numbers = iter(range(1, 100_000))


def put(office: Organisation, place: str = "152530", **given: Any) -> Case:
    """Write a case as the system, as it stands: figures ask for rows, not for the way they came."""
    kind = given.pop("kind", CaseKind.COMPLAINT)
    closed_on: dt.date | None = given.pop("closed_on", None)
    process = process_of(kind).workflow
    with acting_as(SYSTEM):
        return Case.objects.create(
            number=f"TS{place}-2026-{next(_numbers):06}",
            kind=kind,
            status=process.initial[0],
            outcome=given.pop("outcome", Outcome.SETTLED if closed_on else ""),
            subject=given.pop("subject", Subject.CONSUMER),
            channel=given.pop("channel", Channel.LETTER),
            title="示例案件",
            place_code=place,
            office=office,
            received_on=given.pop("received_on", dt.date(2026, 8, 3)),
            closed_at=_noon(closed_on) if closed_on else None,
            **given,
        )


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def clock(case: Case, step: str, due_on: dt.date, state: str, **given: Any) -> CaseClock:
    """Give a case a clock, as it stands."""
    with acting_as(SYSTEM):
        process, _dot, name = step.partition(".")
        rule = ClockRule.objects.filter(process=process, step=name).order_by("-valid_from")[0]
        return CaseClock.objects.create(
            case=case,
            rule=rule,
            place_code=case.place_code,
            started_on=given.pop("started_on", due_on - 10 * DAY),
            due_on=due_on,
            state=state,
            **given,
        )


@pytest.fixture
def neighbour() -> Actor:
    return make_actor(OrganisationKind.OFFICE, "示例邻旗局", Role.COUNTY_OFFICER, NEIGHBOUR)


@pytest.fixture
def region() -> Actor:
    return make_actor(OrganisationKind.OFFICE, "示例盟局", Role.REGION_OFFICER, "152500")


def drawn(offices: dict[str, Organisation], chance: random.Random, n: int = 120) -> list[Case]:
    """Draw cases of every kind over a year and three divisions."""
    first = dt.date(2026, 1, 1)
    cases = []
    for _number in range(n):
        place = chance.choice(list(offices))
        received = first + DAY * chance.randrange(330)
        closed = received + DAY * chance.randrange(60) if chance.random() < 0.5 else None
        cases.append(
            put(
                offices[place],
                place,
                kind=chance.choice(CaseKind.values),
                subject=chance.choice(Subject.values),
                channel=chance.choice(Channel.values),
                received_on=received,
                closed_on=closed,
                **({"outcome": chance.choice(Outcome.values)} if closed else {}),
            )
        )
    return cases


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_are_those_of_an_independent_count(people: People, neighbour: Actor, region: Actor, seed: int) -> None:
    chance = random.Random(seed)
    offices = {
        "152530": office_of(people.officer),
        "152530100": office_of(people.officer),
        NEIGHBOUR: office_of(neighbour),
    }
    cases = drawn(offices, chance)
    for actor, own in ((region, ("1525",)), (people.officer, ("152530",)), (neighbour, (NEIGHBOUR,))):
        for asked in (
            QUARTER,
            replace(QUARTER, first=dt.date(2026, 2, 10)),
            replace(QUARTER, kind="penalty"),
            replace(QUARTER, place="152530", subject="trademark"),
        ):
            with acting_as(actor):
                found = figures_of(actor, asked)
            expected = independent(cases, own, asked)
            assert {key: n for key, n in found.cases.items() if n} == dict(expected), (actor.label, asked)


def independent(cases: list[Case], own: tuple[str, ...], asked: Asked) -> Counter[tuple[str, str, str, str]]:
    """Count row by row in Python."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for case in cases:
        wanted = all(getattr(asked, name) in ("", getattr(case, name)) for name in ("kind", "subject", "channel"))
        if not wanted or not case.place_code.startswith(own) or not case.place_code.startswith(asked.place):
            continue
        closed = timezone.localtime(case.closed_at).date() if case.closed_at else None
        moves = {
            "received": case.received_on if asked.first <= case.received_on <= asked.last else None,
            "closed": closed if closed and asked.first <= closed <= asked.last else None,
            "open": asked.last if case.received_on <= asked.last and (closed is None or closed > asked.last) else None,
        }
        for what, day in moves.items():
            if day is None:
                continue
            month = "" if what == "open" else f"{day:%Y-%m}"
            facets = {
                "kind": case.kind,
                "subject": case.subject,
                "channel": case.channel,
                "outcome": case.outcome,
                "county": case.place_code[:6],
                "month": month,
            }
            for facet, key in facets.items():
                found[what, facet, key, case.kind] += 1
    return found


def test_behind_each_figure_stand_as_many_cases(people: People, neighbour: Actor, region: Actor) -> None:
    offices = {"152530": office_of(people.officer), NEIGHBOUR: office_of(neighbour)}
    drawn(offices, random.Random(3), 60)
    with acting_as(region):
        found = figures_of(region, QUARTER)
        for (what, facet, key, kind), n in found.cases.items():
            if key:
                listed = cases_behind(region, QUARTER, Behind(what, facet, key, kind))
                assert listed.count() == n, (what, facet, key, kind)


def test_in_time_is_said_by_clocks_and_never_by_typed_days(people: People) -> None:
    office, due = office_of(people.officer), dt.date(2026, 8, 20)
    early = put(office, closed_on=dt.date(2026, 8, 4), happened_on=dt.date(2026, 8, 1))
    clock(early, "P1.accept_or_refuse", due, "missed_met", met_on=due + DAY, breached_on=due + DAY)
    slow = put(office, closed_on=dt.date(2026, 9, 29))
    clock(slow, "P1.accept_or_refuse", due, "met", met_on=due)
    for state, more in (("paused", {}), ("stopped", {}), ("running", {"breached_on": due + DAY})):
        clock(put(office), "P1.accept_or_refuse", due, state, **more)
    clock(put(office), "P3.pay_fine", due, "missed_met", met_on=due + DAY, breached_on=due + DAY)
    ahead = TODAY() + DAY
    clock(put(office), "P1.mediation", ahead, "running")
    asked = Asked(QUARTER.first, ahead)
    with acting_as(people.officer):
        found = figures_of(people.officer, asked)
        behind = {
            result: cases_behind(people.officer, asked, Behind("clock", "", result), found.of_others).count()
            for result in RESULTS
        }
    assert {result: found.clock(result) for result in RESULTS} == dict.fromkeys(RESULTS, 1)
    assert behind == dict.fromkeys(RESULTS, 1)
    assert found.on_time() == Share(1, 3), "overdue and not done is not in time; a fine is the party's to pay"
    assert found.on_time(rule="P3.pay_fine") == Share(0, 1)


def test_working_days_are_counted_by_the_calendar(people: People) -> None:
    office = office_of(people.officer)
    for start, end in ((dt.date(2026, 9, 30), dt.date(2026, 10, 9)), (dt.date(2026, 9, 18), dt.date(2026, 9, 21))):
        put(office, received_on=start, closed_on=end)
    with acting_as(people.officer):
        spread = figures_of(people.officer, Asked(dt.date(2026, 9, 1), dt.date(2026, 10, 31))).lasted[
            "case", "complaint"
        ]
    # 1–7 October are off; on 20 September, a Sunday, people make up for one of them.
    assert (spread.n, spread.median, spread.ninth) == (2, 2, 2)
    assert spread_of({1: 5, 2: 4, 30: 1}) == replace(spread, n=10, median=1, ninth=2)


def test_penalties_and_disputes_are_in_time_by_the_clock_of_their_decision(people: People) -> None:
    office, due = office_of(people.officer), dt.date(2026, 8, 20)
    for kind, rule, late in (
        ("penalty", "P3.decision", False),
        ("penalty", "P3.decision", True),
        ("patent_dispute", "P4.close", False),
    ):
        case = put(office, kind=kind, closed_on=due, outcome=Outcome.PENALISED)
        done = due + DAY if late else due
        clock(case, rule, due, "missed_met" if late else "met", met_on=done, breached_on=done if late else None)
    assert indicators(people.officer, "I33") == {"I33": (Share(2, 3), 3, 2)}


def test_aid_is_in_time_when_it_is_decided_and_assigned_in_time(people: People) -> None:
    office, due = office_of(people.officer), dt.date(2026, 8, 20)
    for states in (("met", "met"), ("met", "missed_met"), ("met", "running"), ("missed_met",), ("stopped",)):
        aid = put(office, kind="legal_aid")
        for step, state in zip(("P5.decide", "P5.assign"), states, strict=False):
            done = due if state in ("met", "missed_met") else None
            day = TODAY() + DAY if state == "running" else due
            clock(aid, step, day, state, met_on=done, breached_on=due if state == "missed_met" else None)
    found = indicators(people.officer, "I38.P5", "I38.P6", "I39")
    assert found["I39"] == (Share(1, 3), 3, 1), "what still runs or was stopped is not judged"
    assert found["I38.P5"] == (Share(0, 5), 5, 0)
    assert found["I38.P6"] == (Share(), 0, 0)


def indicators(actor: Actor, *names: str) -> dict[str, tuple[Share, int, int]]:
    """Return each share, with how many cases stand behind the whole and behind the part."""
    with acting_as(actor):
        judged = figures_of(actor, QUARTER).judged
        return {
            name: (
                judged.get(name, Share()),
                cases_behind(actor, QUARTER, Behind("indicator", name)).count(),
                cases_behind(actor, QUARTER, Behind("indicator", name, "well")).count(),
            )
            for name in names
        }


def test_what_a_reader_may_not_open_is_counted_and_not_listed(people: People, region: Actor) -> None:
    put(office_of(people.officer))
    put(office_of(region))  # a case of the league's office in the county
    page = (
        client_of(people.officer)
        .get(reverse("cases:figures-cases"), {"what": "received", "period": "quarter", "day": "2026-08-01"})
        .context["page"]
    )
    assert len(page.rows) == 1
    assert "2" in page.lead
    assert "其余计入但不列出" in page.lead


def test_of_other_counties_only_what_is_published_is_told(people: People, neighbour: Actor) -> None:
    for _number in range(6):
        put(office_of(neighbour), NEIGHBOUR)
    put(office_of(neighbour), NEIGHBOUR, kind="report")
    with acting_as(people.officer):
        assert not figures_of(people.officer, QUARTER).cases
        assert not figures_of(people.officer, replace(QUARTER, place=NEIGHBOUR)).cases
        told = published(people.officer, QUARTER.first)
    assert told[NEIGHBOUR].kinds == (7, None, None, *(0,) * 6), "one report alone takes the complaints along"
    assert told["152530"].kinds == (0,) * 9
    with acting_as(people.officer):
        assert published(people.officer, TODAY()) == {}, "a quarter is told when it is over"


def test_a_quarter_is_over_the_day_after() -> None:
    first, last = QUARTER.first, QUARTER.last
    assert not quarter_is_over(first, last, last)
    assert quarter_is_over(first, last, last + DAY)
    assert not quarter_is_over(first, last - DAY, last + DAY)
    assert quarter_is_over(dt.date(2025, 10, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1))


TABLES = """
WITH cells AS (SELECT n::bigint FROM generate_series(0, %s) AS n),
tables AS (SELECT {columns} FROM {sources})
SELECT shown, array_agg({first}) FROM tables, cases_suppress({array}, %s) AS shown GROUP BY shown
"""


@pytest.mark.parametrize(("cells", "top", "smallest"), [(3, 12, 5), (4, 9, 5), (5, 4, 3)])
def test_no_hidden_count_can_be_worked_out(people: People, cells: int, top: int, smallest: int) -> None:
    """For every table that could have been published as what is seen, a hidden count takes at least two values.

    Who reads knows the rule and the total; all tables are tried, so nothing rests on how clever he is.
    """
    names = [f"c{number}" for number in range(cells)]
    array = f"ARRAY[{', '.join(names)}]"
    statement = TABLES.format(
        columns=", ".join(f"{name}.n AS {name}" for name in names),
        sources=", ".join(f"cells AS {name}" for name in names),
        first=f"{array}",
        array=array,
    )
    with acting_as(people.officer), connection.cursor() as cursor:
        cursor.execute(statement, [top, smallest])
        seen = cursor.fetchall()
    assert sum(len(tables) for _shown, tables in seen) == (top + 1) ** cells
    solved = [
        (shown, place)
        for shown, tables in seen
        for place in range(cells)
        if shown[place + 1] is None and len({table[place] for table in tables}) < 2
    ]
    assert solved == []
    for shown, tables in seen:
        for table in tables:
            assert all(told in (None, true) for told, true in zip(shown, [sum(table), *table], strict=True))
            assert all(not 0 < (told or 0) < smallest for told in shown)


def test_suppression_hides_everything_without_its_rule(people: People) -> None:
    with acting_as(people.officer), connection.cursor() as cursor:
        cursor.execute("SELECT cases_suppress(ARRAY[10, 20]::bigint[], NULL)")
        assert cursor.fetchone() == ([None, None, None],)


@pytest.mark.parametrize("who", ["holder", "applicant", "stranger"])
def test_who_is_neither_officer_nor_auditor_counts_nothing(people: People, who: str) -> None:
    put(office_of(people.officer))
    actor = getattr(people, who)
    with pytest.raises(PermissionRefused):
        figures_of(actor, QUARTER)
    with acting_as(actor), connection.cursor() as cursor:
        for statement in (
            "SELECT * FROM cases_tally('2026-01-01', '2026-12-31', '', '', '', '')",
            "SELECT * FROM cases_published('2026-07-01')",
        ):
            cursor.execute(statement)
            assert cursor.fetchall() == []
    assert client_of(actor).get(reverse("cases:figures")).status_code == 403


def test_plain_sql_of_an_officer_counts_no_other_county(people: People, neighbour: Actor) -> None:
    """Whatever is asked for, also with marks that mean something in patterns, only the own places are counted."""
    put(office_of(neighbour), NEIGHBOUR)
    with acting_as(people.officer), connection.cursor() as cursor:
        for within in ("", "1", "15", NEIGHBOUR, "%", "_", "' OR true --"):
            cursor.execute("SELECT * FROM cases_tally('2000-01-01', '2100-01-01', %s, '', '', '')", [within])
            assert cursor.fetchall() == [], within
        cursor.execute("SET LOCAL search_path = pg_temp")
        cursor.execute("SELECT count(*) FROM public.cases_tally('2000-01-01', '2100-01-01', '', '', '', '')")
        assert cursor.fetchone() == (0,)


def test_an_auditor_reads_what_is_published() -> None:
    auditor = make_actor(OrganisationKind.OFFICE, "示例审计处", Role.AUDITOR, "152530")
    page = client_of(auditor).get(reverse("cases:figures"), {"day": "2026-08-01"}).context["page"]
    assert page.tables == ()
    assert page.others is not None
