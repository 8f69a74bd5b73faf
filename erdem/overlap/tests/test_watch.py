"""The watch compares what is new or changed, once, and can be killed."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.knowledge.content import IngredientLine
from erdem.knowledge.models import Record
from erdem.literature.models import Publication
from erdem.overlap import engine, services
from erdem.overlap.models import ComparedPublication, ComparedRecord, Finding, ScreeningRun
from erdem.overlap.queries.watching import watch_state
from erdem.overlap.services import comparing

from .factories import (
    SCREENER,
    a_formula,
    finding_of,
    make_publication,
    make_record,
    many_findings,
    screened,
    with_claim,
    with_facts,
)

pytestmark = pytest.mark.django_db


def watched(**given: Any) -> services.Outcome:
    return services.watch(actor=SCREENER, **given)


def touch(publication: Publication) -> None:
    """Save it as an import does that brought something new."""
    with acting_as(SYSTEM):
        Publication.objects.filter(pk=publication.pk).update(updated_at=timezone.now())


def made(record: Record) -> int:
    with acting_as(SYSTEM):
        return Finding.objects.filter(record=record).count()


def test_the_first_watch_compares_all_and_the_second_nothing() -> None:
    make_record()
    with_claim(make_publication())
    first = watched()
    assert (first.raised, first.publications) == (1, 1)
    second = watched()
    assert (second.raised, second.publications, second.refreshed) == (0, 0, 0)
    with acting_as(SYSTEM):
        assert watch_state(SYSTEM).due == 0
        assert ComparedRecord.objects.count() == ComparedPublication.objects.count() == 1


def test_a_comparison_of_everything_leaves_nothing_to_the_watch() -> None:
    many_findings(2)
    assert watched().publications == 0


def test_only_new_literature_is_compared() -> None:
    record = make_record()
    with_claim(make_publication("CN100000001A"))
    watched()
    with_claim(make_publication("CN100000002A"))
    assert watched().publications == 1
    assert made(record) == 2


def test_a_new_record_meets_only_literature_that_can_concern_it() -> None:
    lines = [tuple(IngredientLine(f"示例药{place}{letter}", "二两") for letter in "甲乙丙") for place in range(9)]
    for place in range(8):
        make_record(a_formula(name=f"示例方{place}", ingredients=lines[place]))
        with_facts(make_publication(f"CN10000000{place}A"), *(line.name for line in lines[place]))
    with_facts(make_publication("CN100000009A"), *(line.name for line in lines[8]))
    watched()
    record = make_record(a_formula(name="示例新方", ingredients=lines[8]))
    outcome = watched()
    assert (outcome.raised, outcome.publications) == (1, 1)
    assert finding_of(record).publication.number == "CN100000009A"


def test_the_watch_finds_what_a_comparison_of_everything_finds() -> None:
    for place in range(6):
        names = [f"示例药{place}{letter}" for letter in "甲乙丙丁"]
        with_facts(make_publication(f"CN10000000{place}A"), *names[: 3 + place % 2], f"示例药{(place + 1) % 6}甲")
        lines = tuple(IngredientLine(name, "二两") for name in names)
        make_record(a_formula(name=f"示例方{place}", ingredients=lines))
        watched()
    with acting_as(SYSTEM):
        by_watch = set(Finding.objects.values_list("record_id", "publication_id"))
    whole = screened()
    with acting_as(SYSTEM):
        assert set(Finding.objects.values_list("record_id", "publication_id")) == by_watch
    assert whole.raised == 0
    assert by_watch


def test_literature_saved_again_without_a_change_is_not_compared() -> None:
    make_record()
    publication = with_claim(make_publication())
    watched()
    touch(publication)
    assert watched().publications == 0
    with acting_as(SYSTEM):
        assert watch_state(SYSTEM).due == 0


def test_another_lexicon_makes_everything_due_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    make_record()
    for year in (2001, 2020, 2010):
        with_claim(make_publication(f"CN10000{year}A", publication_date=dt.date(year, 1, 1)))
    watched()
    monkeypatch.setattr(engine, "ENGINE_VERSION", "示例版本")
    monkeypatch.setattr(comparing, "BATCH", 1)
    monkeypatch.setattr("erdem.overlap.services.screening.BATCH", 1)
    stopped = watched(most=1)
    assert not stopped.is_whole
    with acting_as(SYSTEM):
        first = ComparedPublication.objects.get(engine_version="示例版本")
        assert first.publication.number == "CN100002020A"
    rest = watched()
    assert rest.is_whole
    assert rest.run_id == stopped.run_id
    assert rest.publications == 3


class Killed(BaseException):
    """What a kill looks like from inside."""


@pytest.mark.parametrize("after", [1, 2, 3, 4, 5])
def test_a_watch_that_is_killed_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Killed while new literature meets the register, or while the new record meets the rest: each pair once."""
    monkeypatch.setattr("erdem.overlap.services.screening.BATCH", 1)
    make_record()
    for place in range(3):
        with_claim(make_publication(f"CN10000000{place}A"))
    watched()
    record = make_record(a_formula(name="示例新方"))
    with_claim(make_publication("CN100000008A"))
    with_claim(make_publication("CN100000009A"))

    def die(done: int, _total: int) -> None:
        if done == after:
            raise Killed

    with pytest.raises(Killed):
        watched(on_progress=die)
    kept = made(record)
    assert kept == after
    rest = watched()
    assert made(record) == 5
    assert rest.raised == 2 * 2 + 3
    with acting_as(SYSTEM):
        assert not ScreeningRun.objects.filter(finished_at__isnull=True).exists()
    assert watched().publications == 0


