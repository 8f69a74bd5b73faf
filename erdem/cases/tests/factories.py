"""Cases for tests; every name is obviously invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.cases.choices import CaseKind, Subject
from erdem.cases.models import Case
from erdem.cases.services import NewCase, NewInspection, open_case
from erdem.people import queries, services
from erdem.people.choices import Role
from erdem.people.models import Organisation
from erdem.people.tests.factories import make_user


def office_of(actor: Actor) -> Organisation:
    """Return the office of an officer."""
    (own,) = actor.organisation_ids
    return Organisation.objects.get(pk=own)


def make_case(officer: Actor, kind: str = CaseKind.COMPLAINT, **given: Any) -> Case:
    """Open a case for the officer's office, received today unless told otherwise."""
    received_on: dt.date = given.pop("received_on", timezone.localdate())
    with acting_as(officer):
        new = NewCase(
            kind=kind,
            title=given.pop("title", "示例奶食品标签投诉"),
            office=office_of(officer),
            received_on=received_on,
            subject=given.pop("subject", Subject.CONSUMER),
            **given,
        )
        return open_case(actor=officer, new=new)


def colleague_of(officer: Actor) -> Actor:
    """Make a second officer of the same office."""
    with acting_as(SYSTEM):
        user = make_user("示例同事")
        services.add_member(actor=SYSTEM, organisation=office_of(officer), user=user, role=Role.COUNTY_OFFICER)
        return queries.actor_of(user)


def site(first: Actor, second: Actor, **given: object) -> NewInspection:
    """Return an inspection by two officers that has just ended."""
    now = timezone.now()
    base: dict[str, object] = {
        "place_name": "示例商铺",
        "address": "示例街1号",
        "begun_at": now - dt.timedelta(hours=1),
        "ended_at": now,
        "first_officer_id": first.user_id,
        "second_officer_id": second.user_id,
        "findings": "示例发现",
        "told_rights": True,
    }
    return NewInspection(**{**base, **given})  # type: ignore[arg-type]  # values of a test, mixed on purpose
