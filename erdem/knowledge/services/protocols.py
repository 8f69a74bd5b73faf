"""Deciding who sees what: one community saves its protocol for one record, whole, with its labels; and takes a step back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.labels import BY_CODE, CONFLICTS, REPLACED_BY
from erdem.knowledge.models import Holding, LabelUse, NoticeUse, ProtocolVersion, Record
from erdem.knowledge.policies import can_act_for, can_decide
from erdem.knowledge.protocol import PLAIN, LabelLine, Protocol, dates_of, difference
from erdem.knowledge.queries.protocols import group_of, has_members, protocol_of, walls, wording_in_use
from erdem.knowledge.wall import openings


class ProtocolMoved(RuleBroken):
    """Another steward has saved since the page was opened. ``saved`` is what stands now; nothing was overwritten."""

    def __init__(self, saved: Protocol) -> None:
        super().__init__(
            _(
                "Somebody else of your community has saved this protocol while you were writing. Nothing was overwritten:"
                " both texts stand below. Look at what is saved now, then save yours or leave it."
            )
        )
        self.saved = saved


@transaction.atomic
def change_protocol(
    *,
    actor: Actor,
    holding: Holding,
    protocol: Protocol,
    version: int,
    reason: str = "",
    opening_confirmed: bool = False,
    restored_from: int | None = None,
) -> Holding:
    """Save what a community decides about a record: choices, warnings, labels; one version, one entry in the trail.

    Args:
        version: the version of the protocol that the writer had on the page.
        reason: why; needed when a label is taken off.
        opening_confirmed: the writer has seen what will open and to whom, and wants it.

    Raises:
        PermissionRefused: the actor is no steward of the community, or the community does not hold the record.
        ProtocolMoved: somebody else has saved in the meantime.
        RuleBroken: with the field to correct; ``confirm`` when something would open and nobody has confirmed it.
    """
    require(can_decide(actor, holding))
    held = Holding.objects.select_for_update().get(pk=holding.pk)
    require(can_decide(actor, held))
    before = protocol_of(held)
    protocol = replace(protocol, content_warning=protocol.content_warning.strip())
    if (
        held.version != version and protocol.as_json() != before.as_json()
    ):  # a second press of the button changes nothing
        raise ProtocolMoved(before)
    _check(held, before, protocol, reason)
    changes = difference(before, protocol)
    if not changes:
        return held
    opens = openings(*walls(held, protocol))
    if opens:
        require(can_act_for(actor, held.community_id))
    if opens and not opening_confirmed:
        raise RuleBroken(
            _("This opens more than before. Look at what opens, and to whom, and confirm it."), field="confirm"
        )
    _remember_the_start(held, before)
    _take_off(held, changes.off, reason)
    _write(held, protocol)
    _put_on(actor, held, changes.on)
    _keep_version(actor, held, protocol, reason, restored_from)
    on, off = ([line.code for line in lines] for lines in (changes.on, changes.off))
    said = {"version": held.version, "fields": list(changes.fields), "put_on": on, "taken_off": off}
    trace(actor, "knowledge.change_protocol", held, **said)
    return held


@transaction.atomic
def restore_protocol(
    *, actor: Actor, holding: Holding, restored: int, version: int, reason: str, opening_confirmed: bool = False
) -> Holding:
    """Save what an earlier version said, as a new version.

    Raises:
        RuleBroken: there is no such version, or what `change_protocol` refuses.
    """
    require(can_decide(actor, holding))
    found = ProtocolVersion.objects.filter(
        record_id=holding.record_id, community_id=holding.community_id, version=restored
    ).first()
    if found is None:
        raise RuleBroken(_("There is no such version of this protocol."))
    return change_protocol(
        actor=actor,
        holding=holding,
        protocol=Protocol.from_json(found.content),
        version=version,
        reason=reason,
        opening_confirmed=opening_confirmed,
        restored_from=restored,
    )


def apply_label(*, actor: Actor, holding: Holding, line: LabelLine) -> Holding:
    """Put one label on a record of the actor's community, leaving the rest of the protocol as it is."""
    saved = protocol_of(holding)
    labels = (*(each for each in saved.labels if each.code != line.code), line)
    changed = replace(saved, labels=labels)
    return change_protocol(
        actor=actor, holding=holding, protocol=changed, version=holding.version, reason=_("label put on anew"),
        opening_confirmed=True,
    )  # fmt: skip