def test_a_publication_with_nothing_in_it_is_passed_over() -> None:
    make_record()
    make_publication(title="", title_language="")
    outcome = watched()
    assert (outcome.publications, outcome.skipped) == (0, 1)


def test_findings_of_a_withdrawn_record_say_so_once(people: People) -> None:
    record = make_record()
    with_claim(make_publication())
    watched()
    with acting_as(people.officer):
        services.take_review_step(
            actor=people.officer, finding=finding_of(record, people.officer), step="start_checking"
        )
    with acting_as(SYSTEM):
        Record.objects.filter(pk=record.pk).update(status="withdrawn", status_reason="示例理由")
    assert watched().outdated == 1
    finding = finding_of(record)
    assert finding.news == [{"slug": "gone", "why": "record_withdrawn"}]
    assert watched().outdated == 0
    with acting_as(SYSTEM):
        assert not ComparedRecord.objects.filter(record=record).exists()


def test_a_run_leaves_one_entry(people: People) -> None:
    make_record()
    with_claim(make_publication())
    with acting_as(SYSTEM):
        before = AuditEntry.objects.count()
    watched()
    with acting_as(SYSTEM):
        assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize("who", ["holder", "applicant", "officer", "stranger"])
def test_the_watch_does_not_run_in_the_name_of_a_person(people: People, who: str) -> None:
    with pytest.raises(PermissionRefused):
        services.watch(actor=getattr(people, who))


def test_what_is_remembered_of_records_is_for_machines(people: People) -> None:
    make_record()
    with_claim(make_publication())
    watched()
    with acting_as(people.officer):
        assert not ComparedRecord.objects.exists()
        assert watch_state(people.officer).due == 0
    with acting_as(people.stranger):
        assert not ComparedPublication.objects.exists()


def at_once(*acts: Callable[[], services.Outcome]) -> list[services.Outcome]:
    """Begin all of them at the same moment, each with a connection of its own."""
    ready, outcomes = threading.Barrier(len(acts)), []

    def act(one: Callable[[], services.Outcome]) -> None:
        try:
            ready.wait(10)
            outcomes.append(one())
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_watches_at_once_make_each_finding_once() -> None:
    for place in range(3):
        make_record(a_formula(name=f"示例方{place}"))
        with_claim(make_publication(f"CN10000000{place}A"))
    outcomes = at_once(watched, watched)
    assert sum(outcome.raised for outcome in outcomes) == 9
    with acting_as(SYSTEM):
        assert Finding.objects.count() == 9
    assert watched().publications == 0
