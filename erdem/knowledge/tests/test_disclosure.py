"""The check for state secrets, the checklist, the decision about disclosure, the alarm of a leak."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from erdem.base.actor import PUBLIC, SYSTEM, acting_as, job_actor
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import (
    ChecklistItem,
    DisclosureDecision,
    Holding,
    Leak,
    LegalPeriod,
    PublicNotice,
    Record,
    RecordImport,
    SecrecyCheck,
)
from erdem.knowledge.queries.gates import what_stands_in_the_way
from erdem.knowledge.services import Importer, ImportOptions
from erdem.knowledge.tests.consenting import agreed, given, in_days, steward_of, to_disclose
from erdem.knowledge.tests.factories import a_formula, community_of, make_record, sign_no_secret
from erdem.knowledge.tests.registering import run_out, some_experts, taken_to
from erdem.knowledge.tests.test_pages import as_person, text_of
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    """A record of the holder's community, known within it."""
    return make_record(diffusion_tier="D2", community_id=community_of(people.holder))


def decide(people: People, record: Record, consent: Any, **given_values: Any) -> DisclosureDecision:
    values: dict[str, Any] = {"choice": "publish", "signed_name": "示例", "understood": True, **given_values}
    with acting_as(people.holder):
        return services.decide_disclosure(actor=people.holder, record=record, consent=consent, **values)


def test_nothing_is_written_by_hand_before_the_check_is_signed(people: People) -> None:
    own = community_of(people.holder)
    with acting_as(people.holder):
        with pytest.raises(RuleBroken, match="请先回答"):
            services.draft_record(actor=people.holder, content=a_formula(community_id=own))
        sign_no_secret(people.holder)
        record = services.draft_record(actor=people.holder, content=a_formula(community_id=own))
        check = queries.check_of(people.holder, record)
        assert check is not None
        assert (check.user_id, check.signed_name) == (people.holder.user_id, people.holder.label)
        with pytest.raises(RuleBroken, match="请先回答"):
            services.draft_record(actor=people.holder, content=a_formula("示例二", community_id=own))


def test_the_database_too_refuses_a_record_without_a_signed_check(people: People) -> None:
    pattern = make_record(community_id=community_of(people.holder))
    pattern.pk, pattern.number, pattern.status = None, "TK-152530-0099", "draft"
    with acting_as(people.holder), transaction.atomic(), pytest.raises(IntegrityError, match="state secret"):
        pattern.save(force_insert=True)
    with acting_as(SYSTEM):
        pattern.save(force_insert=True)


def test_a_check_of_yesterday_or_of_somebody_else_does_not_count(people: People) -> None:
    with acting_as(people.stranger):
        sign_no_secret(people.stranger)
    with acting_as(people.holder), pytest.raises(RuleBroken):
        services.require_secrecy_check(people.holder)
    with acting_as(people.holder):
        sign_no_secret(people.holder)
        services.require_secrecy_check(people.holder)
    with acting_as(SYSTEM), transaction.atomic(), pytest.raises(IntegrityError, match="stays as it is"):
        SecrecyCheck.objects.update(answered_at=timezone.now() - dt.timedelta(days=2))


@pytest.mark.parametrize(("answer", "said"), [("yes", "保密行政管理部门"), ("unsure", "由它替您问")])
def test_yes_and_not_sure_stop_the_entry_and_leave_only_a_count(
    client: Client, people: People, answer: str, said: str
) -> None:
    as_person(client, people.holder)
    page: Any = client.get("/knowledge/new/?kind=formula")
    assert page.url == "/knowledge/new/secrecy/?kind=formula"
    stopped = client.post(page.url, {"answer": answer, "signed_name": "示例姓名"})
    assert said in text_of(stopped)
    assert "什么都没有存" in text_of(stopped)
    with acting_as(SYSTEM):
        assert not SecrecyCheck.objects.exists()
        entry = AuditEntry.objects.get(action="knowledge.secrecy_stopped")
        assert (entry.detail, entry.target_id, entry.target_type) == ({"answer": answer}, "", "")
    again: Any = client.get("/knowledge/new/?kind=formula")
    assert again.status_code == 302


def test_no_is_signed_and_leads_on_to_the_form(client: Client, people: People) -> None:
    as_person(client, people.holder)
    nameless = client.post("/knowledge/new/secrecy/?kind=process", {"answer": "no", "signed_name": " "})
    assert nameless.status_code == 422
    answered: Any = client.post("/knowledge/new/secrecy/?kind=process", {"answer": "no", "signed_name": "示例姓名"})
    assert answered.url == "/knowledge/new/?kind=process"
    assert client.get(answered.url).status_code == 200


def test_a_file_needs_one_signature_for_all_of_it(people: People) -> None:
    with acting_as(people.officer):
        with pytest.raises(RuleBroken, match="国家秘密不能上传"):
            services.receive_upload(
                actor=people.officer, content=b"x", file_name="a.csv", options=ImportOptions(), no_state_secret=False
            )
        assert not RecordImport.objects.exists()
        with transaction.atomic(), pytest.raises(IntegrityError, match="state secret"):
            Importer(people.officer, ImportOptions(default_place="152530")).write([a_formula(source_key="示例:1")])


