"""Who works on a case: its handlers, and people from outside who take part."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.cases.models import Case, CaseMember
from erdem.cases.policies import can_work
from erdem.cases.services.faults import MOVED_ON, broken
from erdem.cases.services.trace import note_event, trace
from erdem.people.models import User


def held(case: Case) -> Case:
    """Return the case as it stands now, with its row held until the end of the transaction.

    Raises:
        RuleBroken: the actor does not see it any more.
    """
    found = Case.objects.select_for_update(of=("self",)).filter(pk=case.pk).first()
    if found is None:
        raise RuleBroken(str(MOVED_ON))
    return found


@transaction.atomic
def assign_case(
    *, actor: Actor, case: Case, handler_id: int | None, second_handler_id: int | None = None, note: str = ""
) -> Case:
    """Give a case to one officer of its office, or to two; nobody leaves it to the team.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: somebody of another office, or the same person twice.
    """
    case = held(case)
    require(can_work(actor, case))
    before = case.handler_id
    case.handler_id, case.second_handler_id = handler_id, second_handler_id
    with broken():
        case.save(update_fields=["handler", "second_handler", "updated_at"])
    case.refresh_from_db()
    note_event(actor, case, "assign", came_from=case.status, note=note, detail={"from": before, "to": handler_id})
    trace(actor, "assign_case", case)
    return case


@transaction.atomic
def add_member(*, actor: Actor, case: Case, user_id: int, role: str) -> CaseMember:
    """Let somebody from outside the office take part; that person sees the case from now on.

    Raises:
        RuleBroken: the person takes part already.
    """
    case = held(case)
    require(can_work(actor, case))
    with broken():
        member = CaseMember.objects.create(case=case, user_id=user_id, role=role)
    note_event(actor, case, "add_member", came_from=case.status, detail={"user": user_id, "role": role})
    trace(actor, "add_member", case, role=role)
    return member


@transaction.atomic
def invite_member(*, actor: Actor, case: Case, username: str, role: str) -> CaseMember:
    """Let the holder of an account take part, named by the login name.

    Raises:
        RuleBroken: there is no such account, or the person takes part already.
    """
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        raise RuleBroken(_("There is no account of this name. Ask the person for the login name."), field="username")
    return add_member(actor=actor, case=case, user_id=user.pk, role=role)


@transaction.atomic
def release_member(*, actor: Actor, member: CaseMember) -> CaseMember:
    """End somebody's part in a case; that person does not see it any more."""
    case = held(member.case)
    require(can_work(actor, case))
    member.until = timezone.now()
    with broken():
        member.save(update_fields=["until"])
    note_event(actor, case, "release_member", came_from=case.status, detail={"user": member.user_id})
    trace(actor, "release_member", case, role=member.role)
    return member
