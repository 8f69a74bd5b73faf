"""Writes of people and places."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import resources
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor, ActorKind
from erdem.base.policy import RuleBroken, require
from erdem.people import queries
from erdem.people.choices import KeyScope
from erdem.people.models import ApiKey, ApiUse, Membership, Organisation, Place, RetiredPlace, User
from erdem.people.policies import can_add_member, can_keep_keys, can_manage_organisation

KEY_MARK: Final = "erdem_"
"""How every key begins, so that one that was published by mistake can be found."""
MOST_KEYS: Final = 20
USES_KEPT: Final = dt.timedelta(days=1)


@transaction.atomic
def open_organisation(
    *,
    actor: Actor,
    kind: str,
    name: str,
    place_code: str | None = None,
    name_mn: str = "",
    demonstration: bool = False,
) -> Organisation:
    """Open an organisation, or return the one of that kind and name.

    Raises:
        PermissionRefused: the actor may not open organisations.
        RuleBroken: the name is blank or the place is unknown.
    """
    require(can_manage_organisation(actor))
    if not name.strip():
        raise RuleBroken(_("Write the name of the organisation."), field="name")
    if place_code and not Place.objects.filter(code=place_code).exists():
        raise RuleBroken(_("There is no division with this code today."), field="place")
    organisation, created = Organisation.objects.get_or_create(
        kind=kind,
        name=name.strip(),
        defaults={"place_id": place_code, "name_mn": name_mn, "is_demonstration": demonstration},
    )
    if created:
        audit.record(actor, action="people.open_organisation", target=organisation, place_code=place_code or "")
    return organisation


@transaction.atomic
def open_account(
    *, actor: Actor, username: str, password: str, display_name: str, email: str = "", language: str = ""
) -> User:
    """Open an account with a first password, or return the existing one unchanged."""
    require(can_manage_organisation(actor))
    existing = User.objects.filter(username=username).first()
    if existing is not None:
        return existing
    user = User(username=username, display_name=display_name, email=email, language=language)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(actor, action="people.open_account", target=user)
    return user


@transaction.atomic
def change_profile(*, actor: Actor, display_name: str, display_name_mn: str = "", language: str = "") -> User:
    """Change how the acting person is called and in which language the pages speak to them.

    Raises:
        RuleBroken: nobody is signed in, or the name is blank.
    """
    if actor.user_id is None:
        raise RuleBroken(_("Sign in first; a profile belongs to an account."))
    if not display_name.strip():
        raise RuleBroken(_("Write the name by which others know you."), field="display_name")
    user = User.objects.select_for_update().get(pk=actor.user_id)
    user.display_name, user.display_name_mn, user.language = display_name.strip(), display_name_mn.strip(), language
    user.save(update_fields=["display_name", "display_name_mn", "language"])
    audit.record(actor, action="people.change_profile", target=user)
    return user


@transaction.atomic
def add_member(*, actor: Actor, organisation: Organisation, user: User, role: str, title: str = "") -> Membership:
    """Give a person a role in an organisation; giving it twice changes nothing.

    Raises:
        PermissionRefused: the actor keeps no memberships, or the organisation is a community, which keeps its own.
    """
    require(can_add_member(actor, organisation))
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, defaults={"title": title}
    )
    if created:
        audit.record(actor, action="people.add_member", target=membership, organisation_id=organisation.pk)
    return membership


@transaction.atomic
def load_places(*, actor: Actor) -> int:
    """Load the divisions in force and the retired ones from the package's own seed; return how many are in force."""
    require(can_manage_organisation(actor))
    folder = resources.files("erdem.people") / "seeds"
    with (folder / "divisions.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    tiles = {tile["code"]: tile for tile in json.loads((folder / "tilegram.json").read_text(encoding="utf-8"))["tiles"]}
    order = {"region": 0, "league": 1, "banner": 2}
    current = [
        Place(**_place_fields(row, tiles.get(row["code"], {})))
        for row in sorted(rows, key=lambda row: (order[row["level"]], row["code"]))
    ]
    fields = ["name", "name_mn", "short_name", "pinyin", "level", "type", "parent", "tile_row", "tile_column"]
    Place.objects.bulk_create(current, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    with (folder / "divisions_history.csv").open(encoding="utf-8") as stream:
        _load_retired(list(csv.DictReader(stream)))
    audit.record(actor, action="people.load_places", detail={"in_force": len(current)})
    return len(current)


def _place_fields(row: dict[str, str], tile: dict[str, int]) -> dict[str, object]:
    return {
        "code": row["code"],
        "name": row["name"],
        "name_mn": row.get("name_mn", ""),
        "short_name": row.get("short_name", ""),
        "pinyin": row.get("pinyin", ""),
        "level": row["level"],
        "type": row["type"],
        "parent_id": row["parent"] or None,
        "tile_row": tile.get("row"),
        "tile_column": tile.get("col"),
    }


def _load_retired(rows: list[dict[str, str]]) -> None:
    RetiredPlace.objects.all().delete()
    retired = RetiredPlace.objects.bulk_create(
        RetiredPlace(
            code=row["code"],
            name=row["name"],
            valid_from=int(row["valid_from"]) if row["valid_from"] else None,
            valid_to=int(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in rows
    )
    link = RetiredPlace.successors.through
    link.objects.bulk_create(
        link(retiredplace_id=place.pk, place_id=code)
        for place, row in zip(retired, rows, strict=True)
        for code in sorted({*row["current_codes"].split()})
    )


@dataclass(frozen=True)
class NewKey:
    """A key just made. ``secret`` is shown once and kept nowhere."""

    key: ApiKey
    secret: str


@dataclass(frozen=True)
class KeyUse:
    """One request of a program: for whom it acts, what it may do, how much is left of this minute.

    ``is_allowed`` is False when the minute was used up before this request; ``seconds`` are left until the next one.
    """

    actor: Actor
    scopes: frozenset[str]
    limit: int
    remaining: int
    seconds: int
    is_allowed: bool


class KeyRefused(Exception):
    """A key that opens nothing: unknown, revoked, run out, or of a closed account. The text says which."""


@transaction.atomic
def make_key(*, actor: Actor, name: str, scopes: Iterable[str], expires_on: dt.date | None = None) -> NewKey:
    """Make a key with which a program acts for the person; the last day it is good on is ``expires_on``.

    Raises:
        PermissionRefused: the actor is not a person with an account.
        RuleBroken: no name, a name that another key in use has, no scope, a day in the past, or too many keys.
    """
    require(can_keep_keys(actor))
    # A second press of the button waits here, and then meets the name.
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id or 0)
    wanted, name = sorted({*scopes} & {*KeyScope.values}), name.strip()
    _require_fitting(queries.keys_in_use(actor), name, wanted, expires_on)
    secret = KEY_MARK + secrets.token_urlsafe(32)
    key = ApiKey(
        user=user,
        name=name,
        prefix=secret[: len(KEY_MARK) + 6],
        sha256=_digest(secret),
        scopes=wanted,
        expires_on=expires_on,
    )
    key.save(force_insert=True)
    audit.record(actor, action="people.make_key", target=key, detail={"scopes": wanted})
    return NewKey(key, secret)


def _require_fitting(held: list[ApiKey], name: str, scopes: list[str], expires_on: dt.date | None) -> None:
    if not name:
        raise RuleBroken(_("Write what the key is for, for instance: nightly search of our library."), field="name")
    if not scopes:
        raise RuleBroken(_("Tick at least one thing that the key may do."), field="scopes")
    if any(key.name == name for key in held):
        message = _(
            "You have a key of this name already. If you did not write it down, take it back and make another one."
        )
        raise RuleBroken(message, field="name")
    if expires_on is not None and expires_on < timezone.localdate():
        raise RuleBroken(_("Choose a day from today on."), field="valid_for")
    if len(held) >= MOST_KEYS:
        raise RuleBroken(_("You have %(count)s keys in use. Take one back first.") % {"count": MOST_KEYS})


@transaction.atomic
def revoke_key(*, actor: Actor, key: ApiKey) -> ApiKey:
    """Take a key back for good; taking it back twice changes nothing.

    Raises:
        PermissionRefused: the actor is not a person with an account.
    """
    require(can_keep_keys(actor))
    locked = ApiKey.objects.select_for_update().get(pk=key.pk, user_id=actor.user_id or 0)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        audit.record(actor, action="people.revoke_key", target=locked)
    return locked


@transaction.atomic
def use_key(*, actor: Actor, secret: str) -> KeyUse:
    """Recognise a key and count one request in the running minute; leaves no audit entry, what the program writes does.

    The actor is the installation: nobody is known before the key is. Requests beyond the limit are refused and not counted.

    Raises:
        KeyRefused: the key opens nothing.
    """
    key = _recognised(secret)
    now = timezone.now()
    minute = now.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_apiuse AS used (key_id, minute, requests) VALUES (%s, %s, 1)"
            " ON CONFLICT (key_id, minute) DO UPDATE SET requests = used.requests + 1 WHERE used.requests < %s"
            " RETURNING requests",
            [key.pk, minute, key.per_minute],
        )
        row = cursor.fetchone()
    if row == (1,):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    person = queries.actor_of(key.user)
    return KeyUse(
        actor=replace(person, kind=ActorKind.API_KEY, label=f"{person.label} · {key.name}"),
        scopes=frozenset(key.scopes),
        limit=key.per_minute,
        remaining=key.per_minute - row[0] if row else 0,
        seconds=60 - now.second,
        is_allowed=row is not None,
    )


def _recognised(secret: str) -> ApiKey:
    digest = _digest(secret)
    key = ApiKey.objects.select_related("user").filter(sha256=digest).first()
    if key is None or not hmac.compare_digest(key.sha256, digest) or not key.user.is_active:
        raise KeyRefused(_("This key is not known here. Check that you copied it whole, or make a new one."))
    if key.revoked_at is not None:
        raise KeyRefused(_("This key was taken back. Make a new one on the page of your account."))
    if key.expires_on is not None and key.expires_on < timezone.localdate():
        raise KeyRefused(_("This key has run out. Make a new one on the page of your account."))
    return key


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def sweep_uses(*, actor: Actor) -> int:
    """Forget the minutes of keys that are older than a day; return how many. Leaves an entry when there were any."""
    swept, _by_model = ApiUse.objects.filter(minute__lt=timezone.now() - USES_KEPT).delete()
    if swept:
        audit.record(actor, action="people.sweep_uses", detail={"minutes": swept})
    return swept
