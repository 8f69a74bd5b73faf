"""The legal limit closes a record to outsiders at once, opens nothing, and is the office's alone."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import Record, RecordFace
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
REASON = "《示例法》第一条"


def seen(actor: Actor) -> tuple[int, list[int]]:
    with acting_as(actor):
        return Record.objects.count(), sorted(RecordFace.objects.values_list("level", flat=True))


def limit(actor: Actor, record: Record, level: int, reason: str = REASON) -> None:
    with acting_as(actor):
        services.set_legal_limit(actor=actor, record=record, limit=level, reason=reason)


def test_the_office_closes_an_open_record_to_the_public_and_opens_it_again(people: People) -> None:
    record = make_record(a_formula(community_id=community_of(people.holder)))
    assert seen(PUBLIC) == (1, [])
    limit(people.officer, record, AccessLevel.TITLE)
    assert seen(PUBLIC) == (0, [1])
    assert seen(people.applicant) == (0, [1])
    assert seen(people.holder)[0] == seen(people.officer)[0] == 1
    limit(people.officer, record, AccessLevel.PUBLIC, "示例：已撤销")
    assert seen(PUBLIC) == (1, [])


def test_it_opens_nothing_that_the_community_has_closed(people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D2", community_id=community_of(people.holder)))
    limit(people.officer, record, AccessLevel.ABSTRACT)
    assert seen(PUBLIC) == (0, [])


def test_nobody_else_sets_it_on_the_page_or_in_the_database(people: People) -> None:
    record = make_record(a_formula(community_id=community_of(people.holder)))
    with pytest.raises(PermissionRefused):
        limit(people.holder, record, AccessLevel.TITLE)
    with acting_as(people.holder), pytest.raises(DatabaseError, match="legal limit"), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(legal_cap=1, legal_cap_reason=REASON)


def test_it_needs_a_reason_and_leaves_one_entry_that_the_community_reads(people: People) -> None:
    record = make_record(a_formula(community_id=community_of(people.holder)))
    with pytest.raises(RuleBroken):
        limit(people.officer, record, AccessLevel.TITLE, " ")
    limit(people.officer, record, AccessLevel.TITLE)
    with acting_as(people.holder):
        entry = AuditEntry.objects.get(action="knowledge.set_legal_limit")
    assert entry.detail == {"before": 5, "after": 1, "reason": REASON}


def test_a_record_changed_meanwhile_is_not_overwritten(people: People) -> None:
    record = make_record(a_formula())
    with acting_as(SYSTEM):
        Record.objects.filter(pk=record.pk).update(version=2)
    with acting_as(people.officer), pytest.raises(RuleBroken):
        services.set_legal_limit(actor=people.officer, record=record, limit=1, reason=REASON, version=1)


def test_the_page_sets_it_and_says_what_holds(people: People, client: Client) -> None:
    record = make_record(a_formula())
    client.force_login(user_of(people.officer), backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/knowledge/{record.number}/limit/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"limit": "1", "reason": "", "version": "1"}).status_code == 422
    assert client.post(address, {"limit": "1", "reason": REASON, "version": "1"}).status_code == 302
    assert REASON in client.get(address).content.decode()
