"""Saved searches: what is new is told once, and only to whom it concerns."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.literature import jobs, services
from erdem.literature.models import Publication, SavedSearch
from erdem.literature.queries import saved as queries
from erdem.literature.queries.searching_shapes import SearchRequest
from erdem.literature.services import alerts, saved
from erdem.literature.tests.saved_work import BEEF, JOB, client_of, hold, keep, look, new_numbers

pytestmark = pytest.mark.django_db


def test_what_a_search_finds_when_it_is_saved_is_not_new(people: People) -> None:
    hold("CN100000001A")
    search = keep(people.officer)
    assert search.last_total == 1
    assert search.last_run_at is not None
    assert new_numbers(search) == set()


def test_what_comes_in_later_is_new_and_told_once(people: People) -> None:
    search = keep(people.officer)
    hold("CN100000002A")
    hold("CN100000003A", title="示例无关之物")
    assert look(people.officer, search) == alerts.Look(1, 1)
    assert look(people.officer, search) == alerts.Look(1, 0)
    assert look(JOB, search) == alerts.Look(1, 0)
    assert new_numbers(search) == {"CN100000002A"}


def test_a_publication_that_was_held_before_and_matches_now_is_new(people: People) -> None:
    late = hold("CN100000004A", title="示例另一物")
    search = keep(people.officer)
    with acting_as(SYSTEM):
        Publication.objects.filter(pk=late.pk).update(title="示例牛肉", search_text="示例牛肉")
    assert look(JOB, search).new == 1


def test_one_that_no_longer_matches_and_matches_again_is_not_told_twice(people: People) -> None:
    search = keep(people.officer)
    made = hold("CN100000005A")
    assert look(JOB, search).new == 1
    with acting_as(SYSTEM):
        Publication.objects.filter(pk=made.pk).update(search_text="示例别物", title="示例别物")
    assert look(JOB, search) == alerts.Look(0, 0)
    with acting_as(SYSTEM):
        Publication.objects.filter(pk=made.pk).update(search_text="示例牛肉", title="示例牛肉")
    assert look(JOB, search) == alerts.Look(1, 0)


def test_deleted_publications_vanish_from_the_new_hits(people: People) -> None:
    search = keep(people.officer)
    made = hold("CN100000006A")
    look(JOB, search)
    with acting_as(SYSTEM):
        made.delete()
    with acting_as(people.officer):
        assert queries.unread_count(people.officer) == 0


def test_a_search_above_the_bound_tells_only_what_came_in(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "MOST_FOLLOWED", 2)
    monkeypatch.setattr(alerts, "CHUNK", 1)
    old = timezone.now() - dt.timedelta(days=9)
    for number in range(3):
        made = hold(f"CN10000001{number}A", year=2000 + number)
        with acting_as(SYSTEM):
            Publication.objects.filter(pk=made.pk).update(created_at=old)
    search = keep(people.officer)
    assert search.last_total == 3
    with acting_as(SYSTEM):
        Publication.objects.filter(number="CN100000012A").delete()
    look(JOB, search)
    assert new_numbers(search) == set()  # an old one moved up into the part that is watched
    hold("CN100000019A", year=2020)
    assert look(JOB, search) == alerts.Look(3, 1)


def test_a_search_removed_meanwhile_gives_an_empty_look(people: People) -> None:
    search = keep(people.officer)
    number = search.pk
    with acting_as(people.officer):
        saved.remove_search(actor=people.officer, search=search)
        assert alerts.look_again(actor=people.officer, search_id=number) == alerts.Look(0, 0)


def test_saving_twice_keeps_one_search(people: People) -> None:
    assert keep(people.officer).pk == keep(people.officer).pk
    with pytest.raises(RuleBroken):
        keep(people.officer, request=SearchRequest(query="羊肉"))


def test_names_are_needed_and_offices_must_be_ones_own(people: People) -> None:
    (foreign,) = people.stranger.organisation_ids
    with pytest.raises(RuleBroken):
        keep(people.officer, name="  ")
    with pytest.raises(RuleBroken):
        keep(people.officer, organisation_id=foreign)
    with acting_as(PUBLIC), pytest.raises(PermissionRefused):
        saved.save_search(actor=PUBLIC, asked=BEEF, telling=saved.Telling("示例"))


def test_nobody_else_changes_removes_runs_or_reads_for_the_owner(people: People) -> None:
    search = keep(people.officer)
    other = people.stranger
    with acting_as(other):
        for act in (
            lambda: saved.change_search(actor=other, search=search, telling=saved.Telling("示例")),
            lambda: saved.remove_search(actor=other, search=search),
            lambda: saved.mark_read(actor=other, search=search),
        ):
            with pytest.raises(PermissionRefused):
                act()
        assert alerts.look_again(actor=other, search_id=search.pk) == alerts.Look(0, 0)  # not there for the stranger


def test_each_act_leaves_one_entry(people: People) -> None:
    search = keep(people.officer)
    hold("CN100000020A")
    look(JOB, search)
    with acting_as(people.officer):
        saved.change_search(actor=people.officer, search=search, telling=saved.Telling("示例新名", "weekly"))
        assert saved.mark_read(actor=people.officer) == 1
        assert saved.mark_read(actor=people.officer) == 0
        saved.remove_search(actor=people.officer, search=search)
    with acting_as(SYSTEM):
        said = AuditEntry.objects.filter(action__startswith="literature.").order_by("id")
        assert list(said.values_list("action", flat=True)) == [
            "literature.save_search",
            "literature.look_again",
            "literature.change_search",
            "literature.mark_read",
            "literature.remove_search",
        ]


def test_the_count_costs_one_query(people: People) -> None:
    search = keep(people.officer)
    hold("CN100000021A")
    look(JOB, search)
    with (
        acting_as(people.officer),
        CaptureQueriesContext(
            connection,
        ) as caught,
    ):
        assert queries.unread_count(people.officer) == 1
    assert len([each for each in caught if "savedsearchhit" in each["sql"]]) == 1


@pytest.mark.parametrize(
    ("rhythm", "days", "hour", "due"),
    [
        ("off", 30, 12, False),
        ("at_once", 0, 3, True),
        ("daily", 0, 12, False),
        ("daily", 1, 5, False),
        ("daily", 1, 6, True),
        ("weekly", 6, 12, False),
        ("weekly", 7, 12, True),
    ],
)
def test_when_something_is_due(rhythm: str, days: int, hour: int, due: bool) -> None:
    now = dt.datetime(2026, 11, 25, hour, tzinfo=timezone.get_default_timezone())
    last = now - dt.timedelta(days=days)
    assert queries.is_due(rhythm, last, now.date(), is_morning=hour >= queries.MORNING) is due


def test_the_job_runs_what_is_told_at_once_and_passes_over_what_is_off(people: People) -> None:
    at_once, off = keep(people.officer, "示例即时"), keep(people.officer, "示例不报", rhythm="off")
    daily = keep(people.officer, "示例每日", rhythm="daily")
    hold("CN100000022A")
    jobs.look_again()
    assert (new_numbers(at_once), new_numbers(daily), new_numbers(off)) == ({"CN100000022A"}, set(), set())


def test_searches_look_at_what_the_index_has_taken_up(people: People) -> None:
    hold("CN100000029A")
    services.update_index(actor=SYSTEM)
    search = keep(people.officer)
    assert search.last_total == 1
    hold("CN100000030A")
    assert look(JOB, search).new == 0  # the index does not know it yet
    services.update_index(actor=SYSTEM)
    alerts.request_look_again()
    alerts.request_look_again()
    assert len(list(app.job_manager.list_jobs(task=alerts.LOOK, status="todo"))) == 1
    jobs.look_again()
    assert new_numbers(search) == {"CN100000030A"}


def test_a_search_is_saved_from_its_address_and_seen_with_its_new_hits(people: People) -> None:
    client = client_of(people.officer)
    new = f"{reverse('literature:saved-new')}?q=牛肉&type=invention"
    assert "牛肉" in client.get(new).content.decode()
    answer = client.post(new, {"name": "示例检索", "rhythm": "daily"})
    with acting_as(SYSTEM):
        search = SavedSearch.objects.get()
    assert answer["Location"] == reverse("literature:saved-detail", args=[search.pk])
    assert (search.query, search.chosen, search.rhythm) == ("牛肉", {"type": ["invention"]}, "daily")
    hold("CN100000027A", type="invention")
    client.post(reverse("literature:saved-look", args=[search.pk]))
    page = client.get(answer["Location"]).content.decode()
    assert "CN100000027A" in page
    client.post(reverse("literature:saved-read", args=[search.pk]))
    with acting_as(people.officer):
        assert queries.unread_count(people.officer) == 0
    client.post(reverse("literature:saved-edit", args=[search.pk]), {"name": "示例新名", "rhythm": "off"})
    assert "示例新名" in client.get(reverse("literature:saved-list")).content.decode()
    assert "示例新名" in client.get(reverse("literature:saved-remove", args=[search.pk])).content.decode()
    client.post(reverse("literature:saved-remove", args=[search.pk]))
    assert client.get(answer["Location"]).status_code == 404


def test_an_office_reads_a_shared_search_and_does_not_change_it(people: People) -> None:
    from erdem.people import services as accounts
    from erdem.people.models import Organisation
    from erdem.people.queries import actor_of
    from erdem.people.tests.factories import make_user

    (office,) = people.officer.organisation_ids
    search = keep(people.officer, organisation_id=office)
    with acting_as(SYSTEM):
        user = make_user()
        organisation = Organisation.objects.get(pk=office)
        accounts.add_member(actor=SYSTEM, organisation=organisation, user=user, role="county_officer")
        colleague = actor_of(user)
    client = client_of(colleague)
    assert client.get(reverse("literature:saved-detail", args=[search.pk])).status_code == 200
    assert client.get(reverse("literature:saved-edit", args=[search.pk])).status_code == 403
    assert client.post(reverse("literature:saved-look", args=[search.pk])).status_code == 403
    with acting_as(colleague):
        assert queries.unread_count(colleague) == 0


@pytest.mark.parametrize("address", ["saved/999999999999999999/", "saved/0/", "saved/1/edit/"])
def test_what_is_not_there_is_not_found(people: People, address: str) -> None:
    assert client_of(people.officer).get(f"{reverse('literature:publication-list')}{address}").status_code == 404


def test_a_line_that_cannot_be_read_leads_back_to_the_search(people: People) -> None:
    answer = client_of(people.officer).get(f"{reverse('literature:saved-new')}?q=nosuchfield:(")
    assert answer.status_code in (200, 302)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_looks_at_once_tell_a_publication_once(people: People) -> None:
    search = keep(people.officer)
    hold("CN100000028A")
    looks: list[alerts.Look] = []

    def run() -> None:
        try:
            looks.append(look(JOB, search))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.new for each in looks) == [0, 1]


def test_the_database_itself_refuses_to_share_with_another_office(people: People) -> None:
    (foreign,) = people.stranger.organisation_ids
    search = keep(people.officer)
    with acting_as(people.officer), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        SavedSearch.objects.filter(pk=search.pk).update(organisation_id=foreign)
    (own,) = people.officer.organisation_ids
    with acting_as(people.officer):
        assert SavedSearch.objects.filter(pk=search.pk).update(organisation_id=own) == 1
