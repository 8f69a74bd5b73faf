"""What the small world needs of the way into the register: a row of every table, with words to look out for.

The open case is on public notice, of a community, publicly documented. The closed one is before the experts, known within the
community (D2): its words, the votes on it and what was said to it must reach nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.content import IngredientLine, PlaceLine, RecordContent, SourceLine
from erdem.knowledge.models import ExpertAssignment, KinHint, Objection, PublicNotice, Record
from erdem.knowledge.queries.kin import candidates
from erdem.knowledge.tests.consenting import agreed
from erdem.people.tests.factories import make_actor

WORDS = tuple(f"zqx{number}kanari" for number in range(9101, 9113))
CLASSES = services.Classification("2", "2.5", ("MED",))


@dataclass(frozen=True)
class Register:
    """What was taken along the way, and the words that belong to the closed case."""

    on_notice: Record
    notice: PublicNotice
    closed: Record
    closed_notice: PublicNotice
    objection: Objection
    in_kin: Record
    hint: KinHint
    assignment: ExpertAssignment
    removed: Record
    hidden_removed: Record


def _open(name: str, community: int | None, tier: str = "D4", **given: Any) -> RecordContent:
    return RecordContent(
        kind="formula",
        name=name,
        tk_class="2",
        tk_type="2.5",
        diffusion_tier=tier,
        community_id=community,
        text="示例公开。",
        summary="示例一句话",
        places=(PlaceLine("152530"),),
        sources=(SourceLine("示例方书", kind="classic", year=1330),),
        ingredients=(IngredientLine("示例甲药", "三两"), IngredientLine("示例乙药", "二两")),
        **given,
    )


def _submitted(content: RecordContent) -> Record:
    record = services.draft_record(actor=SYSTEM, content=content)
    return services.submit(actor=SYSTEM, record=record)


def _to_kin(content: RecordContent) -> Record:
    record = services.confirm_consent(actor=SYSTEM, record=agreed(_submitted(content)))
    return services.classify(actor=SYSTEM, record=record, classification=CLASSES)


def _judged(record: Record, experts: list[Actor], opinion: str) -> None:
    """Take a record past its kin before experts who vote for it."""
    with acting_as(SYSTEM):
        services.find_kin(actor=SYSTEM, record=record)
        for pair in candidates(SYSTEM, record):
            services.decide_kin(actor=SYSTEM, candidate=pair, verdict="unrelated", reason="示例")
        record = services.settle_kin(actor=SYSTEM, record=record)
    for expert in experts:
        with acting_as(SYSTEM):
            made = services.assign_expert(actor=SYSTEM, record=record, user_id=expert.user_id or 0)
        with acting_as(expert):
            made = services.declare_interest(actor=expert, assignment=made, interest="none")
            services.cast_vote(actor=expert, assignment=made, vote="yes", opinion=opinion)


def add_register(
    people: People, judging: Actor, records: list[Record], plant: Callable[[str, Record], None]
) -> Register:
    """Take records along the way; ``judging`` is an expert who has been asked and has not voted."""
    experts = [make_actor("institution", f"示例审议院{at}", "expert", None) for at in range(3)]
    (own,), words = people.holder.organisation_ids, WORDS
    with acting_as(SYSTEM):
        on_notice = _to_kin(_open("示例公示三味散", own))
        closed = _to_kin(_open(f"示例{words[0]}", own, "D2", note=words[1]))
    _judged(on_notice, experts, "示例意见")
    _judged(closed, experts, words[2])
    with acting_as(SYSTEM):
        notice = services.give_notice(actor=SYSTEM, record=on_notice)
        closed_notice = services.give_notice(actor=SYSTEM, record=closed)
        complaint = services.Complaint("示例异议", "示例·某人", "示例电话")
        services.file_objection(actor=people.applicant, notice=notice, complaint=complaint)
        complaint = services.Complaint(words[3], words[4], words[5])
        objection = services.file_objection(actor=SYSTEM, notice=closed_notice, complaint=complaint)
    in_kin, hint = _kin(people, own, words)
    assignment = _waiting(own, judging)
    removed, hidden_removed = _removed(own, words)
    named = [(word, closed) for word in words[:6]] + [(word, in_kin) for word in words[6:9]]
    named += [(word, hidden_removed) for word in words[9:]]
    named += [(record.number, record) for record in (closed, in_kin, hidden_removed)]
    for word, record in named:
        plant(word, record)
    records += [closed, in_kin, hidden_removed]
    return Register(
        on_notice=on_notice,
        notice=notice,
        closed=closed,
        closed_notice=closed_notice,
        objection=objection,
        in_kin=in_kin,
        hint=hint,
        assignment=assignment,
        removed=removed,
        hidden_removed=hidden_removed,
    )


def _kin(people: People, own: int, words: tuple[str, ...]) -> tuple[Record, KinHint]:
    """A record being compared, with a pair that is decided, one that is not, and word to keepers that it resembles theirs."""
    other = _registered(_open("示例同方散", own, "D2"), reason="示例更正")
    (elsewhere,) = people.stranger.organisation_ids
    with acting_as(SYSTEM):
        hidden = services.draft_record(actor=SYSTEM, content=_elsewhere("示例同方散", elsewhere))
        record = _to_kin(_open("示例同方散", own, "D2", note=words[6]))
    with acting_as(people.officer):
        services.take_case(actor=people.officer, record=record)
        services.find_kin(actor=people.officer, record=record)
        for pair in candidates(people.officer, record):
            if pair.other_id == other.pk:
                services.decide_kin(actor=people.officer, candidate=pair, verdict="variant", reason=words[7])
    with acting_as(SYSTEM):
        return record, KinHint.objects.get(record=hidden)


def _elsewhere(name: str, community: int) -> RecordContent:
    return RecordContent(
        kind="formula",
        name=name,
        tk_class="2",
        tk_type="2.5",
        diffusion_tier="D2",
        community_id=community,
        places=(PlaceLine("150621"),),
        sources=(SourceLine("示例口述", kind="oral"),),
        ingredients=(IngredientLine("示例丙药", "一两"),),
    )


def _registered(content: RecordContent, *, reason: str = "") -> Record:
    """Register a record, and correct it when a reason is given."""
    with acting_as(SYSTEM):
        record = services.register_record(actor=SYSTEM, record=_submitted(content))
        if reason:
            record = services.change_record(actor=SYSTEM, record=record, content=content, reason=reason)
        return record


def _waiting(own: int, judging: Actor) -> ExpertAssignment:
    """An expert is asked about a record that the experts have not judged yet."""
    with acting_as(SYSTEM):
        record = _to_kin(_open("示例待审散", own))
        services.find_kin(actor=SYSTEM, record=record)
        for pair in candidates(SYSTEM, record):
            services.decide_kin(actor=SYSTEM, candidate=pair, verdict="unrelated", reason="示例")
        services.settle_kin(actor=SYSTEM, record=record)
        return services.assign_expert(actor=SYSTEM, record=record, user_id=judging.user_id or 0)


def _removed(own: int, words: tuple[str, ...]) -> tuple[Record, Record]:
    """One record that everybody could read, one that the community and the office alone knew of."""
    known = _registered(_open("示例已删散", None))
    hidden = _registered(_open(f"示例{words[9]}", own, "D2", note=words[10]))
    with acting_as(SYSTEM):
        services.remove_content(actor=SYSTEM, record=known, reason="duplicate", note="示例")
        services.remove_content(actor=SYSTEM, record=hidden, reason="retracted", note=words[11])
        return known, hidden
