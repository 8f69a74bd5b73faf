"""Filings for tests; every name is obviously invented."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.cases.choices import FilingForm, Subject
from erdem.cases.models import Filing
from erdem.cases.services import Submission, Submitted, submit_filing
from erdem.people import queries, services
from erdem.people.models import Organisation
from erdem.people.tests.factories import make_user

YOU = {"name": "示例举报人", "phone": "000-0000000"}
COMPLAINT: dict[str, Any] = {
    "facts": "示例：所购奶豆腐与标签不符。",
    "demand": "退款。",
    "respondent_name": "示例商行",
    "respondent_address": "示例街1号",
    "address": "示例苏木",
    **YOU,
}
REPORT: dict[str, Any] = {
    "facts": "示例：包装上冒用地理标志。",
    "respondent_name": "示例商行",
    "named": "no",
}
NAMED_REPORT: dict[str, Any] = {**REPORT, "named": "yes", **YOU}


def hand_in(actor: Actor = PUBLIC, form: str = FilingForm.REPORT, answers: Any = None, **given: Any) -> Submitted:
    """Hand in a report for the banner 152530, without a name unless told otherwise."""
    standard = COMPLAINT if form == FilingForm.COMPLAINT else REPORT
    with acting_as(actor):
        return submit_filing(
            actor=actor,
            given=Submission(
                form=form,
                subject=given.pop("subject", Subject.GEOGRAPHICAL_INDICATION),
                place_code=given.pop("place_code", "152530"),
                answers=standard if answers is None else answers,
                token=given.pop("token", None) or secrets.token_urlsafe(16),
                **given,
            ),
        )


def with_receipt(filing: Filing, actor: Actor = PUBLIC) -> Actor:
    """Return a reader who has opened the receipt of a filing."""
    return replace(actor, receipts=frozenset({filing.pk}))


def colleague_of(officer: Actor) -> Actor:
    """Return another officer of the same office."""
    (own,) = officer.organisation_ids
    with acting_as(SYSTEM):
        user = make_user()
        services.add_member(
            actor=SYSTEM, organisation=Organisation.objects.get(pk=own), user=user, role="county_officer"
        )
        return queries.actor_of(user)
