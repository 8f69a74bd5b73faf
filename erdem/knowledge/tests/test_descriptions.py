"""Descriptions of one record for programs: as much of it as the reader may know."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.knowledge.formats.descriptions import CONTEXT
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db


def test_an_open_record_is_described_whole(client: Client) -> None:
    record = make_record(a_formula("示例三味散", text="正文", summary="一句话"))
    response = client.get(f"/knowledge/{record.number}/record.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    found = json.loads(response.content)
    assert (found["identifier"], found["accessLevel"], found["text"]) == (record.number, "A5", "正文")
    assert [line["name"] for line in found["ingredient"]] == ["诃子", "栀子", "川楝子"]
    assert "正文" in client.get(f"/knowledge/{record.number}/record.dc.xml").content.decode()


def test_every_key_of_a_description_stands_in_the_context(client: Client) -> None:
    record = make_record(a_formula("示例三味散", text="正文", summary="一句话", name_mn="ᠮ"))
    found = json.loads(client.get(f"/knowledge/{record.number}/record.jsonld").content)
    assert found.keys() - {"@context", "@id", "@type"} <= CONTEXT["@context"].keys()
    assert client.get("/knowledge/context.jsonld").json() == CONTEXT
    assert found["@context"].endswith("/knowledge/context.jsonld")


def test_each_reader_is_given_what_this_reader_may_know(client: Client, people: People) -> None:
    own = community_of(people.holder)
    record = make_record(
        a_formula("示例题名", diffusion_tier="D3", community_id=own, summary="示例概述", text="示例正文")
    )
    addresses = [f"/knowledge/{record.number}/record.jsonld", f"/knowledge/{record.number}/record.dc.xml"]
    expected = {"": (True, False, False), "applicant": (True, True, False), "holder": (True, True, True)}
    for who, words in expected.items():
        if who:
            client.force_login(user_of(getattr(people, who)))
        for address in addresses:
            content = client.get(address).content.decode()
            assert tuple(word in content for word in ("示例题名", "示例概述", "示例正文")) == words, (who, address)


def test_what_is_hidden_is_not_there_and_a_restricted_reading_is_noted(client: Client, people: People) -> None:
    record = make_record(a_formula(diffusion_tier="D2", community_id=community_of(people.holder)))
    address = f"/knowledge/{record.number}/record.jsonld"
    assert client.get(address).status_code == 404
    client.force_login(user_of(people.officer))
    assert client.get(address).status_code == 200
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="knowledge.export_restricted").count() == 1
