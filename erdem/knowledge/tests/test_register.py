"""The long way into the register: every stage, every gate, every way back."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as, job_actor
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.content import IngredientLine, PlaceLine
from erdem.knowledge.models import (
    AccessGrant,
    ExpertVote,
    KinCandidate,
    KinHint,
    KinLink,
    PublicNotice,
    Record,
    RecordVersion,
    RegisterStep,
    ReviewRound,
    YearlyReview,
)
from erdem.knowledge.queries import gates
from erdem.knowledge.queries.kin import candidates, hints, kin_of
from erdem.knowledge.queries.rules import end_of, rule_in_force
from erdem.knowledge.tests.consenting import agreed
from erdem.knowledge.tests.factories import ELSEWHERE, a_formula, a_process, community_of, make_record
from erdem.knowledge.tests.registering import CLASSES, run_out, some_experts, taken_to, vote_for
from erdem.people.tests.factories import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are told apart by their words; the sources are English."""
    with translation.override(None):
        yield


COMPLAINT = services.Complaint(text="示例：此方早有刊载", name="示例·某人", contact="示例电话")


def test_a_record_goes_the_whole_way(people: People) -> None:
    content = a_formula(community_id=community_of(people.holder), diffusion_tier="D3", summary="示例一句话")
    record = taken_to("public_notice", people.officer, content, some_experts())
    with acting_as(PUBLIC):
        notice = PublicNotice.objects.get()
        assert (notice.name, notice.level, notice.summary) == (record.name, 2, "")
        assert (notice.ends_on - notice.posted_on).days == 20
    with acting_as(people.officer), pytest.raises(RuleBroken, match="until the end"):
        services.end_public_notice(actor=people.officer, record=record)
    run_out(record)
    with acting_as(people.officer):
        assert services.end_public_notice(actor=people.officer, record=record).status == "registered"
        assert services.end_public_notice(actor=people.officer, record=record).status == "registered"
        steps = list(RegisterStep.objects.values_list("step", flat=True))
        assert steps == ["submit", "confirm_consent", "classify", "settle_kin", "give_notice", "end_notice"]
        review = YearlyReview.objects.get()
        assert review.due_on == end_of(review.rule, timezone.localdate())


def test_a_record_of_a_community_is_not_registered_at_once(people: People) -> None:
    record = make_record(a_formula(community_id=community_of(people.holder)), status="submitted")
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.register_record(actor=people.officer, record=record)
    documented = make_record(a_formula("示例已刊方"), status="submitted")
    with acting_as(people.officer):
        assert services.register_record(actor=people.officer, record=documented).status == "registered"


