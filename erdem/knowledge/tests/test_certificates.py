"""Certificates: issued once, amended after a new version, revoked for good; each act in the log, each file provable."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
from typing import Any

import pypdf
import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base import blobs
from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.certificate_content import LETTERS, document_of
from erdem.knowledge.models import Certificate, CertificateAct, Record, RecordVersion
from erdem.knowledge.queries import certificates as reads
from erdem.knowledge.tests.factories import a_formula, community_of, make_record
from erdem.knowledge.tests.stewards import steward_for
from erdem.notary.canonical import is_canonical
from erdem.notary.checking import Trusted, check, check_whole
from erdem.notary.choices import LeafKind, Log
from erdem.notary.log_files import verifier_of
from erdem.notary.models import Leaf
from erdem.notary.services import integrate

pytestmark = pytest.mark.django_db
SECRET = "示例秘方不外传"
INSIDE = "示例内情"


def take_up() -> int:
    return integrate(actor=SYSTEM, log=Log.REGISTER)


def held(people: People, tier: str = "D2", **given: Any) -> Record:
    """A registered record of the holder's community that the log holds."""
    content = a_formula(SECRET, diffusion_tier=tier, community_id=community_of(people.holder), note=INSIDE, **given)
    record = make_record(content)
    take_up()
    return record


def issue(actor: Actor, record: Record) -> Certificate:
    with acting_as(actor):
        return services.issue_certificate(actor=actor, record=Record.objects.get(pk=record.pk))


def revoke(actor: Actor, certificate: Certificate, reason: str = "mistake") -> Certificate:
    with acting_as(actor):
        record = Record.objects.get(number=certificate.version.record_number)
        return services.revoke_certificate(actor=actor, record=record, certificate=certificate, reason=reason)


def files_of(certificate: Certificate) -> tuple[bytes, bytes]:
    """The holders' copy and the copy for others."""
    with acting_as(SYSTEM):
        row = Certificate.objects.select_related("blob", "public_blob").get(pk=certificate.pk)
        assert row.blob is not None
        assert row.public_blob is not None
        return blobs.read_verified(row.blob), blobs.read_verified(row.public_blob)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def attached(pdf: bytes) -> dict[str, bytes]:
    return {one.name: one.content for one in pypdf.PdfReader(io.BytesIO(pdf)).attachment_list}


def trusted() -> Trusted:
    return Trusted((verifier_of(Log.REGISTER),))


def changed(people: People, record: Record) -> Record:
    with acting_as(people.holder):
        mine = Record.objects.get(pk=record.pk)
        content = a_formula(
            SECRET, diffusion_tier=mine.diffusion_tier, community_id=mine.community_id, text="示例新内容"
        )
        made = services.change_record(
            actor=people.holder, record=mine, content=content, version=mine.version, reason="示例"
        )
    take_up()
    return made


def test_a_certificate_waits_until_the_log_holds_the_version(people: People, in_english: None) -> None:
    record = make_record(a_formula(SECRET, diffusion_tier="D2", community_id=community_of(people.holder)))
    with pytest.raises(RuleBroken, match="Try again in a minute"):
        issue(people.officer, record)
    with acting_as(SYSTEM):
        assert not Certificate.objects.exists()
        assert not Leaf.objects.filter(kind=LeafKind.CERTIFICATE).exists()
    take_up()
    made = issue(people.officer, record)
    assert re.fullmatch(rf"DJ-2026-0001-[{LETTERS}]{{8}}", made.number)  # what was refused left no gap
    assert (made.log_index, made.log_size, made.state) == (0, 1, "issued")


def test_a_second_click_issues_nothing(people: People) -> None:
    record = held(people)
    first, second = issue(people.officer, record), issue(steward_for(community_of(people.holder)), record)
    assert first.pk == second.pk
    with acting_as(SYSTEM):
        assert CertificateAct.objects.count() == 1
        assert AuditEntry.objects.filter(action="knowledge.issue_certificate").count() == 1


def test_only_the_office_of_the_place_and_a_steward_issue(people: People) -> None:
    record = held(people)
    with acting_as(SYSTEM):
        whole = Record.objects.get(pk=record.pk)
    for nobody in (people.holder, people.applicant, people.stranger, PUBLIC):
        with acting_as(nobody), pytest.raises(PermissionRefused):
            services.issue_certificate(actor=nobody, record=whole)
    draft = make_record(a_formula("示例草稿", community_id=community_of(people.holder)), status="draft")
    with pytest.raises(PermissionRefused):
        issue(people.officer, draft)


