"""Collections: what people put together, with notes that nobody overwrites unseen."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.literature.models import Collection, CollectionItem, Publication
from erdem.literature.queries import collections as queries
from erdem.literature.services import collections as services
from erdem.people import services as accounts
from erdem.people.models import Organisation
from erdem.people.queries import actor_of
from erdem.people.tests.factories import make_user, user_of

pytestmark = pytest.mark.django_db


def hold(number: str, title: str = "示例风干牛肉", **given: Any) -> Publication:
    """Hold a publication as an import would."""
    with acting_as(SYSTEM):
        return Publication.objects.create(
            number=number, number_key=number, number_stem=number[:-1], country="CN", title=title,
            search_text=f"{title} {number.lower()}", **given,
        )  # fmt: skip


def make(actor: Actor, name: str = "示例文献夹", **given: Any) -> Collection:
    """Make a collection."""
    with acting_as(actor):
        return services.make_collection(actor=actor, heading=services.Heading(name, **given))


def add(actor: Actor, collection: Collection, *publications: Publication, note: str = "") -> services.Added:
    """Add publications."""
    with acting_as(actor):
        return services.add_publications(
            actor=actor, collection=collection, publication_ids=[one.pk for one in publications], note=note
        )


def colleague_of(officer: Actor) -> Actor:
    """Return another officer of the same office."""
    (office,) = officer.organisation_ids
    with acting_as(SYSTEM):
        user = make_user()
        organisation = Organisation.objects.get(pk=office)
        accounts.add_member(actor=SYSTEM, organisation=organisation, user=user, role="county_officer")
        return actor_of(user)


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def item_of(collection: Collection) -> CollectionItem:
    with acting_as(SYSTEM):
        return collection.items.select_related("collection").get()


def test_making_one_twice_gives_one(people: People) -> None:
    assert make(people.officer).pk == make(people.officer).pk
    assert make(people.stranger).pk != make(people.officer).pk


@pytest.mark.parametrize("name", ["", "   "])
def test_a_collection_needs_a_name(people: People, name: str) -> None:
    with pytest.raises(RuleBroken):
        make(people.officer, name)


def test_only_who_is_logged_in_keeps_one(people: People) -> None:
    with pytest.raises(PermissionRefused):
        make(PUBLIC)


def test_the_same_publication_lies_in_it_once_and_keeps_its_note(people: People) -> None:
    collection, one, other = make(people.officer), hold("CN100000001A"), hold("CN100000002A")
    assert add(people.officer, collection, one, note="示例甲") == services.Added(1, 0)
    assert add(people.officer, collection, one, other, note="示例乙") == services.Added(1, 1)
    with acting_as(people.officer):
        notes = dict(collection.items.values_list("publication__number", "note"))
    assert notes == {"CN100000001A": "示例甲", "CN100000002A": "示例乙"}


def test_amounts_are_bounded(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = make(people.officer)
    held = [hold(f"CN10000001{number}A") for number in range(3)]
    with pytest.raises(RuleBroken):
        add(people.officer, collection)
    monkeypatch.setattr(services, "MOST_ITEMS", 2)
    with pytest.raises(RuleBroken):
        add(people.officer, collection, *held)
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1)
    with pytest.raises(RuleBroken):
        add(people.officer, collection, *held[:2])
    with pytest.raises(RuleBroken):
        add(people.officer, collection, held[0], note="长" * 4001)


def test_an_office_fills_a_shared_collection_and_does_not_rename_it(people: People) -> None:
    (office,) = people.officer.organisation_ids
    shared, private = make(people.officer, organisation_id=office), make(people.officer, "示例自己的")
    colleague, one = colleague_of(people.officer), hold("CN100000003A")
    assert add(colleague, shared, one) == services.Added(1, 0)
    with acting_as(colleague):
        assert [each.pk for each in queries.collections(colleague)] == [shared.pk]
        for act in (
            lambda: services.change_collection(actor=colleague, collection=shared, heading=services.Heading("示例")),
            lambda: services.remove_collection(actor=colleague, collection=shared),
            lambda: services.add_publications(actor=colleague, collection=private, publication_ids=[one.pk]),
        ):
            with pytest.raises(PermissionRefused):
                act()
    assert item_of(shared).added_by == colleague.label


def test_a_note_written_meanwhile_is_not_overwritten_unseen(people: People) -> None:
    (office,) = people.officer.organisation_ids
    collection, colleague = make(people.officer, organisation_id=office), colleague_of(people.officer)
    add(people.officer, collection, hold("CN100000004A"))
    item = item_of(collection)
    seen = services.fingerprint(item)
    with acting_as(colleague):
        services.annotate_item(actor=colleague, item=item, note="示例同事", rating=4, seen=seen)
    with acting_as(people.officer):
        with pytest.raises(RuleBroken):
            services.annotate_item(actor=people.officer, item=item, note="示例我", rating=2, seen=seen)
        services.annotate_item(
            actor=people.officer, item=item, note="示例我", rating=2, seen=services.fingerprint(item_of(collection))
        )
    assert item_of(collection).note == "示例我"


def test_the_form_shows_what_stands_there_and_saves_at_the_second_time(people: People) -> None:
    collection = make(people.officer)
    add(people.officer, collection, hold("CN100000005A"))
    item = item_of(collection)
    client, address = client_of(people.officer), reverse("literature:collection-item", args=[collection.pk, item.pk])
    stale = {"note": "示例我", "rating": "3", "seen": services.fingerprint(item)}
    with acting_as(people.officer):
        services.annotate_item(actor=people.officer, item=item, note="示例另一窗口", rating=1)
    answer = client.post(address, stale)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "示例另一窗口" in page
    assert "示例我" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(address, {**stale, "seen": seen}).status_code == 302
    assert item_of(collection).note == "示例我"


@pytest.mark.parametrize("rating", [-1, 6])
def test_a_rating_goes_from_nought_to_five(people: People, rating: int) -> None:
    collection = make(people.officer)
    add(people.officer, collection, hold("CN100000006A"))
    with acting_as(people.officer), pytest.raises(RuleBroken):
        services.annotate_item(actor=people.officer, item=item_of(collection), note="", rating=rating)


def test_what_was_taken_out_can_be_put_back_with_its_note(people: People) -> None:
    collection = make(people.officer)
    add(people.officer, collection, hold("CN100000007A"), note="示例备注")
    item = item_of(collection)
    client = client_of(people.officer)
    page = reverse("literature:collection-detail", args=[collection.pk])
    client.post(reverse("literature:collection-take-out", args=[collection.pk]), {"item": [item.pk]})
    shown = client.get(page).content.decode()
    assert "放回" in shown
    assert "示例备注" not in shown
    client.post(reverse("literature:collection-undo", args=[collection.pk]))
    assert item_of(collection).note == "示例备注"
    client.post(reverse("literature:collection-undo", args=[collection.pk]))
    with acting_as(SYSTEM):
        actions = AuditEntry.objects.filter(action__in=["literature.take_out", "literature.put_back"])
        assert sorted(actions.values_list("action", flat=True)) == ["literature.put_back", "literature.take_out"]


def test_sorting_and_rating_select(people: People) -> None:
    collection = make(people.officer)
    early, late = hold("CN100000008A", year=2001), hold("CN100000009A", year=2010)
    add(people.officer, collection, late)
    add(people.officer, collection, early)
    with acting_as(people.officer):
        (first,) = collection.items.filter(publication=early).select_related("collection")
        services.annotate_item(actor=people.officer, item=first, note="", rating=5)

        def numbers(**chosen: Any) -> list[str]:
            found = queries.items(people.officer, collection, queries.Selection(**chosen))
            return [item.publication.number for item in found]

        assert numbers() == ["CN100000008A", "CN100000009A"]
        assert numbers(order="newest") == ["CN100000009A", "CN100000008A"]
        assert numbers(order="rating") == ["CN100000008A", "CN100000009A"]
        assert numbers(rating=4) == ["CN100000008A"]


def test_files_hold_notes_and_no_formulas(people: People) -> None:
    collection = make(people.officer)
    add(people.officer, collection, hold("CN100000010A", title="=cmd()"), note="+1")
    client = client_of(people.officer)
    base = reverse("literature:collection-detail", args=[collection.pk])
    table = client.get(f"{base}export.csv").content.decode()
    assert "'=cmd()" in table
    assert "'+1" in table
    assert client.get(f"{base}export.xlsx").content[:2] == b"PK"
    ris = client.get(f"{base}export.ris")
    assert ris["Content-Disposition"].endswith(".ris")
    assert b"N1  - +1\r\n" in ris.content
    assert client_of(people.stranger).get(f"{base}export.csv").status_code == 404


def test_ticked_publications_go_into_a_new_collection(people: People) -> None:
    hold("CN100000011A")
    hold("CN100000012A")
    client, address = client_of(people.officer), reverse("literature:collection-add")
    page = client.get(address, {"publication": ["CN100000011A", "CN100000012A", "示例", "\x00"]}).content.decode()
    assert "将添加2件文献" in page
    answer = client.post(address, {"publication": ["CN100000011A", "CN100000012A"], "name": "示例新夹", "note": "示例"})
    with acting_as(SYSTEM):
        made = Collection.objects.get(name="示例新夹")
        assert made.items.count() == 2
    assert answer["Location"] == reverse("literature:collection-detail", args=[made.pk])
    again = client.post(address, {"publication": ["CN100000011A"], "collection": made.pk}, follow=True)
    assert "其中1件原已在内" in again.content.decode()


def test_all_of_a_search_goes_into_a_collection(people: People) -> None:
    for number in range(3):
        hold(f"CN10000002{number}A")
    hold("CN100000029A", title="示例无关")
    collection, client = make(people.officer), client_of(people.officer)
    address = f"{reverse('literature:collection-add')}?whole=1&q=牛肉"
    assert "将添加3件文献" in client.get(address).content.decode()
    client.post(address, {"collection": collection.pk})
    with acting_as(SYSTEM):
        assert collection.items.count() == 3


def test_a_foreign_collection_cannot_be_chosen(people: People) -> None:
    hold("CN100000030A")
    foreign = make(people.stranger)
    answer = client_of(people.officer).post(
        reverse("literature:collection-add"), {"publication": "CN100000030A", "collection": foreign.pk}
    )
    assert answer.status_code == 422
    with acting_as(SYSTEM):
        assert foreign.items.count() == 0


def test_a_collection_is_renamed_and_removed_after_a_question(people: People) -> None:
    collection, client = make(people.officer), client_of(people.officer)
    make(people.officer, "示例已有")
    edit = reverse("literature:collection-edit", args=[collection.pk])
    assert client.post(edit, {"name": "示例已有"}).status_code == 422
    client.post(edit, {"name": "示例新名", "note": "示例用途"})
    assert "示例新名" in client.get(reverse("literature:collection-list")).content.decode()
    remove = reverse("literature:collection-remove", args=[collection.pk])
    assert "示例新名" in client.get(remove).content.decode()
    client.post(remove)
    assert client.get(remove).status_code == 404


def test_a_publication_in_a_collection_is_not_deleted_under_it(people: People) -> None:
    from django.db.models import ProtectedError

    collection, one = make(people.officer), hold("CN100000031A")
    add(people.officer, collection, one)
    with acting_as(SYSTEM), pytest.raises(ProtectedError):
        one.delete()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_the_same_at_once_get_one_item(people: People) -> None:
    (office,) = people.officer.organisation_ids
    collection, colleague = make(people.officer, organisation_id=office), colleague_of(people.officer)
    held = [hold(f"CN10000004{number}A") for number in range(5)]
    came: list[Any] = []

    def run(actor: Actor) -> None:
        try:
            came.append(add(actor, collection, *held))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[actor]) for actor in (people.officer, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came) == 2
    with acting_as(SYSTEM):
        assert collection.items.count() == 5


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_double_press_makes_one_collection(people: People) -> None:
    made: list[int] = []

    def run() -> None:
        try:
            made.append(make(people.officer).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1
