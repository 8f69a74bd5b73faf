"""Merging a case into another about the same matter: linked, whoever filed follows the other one and is told."""

from __future__ import annotations

from typing import Final

from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import override

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import CaseKind, LinkKind
from erdem.cases.models import Case, CaseLink, Filing
from erdem.cases.policies import can_work
from erdem.cases.services.faults import MOVED_ON, broken
from erdem.cases.services.messages import tell_filers
from erdem.cases.services.steps import StepGiven, follows, take_case_step
from erdem.cases.services.trace import note_event

MERGES_INTO: Final[dict[str, tuple[str, ...]]] = {
    CaseKind.COMPLAINT: (CaseKind.COMPLAINT,),
    CaseKind.REPORT: (CaseKind.REPORT, CaseKind.PENALTY),
    CaseKind.PENALTY: (CaseKind.PENALTY,),
}
"""Into what kind of case a kind is merged: a report also into the investigation that runs already."""


@follows(CaseKind.COMPLAINT, "merge")
@follows(CaseKind.REPORT, "merge")
@follows(CaseKind.PENALTY, "merge")
def merge_into(actor: Actor, case: Case, given: StepGiven) -> None:
    """Tie a case that was just merged to the one that goes on, and tell who filed.

    A report without a name is archived at once; one under a name stays until its reporter was told (处理暂行办法 Art. 31).

    Raises:
        PermissionRefused: the other case is another office's.
        RuleBroken: no other case is named, or it is closed, of another kind, or the same.
    """
    target = _target(actor, case, given.into)
    with broken():
        CaseLink.objects.create(source=target, case=case, kind=LinkKind.DUPLICATE)
    note_event(actor, target, "merge_in", came_from=target.status, note=given.reason, detail={"case": case.number})
    for filing in tell_filers(actor, case, _told):
        if filing.joined_to_id in (None, case.pk):
            with acting_as(SYSTEM):
                Filing.objects.filter(pk=filing.pk).update(joined_to_id=target.pk)
    if case.kind == CaseKind.REPORT and not case.is_named:
        take_case_step(actor=actor, case=case, step="archive")


def _told(filing: Filing) -> str:
    with override(filing.language):
        return _(
            "What you handed in is about the same matter as another case of this office. Both are dealt with together."
            " Below you see how that one goes on."
        )


def _target(actor: Actor, case: Case, number: str) -> Case:
    """Return the case that goes on, its row held."""
    try:
        target = Case.objects.select_for_update(of=("self",), nowait=True).filter(number=number.strip()).first()
    except OperationalError as busy:  # somebody acts on it this moment, perhaps merging the other way round
        raise RuleBroken(str(MOVED_ON), field="into") from busy
    if not number.strip() or target is None:
        raise RuleBroken(_("Choose the case into which it is merged."), field="into")
    require(can_work(actor, target))
    if target.pk == case.pk:
        raise RuleBroken(_("A case is not merged into itself. Choose the other one."), field="into")
    if not target.is_open or target.status == case.status:
        raise RuleBroken(_("That case is closed or merged itself. Choose one that goes on."), field="into")
    if target.kind not in MERGES_INTO[case.kind]:
        raise RuleBroken(_("That case is of another kind, with other days. Link the two instead."), field="into")
    return target