def test_what_a_gate_misses_stops_the_record(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = ["示例：缺一份同意书"]
    monkeypatch.setitem(gates._questions, "示例", lambda record: list(missing))
    record = make_record(status="submitted")
    with acting_as(people.officer):
        with pytest.raises(RuleBroken, match="缺一份同意书"):
            services.confirm_consent(actor=people.officer, record=record)
        missing.clear()
        services.confirm_consent(actor=people.officer, record=record)
        with pytest.raises(RuleBroken):
            services.confirm_consent(actor=people.officer, record=record)
    record = taken_to("public_notice", people.officer, a_formula("示例乙"), some_experts())
    run_out(record)
    missing.append("示例：同意已到期")
    with acting_as(people.officer), pytest.raises(RuleBroken, match="同意已到期"):
        services.end_public_notice(actor=people.officer, record=record)
    with acting_as(job := job_actor("示例")):
        assert services.end_due_public_notices(actor=job) == 0


def test_a_secret_record_is_deposited_by_its_steward_without_notice(people: People) -> None:
    own = community_of(people.holder)
    record = agreed(make_record(a_formula(diffusion_tier="D1", community_id=own), status="submitted"))
    steward = Actor(**{**people.holder.__dict__, "roles": frozenset({"steward"}), "speaks_for": frozenset({own})})
    with acting_as(people.holder), pytest.raises(PermissionRefused):
        services.deposit_record(actor=people.holder, record=record)
    with acting_as(steward):
        assert services.deposit_record(actor=steward, record=record).status == "registered"
    with acting_as(people.officer):
        assert not Record.objects.exists()
        assert not PublicNotice.objects.exists()
        assert not RegisterStep.objects.exists()
    open_one = agreed(make_record(a_formula("示例", community_id=own), status="submitted"))
    with acting_as(steward), pytest.raises(PermissionRefused):
        services.deposit_record(actor=steward, record=open_one)


def test_the_class_that_the_office_confirms_is_a_new_version(people: People) -> None:
    record = taken_to("classification", people.officer, a_formula(tk_type=""))
    with acting_as(people.officer):
        for wrong in (("2", "3.4", ("MED",)), ("2", "", ("MED",)), ("2", "2.5", ())):
            with pytest.raises(RuleBroken):
                services.classify(actor=people.officer, record=record, classification=services.Classification(*wrong))
        services.classify(actor=people.officer, record=record, classification=CLASSES)
        record = Record.objects.get(pk=record.pk)
        assert (record.tk_type, record.subject_groups, record.version, record.status) == (
            "2.5",
            ["MED"],
            2,
            "kin_check",
        )
        with pytest.raises(RuleBroken):
            services.classify(actor=people.officer, record=record, classification=CLASSES)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (a_process("示例奶豆腐", item_code="Ⅷ-226"), "item_code"),
        (a_process("別的", name_other="示例三味散"), "name"),
        (a_process("示例叁味散"), "sound"),
        (a_process("无关", name_mn="ᠬᠠᠷ᠎ᠠ"), "mongolian"),
        (a_formula("无关之方"), "ingredients"),
    ],
)
def test_kin_is_found_by_code_name_sound_script_and_content(people: People, other: object, reason: str) -> None:
    make_record(other)  # type: ignore[arg-type]  # the parameters are contents of either kind
    record = taken_to("kin_check", people.officer, a_formula("示例三味散", item_code="Ⅷ-226", name_mn="ᠬᠠᠷᠠ"))
    with acting_as(people.officer):
        assert services.find_kin(actor=people.officer, record=record) == 1
        (pair,) = candidates(people.officer, record)
        assert reason in {each["code"] for each in pair.reasons}


def test_a_record_unlike_all_others_has_no_kin(people: People) -> None:
    make_record(a_process("示例毡子"))
    record = taken_to("kin_check", people.officer, a_formula("示例三味散"))
    with acting_as(people.officer):
        assert services.find_kin(actor=people.officer, record=record) == 0
        services.settle_kin(actor=people.officer, record=record)


def test_every_pair_is_decided_with_a_reason_and_kin_shows_on_both(people: People) -> None:
    other = make_record(a_formula("示例三味散（旧抄本）"))
    record = taken_to("kin_check", people.officer, a_formula("示例三味散"))
    with acting_as(people.officer):
        services.find_kin(actor=people.officer, record=record)
        with pytest.raises(RuleBroken, match="to be decided"):
            services.settle_kin(actor=people.officer, record=record)
        (pair,) = candidates(people.officer, record)
        with pytest.raises(RuleBroken):
            services.decide_kin(actor=people.officer, candidate=pair, verdict="variant", reason=" ")
        services.decide_kin(actor=people.officer, candidate=pair, verdict="same", reason="示例")
        with pytest.raises(RuleBroken, match="already"):
            services.settle_kin(actor=people.officer, record=record)
        services.decide_kin(actor=people.officer, candidate=pair, verdict="variant", reason="示例：多一味")
        services.find_kin(actor=people.officer, record=record)
        services.settle_kin(actor=people.officer, record=record)
        assert [each.pk for _link, each in kin_of(people.officer, other)] == [record.pk]
        assert [each.pk for _link, each in kin_of(people.officer, record)] == [other.pk]
    with acting_as(PUBLIC):
        assert kin_of(PUBLIC, other) == []


