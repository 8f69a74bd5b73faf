"""Notices that institutions place on records until a community's own label takes their place."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import PermissionRefused, RuleBroken, require
from erdem.knowledge.labels import BY_CODE, NOTICE_CODES, REPLACED_BY
from erdem.knowledge.models import LabelUse, NoticeUse, Record
from erdem.knowledge.policies import can_end_notice, can_place_notice


@transaction.atomic
def place_notice(*, actor: Actor, record_id: int, institution_id: int, code: str, text: str = "") -> NoticeUse:
    """Place a notice in the name of an institution on a record of which it knows at least what it is and where.

    Raises:
        PermissionRefused: the actor belongs to no institution, or not to this one.
        RuleBroken: there is no such notice, it stands there already, or the community's own label does.
    """
    require(can_place_notice(actor))
    if not actor.is_machine and institution_id not in actor.organisation_ids:
        raise PermissionRefused(_("Notices are placed in the name of the own institution."))
    if code not in NOTICE_CODES:
        raise RuleBroken(_("There is no such notice."), field="code")
    worn = LabelUse.objects.filter(record_id=record_id, removed_at__isnull=True, code__in=REPLACED_BY[code]).first()
    if worn is not None:
        named = {"label": BY_CODE[worn.code].title}
        raise RuleBroken(
            _("The community has put its own label “%(label)s” there; it says more than a notice.") % named
        )
    if NoticeUse.objects.filter(
        record_id=record_id, code=code, institution_id=institution_id, ended_at__isnull=True
    ).exists():
        raise RuleBroken(_("This notice stands there already."), field="code")
    placed = NoticeUse(record_id=record_id, institution_id=institution_id, code=code, text=text.strip())
    placed.placed_by_id = actor.user_id
    placed.save(force_insert=True)
    _trace(actor, "knowledge.place_notice", placed)
    return placed


@transaction.atomic
def end_notice(*, actor: Actor, notice: NoticeUse, reason: str) -> None:
    """Take a notice off again, saying why.

    Raises:
        PermissionRefused: it was placed by another institution.
        RuleBroken: no reason is given, or it has ended already.
    """
    require(can_end_notice(actor, notice))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    ended = NoticeUse.objects.filter(pk=notice.pk, ended_at__isnull=True).update(
        ended_at=timezone.now(), ended_reason=reason.strip()
    )
    if not ended:
        raise RuleBroken(_("This notice has ended already."))
    _trace(actor, "knowledge.end_notice", notice)


def _trace(actor: Actor, action: str, notice: NoticeUse) -> None:
    audit.record(
        actor,
        action=action,
        target=Record(pk=notice.record_id),
        organisation_id=notice.institution_id,
        detail={"code": notice.code},
    )
