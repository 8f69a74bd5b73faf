"""The registry of parties of an office: entering, correcting, merging, and putting them into cases."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import PartyKind
from erdem.cases.models import Case, CaseParty, Party
from erdem.cases.policies import can_open_case, can_work
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, trace
from erdem.lib import credit_code


@dataclass(frozen=True)
class PartyContent:
    """What is kept of a party."""

    kind: str
    name: str
    uscc: str = ""
    place_code: str = ""
    address: str = ""
    contact: str = ""


def clean_code(written: str) -> str:
    """Return a unified social credit code without spaces after looking at its check character (GB 32100-2015).

    Raises:
        RuleBroken: it is none.
    """
    code = credit_code.clean(written)
    if code and not credit_code.is_valid(code):
        raise RuleBroken(
            _(
                "This is no valid code: 18 characters, of which the last one checks the others. Compare it with the licence."
            ),
            field="uscc",
        )
    return code


@transaction.atomic
def save_party(*, actor: Actor, office_id: int, content: PartyContent, party: Party | None = None) -> Party:
    """Enter a party, or correct what is kept of it.

    Raises:
        PermissionRefused: the actor is no officer of the office.
        RuleBroken: no name, no valid code, or a code that is kept already.
    """
    require(can_open_case(actor, office_id))
    if party is not None and party.merged_into_id is not None:
        raise RuleBroken(_("This entry was merged into another. Correct that one."))
    code = clean_code(content.uscc)
    if code and content.kind == PartyKind.PERSON:
        raise RuleBroken(_("A natural person has no such code. Choose sole trader or enterprise."), field="uscc")
    party = party or Party(office_id=office_id)
    for name, value in vars(content).items():
        setattr(party, name, value.strip())
    party.uscc = code
    with broken():
        party.save()
    audit.record(actor, action="cases.save_party", target=party, organisation_id=office_id, detail={"kind": party.kind})
    return party


@transaction.atomic
def merge_parties(*, actor: Actor, party: Party, into: Party) -> Party:
    """Make one entry of two: cases keep what they said, and from now on show the other entry.

    Raises:
        PermissionRefused: one of them is kept by another office.
        RuleBroken: they are the same, one is merged already, or their codes differ.
    """
    for each in (party, into):
        require(can_open_case(actor, each.office_id))
    kept = {each.pk: each for each in Party.objects.select_for_update(of=("self",)).filter(pk__in=[party.pk, into.pk])}
    if len(kept) < 2 or party.office_id != into.office_id:
        raise RuleBroken(_("Choose another entry of the same office."), field="into")
    party, into = kept[party.pk], kept[into.pk]
    if party.merged_into_id or into.merged_into_id:
        raise RuleBroken(_("One of them was merged already. Reload the page."))
    if party.uscc and into.uscc and party.uscc != into.uscc:
        raise RuleBroken(_("They have different codes, so they are two bodies. Nothing was merged."))
    _move(party, into)
    party.merged_into = into
    with broken():
        party.save(update_fields=["merged_into", "updated_at"])
        if party.uscc and not into.uscc:
            into.uscc = party.uscc
            into.save(update_fields=["uscc", "updated_at"])
    audit.record(
        actor, action="cases.merge_parties", target=into, organisation_id=into.office_id, detail={"from": party.pk}
    )
    return into


def _move(party: Party, into: Party) -> None:
    """Let open cases show the other entry; in closed ones what was written stays."""
    for stands in CaseParty.objects.filter(party=party, case__closed_at__isnull=True).select_related("case"):
        CaseParty.objects.get_or_create(case=stands.case, party=into, role=stands.role)
        stands.delete()


@transaction.atomic
def add_case_party(*, actor: Actor, case: Case, party: Party, role: str) -> CaseParty:
    """Put a party into a case in one role.

    Raises:
        RuleBroken: the case is closed, the entry was merged, or the party stands in this role already.
    """
    case = held(case)
    require(can_work(actor, case))
    if not case.is_open:
        raise RuleBroken(_("This case is closed. Open a new one that follows it."))
    if Party.objects.filter(pk=party.pk, merged_into__isnull=False).exists():
        raise RuleBroken(_("This entry was merged into another. Use that one."), field="party")
    with broken():
        stands = CaseParty.objects.create(case=case, party=party, role=role)
    note_event(actor, case, "add_party", came_from=case.status, detail={"party": party.pk, "role": role})
    trace(actor, "add_case_party", case, role=role)
    return stands


@transaction.atomic
def remove_case_party(*, actor: Actor, stands: CaseParty) -> None:
    """Take a party out of an open case."""
    case = held(stands.case)
    require(can_work(actor, case))
    if not case.is_open:
        raise RuleBroken(_("This case is closed. Open a new one that follows it."))
    detail = {"party": stands.party_id, "role": stands.role}
    stands.delete()
    note_event(actor, case, "remove_party", came_from=case.status, detail=detail)
    trace(actor, "remove_case_party", case, role=detail["role"])