def test_a_hidden_record_is_never_named_and_its_own_keepers_are_told(people: People) -> None:
    hidden = make_record(
        a_formula(
            "示例三味散",
            diffusion_tier="D2",
            places=(PlaceLine(ELSEWHERE),),
            community_id=community_of(people.stranger),
        )
    )
    record = taken_to("kin_check", people.officer, a_formula("示例三味散", diffusion_tier="D2"))
    with acting_as(people.officer):
        assert services.find_kin(actor=people.officer, record=record) == 0
        assert not KinCandidate.objects.exists()
        assert not KinHint.objects.exists()
    with acting_as(people.stranger):
        (hint,) = hints(people.stranger)
        assert hint.record_id == hidden.pk
        assert not KinCandidate.objects.exists()
        services.answer_hint(actor=people.stranger, hint=hint, answer="tell")
        with pytest.raises(RuleBroken):
            services.answer_hint(actor=people.stranger, hint=hint, answer="silent")
    with acting_as(people.officer):
        (pair,) = candidates(people.officer, record)
        assert pair.told == {"number": hidden.number, "name": hidden.name}
        services.decide_kin(actor=people.officer, candidate=pair, verdict="kin", reason="示例：同源")
        assert not KinLink.objects.exists()
        services.settle_kin(actor=people.officer, record=record)


def test_votes_stay_blind_until_all_are_in(people: People) -> None:
    experts = some_experts()
    record = taken_to("expert_review", people.officer)
    vote_for(record, people.officer, experts[:2], "yes")
    with acting_as(people.officer):
        third = services.assign_expert(actor=people.officer, record=record, user_id=experts[2].user_id or 0)
        assert not ExpertVote.objects.exists()
        ReviewRound.objects.update(all_in=True)
        assert not ExpertVote.objects.exists()
        with pytest.raises(RuleBroken, match="Not all"):
            services.give_notice(actor=people.officer, record=record)
    with acting_as(experts[0]):
        assert ExpertVote.objects.count() == 1
    with acting_as(experts[2]):
        with pytest.raises(RuleBroken, match="Declare first"):
            services.cast_vote(actor=experts[2], assignment=third, vote="no", opinion="示例")
        third = services.declare_interest(actor=experts[2], assignment=third, interest="none")
        services.cast_vote(actor=experts[2], assignment=third, vote="no", opinion="示例")
        with pytest.raises(RuleBroken, match="voted already"):
            services.cast_vote(actor=experts[2], assignment=third, vote="yes", opinion="示例")
    for actor in (people.officer, *experts):
        with acting_as(actor):
            assert ExpertVote.objects.count() == 3
    with acting_as(people.officer):
        services.give_notice(actor=people.officer, record=record)


@pytest.mark.parametrize("votes", [("no", "no", "yes"), ("yes", "abstain", "abstain"), ("yes", "no", "abstain")])
def test_without_a_majority_there_is_no_notice(people: People, votes: tuple[str, ...]) -> None:
    record = taken_to("expert_review", people.officer)
    vote_for(record, people.officer, some_experts(), *votes)
    with acting_as(people.officer):
        with pytest.raises(RuleBroken, match="no majority"):
            services.give_notice(actor=people.officer, record=record)
        services.return_record(actor=people.officer, record=record, reason="示例：专家未通过")
        assert ReviewRound.objects.get().outcome == "refused"


def test_an_expert_reads_while_assigned_and_no_longer(people: People) -> None:
    (expert,) = some_experts(1)
    content = a_formula(diffusion_tier="D2", community_id=community_of(people.holder))
    record = taken_to("expert_review", people.officer, content)
    with acting_as(expert):
        assert not Record.objects.exists()
    with acting_as(people.officer):
        assignment = services.assign_expert(actor=people.officer, record=record, user_id=expert.user_id or 0)
        with pytest.raises(RuleBroken, match="asked already"):
            services.assign_expert(actor=people.officer, record=record, user_id=expert.user_id or 0)
    with acting_as(expert):
        assert queries.get_record(expert, record.number) is not None
        declared = services.declare_interest(
            actor=expert, assignment=assignment, interest="declared", text="示例：曾受其委托"
        )
        assert declared.released_at is not None
        assert not Record.objects.exists()
    with acting_as(SYSTEM):
        assert AccessGrant.objects.get(record=record).revoked_at is not None