def test_the_three_phases_are_seeded_and_gate_until_people_have_answered(people: People, record: Record) -> None:
    with acting_as(people.holder):
        assert [item.code for item in ChecklistItem.objects.filter(phase="before")] == ["B1", "B2", "B3", "B4", "B5"]
        assert ChecklistItem.objects.count() == 14
        gaps = queries.checklist_gaps(record, "before")
        assert len(gaps) == 5
        assert "B3" in gaps[2]
        answers = dict.fromkeys(("B1", "B2", "B3", "B4", "B5"), (True, ""))
        assert services.answer_checklist(actor=people.holder, record=record, answers=answers) == 5
        assert services.answer_checklist(actor=people.holder, record=record, answers=answers) == 0
        assert queries.checklist_gaps(record, "before") == []
        assert len(queries.checklist_gaps(record, "during")) == 4
        with pytest.raises(RuleBroken):
            services.answer_checklist(actor=people.holder, record=record, answers={"Z9": (True, "")})
    with acting_as(people.stranger), pytest.raises(PermissionRefused):
        services.answer_checklist(actor=people.stranger, record=record, answers={"B1": (False, "")})


def test_a_decision_rests_on_a_consent_and_opens_nothing(people: People, record: Record) -> None:
    before = (record.level_public, record.diffusion_tier)
    consent = to_disclose(people.holder, record)
    decision = decide(people, record, consent, notice_level=3)
    assert decision.decided_on == timezone.localdate()
    with acting_as(people.officer):
        decided = queries.disclosure_of(record)
        assert decided is not None
        assert (decided.choice, decided.notice_level) == ("publish", 3)
        now = Record.objects.get(pk=record.pk)
        assert (now.level_public, now.diffusion_tier) == before
    with acting_as(SYSTEM):
        assert DisclosureDecision.objects.filter(pk=decision.pk).update(choice="seal") == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"understood": False}, "请先看清"),
        ({"signed_name": " "}, "请写上您的姓名"),
        ({"choice": "seal", "notice_level": 1}, "不公示"),
    ],
)
def test_a_decision_is_explained_signed_and_consistent(
    people: People, record: Record, values: dict[str, Any], said: str
) -> None:
    consent = to_disclose(people.holder, record)
    with pytest.raises(RuleBroken, match=said):
        decide(people, record, consent, **values)


def test_publishing_needs_the_consent_to_publish_in_force(people: People, record: Record) -> None:
    collective = given(people.holder, record)
    with pytest.raises(RuleBroken, match="不包含它"):
        decide(people, record, collective)
    consent = to_disclose(people.holder, record)
    with acting_as(people.holder):
        services.withdraw_consent(actor=people.holder, consent=consent)
    with pytest.raises(RuleBroken, match="不包含它"):
        decide(people, record, consent)
    assert decide(people, record, collective, choice="seal").choice == "seal"


def test_the_strictest_community_decides_and_the_history_is_kept(people: People, record: Record) -> None:
    with acting_as(SYSTEM):
        Holding.objects.create(
            record=record, community_id=community_of(people.stranger), state="active", holder_type="C"
        )
        both = Record.objects.get(pk=record.pk)
    decide(people, both, to_disclose(people.holder, both))
    with acting_as(people.officer):
        assert queries.disclosure_of(both) is None
        assert "还没有决定" in queries.undecided(both)
    theirs = given(people.stranger, both)
    with acting_as(people.stranger):
        services.decide_disclosure(
            actor=people.stranger, record=both, consent=theirs, choice="restrict", signed_name="示例", understood=True
        )
    with acting_as(people.officer):
        decided = queries.disclosure_of(both)
        assert decided is not None
        assert (decided.choice, decided.notice_level) == ("restrict", 0)
        assert queries.undecided(both) == ""
        assert queries.decisions_of(people.officer, both).count() == 2
        with pytest.raises(PermissionRefused):
            services.decide_disclosure(
                actor=people.officer, record=both, consent=theirs, choice="publish", signed_name="x", understood=True
            )


def report(people: People, record: Record, day: dt.date) -> Leak:
    with acting_as(people.holder):
        return services.report_leak(
            actor=people.holder, record=record, happened_on=day, learned_on=timezone.localdate(), place="示例网页"
        )


@pytest.mark.parametrize(
    ("happened", "due"),
    [((2026, 8, 31), (2027, 2, 28)), ((2026, 5, 26), (2026, 11, 26)), ((2023, 8, 31), (2024, 2, 29))],
)
def test_a_leak_starts_the_six_months_of_the_patent_law(
    people: People, record: Record, happened: tuple[int, int, int], due: tuple[int, int, int]
) -> None:
    leak = report(people, record, dt.date(*happened))
    assert leak.due_on == dt.date(*due)
    assert leak.period.code == "patent_grace"
    assert leak.period.is_confirmed
    assert "第二十四条" in leak.period.basis


