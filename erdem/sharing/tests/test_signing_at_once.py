"""Two sign, or one signs while another ends it: one wins, the other is told plainly, and nothing is signed twice."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest
from django.db import connections

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.notary.models import Leaf
from erdem.people.choices import Role
from erdem.sharing import services
from erdem.sharing.choices import AgreementStatus
from erdem.sharing.models import SignedRevision
from erdem.sharing.services.signing import cancel_envelope, expire_envelopes, refuse_to_sign, sign
from erdem.sharing.services.wet_ink import confirm_wet_ink, record_wet_ink
from erdem.sharing.signing_choices import EnvelopeStatus, IdentityProof, SignerState
from erdem.sharing.tests.at_once import Act, at_once, by, colleague, refusals
from erdem.sharing.tests.enveloping import Signing, make_signing
from erdem.sharing.tests.negotiating import table_terms

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
SCAN = b"\xff\xd8\xff\xe0 a signed page"


@pytest.fixture
def signing(people: People) -> Signing:
    return make_signing(people)


@pytest.fixture
def last(signing: Signing) -> Signing:
    """All but the last have signed."""
    signing.sign(1)
    signing.sign(2)
    return signing


def signs(signing: Signing, position: int, actor: Actor | None = None) -> Act:
    """Somebody signs the file as it is now."""
    who, proof = actor or signing.signers[position - 1], IdentityProof.PASSWORD
    return by(who, sign, signer=signing.place(position), proof=proof, seen_sha256=signing.sha256())


def signatures(signing: Signing) -> int:
    """How many files hold a signature of somebody; each is the work of one act in the trail."""
    with acting_as(SYSTEM):
        made = SignedRevision.objects.filter(envelope=signing.envelope, signer__isnull=False).count()
        assert AuditEntry.objects.filter(action__in=["sharing.sign", "sharing.confirm_wet_ink"]).count() == made
    return made


def status(signing: Signing) -> str:
    signing.place(1)
    return signing.envelope.status


def test_of_two_parties_who_sign_at_once_the_one_whose_turn_it_is_signs(signing: Signing) -> None:
    results = at_once(signs(signing, 1), signs(signing, 2))
    (said,) = refusals(results)
    assert "before you" in said or "since you opened" in said
    assert [signing.place(each).state for each in (1, 2, 3)] == ["signed", "asked", "waiting"]
    assert signatures(signing) == 1


def test_a_double_click_makes_one_signature(signing: Signing) -> None:
    results = at_once(signs(signing, 1), signs(signing, 1))
    assert refusals(results) == []
    assert signatures(signing) == 1


def test_of_two_stewards_of_one_community_one_signs(signing: Signing) -> None:
    other = colleague(signing.signers[0], Role.STEWARD)
    (said,) = refusals(at_once(signs(signing, 1), signs(signing, 1, other)))
    assert "decided already" in said
    assert signatures(signing) == 1


def test_of_two_stewards_one_signs_or_the_other_refuses(signing: Signing) -> None:
    other = colleague(signing.signers[0], Role.STEWARD)
    refuse = by(other, refuse_to_sign, signer=signing.place(1), reason="示例理由")
    results = at_once(signs(signing, 1), refuse)
    (said,) = refusals(results)
    assert "decided already" in said
    assert signing.place(1).state in (SignerState.SIGNED, SignerState.REFUSED)
    ends = {0: EnvelopeStatus.REFUSED, 1: EnvelopeStatus.RUNNING}
    assert status(signing) == ends[signatures(signing)]


def test_the_last_signature_or_the_calling_off_wins(last: Signing) -> None:
    officer = last.officer
    results = at_once(signs(last, 3), by(officer, cancel_envelope, envelope=last.envelope, reason="示例"))
    (said,) = refusals(results)
    assert "not being signed" in said or "moved this on" in said
    ends = {2: EnvelopeStatus.CANCELLED, 3: EnvelopeStatus.COMPLETED}
    assert status(last) == ends[signatures(last)]


def test_the_last_signature_or_new_terms_win(last: Signing) -> None:
    terms = table_terms(last.table)
    other = replace(terms, breach=replace(terms.breach, cure_days=7))
    given = {"agreement": last.table.agreement, "terms": other, "based_on": 1}
    results = at_once(signs(last, 3), by(last.people.applicant, services.propose_terms, **given))
    (said,) = refusals(results)
    assert "Other terms" in said or "Every party has signed" in said or "not negotiated any more" in said
    with acting_as(SYSTEM):
        last.table.agreement.refresh_from_db()
    is_signed = status(last) == EnvelopeStatus.COMPLETED
    assert last.table.agreement.status == (AgreementStatus.SIGNED if is_signed else AgreementStatus.NEGOTIATING)
    assert signatures(last) == (3 if is_signed else 2)


def test_the_last_signature_twice_seals_and_enters_it_once(last: Signing) -> None:
    assert refusals(at_once(signs(last, 3), signs(last, 3))) == []
    assert status(last) == EnvelopeStatus.COMPLETED
    with acting_as(SYSTEM):
        assert SignedRevision.objects.filter(envelope=last.envelope, signer=None, number__gt=0).count() == 1
        assert Leaf.objects.filter(kind="agreement").count() == 1
        last.table.agreement.refresh_from_db()
        assert AuditEntry.objects.filter(action="sharing.mark_signed").count() == 1
    assert last.table.agreement.status == AgreementStatus.SIGNED


def test_once_the_last_day_is_over_it_runs_out_and_is_not_signed(last: Signing) -> None:
    act = signs(last, 3)
    with psycopg.connect(**connections["owner"].get_connection_params()) as session:  # only the keeper moves a day
        session.execute("SELECT set_config('erdem.kind', 'system', true)")
        session.execute("ALTER TABLE sharing_envelope DISABLE TRIGGER USER")
        session.execute("UPDATE sharing_envelope SET expires_on = expires_on - 31")
        session.execute("ALTER TABLE sharing_envelope ENABLE TRIGGER USER")
    results = at_once(act, by(SYSTEM, expire_envelopes))
    (said,) = refusals(results)
    assert "has passed" in said or "not being signed" in said
    assert results[1] == 1
    assert (status(last), signatures(last)) == (EnvelopeStatus.EXPIRED, 2)


def test_of_two_officers_one_confirms_a_scan(signing: Signing) -> None:
    party, place = signing.signers[0], signing.place(1)
    with acting_as(party):
        scan = record_wet_ink(actor=party, signer=place, content=SCAN, name="示例扫描.jpg").scan_sha256
    officers = (signing.officer, colleague(signing.officer, Role.COUNTY_OFFICER))
    given = {"signer": signing.place(1), "seen_sha256": scan, "signed_name": "示例老人"}
    (said,) = refusals(at_once(*(by(each, confirm_wet_ink, **given) for each in officers)))
    assert "decided already" in said
    assert signatures(signing) == 1
