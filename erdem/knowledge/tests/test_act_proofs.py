"""Consents and permits are entered in the public log when they are given and when they are taken back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import AccessGrant, Consent, ConsentProof, GrantProof, Holding, Record
from erdem.knowledge.services.grants import GrantTerms
from erdem.knowledge.tests.consenting import a_question, an_answer, steward_of
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.notary.choices import LeafKind, Log
from erdem.notary.evidence import verify_evidence
from erdem.notary.log_files import verifier_of
from erdem.notary.models import Leaf
from erdem.notary.services import integrate
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
NAME = "示例签字人"


@pytest.fixture
def record(people: People) -> Record:
    return make_record(a_formula("示例方", diffusion_tier="D3", community_id=community_of(people.holder)))


@pytest.fixture
def consent(people: People, record: Record) -> Consent:
    actor = people.holder
    with acting_as(actor):
        asked = services.draft_consent(
            actor=actor, records=[record], content=a_question(community_of(actor), contact_name=NAME)
        )
        asked = services.ask_consent(actor=actor, consent=asked)
        return services.give_consent(actor=actor, consent=asked, answer=an_answer(signed_name=NAME, spoken_by=NAME))


def evidence(client: Client, url: str) -> Any:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return verify_evidence(answer.content, [verifier_of(Log.REGISTER)])


def take_up() -> None:
    integrate(actor=SYSTEM, log=Log.REGISTER)


def test_a_consent_is_proven_as_given_and_as_taken_back_without_naming_anybody(
    client: Client, people: People, consent: Consent, record: Record
) -> None:
    client.force_login(user_of(people.holder))
    url = f"/knowledge/consents/{consent.number}/evidence/given.json"
    assert client.get(url).status_code == 302  # the log has not taken it up yet
    take_up()
    given = evidence(client, url)
    document = json.loads(given.document)
    assert (given.kind, given.statement["number"], given.statement["act"]) == ("consent", consent.number, "given")
    assert document["records"] == [record.number]
    assert document["uses"] == sorted(consent.uses)
    assert NAME not in given.document
    assert client.get(url.replace("given", "withdrawn")).status_code == 404
    with acting_as(people.holder):
        services.withdraw_consent(actor=people.holder, consent=consent)
    take_up()
    assert evidence(client, url.replace("given", "withdrawn")).statement["act"] == "withdrawn"
    assert evidence(client, url).document == given.document
    page = client.get(f"/knowledge/consents/{consent.number}/").content.decode()
    assert f"{url}" in page
    assert url.replace("given", "withdrawn") in page


def test_strangers_get_no_evidence_of_a_consent(client: Client, people: People, consent: Consent) -> None:
    take_up()
    for person in (people.stranger, people.applicant):
        client.force_login(user_of(person))
        assert client.get(f"/knowledge/consents/{consent.number}/evidence/given.json").status_code == 404


@pytest.fixture
def steward(people: People) -> Actor:
    return steward_of(people.holder)


@pytest.fixture
def grant(people: People, steward: Actor, record: Record) -> AccessGrant:
    today = timezone.localdate()
    terms = GrantTerms("research", "示例许可一号", today, today + dt.timedelta(days=30), people.applicant.user_id)
    with acting_as(steward):
        holding = Holding.objects.get(record=record, community_id=community_of(people.holder))
        return services.grant_access(actor=steward, holding=holding, terms=terms)


def test_a_permit_is_proven_to_both_sides(
    client: Client, people: People, steward: Actor, grant: AccessGrant, record: Record
) -> None:
    take_up()
    url = f"/knowledge/permits/{grant.pk}/evidence/given.json"
    for person in (steward, people.applicant):
        client.force_login(user_of(person))
        found = evidence(client, url)
        assert (found.kind, json.loads(found.document)["record"]) == ("permit", record.number)
    client.force_login(user_of(people.stranger))
    assert client.get(url).status_code == 404
    with acting_as(steward):
        holding = Holding.objects.get(record=record, community_id=community_of(people.holder))
        services.revoke_access(actor=steward, holding=holding, grant=grant, reason="示例理由")
    take_up()
    client.force_login(user_of(people.applicant))
    assert evidence(client, url.replace("given", "withdrawn")).statement["act"] == "withdrawn"


def test_proofs_are_added_by_who_acts_and_never_changed(people: People, consent: Consent, grant: AccessGrant) -> None:
    with acting_as(SYSTEM):
        for proof in (ConsentProof.objects.get(consent=consent), GrantProof.objects.get(grant=grant)):
            assert type(proof).objects.filter(pk=proof.pk).update(document="{}") == 0
        leaf = Leaf.objects.filter(kind=LeafKind.REGISTER_VERSION)[0]
    forged = {"document": "{}", "nonce": bytes(32), "leaf": leaf}
    for person in (people.applicant, people.stranger, people.officer):
        with acting_as(person):
            with pytest.raises(DatabaseError), transaction.atomic():
                GrantProof.objects.create(grant=grant, act="withdrawn", **forged)
            with pytest.raises(DatabaseError), transaction.atomic():
                ConsentProof.objects.create(consent=consent, act="withdrawn", **forged)