def test_the_period_in_force_on_the_day_of_the_leak_is_pinned(people: People, record: Record) -> None:
    with acting_as(SYSTEM):
        LegalPeriod.objects.filter(code="patent_grace").update(valid_until=in_days(-10))
        LegalPeriod.objects.create(
            code="patent_grace", amount=12, unit="M", basis="示例新法", confidence="P", valid_from=in_days(-9)
        )
    assert report(people, record, in_days(-10)).period.amount == 6
    assert report(people, record, in_days(-9)).period.amount == 12
    with acting_as(people.holder), pytest.raises(RuleBroken, match="没有可用的期限"):
        services.report_leak(
            actor=people.holder, record=record, happened_on=dt.date(1980, 1, 1), learned_on=in_days(0), place="示例"
        )


def test_a_leak_has_a_day_a_place_and_one_end(people: People, record: Record) -> None:
    for happened, learned, place in ((1, 1, "示例"), (-1, -2, "示例"), (-1, 0, " ")):
        with acting_as(people.holder), pytest.raises(RuleBroken):
            services.report_leak(
                actor=people.holder,
                record=record,
                happened_on=in_days(happened),
                learned_on=in_days(learned),
                place=place,
            )
    leak = report(people, record, in_days(-3))
    with acting_as(people.officer):
        (alarm,) = queries.alarms(people.officer)
        assert alarm.days_left == (leak.due_on - timezone.localdate()).days
        services.close_leak(actor=people.officer, leak=leak, reason="示例：已申请")
        assert queries.alarms(people.officer) == []
        with pytest.raises(RuleBroken, match="已有人结束"):
            services.close_leak(actor=people.officer, leak=leak, reason="示例")
    with acting_as(people.stranger):
        assert queries.get_leak(people.stranger, leak.pk) is None


def test_the_page_of_a_leak_shows_how_the_day_is_counted(client: Client, people: People, record: Record) -> None:
    leak = report(people, record, in_days(-3))
    text = text_of(as_person(client, people.holder).get(f"/knowledge/leaks/{leak.pk}/"))
    assert "当日不计入" in text
    assert "他人未经申请人同意而泄露其内容" in text
    assert leak.due_on.isoformat() in text


def test_stewards_are_reminded_once_at_each_lead_time_and_told_no_content(people: People, record: Record) -> None:
    keeper = steward_of(people.holder)
    with acting_as(SYSTEM):
        user = user_of(keeper)
        user.email = "steward@example.org"
        user.save()
    consent = given(people.holder, record, expires_on=in_days(40), purpose="示例秘密用途")
    report(people, record, in_days(-1))
    tender = job_actor("示例")
    assert services.send_reminders(actor=tender) == 1
    assert services.send_reminders(actor=tender) == 0
    (letter,) = mail.outbox
    assert consent.number in letter.body
    assert "示例秘密用途" not in letter.body
    assert record.name not in letter.body + str(letter.subject)


def test_a_record_of_a_community_waits_for_consent_decision_and_checklist(people: People) -> None:
    record = make_record(community_id=community_of(people.holder), status="submitted")
    with acting_as(people.officer):
        missing = what_stands_in_the_way(record)
        assert len(missing) == 2 + 1 + 5 + 4
        with pytest.raises(RuleBroken, match="还没有同意"):
            services.confirm_consent(actor=people.officer, record=record)
    agreed(record)
    with acting_as(people.officer):
        assert what_stands_in_the_way(record) == []
        assert services.confirm_consent(actor=people.officer, record=record).status == "classification"
    documented = make_record(a_formula("示例已刊方"), status="submitted")
    with acting_as(people.officer):
        assert what_stands_in_the_way(documented) == []


def test_consent_that_ends_before_the_notice_does_keeps_the_record_out(people: People) -> None:
    content = a_formula(community_id=community_of(people.holder), summary="示例一句话")
    record = taken_to("public_notice", people.officer, content, some_experts())
    run_out(record)
    with acting_as(people.holder):
        consent = queries.consents_of(people.holder, record).get(subject="tk_collective")
        services.withdraw_consent(actor=people.holder, consent=consent)
    with acting_as(people.officer), pytest.raises(RuleBroken, match="已经终止"):
        services.end_public_notice(actor=people.officer, record=record)


def test_the_notice_says_no_more_than_the_community_decided(people: People) -> None:
    content = a_formula("示例公示散", community_id=community_of(people.holder), summary="示例一句话")
    record = taken_to("public_notice", people.officer, content, some_experts())
    with acting_as(PUBLIC):
        assert PublicNotice.objects.get().summary == "示例一句话"
    decide(people, record, to_disclose(people.holder, record), choice="restrict", notice_level=1)
    with acting_as(PUBLIC):
        notice = PublicNotice.objects.get()
        assert (notice.level, notice.name, notice.facts, notice.summary) == (1, "示例公示散", {}, "")
    decide(people, record, given(people.holder, record), choice="seal")
    with acting_as(PUBLIC):
        assert not PublicNotice.objects.exists()