def remove_label(*, actor: Actor, holding: Holding, code: str, reason: str, opening_confirmed: bool = False) -> Holding:
    """Take one label off a record of the actor's community, leaving the rest of the protocol as it is."""
    saved = protocol_of(holding)
    changed = replace(saved, labels=tuple(line for line in saved.labels if line.code != code))
    return change_protocol(
        actor=actor,
        holding=holding,
        protocol=changed,
        version=holding.version,
        reason=reason,
        opening_confirmed=opening_confirmed,
    )


def trace(actor: Actor, action: str, holding: Holding, **detail: Any) -> None:
    """Leave the entry for the community alone: what it decides is not the office's to read."""
    audit.record(
        actor,
        action=action,
        target=Record(pk=holding.record_id),
        organisation_id=holding.community_id,
        detail=detail,
    )


def _check(holding: Holding, before: Protocol, after: Protocol, reason: str) -> None:
    if difference(before, after).off and not reason.strip():
        raise RuleBroken(
            _("A label is taken off or changed. Write the reason; it stays in the history."), field="reason"
        )
    worn = {line.code for line in after.labels}
    for one, two in CONFLICTS:
        if {one, two} <= worn:
            titles = {"one": BY_CODE[one].title, "two": BY_CODE[two].title}
            raise RuleBroken(_("“%(one)s” and “%(two)s” contradict each other. Choose one of them.") % titles, "labels")
    for line in after.labels:
        _check_line(holding, line)


def _check_line(holding: Holding, line: LabelLine) -> None:
    label = BY_CODE[line.code]
    named = {"label": label.title}
    if label.needs_group and line.group is None:
        raise RuleBroken(_("“%(label)s” needs a group: choose who may read it.") % named, field="labels")
    if line.group is not None:
        group = group_of(holding.community_id, line.group)
        if group is None or not label.takes_group:
            raise RuleBroken(_("“%(label)s”: choose a group of your own community.") % named, field="labels")
        if not has_members(group):
            empty = named | {"group": group.name}
            raise RuleBroken(
                _(
                    "“%(label)s”: nobody is in the group “%(group)s” yet, so nobody could read it. Add its members first."
                )
                % empty,
                field="labels",
            )
    if line.code == "tks" and line.season is None:
        raise RuleBroken(_("“%(label)s” needs its season: from which day to which.") % named, field="season")


def _remember_the_start(holding: Holding, before: Protocol) -> None:
    """Keep what stood before the first change, so that one can go back to it."""
    if not ProtocolVersion.objects.filter(record_id=holding.record_id, community_id=holding.community_id).exists():
        ProtocolVersion.objects.create(
            record_id=holding.record_id,
            community_id=holding.community_id,
            version=holding.version,
            content=before.as_json(),
        )


def _write(holding: Holding, protocol: Protocol) -> None:
    for name in PLAIN:
        setattr(holding, name, getattr(protocol, name))
    holding.version += 1
    holding.save(update_fields=[*PLAIN, "version", "updated_at"])


def _keep_version(actor: Actor, holding: Holding, protocol: Protocol, reason: str, restored_from: int | None) -> None:
    ProtocolVersion.objects.create(
        record_id=holding.record_id,
        community_id=holding.community_id,
        version=holding.version,
        content=protocol.as_json(),
        reason=reason.strip(),
        restored_from=restored_from,
        saved_by_id=actor.user_id,
    )


def _take_off(holding: Holding, lines: tuple[LabelLine, ...], reason: str) -> None:
    for line in lines:
        worn = LabelUse.objects.filter(
            record_id=holding.record_id, community_id=holding.community_id, code=line.code, removed_at__isnull=True
        )
        worn = worn.filter(group__isnull=True) if line.group is None else worn.filter(group_id=line.group)
        worn.update(removed_at=timezone.now(), removed_reason=reason.strip()[:300])


def _put_on(actor: Actor, holding: Holding, lines: tuple[LabelLine, ...]) -> None:
    for line in lines:
        wording = wording_in_use(holding.community_id, line.code)
        LabelUse.objects.create(
            record_id=holding.record_id,
            community_id=holding.community_id,
            code=line.code,
            group_id=line.group,
            wording=wording,
            season=line.season.as_json() if line.season else {},
            open_dates=dates_of(line.season, timezone.localdate()) if line.season else None,
            applied_by_id=actor.user_id,
        )
        _replace_notices(holding, line.code)


def _replace_notices(holding: Holding, code: str) -> None:
    """A community's own label takes the place of what an institution has said in the meantime."""
    replaced = [notice for notice, labels in REPLACED_BY.items() if code in labels]
    NoticeUse.objects.filter(record_id=holding.record_id, code__in=replaced, ended_at__isnull=True).update(
        ended_at=timezone.now(), replaced_by=code
    )