def test_who_belongs_to_the_community_does_not_judge(people: People) -> None:
    from erdem.people import services as accounts
    from erdem.people.models import Organisation
    from erdem.people.tests.factories import user_of

    (expert,) = some_experts(1)
    own = community_of(people.holder)
    with acting_as(SYSTEM):
        community = Organisation.objects.get(pk=own)
        accounts.add_member(actor=SYSTEM, organisation=community, user=user_of(expert), role="bearer")
    record = taken_to("expert_review", people.officer, a_formula(community_id=own))
    with acting_as(people.officer), pytest.raises(RuleBroken, match="does not judge"):
        services.assign_expert(actor=people.officer, record=record, user_id=expert.user_id or 0)


def test_an_expert_who_does_not_vote_is_released_and_another_asked(people: People) -> None:
    experts = some_experts(4)
    record = taken_to("expert_review", people.officer)
    with acting_as(people.officer):
        silent = services.assign_expert(actor=people.officer, record=record, user_id=experts[0].user_id or 0)
    vote_for(record, people.officer, experts[1:], "yes")
    with acting_as(people.officer):
        assert not ReviewRound.objects.get().all_in
        services.release_expert(actor=people.officer, assignment=silent, reason="示例：逾期未答")
        assert ReviewRound.objects.get().all_in
    with acting_as(experts[0]), pytest.raises(PermissionRefused):
        services.declare_interest(actor=experts[0], assignment=silent, interest="none")


def test_the_yearly_review_comes_round(people: People) -> None:
    own = community_of(people.holder)
    with acting_as(SYSTEM):
        services.import_entries(
            actor=SYSTEM, entries=[a_formula(community_id=own)], options=services.ImportOptions(register=True)
        )
        assert services.open_yearly_reviews(actor=SYSTEM) == 1
        assert services.open_yearly_reviews(actor=SYSTEM) == 0
        record = Record.objects.get()
    with acting_as(people.officer), pytest.raises(PermissionRefused):
        services.review_yearly(actor=people.officer, record=record, outcome="right")
    with acting_as(people.holder):
        services.review_yearly(actor=people.holder, record=record, outcome="right")
        assert YearlyReview.objects.filter(outcome="").count() == 1
        with pytest.raises(RuleBroken):
            services.review_yearly(actor=people.holder, record=record, outcome="withdrawn")
        services.review_yearly(actor=people.holder, record=record, outcome="withdrawn", note="示例：不再公开")
        assert Record.objects.get().status == "withdrawn"


def test_rules_are_dated_and_say_how_sure_they_are(people: People) -> None:
    with acting_as(PUBLIC):
        rule, yearly = rule_in_force("notice"), rule_in_force("yearly")
    assert (rule.value, rule.unit, rule.confidence, rule.is_verified) == (20, "CD", "V/P", False)
    assert end_of(rule, dt.date(2026, 11, 26)) == dt.date(2026, 12, 16)
    assert end_of(yearly, dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE knowledge_recordversion SET content = '{}'",
        "DELETE FROM knowledge_recordversion",
        "UPDATE knowledge_registerstep SET reason = 'x'",
        "DELETE FROM knowledge_registerstep",
        "UPDATE knowledge_expertvote SET vote = 'no'",
    ],
)
def test_the_database_keeps_history_as_it_was(people: People, statement: str) -> None:
    taken_to("public_notice", people.officer, None, some_experts())

    def written() -> list[object]:
        models = (RecordVersion, RegisterStep, ExpertVote)
        return [list(model._default_manager.order_by("pk").values()) for model in models]

    with acting_as(SYSTEM):
        before = written()
        with contextlib.suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert written() == before
        assert all(before)


def test_the_office_of_another_place_takes_no_part(people: People) -> None:
    neighbour = make_actor("office", "示例邻旗局", "county_officer", "152529")
    record = make_record(status="submitted")
    for actor in (neighbour, people.holder, people.applicant):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.confirm_consent(actor=actor, record=record)


def test_kin_counts_shared_ingredients_only_when_there_are_enough(people: People) -> None:
    make_record(a_formula("两味方", ingredients=(IngredientLine("诃子"), IngredientLine("栀子"))))
    record = taken_to("kin_check", people.officer, a_formula("示例三味散"))
    with acting_as(people.officer):
        assert services.find_kin(actor=people.officer, record=record) == 0
