"""Signing an agreement: in order, in time, once, by who is meant; and what the database refuses whatever a program tries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.utils import translation

from erdem.base import blobs, events
from erdem.base.actor import PUBLIC, SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor
from erdem.sharing import signing_keys
from erdem.sharing.choices import RequestStatus
from erdem.sharing.events import EnvelopeCompleted, EnvelopeEnded
from erdem.sharing.models import Envelope, SignedRevision, Signer
from erdem.sharing.pades import Examined, SigningProblem, Stamped, examine
from erdem.sharing.queries.signing import (
    envelope_of,
    evidence_of_envelope,
    file_of,
    is_completed,
    number_of_signed_file,
    page_count,
    picture_of_page,
    to_sign,
)
from erdem.sharing.services.signing import (
    cancel_envelope,
    expire_envelopes,
    open_envelope,
    refuse_to_sign,
    send_envelope,
    sign,
)
from erdem.sharing.services.wet_ink import confirm_wet_ink, record_wet_ink
from erdem.sharing.signing_choices import EnvelopeStatus, IdentityProof, SignerState, SigningMethod
from erdem.sharing.tests.enveloping import Signing, make_signing, paper_of, parties_of, settled
from erdem.sharing.tests.negotiating import make_table, move, propose, table_terms

pytestmark = pytest.mark.django_db
SCAN = b"\xff\xd8\xff\xe0" + b"a signed page" * 100


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def signing(people: People) -> Signing:
    return make_signing(people)


def _examined(signing: Signing) -> Examined:
    with acting_as(signing.officer):
        found = file_of(signing.officer, signing.envelope)
        assert found is not None
        return examine(blobs.read_verified(found.blob), signing_keys.signing_roots(), signing_keys.time_roots())


def test_all_sign_in_order_and_the_house_seals_it(signing: Signing) -> None:
    for position in (1, 2, 3):
        assert signing.envelope.status == EnvelopeStatus.RUNNING
        signing.sign(position)
        signing.place(position)
    assert signing.envelope.status == EnvelopeStatus.COMPLETED
    found = _examined(signing)
    assert found.holds, found.faults
    assert [one.field for one in found.signatures] == ["signer-1", "signer-2", "signer-3", "seal"]
    assert [one.name for one in found.signatures[:3]] == [actor.label for actor in signing.signers]
    assert found.document_sha256 == signing.envelope.document_sha256
    with acting_as(signing.officer):
        assert is_completed(signing.version)


def test_what_is_signed_begins_with_the_agreement_byte_for_byte(signing: Signing) -> None:
    signing.sign(1)
    with acting_as(signing.officer):
        found = file_of(signing.officer, signing.envelope)
        assert found is not None
        assert blobs.read_verified(found.blob).startswith(paper_of(signing.version))


def test_each_is_asked_when_the_one_before_has_signed(signing: Signing) -> None:
    first, second, third = signing.signers

    def states() -> list[str]:
        return [signing.place(position).state for position in (1, 2, 3)]

    assert states() == [SignerState.ASKED, SignerState.WAITING, SignerState.WAITING]
    signing.sign(1)
    assert states() == [SignerState.SIGNED, SignerState.ASKED, SignerState.WAITING]
    for actor, waiting in ((first, 0), (second, 1), (third, 0)):
        with acting_as(actor):
            assert len(to_sign(actor)) == waiting


def test_signing_out_of_order_is_refused(signing: Signing) -> None:
    with pytest.raises(PermissionRefused, match="before you"):
        signing.sign(2)


def test_nobody_signs_for_another_party(signing: Signing) -> None:
    for actor in (signing.table.second, signing.people.applicant, signing.officer):
        with pytest.raises(PermissionRefused, match="Somebody else"):
            signing.sign(1, actor)


def test_a_second_click_makes_no_second_signature(signing: Signing) -> None:
    place, sha256, actor = signing.place(1), signing.sha256(), signing.signers[0]
    for _click in range(2):
        with acting_as(actor):
            sign(actor=actor, signer=place, proof=IdentityProof.PASSWORD, seen_sha256=sha256)
    with acting_as(SYSTEM):
        assert SignedRevision.objects.filter(envelope=signing.envelope, signer=place).count() == 1
        assert AuditEntry.objects.filter(action="sharing.sign").count() == 1


def test_what_has_changed_since_it_was_shown_is_not_signed(signing: Signing) -> None:
    shown = signing.sha256()
    signing.sign(1)
    actor = signing.signers[1]
    with acting_as(actor), pytest.raises(RuleBroken, match="since you opened"):
        sign(actor=actor, signer=signing.place(2), proof=IdentityProof.PASSWORD, seen_sha256=shown)


def test_nothing_is_signed_when_no_time_authority_answers(signing: Signing, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_self: object, _digest: bytes, _algorithm: str) -> Stamped:
        raise SigningProblem("down")

    monkeypatch.setattr(signing_keys.HouseStamps, "stamp", silent)
    with pytest.raises(RuleBroken, match="No time authority"):
        signing.sign(1)
    assert signing.place(1).state == SignerState.ASKED


def test_a_refusal_ends_it_and_says_why(signing: Signing) -> None:
    signing.sign(1)
    actor = signing.signers[1]
    with acting_as(actor), pytest.raises(RuleBroken, match="reason"):
        refuse_to_sign(actor=actor, signer=signing.place(2), reason=" ")
    with acting_as(actor):
        refuse_to_sign(actor=actor, signer=signing.place(2), reason="示例理由：金额写错")
    assert signing.place(2).state == SignerState.REFUSED
    assert signing.envelope.status == EnvelopeStatus.REFUSED
    assert signing.envelope.status_reason == "示例理由：金额写错"
    with pytest.raises(PermissionRefused):
        signing.sign(3)
    with acting_as(signing.officer):
        assert envelope_of(signing.version) is None


@pytest.mark.django_db(transaction=True)
def test_after_the_last_day_nothing_is_signed_and_the_envelope_runs_out(signing: Signing) -> None:
    _let_days_pass(signing, 31)
    with pytest.raises(PermissionRefused, match="has passed"):
        signing.sign(1)
    with acting_as(SYSTEM):
        assert expire_envelopes(actor=SYSTEM) == 1
        assert expire_envelopes(actor=SYSTEM) == 0
    signing.place(1)
    assert signing.envelope.status == EnvelopeStatus.EXPIRED


def test_an_envelope_does_not_run_out_before_its_day_is_over(signing: Signing) -> None:
    with acting_as(SYSTEM):
        assert expire_envelopes(actor=SYSTEM) == 0


def test_when_holders_stop_the_request_nothing_is_signed(signing: Signing) -> None:
    community, _other = signing.table.communities
    with acting_as(SYSTEM):
        move(signing.table.request, RequestStatus.VETOED, ended_by_community_id=community)
    with pytest.raises(PermissionRefused, match="come to an end"):
        signing.sign(1)


def test_the_office_calls_it_off_with_a_reason(signing: Signing) -> None:
    signing.sign(1)
    with acting_as(signing.signers[1]), pytest.raises(PermissionRefused):
        cancel_envelope(actor=signing.signers[1], envelope=signing.envelope, reason="示例")
    with acting_as(signing.officer), pytest.raises(RuleBroken):
        cancel_envelope(actor=signing.officer, envelope=signing.envelope, reason="")
    with acting_as(signing.officer):
        cancel_envelope(actor=signing.officer, envelope=signing.envelope, reason="示例：条款有误")
    signing.place(1)
    assert signing.envelope.status == EnvelopeStatus.CANCELLED


def test_a_version_has_one_living_envelope(signing: Signing) -> None:
    officer = signing.officer
    with acting_as(officer), pytest.raises(RuleBroken, match="already"):
        open_envelope(
            actor=officer,
            version=signing.version,
            title="示例",
            document=paper_of(signing.version),
            parties=parties_of(signing.table),
        )


def test_only_the_office_in_charge_opens_and_sends(people: People) -> None:
    table = make_table(people)
    version = settled(table)
    for actor in (table.first, people.applicant, people.stranger):
        with acting_as(actor), pytest.raises(PermissionRefused):
            open_envelope(
                actor=actor, version=version, title="示例", document=paper_of(version), parties=parties_of(table)
            )


def test_terms_to_which_not_all_have_agreed_are_not_signed(people: People) -> None:
    table, officer = make_table(people), people.officer
    version = propose(table, people.applicant, table_terms(table))
    with acting_as(officer), pytest.raises(RuleBroken, match="every party has agreed"):
        open_envelope(
            actor=officer, version=version, title="示例", document=paper_of(version), parties=parties_of(table)
        )


@pytest.mark.parametrize("document", [b"%PDF-1.7 broken", b"no pdf"])
def test_what_cannot_be_signed_is_refused_before_anybody_is_asked(people: People, document: bytes) -> None:
    table = make_table(people)
    version, officer = settled(table), people.officer
    with acting_as(officer), pytest.raises(RuleBroken, match="cannot be signed"):
        open_envelope(actor=officer, version=version, title="示例", document=document, parties=parties_of(table))


def test_sending_twice_asks_once(people: People) -> None:
    signing = make_signing(people, sent=False)
    for _click in range(2):
        with acting_as(signing.officer):
            send_envelope(actor=signing.officer, envelope=signing.envelope)
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="sharing.send_envelope").count() == 1


def test_a_signature_by_hand_is_confirmed_by_a_second_person_and_the_others_sign_on(signing: Signing) -> None:
    party, officer = signing.table.first, signing.officer
    with acting_as(party):
        record_wet_ink(actor=party, signer=signing.place(1), content=SCAN, name="示例扫描.jpg")
    with acting_as(party), pytest.raises(PermissionRefused):
        confirm_wet_ink(actor=party, signer=signing.place(1), seen_sha256=_sha(SCAN), signed_name="示例老人")
    with acting_as(officer):
        confirm_wet_ink(actor=officer, signer=signing.place(1), seen_sha256=_sha(SCAN), signed_name="示例老人")
    first = signing.place(1)
    assert (first.state, first.method, first.proof) == ("signed", SigningMethod.WET_INK, IdentityProof.PAPER)
    assert first.signed_name == "示例老人"
    signing.sign(2)
    signing.sign(3)
    found = _examined(signing)
    assert found.holds
    assert found.signatures[0].name == officer.label
    assert _sha(SCAN) in found.signatures[0].reason


def test_who_hands_a_scan_in_does_not_confirm_it(signing: Signing) -> None:
    officer = signing.officer
    with acting_as(officer):
        record_wet_ink(actor=officer, signer=signing.place(1), content=SCAN, name="a.jpg")
    with acting_as(officer), pytest.raises(PermissionRefused, match="Somebody else"):
        confirm_wet_ink(actor=officer, signer=signing.place(1), seen_sha256=_sha(SCAN), signed_name="示例")


def test_another_scan_than_the_one_compared_is_not_confirmed(signing: Signing) -> None:
    party, officer = signing.table.first, signing.officer
    for content in (SCAN, SCAN + b"another"):
        with acting_as(party):
            record_wet_ink(actor=party, signer=signing.place(1), content=content, name="a.jpg")
    with acting_as(officer), pytest.raises(RuleBroken, match="Another scan"):
        confirm_wet_ink(actor=officer, signer=signing.place(1), seen_sha256=_sha(SCAN), signed_name="示例")


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<html>"])
def test_a_scan_of_another_kind_is_refused(signing: Signing, content: bytes) -> None:
    party = signing.table.first
    with acting_as(party), pytest.raises(RuleBroken, match="PDF, JPEG or PNG"):
        record_wet_ink(actor=party, signer=signing.place(1), content=content, name="a.jpg")


def test_it_is_told_when_all_have_signed_and_when_it_ends(
    signing: Signing,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    monkeypatch.setitem(events._listeners, EnvelopeCompleted, [told.append])
    monkeypatch.setitem(events._listeners, EnvelopeEnded, [told.append])
    with django_capture_on_commit_callbacks(execute=True):
        for position in (1, 2, 3):
            signing.sign(position)
    expected = EnvelopeCompleted(signing.envelope.pk, signing.table.request.pk, signing.version.pk)
    assert told == [expected]


def test_the_sealed_file_stands_in_the_log_and_is_known_by_its_digest(signing: Signing) -> None:
    for position in (1, 2, 3):
        signing.sign(position)
    signing.place(1)
    with acting_as(SYSTEM):
        envelope = Envelope.objects.select_related("leaf", "stamped").get(pk=signing.envelope.pk)
        assert envelope.leaf is not None
        assert envelope.leaf.kind == "agreement"
        assert envelope.stamped is not None
        assert envelope.stamped.digests["sha256"] == envelope.completed_sha256
        assert evidence_of_envelope(envelope) is None  # the log is published by a job
    found = number_of_signed_file(signing.sha256())
    assert found is not None
    assert (found.number, found.request) == (envelope.number, signing.table.request.number)
    assert number_of_signed_file("0" * 64) is None


def test_its_pages_can_be_looked_at(signing: Signing) -> None:
    signing.sign(1)
    with acting_as(signing.officer):
        found = file_of(signing.officer, signing.envelope)
        assert found is not None
        pages = page_count(found)
        assert pages >= 2
        assert (picture_of_page(found, pages, 400) or b"").startswith(b"\x89PNG")
        assert picture_of_page(found, pages + 1, 400) is None
        assert picture_of_page(found, 0, 400) is None


def test_a_community_that_did_not_agree_and_strangers_see_nothing(signing: Signing) -> None:
    elsewhere = make_actor(OrganisationKind.OFFICE, "示例他乡", Role.COUNTY_OFFICER, "152201")
    for actor in (signing.table.third, elsewhere, PUBLIC):
        with acting_as(actor):
            counts = [model.objects.count() for model in (Envelope, Signer, SignedRevision)]
        assert counts == [0, 0, 0]


def _let_days_pass(signing: Signing, days: int) -> None:
    """Put the last day of the envelope into the past, as only its keeper could: no program of ours can."""
    with psycopg.connect(**connections["owner"].get_connection_params()) as session:
        session.execute("SELECT set_config('erdem.kind', 'system', true)")
        session.execute("ALTER TABLE sharing_envelope DISABLE TRIGGER USER")
        session.execute(
            "UPDATE sharing_envelope SET expires_on = expires_on - %s WHERE id = %s", [days, signing.envelope.pk]
        )
        session.execute("ALTER TABLE sharing_envelope ENABLE TRIGGER USER")


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