def test_a_secret_record_is_certified_by_its_community_alone(people: People) -> None:
    record = held(people, "D1")
    with acting_as(SYSTEM):
        whole = Record.objects.get(pk=record.pk)
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.issue_certificate(actor=people.officer, record=whole)
    made = issue(steward_for(community_of(people.holder)), record)
    holders, others = files_of(made)
    assert made.office == ""
    assert SECRET in text_of(holders)
    with acting_as(people.officer):
        assert not Certificate.objects.exists()
        assert not CertificateAct.objects.exists()
    for hidden in (SECRET, record.number, "正蓝旗", "示例持有社区", "寄存"):
        assert hidden not in text_of(others)


def test_the_holders_copy_carries_the_evidence_and_the_other_only_the_proof(people: People) -> None:
    record = held(people)
    made = issue(people.officer, record)
    holders, others = files_of(made)
    assert sorted(attached(holders)) == ["certificate.json", "evidence.json"]
    assert sorted(attached(others)) == ["certificate.json", "entry.tlog-proof"]
    assert INSIDE in json.loads(attached(holders)["evidence.json"])["document"]
    with acting_as(SYSTEM):
        version = RecordVersion.objects.get(record=record)
        nonce = bytes(version.proof.nonce)
    carried = b" ".join((*attached(others).values(), text_of(others).encode(), others))
    for hidden in (SECRET, INSIDE, record.number, version.sha256, made.sm3, nonce.hex()):
        assert hidden.encode() not in carried
    assert nonce not in carried
    assert is_canonical(attached(others)["certificate.json"])
    assert attached(others)["certificate.json"] == attached(holders)["certificate.json"]


def test_the_copy_for_others_shows_what_the_public_may_know_and_no_more(people: People) -> None:
    made = issue(people.officer, held(people, "D3"))  # D3: the public knows title, class and place
    said = text_of(files_of(made)[1])
    assert SECRET in said
    assert "正蓝旗" in said
    assert INSIDE not in said
    assert (made.public_level, made.public_title) == (2, SECRET)


def test_an_open_record_has_one_file(people: People) -> None:
    made = issue(people.officer, held(people, "D4"))
    holders, others = files_of(made)
    assert holders == others
    assert made.pdf_sha256 == made.public_pdf_sha256
    assert "evidence.json" in attached(others)


def test_the_file_is_pdf_a_3_and_says_what_its_attachments_are(people: People) -> None:
    made = issue(people.officer, held(people))
    for pdf in files_of(made):
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        root: Any = reader.trailer["/Root"]
        assert len(root["/AF"]) == 2
        assert {str(one.get_object()["/AFRelationship"]) for one in root["/AF"]} == {"/Data", "/Supplement"}
        xmp = root["/Metadata"].get_data().decode()
        assert "<pdfaid:part>3</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp
        assert made.number in str(reader.metadata.title if reader.metadata else "")
        assert len(reader.pages) == 1


def test_what_it_carries_holds_and_the_whole_file_holds_with_its_evidence(people: People) -> None:
    made = issue(people.officer, held(people))
    take_up()
    evidence = reads.certificate_evidence(made.number)
    assert evidence is not None
    proven = check(evidence, trusted())
    assert (proven.holds, proven.detail["kind"]) == (True, "certificate")
    for pdf in files_of(made):
        alone = check(pdf, trusted())
        assert (alone.form, alone.holds, alone.detail["whole"]) == ("certificate", True, False)
        digest = hashlib.sha256(pdf).hexdigest()
        whole = check_whole(digest, alone, [proven])
        assert (whole.holds, whole.key_is_known, whole.detail["whole"]) == (True, True, True)
        other = check_whole(hashlib.sha256(pdf + b"\n").hexdigest(), alone, [proven])
        assert not other.holds


def test_the_evidence_of_a_certificate_says_nothing_of_its_record(people: People) -> None:
    record = held(people, "D1")
    made = issue(steward_for(community_of(people.holder)), record)
    assert reads.certificate_evidence(made.number) is None  # the log has not taken it up yet
    take_up()
    content = reads.certificate_evidence(made.number)
    assert content is not None
    for hidden in (SECRET, INSIDE, record.number, made.sha256, made.sm3):
        assert hidden.encode() not in content
    statement = json.loads(content)["statement"]
    assert set(statement) == {"number", "act", "sha256", "pdf", "public_pdf"}
    assert (statement["number"], statement["act"], statement["pdf"]) == (made.number, "issue", made.pdf_sha256)


