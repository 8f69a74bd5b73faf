"""Windows for action: the answer for one publication, the same by the database, and the data they come from."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from django.utils import timezone, translation

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.literature.models import Publication
from erdem.overlap.models import Finding, ScreeningRun
from erdem.overlap.queries import figures, windows
from erdem.overlap.queries import findings as lists
from erdem.overlap.queries.page import Order
from erdem.overlap.queries.standing import Right, right_of, rights_of
from erdem.overlap.queries.ways import ways_of
from erdem.overlap.queries.windows import add_months, window_of

from .factories import a_finding, make_publication, make_record, screened, with_claim

TODAY = dt.date(2026, 11, 26)
OBSERVATION = {"opens": "publication", "closes": "grant"}
INVALIDATION = {"opens": "grant", "after_end": True}
NINE_MONTHS = {"opens": "grant", "months": 9, "from": "grant"}
SIX_AT_LEAST = {"opens": "publication", "closes": "grant", "months": 6, "from": "publication", "at_least": True}
PUBLISHED, GRANTED = dt.date(2026, 3, 31), dt.date(2026, 3, 1)


def right(stage: str, **given: Any) -> Right:
    return Right(stage, **{"published": PUBLISHED, **given})


@pytest.mark.parametrize(
    ("rule", "where", "expected", "ends"),
    [
        (OBSERVATION, right("pending"), "open", None),
        (OBSERVATION, right("unknown"), "unknown", None),
        (OBSERVATION, right("granted", granted=GRANTED), "closed", GRANTED),
        (OBSERVATION, right("refused"), "closed", None),
        (OBSERVATION, right("granted", granted=GRANTED, published=None), "closed", GRANTED),
        (OBSERVATION, right("pending", published=None), "unknown", None),
        (INVALIDATION, right("granted", granted=GRANTED), "open", None),
        (INVALIDATION, right("lapsed", granted=GRANTED), "open", None),
        (INVALIDATION, right("pending"), "not_yet", None),
        (INVALIDATION, right("unknown"), "unknown", None),
        (INVALIDATION, right("withdrawn"), "closed", None),
        (NINE_MONTHS, right("granted", granted=GRANTED), "closing", dt.date(2026, 12, 1)),
        (NINE_MONTHS, right("granted", granted=dt.date(2026, 9, 1)), "open", dt.date(2027, 6, 1)),
        (NINE_MONTHS, right("granted", granted=dt.date(2020, 9, 1)), "closed", dt.date(2021, 6, 1)),
        (NINE_MONTHS, right("granted"), "unknown", None),
        (NINE_MONTHS, right("lapsed", granted=GRANTED), "closed", None),
        (SIX_AT_LEAST, right("pending", published=dt.date(2026, 8, 1)), "open", dt.date(2027, 2, 1)),
        (SIX_AT_LEAST, right("pending"), "unknown", dt.date(2026, 9, 30)),
        (SIX_AT_LEAST, right("unknown", published=dt.date(2026, 8, 1)), "unknown", dt.date(2027, 2, 1)),
    ],
)
def test_a_window_follows_from_the_dates(rule: Any, where: Right, expected: str, ends: dt.date | None) -> None:
    found = window_of(rule, Publication(), where, TODAY)
    assert (found.state, found.ends) == (expected, ends)


def test_months_end_in_a_shorter_month() -> None:
    assert add_months(dt.date(2026, 3, 31), 6) == dt.date(2026, 9, 30)
    assert add_months(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
    assert add_months(dt.date(2026, 11, 30), 9) == dt.date(2027, 8, 30)


@pytest.mark.django_db
def test_the_database_reckons_the_same_for_every_kind_of_publication() -> None:
    """Every office, type, stage and standing, each with and without dates; some granted by a document of their own."""
    days = (None, dt.date(2019, 1, 31), dt.date(2026, 5, 31), dt.date(2026, 10, 1), dt.date(2026, 2, 28))
    grid = itertools.product(
        ("CN", "EP", "US", "IN", "WO", "JP"),
        ("invention", "utility"),
        ("published", "granted", "unknown"),
        ("pending", "in_force", "ended", "unknown"),
        ("current", "withdrawn"),
    )
    with acting_as(SYSTEM):
        record = make_record()
        run = ScreeningRun.objects.create(scope="collection")
        for place, (country, kind, stage, group, standing) in enumerate(grid):
            publication = Publication.objects.create(
                number=f"{country}{place}A",
                number_key=f"{country}{place}A",
                number_stem=f"{country}{place // 2}" if place % 3 == 0 else "",
                application_key=f"{country}X{place // 5}" if place % 4 == 0 else "",
                country=country,
                type=kind,
                stage=stage,
                status_group=group,
                standing=standing,
                publication_date=days[place % 5],
                grant_date=days[(place // 5) % 5] if place % 2 else None,
                priority_date=days[(place // 3) % 5],
            )
            Finding.objects.create(
                number=f"XS-2026-{place:04d}",
                record=record,
                publication=publication,
                run=run,
                score=0.5,
                rank=1,
                pool_size=1,
                relation="modified",
                evidence={},
            )
        held: list[Any] = list(windows.annotate(Finding.objects.select_related("publication"), TODAY))
        rights = rights_of([finding.publication for finding in held])
    kinds = set()
    for finding in held:
        where = rights[finding.publication_id]
        assert finding.right_stage == where.stage, finding.publication.number
        expected = windows.kind_of(finding.publication, where, TODAY)
        assert (finding.window, finding.window_end) == expected, finding.publication.number
        kinds.add(finding.window)
    assert kinds == set(windows.KINDS)


def test_each_row_of_the_data_has_its_law_and_its_confidence() -> None:
    for row in windows.action_rows():
        assert row["confidence"] in ("V", "V2", "K", "P"), row["slug"]
        assert set(row["title"]) == set(row["basis"]) == {"zh-hans", "en"}
        if "window" in row:
            assert row["law"], row["slug"]
            assert row["source"], row["slug"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "slug", "state", "word"),
    [
        ({"status_group": "pending"}, "observation_cn", "open", "窗口开着"),
        ({}, "observation_cn", "unknown", "没有查到授权与否"),
        ({"grant_date": dt.date(2010, 1, 6)}, "invalidation_cn", "open", "窗口开着"),
        ({"grant_date": dt.date(2010, 1, 6)}, "observation_cn", "closed", "2010-01-06"),
    ],
)
def test_the_page_says_the_state_of_each_window(given: dict[str, Any], slug: str, state: str, word: str) -> None:
    finding = a_finding()
    for name, value in given.items():
        setattr(finding.publication, name, value)
    with acting_as(SYSTEM), translation.override("zh-hans"):
        way = next(way for way in ways_of(finding, Order("before", "")) if way.slug == slug)
    assert way.window_state == state
    assert word in f"{way.window}{way.basis}"


@pytest.mark.django_db
def test_a_utility_model_has_no_window_before_its_grant() -> None:
    finding = a_finding()
    finding.publication.type, finding.publication.status_group = "utility", "pending"
    with acting_as(SYSTEM):
        ways = ways_of(finding, Order("before", ""))
    assert "observation_cn" not in [way.slug for way in ways]
    assert [way.window_state for way in ways if way.slug == "invalidation_cn"] == ["not_yet"]


@pytest.mark.django_db
def test_a_foreign_window_that_nobody_has_verified_says_so() -> None:
    finding = a_finding()
    finding.publication.country, finding.publication.grant_date = "EP", dt.date(2026, 9, 1)
    with acting_as(SYSTEM):
        way = next(way for way in ways_of(finding, Order("before", "")) if way.slug == "opposition_ep")
    assert way.to_confirm


@pytest.mark.django_db
def test_the_list_is_narrowed_and_sorted_by_window(people: People) -> None:
    first = a_finding()
    with_claim(make_publication("CN100000002A"))
    screened()
    with acting_as(SYSTEM):
        Publication.objects.filter(pk=first.publication_id).update(
            country="EP", stage="granted", grant_date=timezone.localdate() - dt.timedelta(days=250)
        )
    officer = people.officer
    with acting_as(officer):
        wanted = lists.Wanted(window=("closing",))
        numbers = {finding.publication.number for finding in lists.search(officer, wanted)}
        assert numbers == {first.publication.number}
        assert lists.counts(officer, wanted, "window")["closing"] == figures.closing_count(officer)
        row = lists.rows_of(lists.search(officer, lists.Wanted(sort="window")))[0]
    assert row.window_state == "closing"
    assert row.window_end is not None


def test_a_granted_document_is_its_own_grant() -> None:
    document = Publication(stage="granted", publication_date=PUBLISHED)
    assert right_of(document) == Right("granted", PUBLISHED, PUBLISHED)
