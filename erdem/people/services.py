"""Writes of people and places."""

from __future__ import annotations

import csv
import json
from importlib import resources

from django.db import transaction
from django.utils.translation import gettext as _

from erdem.base import audit
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.people.models import Membership, Organisation, Place, RetiredPlace, User
from erdem.people.policies import can_manage_organisation


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
    """Give a person a role in an organisation; giving it twice changes nothing."""
    require(can_manage_organisation(actor))
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
