"""Each version of a record is entered in the public log, hidden, and its keepers can prove it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client

from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import Record, RecordVersion, VersionProof
from erdem.knowledge.queries.versions import present_content
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.notary.choices import Log
from erdem.notary.evidence import verify_evidence
from erdem.notary.log_files import folder_of, verifier_of
from erdem.notary.models import Leaf
from erdem.notary.services import integrate
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
SECRET = "示例秘方不外传"


@pytest.fixture
def record(people: People) -> Record:
    return make_record(a_formula(SECRET, diffusion_tier="D1", community_id=community_of(people.holder)))


def take_up() -> int:
    return integrate(actor=SYSTEM, log=Log.REGISTER)


def address(record: Record, version: int = 1) -> str:
    return f"/knowledge/{record.number}/versions/{version}/evidence.json"


def test_a_version_is_proven_from_the_page_to_the_verifier(client: Client, people: People, record: Record) -> None:
    client.force_login(user_of(people.holder))
    assert client.get(address(record)).status_code == 302  # the log has not taken it up yet
    take_up()
    answer = client.get(address(record))
    assert answer.status_code == 200
    found = verify_evidence(answer.content, [verifier_of(Log.REGISTER)])
    assert found.statement["number"] == record.number
    assert json.loads(found.document)["name"] == SECRET
    file = io.BytesIO(answer.content)
    file.name = "evidence.json"
    page = Client().post("/verify/", {"file": file})
    assert page.status_code == 200
    assert SECRET in page.content.decode()  # who holds the file reads it: it is not fetched from here


def test_strangers_get_no_evidence_and_learn_nothing(client: Client, people: People, record: Record) -> None:
    take_up()
    for person in (people.officer, people.stranger, people.applicant):
        client.force_login(user_of(person))
        assert client.get(address(record)).status_code == 404
        with acting_as(person):
            assert not VersionProof.objects.exists()
    assert Client().get(address(record)).status_code == 302


def test_the_community_sees_who_took_evidence_away(client: Client, people: People) -> None:
    narrow = make_record(a_formula(SECRET, diffusion_tier="D2", community_id=community_of(people.holder)))
    take_up()
    client.force_login(user_of(people.officer))
    assert client.get(f"/knowledge/{narrow.number}/versions/").status_code == 200
    assert client.get(address(narrow)).status_code == 200
    with acting_as(people.holder):
        seen = queries.readings(people.holder, community_of(people.holder), queries.ReadingFilter())
        assert {entry.detail.get("kind") or entry.detail.get("part") for entry in seen} == {"evidence", "versions"}


def test_the_log_says_nothing_of_what_it_proves(record: Record) -> None:
    take_up()
    with acting_as(PUBLIC):
        (leaf,) = Leaf.objects.all()
    assert set(json.loads(bytes(leaf.entry))) == {"erdem", "kind", "sha256", "sm3"}
    written = b"".join(path.read_bytes() for path in folder_of(Log.REGISTER).rglob("*") if path.is_file())
    with acting_as(SYSTEM):
        (version,) = RecordVersion.objects.all()
        (proof,) = VersionProof.objects.all()
    for told in (record.number, SECRET, version.sha256, bytes(proof.nonce).hex()):
        assert told.encode() not in written
    assert bytes(proof.nonce) not in written


def test_every_change_has_its_own_proof(people: People, record: Record) -> None:
    with acting_as(people.holder):
        mine = Record.objects.get(pk=record.pk)
        content = present_content(mine)
        services.change_record(actor=people.holder, record=mine, content=content, version=mine.version)
    take_up()
    with acting_as(SYSTEM):
        proofs = {proof.version.version: bytes(proof.nonce) for proof in VersionProof.objects.select_related("version")}
    assert len(set(proofs.values())) == len(proofs) >= 1


def test_an_import_is_proven_line_by_line(people: People) -> None:
    with acting_as(SYSTEM):
        services.import_entries(actor=SYSTEM, entries=[a_formula(name) for name in "甲乙丙"])
    assert take_up() == 3
    with acting_as(SYSTEM):
        for record in Record.objects.all():
            content = queries.version_evidence(SYSTEM, record, 1)
            assert content is not None
            assert verify_evidence(content, [verifier_of(Log.REGISTER)]).statement["number"] == record.number


def test_versions_from_before_the_log_get_the_date_of_the_log(monkeypatch: Any) -> None:
    with monkeypatch.context() as before, acting_as(SYSTEM):
        before.setattr("erdem.knowledge.services.importing.prove_versions", lambda *_given: None)
        services.import_entries(actor=SYSTEM, entries=[a_formula(name) for name in "甲乙丙"])
        assert not VersionProof.objects.exists()
    assert services.prove_older_versions(actor=SYSTEM, most=2) == 2
    assert services.prove_older_versions(actor=SYSTEM) == 1
    assert services.prove_older_versions(actor=SYSTEM) == 0
    assert take_up() == 3


def test_content_that_was_removed_is_proven_no_longer_but_its_entry_stays(people: People, record: Record) -> None:
    take_up()
    with acting_as(SYSTEM):
        RecordVersion.objects.filter(record=record).update(record=None)
        assert queries.version_evidence(SYSTEM, record, 1) is None
        assert Leaf.objects.count() == 1


@pytest.mark.parametrize("number", [1e22, 1e16, 1e-7, 1.5, 3.0, 10**30, -2.5e300], ids=str)
def test_evidence_holds_whatever_way_the_database_writes_a_number(
    client: Client, people: People, number: float
) -> None:
    content = a_formula(SECRET, diffusion_tier="D1", community_id=community_of(people.holder), extra={"剂量": number})
    kept = make_record(content)
    take_up()
    client.force_login(user_of(people.holder))
    answer = client.get(address(kept))
    assert json.loads(verify_evidence(answer.content, [verifier_of(Log.REGISTER)]).document)["extra"] == {
        "剂量": number
    }
