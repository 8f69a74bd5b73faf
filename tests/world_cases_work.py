"""What the small world holds of everyday work on its complaint: notes, evidence with custody, a stand-in, an inspection."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.cases.models import Case
from erdem.cases.services import (
    NewCover,
    NewEvidence,
    NewInspection,
    add_evidence,
    record_inspection,
    review_note,
    set_cover,
    write_note,
)
from erdem.people.choices import Role
from erdem.people.models import Organisation
from erdem.people.queries import actor_of
from erdem.people.services import add_member
from erdem.people.tests.factories import make_user


def add_work(officer: Actor, complaint: Case) -> Actor:
    """Add what a second officer of the office is needed for too; return that officer."""
    (own,) = officer.organisation_ids
    with acting_as(SYSTEM):
        user = make_user("示例同事")
        add_member(actor=SYSTEM, organisation=Organisation.objects.get(pk=own), user=user, role=Role.COUNTY_OFFICER)
        second = actor_of(user)
    today, now = timezone.localdate(), timezone.now()
    with acting_as(officer):
        for audience in ("internal", "party"):
            write_note(actor=officer, case=complaint, audience=audience, body="示例备注")
        note = write_note(actor=officer, case=complaint, audience="public", body="示例公开备注")
        write_note(actor=officer, case=complaint, audience="public", body="示例待审备注")
        new = NewEvidence("object", "示例物证", "示例来源", now)
        add_evidence(actor=officer, case=complaint, new=new)
        cover = NewCover(own, officer.user_id or 0, second.user_id or 0, today, today + dt.timedelta(days=3))
        set_cover(actor=officer, new=cover)
        pair = officer.user_id or 0, second.user_id or 0
        site = NewInspection("示例商铺", "示例街1号", now, now, *pair, "示例发现", told_rights=True)
        record_inspection(actor=officer, case=complaint, new=site)
    with acting_as(second):
        review_note(actor=second, note=note, publish=True)
    return second
