"""What is due comes due on its day; what is promised in kind is confirmed by who receives it; an end ends what lies after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Account, Posting
from erdem.sharing import services
from erdem.sharing.models import Obligation, TermsPayee, UseReport
from erdem.sharing.services import permits
from erdem.sharing.services.benefit_tending import tend_benefits
from erdem.sharing.services.report_reminders import is_to_be_told, send_report_reminders
from erdem.sharing.terms.choices import PayeeKind
from erdem.sharing.terms.model import Payee, Share, Split
from erdem.sharing.tests.negotiating import make_table, table_terms
from erdem.sharing.tests.permitted import BEGINS, ENDS, Granted, grant, sold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
JOB = job_actor("sharing.tend_benefits")


@pytest.fixture
def granted(people: People) -> Granted:
    return grant(people)


def test_a_fixed_sum_is_entered_on_its_day_and_once(granted: Granted) -> None:
    assert tend_benefits(actor=JOB)["entered"] == 1
    assert tend_benefits(actor=JOB) == {"laid": 0, "ended": 0, "entered": 0, "failed": 0}
    assert granted.balance(AccountKind.DUE, granted.firm) == 20_000_00
    assert granted.balance(AccountKind.OWED, granted.first) == -16_000_00
    assert granted.obligation("fee/1").state == "entered"
    with acting_as(SYSTEM):
        entry = granted.obligation("fee/1").entry
    assert entry is not None
    assert entry.day == BEGINS + dt.timedelta(days=30)


def test_a_milestone_is_due_once_it_is_reached(granted: Granted) -> None:
    launch = granted.obligation("launch/1")
    with acting_as(granted.firm), pytest.raises(RuleBroken, match="what shows"):
        services.reach_milestone(actor=granted.firm, obligation=launch, day=BEGINS, note=" ")
    with acting_as(granted.first), pytest.raises(PermissionRefused):
        services.reach_milestone(actor=granted.first, obligation=launch, day=BEGINS, note="示例")
    for _click in range(2):
        with acting_as(granted.firm):
            services.reach_milestone(actor=granted.firm, obligation=launch, day=BEGINS, note="示例：上市公告")
    assert granted.obligation("launch/1").due_on == BEGINS + dt.timedelta(days=15)
    assert granted.balance(AccountKind.DUE, granted.firm) == 50_000_00


def test_a_promise_in_kind_is_split_and_what_arrives_is_confirmed_by_who_received_it(granted: Granted) -> None:
    unit = Unit.TRAINING_DAY
    assert granted.balance(AccountKind.PROMISED, granted.first, unit) == -16
    training = granted.obligation("n1/1")
    with acting_as(SYSTEM):
        to = TermsPayee.objects.get(permit=granted.permit, organisation_id__in=granted.first.organisation_ids)
    for _click in range(2):
        with acting_as(granted.firm):
            delivery = services.report_delivery(
                actor=granted.firm,
                obligation=training,
                payee=to,
                day=dt.date(2026, 6, 1),
                amount=8,
                evidence="示例签到表",
            )
    assert granted.balance(AccountKind.DELIVERED, granted.first, unit) == 0
    for actor in (granted.firm, granted.second, granted.officer):
        with acting_as(actor), pytest.raises(PermissionRefused):
            services.confirm_delivery(actor=actor, delivery=delivery)
    for _click in range(2):
        with acting_as(granted.first):
            services.confirm_delivery(actor=granted.first, delivery=delivery)
    assert granted.balance(AccountKind.DELIVERED, granted.first, unit) == 8
    assert granted.balance(AccountKind.PROMISED, granted.firm, unit) == 12


def test_what_did_not_arrive_is_said_with_a_reason_and_counts_for_nothing(granted: Granted) -> None:
    with acting_as(SYSTEM):
        to = TermsPayee.objects.get(permit=granted.permit, organisation_id__in=granted.second.organisation_ids)
    with acting_as(granted.firm):
        delivery = services.report_delivery(
            actor=granted.firm, obligation=granted.obligation("n1/1"), payee=to, day=BEGINS, amount=2, evidence="示例"
        )
    with acting_as(granted.second):
        with pytest.raises(RuleBroken):
            services.refuse_delivery(actor=granted.second, delivery=delivery, reason="")
        services.refuse_delivery(actor=granted.second, delivery=delivery, reason="示例：没有人来")
    assert granted.balance(AccountKind.DELIVERED, granted.second, Unit.TRAINING_DAY) == 0


def test_a_revoked_permit_ends_what_lies_after_its_last_day(granted: Granted) -> None:
    with acting_as(granted.officer):
        permits.move_permit(actor=granted.officer, permit=granted.permit, step="revoke", reason="示例")
    assert tend_benefits(actor=JOB)["ended"] == 1
    with acting_as(SYSTEM):
        kept = set(UseReport.objects.exclude(status="cancelled").values_list("period", flat=True))
        states = dict(Obligation.objects.values_list("key", "state"))
    assert kept == {"2026Q1", "2026Q2", "2026Q3", "2026Q4"}
    assert (states["r1/2026Q3"], states["r1/2027Q1"], states["launch/1"]) == ("planned", "ended", "ended")
    assert (states["n1/1"], states["n1/2"]) == ("entered", "ended")
    assert granted.balance(AccountKind.PROMISED, granted.first, Unit.TRAINING_DAY) == -8
    assert granted.hand_in("2026Q2", sold(100)).status == "submitted"
    late = granted.report("2027Q1")
    with acting_as(granted.firm), pytest.raises(PermissionRefused):
        services.begin_report(actor=granted.firm, report=late)


def test_an_open_report_stays_under_the_terms_of_its_period_when_the_permit_is_amended(granted: Granted) -> None:
    officer, today = granted.officer, timezone.localdate()
    open_report = granted.hand_in("2026Q2", sold(10_000_000))
    with acting_as(officer):
        new = permits.amend_permit(
            actor=officer, permit=granted.permit, term=permits.Term(today, ENDS), intent="correction", because="示例"
        )
    with acting_as(SYSTEM):
        services.open_calendar(actor=SYSTEM, permit=new)
        assert services.open_calendar(actor=SYSTEM, permit=new) == 0
        rows = UseReport.objects.exclude(status="cancelled").order_by("period_from")
        kept = [(each.period, each.permit_id == new.pk) for each in rows]
        keys = Obligation.objects.exclude(state="ended").values_list("key", flat=True)
        assert sorted(keys) == sorted(set(keys))
    assert kept == [(f"2026Q{number}", False) for number in range(1, 5)] + [
        (f"2027Q{number}", True) for number in range(1, 5)
    ]
    assert granted.balance(AccountKind.PROMISED, granted.first, Unit.TRAINING_DAY) == -16
    accepted = granted.accept(open_report)
    assert (accepted.permit_id, accepted.terms_version_id) == (granted.permit.pk, granted.permit.version_id)


def test_a_payee_without_an_account_is_owed_and_one_that_nobody_knows_waits_in_escrow(people: People) -> None:
    table = make_table(people)
    terms = table_terms(table, begins=BEGINS, ends=ENDS)
    (fee, *rest) = terms.money
    split = Split(
        3,
        (
            Share(Payee(PayeeKind.PERSON, 0, "示例传承人"), 1),
            Share(Payee(PayeeKind.PERSON, 999_999, "示例失联人"), 1),
            Share(Payee(PayeeKind.FUND, 0, "示例基金"), 1),
        ),
    )
    granted = grant(people, table=table, terms=replace(terms, money=(replace(fee, split=split), *rest)))
    assert tend_benefits(actor=JOB)["entered"] == 1
    with acting_as(SYSTEM):
        held = {
            (each.payee.name, each.kind): sum(Posting.objects.filter(account=each).values_list("amount", flat=True))
            for each in Account.objects.filter(book=granted.book, unit=Unit.CNY).select_related("payee")
            if each.payee
        }
    assert held["示例传承人", "owed"] + held["示例基金", "owed"] + held["示例失联人", "unclaimed"] == -20_000_00
    assert held["示例失联人", "unclaimed"] == -6_666_67


def test_a_draw_can_be_repeated_and_its_audit_is_answered_and_closed(granted: Granted) -> None:
    reports = [granted.accept(granted.hand_in(period, sold(1000))) for period in ("2026Q1", "2026Q2", "2026Q3")]
    with acting_as(granted.officer):
        from erdem.sharing.queries.use_reports import own_office

        office = own_office(granted.officer)
        assert office is not None
        draw = services.draw_audits(actor=granted.officer, office=office, reports=reports, wanted=1)
        (found,) = draw.audits.select_related("report__permit__request")
    assert services.drawn(draw.seed, [each.pk for each in reversed(reports)], 1) == [found.report_id]
    with acting_as(granted.firm):
        services.answer_audit(
            actor=granted.firm, found=found, content=b"1", file_name="示例.csv", media_type="text/csv", note="示例"
        )
    with acting_as(granted.firm), pytest.raises(PermissionRefused):
        services.close_audit(actor=granted.firm, found=found, sound=True, finding="示例")
    with acting_as(granted.officer):
        closed = services.close_audit(actor=granted.officer, found=found, sound=False, finding="示例：少报一笔")
    assert closed.status == "unsound"


@pytest.mark.parametrize(
    ("left", "told", "expected"),
    [(15, [], False), (14, [], True), (10, [14], False), (3, [14], True), (0, [14, 3], False), (-1, [14, 3], True),
     (-10, [-1], False), (-15, [-1], True)],
    ids=["too_early", "first", "first_told", "last", "last_told", "missing", "missing_told", "missing_again"],
)  # fmt: skip
def test_a_reminder_goes_out_before_and_after_the_day(left: int, told: list[int], expected: bool) -> None:
    due = dt.date(2026, 6, 30)
    days = [due - dt.timedelta(days=each) for each in told]
    assert is_to_be_told(due, days, due - dt.timedelta(days=left), (14, 3, 14)) is expected


def test_who_has_to_report_is_written_to_once(granted: Granted, mailoutbox: list[object]) -> None:
    with acting_as(SYSTEM):
        from erdem.people.models import User

        User.objects.filter(pk=granted.firm.user_id or 0).update(email="example@example.org")
    assert send_report_reminders(actor=JOB, day=dt.date(2026, 4, 20)) == 1
    assert send_report_reminders(actor=JOB, day=dt.date(2026, 4, 20)) == 0
    assert len(mailoutbox) == 1