def test_a_new_version_is_amended_and_the_old_certificate_leads_to_the_new(people: People) -> None:
    record = held(people)
    old = issue(people.officer, record)
    new = issue(people.officer, changed(people, record))
    assert new.amends_id == old.pk
    assert new.version.version == record.version + 1
    take_up()
    standing = reads.standing_of(PUBLIC, old.number)
    assert standing is not None
    assert (standing.state, standing.newer) == ("amended", new.number)
    told = json.loads(attached(files_of(new)[1])["certificate.json"])
    assert (told["act"], told["amends"]) == ("amendment", old.number)
    assert old.number in text_of(files_of(new)[0])


def test_a_revocation_is_for_good_and_has_its_own_entry(people: People) -> None:
    made = issue(people.officer, held(people))
    revoke(people.officer, made)
    revoke(people.officer, made, "misused")  # changes nothing
    take_up()
    standing = reads.standing_of(PUBLIC, made.number)
    assert standing is not None
    assert (standing.state, standing.reason) == ("revoked", "证书内容有误")
    content = reads.certificate_evidence(made.number, revocation=True)
    assert content is not None
    told = json.loads(check(content, trusted()).detail["document"])
    assert (told["number"], told["act"], told["reason"]) == (made.number, "revocation", "mistake")
    with acting_as(SYSTEM):
        assert CertificateAct.objects.filter(act="revocation").count() == 1


def test_after_a_revocation_a_new_one_is_issued_for_the_same_version(people: People) -> None:
    record = held(people)
    first = issue(people.officer, record)
    revoke(people.officer, first)
    second = issue(people.officer, record)
    assert (second.version_id, second.turn, second.amends_id) == (first.version_id, 2, None)


def test_nobody_else_revokes(people: People) -> None:
    made = issue(people.officer, held(people))
    with acting_as(SYSTEM):
        record = Record.objects.get(number=made.version.record_number)
    for nobody in (people.holder, people.stranger, people.applicant):
        with acting_as(nobody), pytest.raises(PermissionRefused):
            services.revoke_certificate(actor=nobody, record=record, certificate=made, reason="mistake")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE knowledge_certificate SET title = 'x'",
        "UPDATE knowledge_certificate SET blob_id = NULL, public_blob_id = NULL",
        "DELETE FROM knowledge_certificateact",
        "DELETE FROM knowledge_certificate",
        "TRUNCATE knowledge_certificateact",
        "UPDATE knowledge_certificateact SET reason = 'other'",
        "INSERT INTO knowledge_certificateact (certificate_id, act, reason, note, statement, document, leaf_id, nonce, made_at,"
        " made_by_name) SELECT certificate_id, 'revocation', 'other', '', '{}', '', leaf_id + 1, nonce, now(), ''"
        " FROM knowledge_certificateact",
    ],
)
def test_neither_the_office_nor_a_stranger_rewrites_in_sql(people: People, statement: str) -> None:
    made = issue(people.officer, held(people))
    before = files_of(made)
    for actor in (people.stranger, people.officer):
        with acting_as(actor), contextlib.suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 0, "something was changed"
    assert files_of(made) == before
    with acting_as(SYSTEM):
        assert Certificate.objects.get().state == "issued"
        assert CertificateAct.objects.get().reason == ""


def test_content_that_is_removed_for_good_takes_the_files_with_it(people: People) -> None:
    record = held(people)
    made = issue(people.officer, record)
    steward = steward_for(community_of(people.holder))
    with acting_as(steward):
        services.remove_content(actor=steward, record=Record.objects.get(pk=record.pk), reason="personal-data")
    with acting_as(SYSTEM):
        row = Certificate.objects.get(pk=made.pk)
        assert (row.blob_id, row.public_blob_id) == (None, None)
        assert row.pdf_sha256 == made.pdf_sha256
    assert reads.public_file(PUBLIC, made.number) is None
    standing = reads.standing_of(PUBLIC, made.number)
    assert standing is not None
    assert standing.known.level == 0


def test_the_database_knows_what_the_log_commits_to(people: People) -> None:
    made = issue(people.officer, held(people))
    with acting_as(SYSTEM):
        act = CertificateAct.objects.get()
        assert hashlib.sha256(act.document.encode()).hexdigest() == act.statement["sha256"]
        assert is_canonical(act.document.encode())
    assert is_canonical(document_of(made.number, "issue", made.issued_at, {"key": "é\u2028"}).encode())
