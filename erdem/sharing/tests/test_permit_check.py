"""May X do Y with Z today: what stands against it is a no, what is not told is no yes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from erdem.sharing.permit_check import Facts, Question, Reason, Verdict, answer

TODAY = dt.date(2026, 11, 26)
FACTS = Facts(
    status="issued",
    valid_from=TODAY,
    expires_on=TODAY,
    purposes=("research",),
    holders=("示例企业",),
    transfer="none",
    abroad=False,
    record="covered",
)
FULL = Question("research", "示例 企业", "cn", record="示例1")


def test_a_permit_in_force_allows_what_it_names_on_its_first_and_last_day() -> None:
    told = answer(FULL, FACTS, TODAY)
    assert (told.verdict, told.reasons) == (Verdict.YES, (Reason.IN_FORCE,))


@pytest.mark.parametrize(
    ("facts", "question", "reason"),
    [
        ({"status": "suspended"}, {}, "suspended"),
        ({"status": "revoked"}, {}, "revoked"),
        ({"status": "amended"}, {}, "replaced"),
        ({"status": "expired"}, {}, "expired"),
        ({"expires_on": TODAY - dt.timedelta(days=1)}, {}, "expired"),
        ({"valid_from": TODAY + dt.timedelta(days=1)}, {}, "not_yet"),
        ({}, {"purpose": "commercial"}, "purpose"),
        ({}, {"place": "JP"}, "territory"),
        ({}, {"third_party": True}, "third_party"),
        ({}, {"party": "另一企业"}, "another_party"),
        ({"record": "not_covered"}, {}, "record_not_covered"),
        ({"record": "withdrawn"}, {}, "holder_withdrew"),
        ({"record": "label"}, {}, "label"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_stands_against_it_is_a_no(facts: dict[str, Any], question: dict[str, Any], reason: str) -> None:
    told = answer(replace(FULL, **question), replace(FACTS, **facts), TODAY)
    assert (told.verdict, [str(one) for one in told.reasons]) == (Verdict.NO, [reason])


@pytest.mark.parametrize(
    ("facts", "question", "reason"),
    [
        ({"purposes": None}, {}, "purpose_not_told"),
        ({"holders": None}, {}, "party_not_told"),
        ({"record": ""}, {}, "record_not_told"),
        ({"transfer": "with_consent"}, {"third_party": True}, "third_party_consent"),
        ({"transfer": "same_terms"}, {"party": "另一企业"}, "third_party_terms"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_told_is_no_yes(facts: dict[str, Any], question: dict[str, Any], reason: str) -> None:
    told = answer(replace(FULL, **question), replace(FACTS, **facts), TODAY)
    assert (told.verdict, [str(one) for one in told.reasons]) == (Verdict.UNKNOWN, [reason])


def test_a_no_hides_what_is_not_told_behind_it() -> None:
    told = answer(FULL, replace(FACTS, status="revoked", purposes=None, holders=None), TODAY)
    assert told.reasons == (Reason.REVOKED,)


def test_nothing_is_asked_of_what_is_left_empty() -> None:
    facts = replace(FACTS, purposes=None, holders=None, record="")
    assert answer(Question(), facts, TODAY).verdict == Verdict.YES


def test_every_reason_has_words() -> None:
    from erdem.sharing.queries.permit_check import WORDS

    assert set(WORDS) == set(Reason)
