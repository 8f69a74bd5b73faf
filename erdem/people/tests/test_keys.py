"""Keys for programs: made once, shown once, good only for what and as long as they say."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, ActorKind, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.people import jobs, queries, services
from erdem.people.models import ApiKey, ApiUse, User
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
SCOPES = ["search:read", "work:write"]


def make(actor: Actor, name: str = "示例密钥", **given: Any) -> services.NewKey:
    """Make a key."""
    with acting_as(actor):
        return services.make_key(actor=actor, name=name, scopes=given.pop("scopes", SCOPES), **given)


def use(secret: str) -> services.KeyUse:
    """Use a key as the interface does."""
    with acting_as(SYSTEM):
        return services.use_key(actor=SYSTEM, secret=secret)


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_key_acts_for_its_owner_with_the_owners_offices(people: People) -> None:
    made = make(people.officer)
    actor = use(made.secret).actor
    assert actor.kind == ActorKind.API_KEY
    assert (actor.user_id, actor.roles, actor.organisation_ids, actor.place_codes) == (
        people.officer.user_id,
        people.officer.roles,
        people.officer.organisation_ids,
        people.officer.place_codes,
    )
    assert use(made.secret).scopes == frozenset(SCOPES)


def test_only_the_fingerprint_is_kept(people: People) -> None:
    made = make(people.officer)
    with acting_as(SYSTEM):
        key = ApiKey.objects.get()
    assert key.sha256 == hashlib.sha256(made.secret.encode()).hexdigest()
    assert made.secret.startswith(key.prefix)
    assert len(made.secret) - len(key.prefix) > 32
    assert made.secret not in str(vars(key))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"expires_on": dt.date(2020, 1, 1)}, "valid_for"),
    ],
)
def test_it_refuses_keys_without_name_scope_or_time(people: People, given: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        make(people.officer, **given)
    assert refused.value.field == field


def test_a_second_press_of_the_button_makes_no_second_key(people: People) -> None:
    make(people.officer)
    with pytest.raises(RuleBroken):
        make(people.officer)
    with acting_as(SYSTEM):
        assert ApiKey.objects.count() == 1


def test_a_person_keeps_at_most_so_many(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erdem.people.services.accounts.MOST_KEYS", 1)
    make(people.officer)
    with pytest.raises(RuleBroken):
        make(people.officer, "示例另一个")


def test_a_key_makes_no_keys_in_python_and_in_the_database(people: People) -> None:
    actor = use(make(people.officer).secret).actor
    with acting_as(actor):
        with pytest.raises(PermissionRefused):
            services.make_key(actor=actor, name="示例", scopes=SCOPES)
        with pytest.raises(DatabaseError), transaction.atomic():
            ApiKey.objects.create(user_id=actor.user_id or 0, name="示例", prefix="示例", sha256="1" * 64)


@pytest.mark.parametrize("secret", ["", "erdem_", "erdem_" + "x" * 43, "\x00", "密钥" * 50])
def test_what_is_no_key_opens_nothing(secret: str) -> None:
    with pytest.raises(services.KeyRefused):
        use(secret)


def test_revoked_run_out_and_orphaned_keys_open_nothing(people: People) -> None:
    revoked, late, orphaned = make(people.officer), make(people.holder), make(people.stranger)
    with acting_as(people.officer):
        services.revoke_key(actor=people.officer, key=revoked.key)
        services.revoke_key(actor=people.officer, key=revoked.key)
    with acting_as(SYSTEM):
        ApiKey.objects.filter(pk=late.key.pk).update(expires_on=timezone.localdate() - dt.timedelta(days=1))
        User.objects.filter(pk=people.stranger.user_id or 0).update(is_active=False)
        assert AuditEntry.objects.filter(action="people.revoke_key").count() == 1
    for each in (revoked, late, orphaned):
        with pytest.raises(services.KeyRefused):
            use(each.secret)


def test_a_key_is_good_on_its_last_day(people: People) -> None:
    assert use(make(people.officer, expires_on=timezone.localdate()).secret).is_allowed


def test_requests_beyond_the_limit_are_refused_and_not_counted(people: People) -> None:
    made = make(people.officer)
    with acting_as(SYSTEM):
        ApiKey.objects.filter(pk=made.key.pk).update(per_minute=2)
    came = [use(made.secret) for _ in range(4)]
    with acting_as(SYSTEM):
        counted = sum(ApiUse.objects.values_list("requests", flat=True))
    if ApiUse.objects.count() <= 1:  # all four within one minute of the clock
        assert [each.is_allowed for each in came] == [True, True, False, False]
        assert [each.remaining for each in came] == [1, 0, 0, 0]
        assert counted == 2
    assert all(1 <= each.seconds <= 60 for each in came)


def test_old_minutes_are_forgotten(people: People) -> None:
    made = make(people.officer)
    use(made.secret)
    with acting_as(SYSTEM):
        ApiUse.objects.create(key=made.key, minute=timezone.now() - dt.timedelta(days=2), requests=5)
    jobs.sweep_uses(0)
    with acting_as(SYSTEM):
        assert ApiUse.objects.count() == 1
    with acting_as(people.officer):
        assert queries.requests_lately(people.officer) == {made.key.pk: 1}


def test_the_page_shows_a_new_key_once(people: People) -> None:
    client, address = client_of(people.officer), reverse("account-keys")
    assert "还没有建立密钥" in client.get(address).content.decode()
    answer = client.post(address, {"name": "示例密钥", "scopes": SCOPES, "valid_for": "30"})
    shown = answer.content.decode()
    with acting_as(SYSTEM):
        key = ApiKey.objects.get()
    secret = shown.partition('readonly value="')[2].partition('"')[0]
    assert use(secret).is_allowed
    assert key.expires_on == timezone.localdate() + dt.timedelta(days=30)
    assert "no-store" in answer["Cache-Control"]
    again = client.get(address).content.decode()
    assert key.prefix in again
    assert secret not in again


def test_the_page_says_what_is_missing(people: People) -> None:
    answer = client_of(people.officer).post(reverse("account-keys"), {"name": "示例"})
    assert answer.status_code == 422
    assert "请至少勾选一项" in answer.content.decode()


def test_a_key_is_taken_back_after_a_question_and_nobody_elses(people: People) -> None:
    made = make(people.officer)
    address = reverse("account-key-revoke", args=[made.key.pk])
    assert client_of(people.stranger).get(address).status_code == 404
    client = client_of(people.officer)
    assert "示例密钥" in client.get(address).content.decode()
    client.post(address)
    with pytest.raises(services.KeyRefused):
        use(made.secret)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_requests_at_once_are_counted_one_by_one(people: People) -> None:
    made = make(people.officer)
    with acting_as(SYSTEM):
        ApiKey.objects.filter(pk=made.key.pk).update(per_minute=3)
    came: list[bool] = []

    def ask() -> None:
        try:
            came.append(use(made.secret).is_allowed)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_as(SYSTEM):
        minutes = ApiUse.objects.count()
    assert sum(came) == 3 if minutes == 1 else sum(came) <= 6
