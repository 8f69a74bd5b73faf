"""Bank statements come in once however often they are handed in, and each of their lines is one thing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import JobProgress, JobState
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.ledger import services
from erdem.ledger.choices import AccountKind, Unit
from erdem.ledger.models import Account, BankLine, BankMatch, Entry, PaymentLine, StatementFile
from erdem.ledger.payment_choices import FileState, HoldKind, LineState, MatchKind, OrderStatus
from erdem.ledger.queries import bank as reads
from erdem.ledger.tests.paying import STATEMENT_HEAD, Desk, make_desk

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat()


@pytest.fixture
def desk(in_english: None) -> Desk:
    return make_desk()


def paid_row(line: PaymentLine, *, fee: int = 0, serial: str = "") -> str:
    """Return the row by which a bank says that it paid."""
    size = line.amount + fee
    return (
        f"{TODAY},{size // 100}.{size % 100:02},,,{line.holder_name},{line.bank_number},{line.reference} 分成,{serial}"
    )


def match_of(line: BankLine) -> BankMatch | None:
    with acting_as(SYSTEM):
        return BankMatch.objects.filter(line=line, undone_at__isnull=True).first()


def test_exact_lines_are_matched_and_what_the_bank_paid_is_settled(desk: Desk) -> None:
    order = desk.sent(1_000, 2_000)
    first, second = desk.lines(order)
    lines = desk.statement(paid_row(first), paid_row(second), f"{TODAY},,300.00,,示例药业有限公司,,惠益款,")
    matches = [match_of(line) for line in lines]
    assert [match and (match.kind, match.automatic) for match in matches] == [
        (MatchKind.PAYMENT, True),
        (MatchKind.PAYMENT, True),
        (MatchKind.DUE, True),
    ]
    assert [line.state for line in desk.lines(order)] == [LineState.PAID] * 2
    assert desk.lines(order)[0].order.status == OrderStatus.SETTLED
    assert desk.balance(desk.bank.account) == 30_000 - 3_000
    assert desk.balance(desk.due) == 0


def test_the_same_file_and_overlapping_files_add_nothing_twice(desk: Desk) -> None:
    other = "2026-11-01,,5.00,,甲,,茶,"
    first = desk.statement(other, other, "2026-11-02,,7.00,,乙,,茶,")
    assert len(desk.statement(other, other, "2026-11-02,,7.00,,乙,,茶,")) == len(first) == 3
    assert len(desk.statement("2026-11-02,,7.00,,乙,,茶,", "2026-11-03,,8.00,,丙,,茶,A9", actor=desk.two)) == 4
    with acting_as(SYSTEM):
        assert StatementFile.objects.count() == 2


def test_a_check_writes_nothing_and_says_what_is_new_and_what_is_wrong(desk: Desk) -> None:
    desk.statement("2026-11-01,,5.00,,甲,,茶,A1")
    rows = "2026-11-01,,5.00,,甲,,茶,A1\n2026-11-02,-5.00,,,乙,,茶,A2\n2026-11-03,2.50,,,丙,,茶,A3\n"
    with acting_as(desk.one):
        file = services.receive_statement(
            actor=desk.one,
            bank_account=desk.bank,
            content=(STATEMENT_HEAD + rows).encode("gb18030"),
            file_name="a/b.csv",
        )
    assert file.state == FileState.CHECKED
    assert {key: file.counts[key] for key in ("read", "new", "known", "wrong", "in", "out")} == {
        "read": 3, "new": 1, "known": 1, "wrong": 1, "in": 0, "out": -250,
    }  # fmt: skip
    assert [problem[:2] for problem in file.problems] == [[3, "negative-amount"]]
    assert file.file_name == "b.csv"
    with acting_as(SYSTEM):
        assert BankLine.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "not-text"),
        (bytes(range(1, 256)) * 30, "unknown-encoding"),
        ("甲,乙\n1,2\n".encode(), "no-head"),
        ("交易日期,对方户名\n2026-11-01,甲\n".encode(), "no-head"),
    ],
    ids=["picture", "encoding", "no headings", "no amount"],
)
def test_what_is_no_statement_is_refused_as_a_whole_and_says_why(desk: Desk, content: bytes, code: str) -> None:
    with acting_as(desk.one):
        file = services.receive_statement(actor=desk.one, bank_account=desk.bank, content=content, file_name="示例.csv")
        assert (file.state, file.problems[0][1]) == (FileState.UNREADABLE, code)
        with pytest.raises(RuleBroken, match="nothing new"):
            services.confirm_statement(actor=desk.one, file=file)


def test_a_file_without_known_headings_is_read_once_the_columns_are_chosen(desk: Desk) -> None:
    content = "何时,进出,备注\n2026-11-01,5.00,茶\n".encode()
    with acting_as(desk.one):
        file = services.receive_statement(actor=desk.one, bank_account=desk.bank, content=content, file_name="示例.csv")
        assert file.state == FileState.UNREADABLE
        with pytest.raises(RuleBroken, match="which column"):
            services.choose_columns(actor=desk.one, file=file, columns={"day": 0})
        file = services.choose_columns(actor=desk.one, file=file, columns={"day": 0, "amount": 1, "reference": 2})
        assert file.counts["new"] == 1
        services.confirm_statement(actor=desk.one, file=file)
        assert services.confirm_statement(actor=desk.one, file=file).state == FileState.DONE
    with acting_as(SYSTEM):
        assert BankLine.objects.get().amount == 500


def test_an_empty_file_and_one_that_is_too_large_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erdem.ledger.services.bank_import.LARGEST", 10)
    for content, word in ((b"", "empty"), (b"x" * 11, "larger than 50 MB")):
        with acting_as(desk.one), pytest.raises(RuleBroken, match=word):
            services.receive_statement(actor=desk.one, bank_account=desk.bank, content=content, file_name="示例.csv")


def test_ambiguous_lines_are_proposed_with_reasons_and_taken_by_nobody(desk: Desk) -> None:
    order = desk.sent(1_000, 1_000)
    (line,) = desk.statement(f"{TODAY},10.00,,,,,转账,")
    assert match_of(line) is None
    with acting_as(desk.one):
        found = reads.candidates_for(desk.one, desk.bank, [line])[line.pk]
    assert [(each.key, each.reasons) for each in found] == [(one.pk, ("amount",)) for one in desk.lines(order)]


def test_a_fee_on_top_is_proposed_and_entered_apart_when_a_person_says_so(desk: Desk) -> None:
    (payment,) = desk.lines(desk.sent(1_000))
    (line,) = desk.statement(paid_row(payment, fee=50))
    assert match_of(line) is None
    with acting_as(desk.one):
        match = services.match_payment(actor=desk.one, line=line, payment=payment, reasons=["reference"])
        fees = services.account_of(desk.book, AccountKind.FEE, Unit.CNY)
    assert match.kind == MatchKind.PAYMENT
    assert (desk.balance(fees), desk.balance(desk.bank.account)) == (50, -1_050)
    (settled,) = desk.lines(payment.order)
    assert settled.order.status == OrderStatus.SETTLED


def test_amounts_that_do_not_fit_and_lines_of_another_account_are_refused(desk: Desk) -> None:
    (payment,) = desk.lines(desk.sent(1_000))
    (line,) = desk.statement(f"{TODAY},9.99,,,{payment.holder_name},,{payment.reference},")
    with acting_as(desk.one), pytest.raises(RuleBroken, match="do not fit"):
        services.match_payment(actor=desk.one, line=line, payment=payment)
    with acting_as(desk.one), pytest.raises(RuleBroken, match="do not fit"):
        services.match_due(actor=desk.one, line=line, account=desk.due)
    with acting_as(SYSTEM):
        assert not Entry.objects.filter(document_type__in=("payment_line", "bank_line")).exists()


def test_a_line_and_a_payment_are_matched_once(desk: Desk) -> None:
    (payment,) = desk.lines(desk.sent(1_000))
    first, second = desk.statement(paid_row(payment, serial="A1"), paid_row(payment, serial="A2"))
    assert match_of(first)
    assert not match_of(second)
    with acting_as(desk.one), pytest.raises(RuleBroken, match="another bank line"):
        services.match_payment(actor=desk.one, line=second, payment=desk.lines(payment.order)[0])
    with acting_as(desk.one), pytest.raises(RuleBroken, match="matched already"):
        services.match_fee(actor=desk.one, line=first)


def test_money_nobody_expects_is_parked_and_moved_to_its_place_by_undoing(desk: Desk) -> None:
    (line,) = desk.statement(f"{TODAY},,12.00,,示例来款人,,不明,")
    assert match_of(line) is None
    with acting_as(desk.one):
        parked = services.park_line(actor=desk.one, line=line)
        account = Account.objects.get(kind=AccountKind.UNCLAIMED)
        assert account.payee is not None
        assert account.payee.name == "示例来款人"
    assert desk.balance(account) == -1_200
    with acting_as(desk.one):
        with pytest.raises(RuleBroken, match="reason"):
            services.undo_match(actor=desk.one, match=parked, reason=" ")
        services.undo_match(actor=desk.one, match=parked, reason="示例：是应收款")
        with pytest.raises(RuleBroken, match="already"):
            services.undo_match(actor=desk.one, match=parked, reason="示例")
        again = services.match_due(actor=desk.one, line=line, account=desk.due)
    assert again.turn == 2
    assert (desk.balance(account), desk.balance(desk.due), desk.balance(desk.bank.account)) == (0, 28_800, 1_200)


def test_undoing_the_match_of_a_payment_leaves_it_paid(desk: Desk) -> None:
    (payment,) = desk.lines(desk.sent(1_000))
    (line,) = desk.statement(paid_row(payment))
    match = match_of(line)
    assert match is not None
    with acting_as(desk.one):
        services.undo_match(actor=desk.one, match=match, reason="示例：配错")
    assert desk.lines(payment.order)[0].state == LineState.PAID
    assert desk.balance(desk.bank.account) == -1_000


def test_a_payment_that_comes_back_is_owed_again(desk: Desk) -> None:
    (payment,) = desk.lines(desk.sent(1_000))
    desk.statement(paid_row(payment))
    *_before, back = desk.statement(f"{TODAY},,10.00,,{payment.holder_name},,退票 {payment.reference},")
    with acting_as(desk.one):
        made = services.match_return(
            actor=desk.one, line=back, payment=desk.lines(payment.order)[0], reason="示例：退票"
        )
        result = reads.reconcile(desk.one, desk.bank)
    assert made.kind == MatchKind.RETURN
    assert (desk.balance(desk.owed[0]), desk.balance(desk.bank.account), result.not_at_bank) == (-10_000, 0, 0)


def test_the_difference_between_book_and_bank_is_explained(desk: Desk) -> None:
    first, second = desk.lines(desk.sent(1_000, 2_000))
    services.run_order(actor=desk.one, order_id=second.order_id)
    desk.statement(
        f"{TODAY},10.00,,990.00,{first.holder_name},,{first.reference},A1",
        f"{TODAY},,12.00,1002.00,示例来款人,,不明,A2",
        f"{TODAY},3.00,,999.00,,,账户管理费,A3",
    )
    with acting_as(desk.one):
        result = reads.reconcile(desk.one, desk.bank)
    assert (result.bank, result.ledger, result.difference) == (99_900, -3_000, 102_900)
    assert (result.unmatched_in, result.unmatched_out, result.unmatched) == (1_200, -300, 2)
    assert result.not_at_bank == -2_000
    assert result.unexplained == 102_900 - 1_200 + 300 - 2_000
    with acting_as(desk.one):
        waiting = reads.bank_lines(desk.one, desk.bank, waiting=True)
        services.match_fee(actor=desk.one, line=waiting.get(amount=-300))
        assert reads.reconcile(desk.one, desk.bank).unmatched_out == 0


def test_what_the_bank_tells_of_a_closed_period_is_entered_today(desk: Desk) -> None:
    with acting_as(desk.one):
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        services.close_period(actor=desk.one, book=desk.book, until=yesterday)
    (line,) = desk.statement(f"{yesterday.isoformat()},,300.00,,示例药业有限公司,,惠益款,")
    match = match_of(line)
    assert match is not None
    with acting_as(SYSTEM):
        assert Entry.objects.get(pk=match.entry_id or 0).day == timezone.localdate()


def test_a_payment_stopped_since_is_left_to_a_person(desk: Desk) -> None:
    (payment,) = desk.lines(desk.sent(1_000))
    with acting_as(desk.two):
        services.hold_payee(actor=desk.two, payee=desk.payees[0], kind=HoldKind("closed"), reason="示例")
    (line,) = desk.statement(paid_row(payment))
    assert match_of(line) is None
    with acting_as(desk.one), pytest.raises(RuleBroken, match="left out"):
        services.match_payment(actor=desk.one, line=line, payment=payment)


def test_another_office_sees_and_does_nothing(desk: Desk) -> None:
    (line,) = desk.statement(f"{TODAY},,12.00,,示例来款人,,不明,")
    other = make_desk(office="示例邻旗市场监督管理局")
    with acting_as(other.one):
        assert not BankLine.objects.exists()
        assert reads.get_bank_account(other.one, desk.bank.pk) is None
        for act in (services.park_line, services.match_fee):
            with pytest.raises(PermissionRefused):
                act(actor=other.one, line=line)
        with pytest.raises(PermissionRefused):
            services.receive_statement(actor=other.one, bank_account=desk.bank, content=b"x", file_name="x")


def test_a_large_file_whose_work_stopped_is_taken_up_by_handing_it_in_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erdem.ledger.services.bank_import.AT_ONCE", 10)
    content = (STATEMENT_HEAD + "2026-11-01,,5.00,,甲,,茶,A1\n2026-11-02,,6.00,,乙,,茶,A2\n").encode()

    def hand_in() -> StatementFile:
        with acting_as(desk.one):
            return services.receive_statement(
                actor=desk.one, bank_account=desk.bank, content=content, file_name="示例.csv"
            )

    file = hand_in()
    assert file.state == FileState.CHECKING
    services.check_statement(actor=desk.one, file_id=file.pk)
    with acting_as(desk.one):
        assert services.confirm_statement(actor=desk.one, file=file).state == FileState.IMPORTING
        JobProgress.objects.update(state=JobState.FAILED)
    again = hand_in()
    with acting_as(desk.one):
        assert JobProgress.objects.filter(state=JobState.QUEUED).count() == 1
    services.import_statement(actor=desk.one, file_id=again.pk)
    services.import_statement(actor=desk.one, file_id=again.pk)
    with acting_as(SYSTEM):
        assert StatementFile.objects.get().counts["added"] == BankLine.objects.count() == 2
