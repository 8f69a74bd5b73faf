"""Take a record along the long way into the register, for tests; every name is obviously invented."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.knowledge import services
from erdem.knowledge.content import RecordContent
from erdem.knowledge.models import PublicNotice, Record
from erdem.knowledge.queries.kin import candidates
from erdem.knowledge.tests.consenting import agreed
from erdem.knowledge.tests.factories import a_formula, make_record
from erdem.people.tests.factories import make_actor

CLASSES = services.Classification("2", "2.5", ("MED",))
STAGES = ("submitted", "classification", "kin_check", "expert_review", "public_notice")


def some_experts(count: int = 3) -> list[Actor]:
    """Make experts of one institute."""
    return [make_actor("institution", f"示例审议院{at}", "expert", None) for at in range(count)]


def taken_to(
    stage: str, officer: Actor, content: RecordContent | None = None, experts: list[Actor] | None = None
) -> Record:
    """Return a record that stands at a stage, having gone through those before it."""
    record = agreed(make_record(content or a_formula(), status="submitted"))
    experts = experts or []
    with acting_as(officer):
        for reached in STAGES[1 : STAGES.index(stage) + 1]:
            _one_stage(record, officer, reached, experts)
            record = Record.objects.get(pk=record.pk)
    return record


def _one_stage(record: Record, officer: Actor, reached: str, experts: list[Actor]) -> None:
    if reached == "classification":
        services.confirm_consent(actor=officer, record=record)
    elif reached == "kin_check":
        services.classify(actor=officer, record=record, classification=CLASSES)
    elif reached == "expert_review":
        services.find_kin(actor=officer, record=record)
        for pair in candidates(officer, record):
            services.decide_kin(actor=officer, candidate=pair, verdict="unrelated", reason="示例：名同物异")
        services.settle_kin(actor=officer, record=record)
    else:
        vote_for(record, officer, experts, "yes")
        services.give_notice(actor=officer, record=record)


def vote_for(record: Record, officer: Actor, experts: list[Actor], *votes: str) -> None:
    """Assign the experts and have each vote; one vote stands for all."""
    for at, expert in enumerate(experts):
        with acting_as(officer):
            assignment = services.assign_expert(actor=officer, record=record, user_id=expert.user_id or 0)
        with acting_as(expert):
            assignment = services.declare_interest(actor=expert, assignment=assignment, interest="none")
            vote = votes[at] if len(votes) > 1 else votes[0]
            services.cast_vote(actor=expert, assignment=assignment, vote=vote, opinion="示例意见：来源清楚")


def run_out(record: Record) -> None:
    """Let the open notice of a record have run its time."""
    today = timezone.localdate()
    with acting_as(SYSTEM):
        PublicNotice.objects.filter(record=record, outcome="").update(
            posted_on=today - dt.timedelta(days=21), ends_on=today - dt.timedelta(days=1)
        )
