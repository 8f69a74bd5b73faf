"""Writes of typical cases: drafted from a closed case, checked by a second person, published when nobody is named.

The names are looked for when the draft is given to the expert, when the expert agrees, and once more at the publication; the
database looks again by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.numbering import document_number
from erdem.base.policy import RuleBroken, require
from erdem.base.workflow import take_step
from erdem.cases.choices import TypicalStatus
from erdem.cases.models import Case, TypicalCase, TypicalPublication
from erdem.cases.policies import can_check_typical, can_work, can_write_typical
from erdem.cases.queries.typical import WORDS, draft_words, may_check, names_in
from erdem.cases.services.faults import MOVED_ON, broken
from erdem.cases.services.trace import person_of
from erdem.cases.workflow import TYPICAL_CASE

SHOWN = 5
"""Names that a refusal tells; the page shows all of them."""


@transaction.atomic
def draft_typical(*, actor: Actor, case: Case) -> TypicalCase:
    """Begin a typical case from a closed one; names that the case knows have stand-ins in the first draft.

    Raises:
        PermissionRefused: the case is of another office.
        RuleBroken: it is open, has no outcome, or has a typical case already.
    """
    require(can_work(actor, case))
    if case.is_open or not case.outcome:
        raise RuleBroken(_("A typical case is written from a closed case with an outcome, by its office."))
    typical = TypicalCase(
        case=case, office=case.office, place_code=case.place_code, created_by_id=person_of(actor), **draft_words(case)
    )
    with broken():
        typical.save(force_insert=True)
    typical.refresh_from_db()
    _trace(actor, "draft_typical", typical)
    return typical


@transaction.atomic
def write_typical(
    *, actor: Actor, typical: TypicalCase, words: Mapping[str, str], hides_rights: bool, seen_version: int | None = None
) -> TypicalCase:
    """Write on a draft. Names may stand in it while it is one; the page shows where.

    Raises:
        RuleBroken: the expert has it, or somebody was faster.
    """
    typical = _held(typical, seen_version)
    require(can_write_typical(actor, typical))
    if typical.status != TypicalStatus.DRAFT:
        raise RuleBroken(_("The expert has it. Open it as a draft again to write on it."))
    for name in WORDS:
        setattr(typical, name, words.get(name, "").strip())
    typical.hides_rights = hides_rights
    with broken():
        typical.save(update_fields=[*WORDS, "hides_rights", "updated_at"])
    typical.refresh_from_db()
    _trace(actor, "write_typical", typical)
    return typical


@transaction.atomic
def submit_typical(
    *, actor: Actor, typical: TypicalCase, checker_id: int, seen_version: int | None = None
) -> TypicalCase:
    """Give a draft to a second person to check.

    Raises:
        RuleBroken: a name stands in it, the legal note is missing, or the person wrote on it.
    """
    typical = _held(typical, seen_version)
    require(can_write_typical(actor, typical))
    if not all(getattr(typical, name).strip() for name in ("title", "facts", "handling", "legal_note")):
        raise RuleBroken(_("Write the title, what happened, how it was handled and the legal note first."))
    if checker_id not in {each.pk for each in may_check(typical)}:
        raise RuleBroken(_("A second person checks it: one who wrote no word of it, in the own name."), field="checker")
    refuse_names(typical)
    return _move(actor, typical, "submit", checker_id=checker_id, status_reason="")


@transaction.atomic
def check_typical(
    *, actor: Actor, typical: TypicalCase, agree: bool, said: str, seen_version: int | None = None
) -> TypicalCase:
    """Agree to the publication with an opinion, or send it back with a reason.

    Raises:
        PermissionRefused: the actor was not asked, or wrote on it.
        RuleBroken: nothing was written, or a name stands in it.
    """
    typical = _held(typical, seen_version)
    require(can_check_typical(actor, typical))
    if not agree:
        return _move(actor, typical, "send_back", status_reason=said.strip())
    refuse_names(typical)
    return _move(actor, typical, "agree", opinion=said.strip(), checked_at=timezone.now(), status_reason="")


@transaction.atomic
def reopen_typical(*, actor: Actor, typical: TypicalCase, seen_version: int | None = None) -> TypicalCase:
    """Open it as a draft again; it needs a new check."""
    typical = _held(typical, seen_version)
    return _move(actor, typical, "revise", checked_at=None, opinion="", status_reason="")


@transaction.atomic
def publish_typical(*, actor: Actor, typical: TypicalCase, seen_version: int | None = None) -> TypicalPublication:
    """Publish what was checked, word by word, under a number of its own; names are looked for once more.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: nobody has checked it, a name stands in it, or somebody was faster.
    """
    typical = _held(typical, seen_version)
    require(can_write_typical(actor, typical))
    if typical.status != TypicalStatus.CHECKED:
        raise RuleBroken(_("Only what a second person has checked is published, word by word."))
    refuse_names(typical)
    with broken():
        publication = TypicalPublication.objects.create(
            typical=typical,
            number=document_number(f"DX{typical.place_code[:6]}", timezone.localdate().year),
            office_id=typical.office_id,
            subject=typical.case.subject,
            published_by_id=person_of(actor),
            **{name: getattr(typical, name) for name in WORDS},
        )
    _move(actor, typical, "publish", status_reason="")
    return publication


@transaction.atomic
def withdraw_typical(
    *, actor: Actor, typical: TypicalCase, reason: str, seen_version: int | None = None
) -> TypicalCase:
    """Withdraw a publication: its words go, its number, days and the reason stay. The reason is public, so it names nobody.

    Raises:
        RuleBroken: it is not published, no reason was given, or the reason names somebody.
    """
    typical = _held(typical, seen_version)
    require(can_write_typical(actor, typical))
    if typical.status != TypicalStatus.PUBLISHED:
        raise RuleBroken(_("It is not published."))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    refuse_names(typical, reason=reason)
    publication = TypicalPublication.objects.get(typical=typical)
    for name in WORDS:
        setattr(publication, name, "")
    publication.withdrawn_at, publication.withdrawn_reason = timezone.now(), reason.strip()
    with broken():
        publication.save(update_fields=[*WORDS, "withdrawn_at", "withdrawn_reason"])
    return _move(actor, typical, "withdraw", status_reason=reason.strip())


@transaction.atomic
def drop_typical(*, actor: Actor, typical: TypicalCase, reason: str, seen_version: int | None = None) -> TypicalCase:
    """End a draft that is not pursued, with a reason."""
    typical = _held(typical, seen_version)
    return _move(actor, typical, "drop", status_reason=reason.strip())


def refuse_names(typical: TypicalCase, **more: str) -> None:
    """Refuse words that name somebody.

    Raises:
        RuleBroken: with the places; in the reason alone when one is given.
    """
    found = names_in(typical, **more)
    found = [one for one in found if one.field in more] if more else found
    if not found:
        return
    said = "；".join(str(one) for one in found[:SHOWN])
    if len(found) > SHOWN:
        said += " …"
    raise RuleBroken(
        _("Not passed on: names or identifiers stand in it. %(names)s") % {"names": said},
        field=next(iter(more), None),
    )


def _held(typical: TypicalCase, seen_version: int | None) -> TypicalCase:
    found = TypicalCase.objects.select_for_update(of=("self",)).filter(pk=typical.pk).first()
    if found is None or (seen_version is not None and seen_version != found.version):
        raise RuleBroken(str(MOVED_ON))
    return found


def _move(actor: Actor, typical: TypicalCase, step: str, **given: Any) -> TypicalCase:
    with broken():
        take_step(TYPICAL_CASE, typical, step, actor=actor, **given)
    typical.refresh_from_db()
    _trace(actor, f"{step}_typical", typical, status=typical.status)
    return typical


def _trace(actor: Actor, action: str, typical: TypicalCase, **detail: Any) -> None:
    audit.record(
        actor,
        action=f"cases.{action}",
        target=typical,
        place_code=typical.place_code,
        organisation_id=typical.office_id,
        detail=detail,
    )
