"""The sealed identity of who handed something in: sealed at once, opened by two officers, its key changed without opening it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import RuleBroken, require
from erdem.cases.choices import UnlockState
from erdem.cases.models import Filing, IdentityUnlock, SealedIdentity
from erdem.cases.policies import can_ask_unlock, can_decide_unlock, offices_of, own_offices
from erdem.cases.services.faults import broken
from erdem.cases.vault import KeyMissing, SealBroken, Sealed, Vault


def vault() -> Vault:
    """Return the keys of this installation."""
    return Vault(Path(settings.IDENTITY_KEYS))


def seal_identity(filing: Filing, answers: Mapping[str, Any]) -> None:
    """Seal who handed a filing in; part of taking the filing, which leaves the entry in the trail."""
    content = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True).encode()
    sealed = vault().seal(content, filing.number)
    row = SealedIdentity(
        filing=filing,
        key_id=sealed.key_id,
        wrapped_key=sealed.wrapped_key,
        ciphertext=sealed.ciphertext,
        sealed_at=timezone.now(),
    )
    row.save(force_insert=True)


@transaction.atomic
def ask_unlock(*, actor: Actor, filing: Filing, reason: str) -> IdentityUnlock:
    """Ask, with a reason, to know who handed a filing in.

    Raises:
        PermissionRefused: the actor's office has nothing to do with it, or nothing is sealed.
        RuleBroken: no reason, or asked already.
    """
    require(can_ask_unlock(actor, filing))
    if not reason.strip():
        raise RuleBroken(_("Say why you need to know. The second officer decides by this."), field="reason")
    office = next(iter(sorted(offices_of(filing).intersection(own_offices(actor)))))
    unlock = IdentityUnlock(filing=filing, office_id=office, asked_by_id=actor.user_id or 0, reason=reason.strip())
    with broken():
        unlock.save(force_insert=True)
    _trace(actor, "ask_unlock", unlock)
    return unlock


@transaction.atomic
def decide_unlock(*, actor: Actor, unlock: IdentityUnlock, approve: bool, note: str = "") -> IdentityUnlock:
    """Say yes or no as the second officer. A yes holds for the time that the database writes into it.

    Raises:
        PermissionRefused: the actor asked, is of another office, or it was decided.
        RuleBroken: a no without a reason, or somebody was faster.
    """
    require(can_decide_unlock(actor, unlock))
    if not approve and not note.strip():
        raise RuleBroken(_("Say why not."), field="note")
    unlock.state = UnlockState.APPROVED if approve else UnlockState.REFUSED
    unlock.decided_by_id, unlock.decision_note = actor.user_id, note.strip()
    with broken():
        unlock.save(update_fields=["state", "decided_by", "decision_note"])
    unlock.refresh_from_db()
    _trace(actor, "decide_unlock", unlock, approved=approve)
    return unlock


@transaction.atomic
def open_identity(*, actor: Actor, unlock: IdentityUnlock) -> dict[str, Any]:
    """Return who handed a filing in. Each opening is noted by the database before it hands anything out.

    Raises:
        RuleBroken: it was not approved by a second officer, not asked by this one, or its time is over.
    """
    with broken(), connection.cursor() as cursor:
        cursor.execute("SELECT key_id, wrapped_key, ciphertext FROM cases_open_identity(%s)", [unlock.pk])
        row = cursor.fetchone()
    if row is None:
        raise RuleBroken(_("Nothing lies sealed beside this."))
    sealed = Sealed(row[0], bytes(row[1]), bytes(row[2]))
    try:
        content = vault().open(sealed, unlock.filing.number)
    except (KeyMissing, SealBroken) as fault:
        raise RuleBroken(
            _("The identity cannot be opened on this machine. Have the keeper of the server look at its keys.")
        ) from fault
    _trace(actor, "open_identity", unlock)
    found: dict[str, Any] = json.loads(content)
    return found


@transaction.atomic
def rotate_identity_keys() -> int:
    """Make a new key and wrap the key of every identity under it; return how many. No identity is opened for this.

    Raises:
        KeyMissing: a key under which identities lie is not there; nothing was changed.
        SealBroken: a wrapped key was tampered with; nothing was changed.
    """
    keys = vault()
    newest, count = keys.make_key(), 0
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT filing_id, key_id, wrapped_key FROM cases_wrapped_keys(%s)", [newest])
        rows = cursor.fetchall()
        numbers = dict(Filing.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "number"))
        for filing, held, wrapped in rows:
            name, again = keys.rewrapped(held, bytes(wrapped), numbers[filing])
            cursor.execute("SELECT cases_rewrap_identity(%s, %s, %s, %s)", [filing, held, name, again])
            count += bool(cursor.fetchone()[0])
        audit.record(SYSTEM, action="cases.rotate_identity_keys", detail={"key": newest, "identities": count})
    return count


def _trace(actor: Actor, action: str, unlock: IdentityUnlock, **detail: Any) -> None:
    audit.record(
        actor,
        action=f"cases.{action}",
        target=unlock,
        organisation_id=unlock.office_id,
        place_code=unlock.filing.place_code,
        detail={"number": unlock.filing.number, **detail},
    )
