"""Terms are signed by a completed envelope with the signature of every party, whoever notes it, and by nothing else."""

from __future__ import annotations

import dataclasses

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken
from erdem.base.testing.actors import People
from erdem.sharing import services
from erdem.sharing.choices import AgreementStatus, RequestStatus
from erdem.sharing.models import Agreement, Envelope
from erdem.sharing.signing_choices import EnvelopeStatus
from erdem.sharing.tests import signed
from erdem.sharing.tests.negotiating import Table, make_table, propose, settle, table_terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def table(people: People) -> Table:
    made = make_table(people)
    settle(made)
    return made


def noted(table: Table, actor: Actor = SYSTEM) -> str:
    """Write into the row that it is signed; return the rule that refuses it."""
    try:
        with acting_as(actor), transaction.atomic():
            Agreement.objects.filter(pk=table.agreement.pk).update(status="signed", signed_at=timezone.now())
    except IntegrityError as error:
        return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))
    return ""


def status(table: Table) -> str:
    with acting_as(SYSTEM):
        table.agreement.refresh_from_db()
    return table.agreement.status


def test_even_the_system_notes_no_signature_that_nobody_has_given(table: Table) -> None:
    assert noted(table) == "agreement_signed_by_all"
    with acting_as(SYSTEM), pytest.raises(RuleBroken, match="Not every party has signed"):
        services.mark_signed(actor=SYSTEM, agreement=table.agreement)
    assert status(table) == AgreementStatus.SETTLED


def test_terms_are_signed_when_all_have_and_their_request_goes_on(table: Table) -> None:
    signed.sign_terms(table.agreement, table.people.officer, table.signers)
    assert status(table) == AgreementStatus.SIGNED
    with acting_as(SYSTEM):
        table.request.refresh_from_db()
    assert table.request.status != RequestStatus.NEGOTIATING


def test_a_last_signature_that_is_missing_keeps_it_from_being_signed(table: Table) -> None:
    envelope = signed.running(table.agreement, table.people.officer)
    for position, actor in enumerate(table.signers, 1):
        assert noted(table) == "agreement_signed_by_all"
        signed.sign_place(envelope, position, actor)
    assert noted(table) == "agreement_signed_by_all", "all have signed, and it is not sealed"
    with acting_as(SYSTEM):
        signed.complete(envelope)
    assert noted(table, table.people.applicant) == "agreement_step_by_its_party"
    assert noted(table) == ""


@pytest.mark.parametrize("missing", [0, 1, 2], ids=["first community", "second community", "applicant"])
def test_an_envelope_that_leaves_a_party_out_signs_nothing(table: Table, missing: int) -> None:
    envelope = signed.running(table.agreement, table.people.officer, leave_out=missing)
    rest = [actor for place, actor in enumerate(table.signers) if place != missing]
    for position, actor in enumerate(rest, 1):
        signed.sign_place(envelope, position, actor)
    with acting_as(SYSTEM):
        signed.complete(envelope)
        assert Envelope.objects.get(pk=envelope.pk).status == EnvelopeStatus.COMPLETED
    assert noted(table) == "agreement_signed_by_all"


def test_an_envelope_that_ended_otherwise_signs_nothing(table: Table) -> None:
    envelope = signed.running(table.agreement, table.people.officer)
    signed.sign_place(envelope, 1, table.signers[0])
    with acting_as(SYSTEM):
        Envelope.objects.filter(pk=envelope.pk).update(
            status=EnvelopeStatus.CANCELLED, status_reason="示例", ended_at=timezone.now()
        )
    assert noted(table) == "agreement_signed_by_all"


def test_what_was_signed_before_new_terms_were_settled_signs_nothing_of_them(table: Table) -> None:
    envelope = signed.running(table.agreement, table.people.officer)
    for position, actor in enumerate(table.signers, 1):
        signed.sign_place(envelope, position, actor)
    terms = table_terms(table)
    other = dataclasses.replace(terms, breach=dataclasses.replace(terms.breach, cure_days=7))
    version = propose(table, table.people.applicant, other, based_on=1)
    assert status(table) == AgreementStatus.NEGOTIATING
    for steward in (table.first, table.second):
        (community,) = steward.speaks_for
        with acting_as(steward):
            services.assent(actor=steward, version=version, community=community)
    with acting_as(SYSTEM):
        signed.complete(envelope)
        assert services.conclude_terms(actor=SYSTEM, envelope_id=envelope.pk) is None
    assert noted(table) == "agreement_signed_by_all"
    assert status(table) == AgreementStatus.SETTLED


def test_when_all_have_signed_nobody_goes_back_before_it_is_noted(table: Table) -> None:
    envelope = signed.completed(table.agreement, table.people.officer, table.signers)
    terms = table_terms(table)
    other = dataclasses.replace(terms, breach=dataclasses.replace(terms.breach, cure_days=7))
    with pytest.raises(RuleBroken, match="Every party has signed"):
        propose(table, table.people.applicant, other, based_on=1)
    for actor in (table.people.applicant, table.first):
        with acting_as(actor), pytest.raises(RuleBroken, match="Every party has signed"):
            services.break_off(actor=actor, agreement=table.agreement)
    with acting_as(SYSTEM):
        services.conclude_terms(actor=SYSTEM, envelope_id=envelope.pk)
    assert status(table) == AgreementStatus.SIGNED
