"""The pages of payments and bank accounts, used as two officers use them."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from pypdf import PdfReader

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.ledger import services
from erdem.ledger.models import BankLine, BankMatch, PaymentOrder
from erdem.ledger.payment_choices import OrderStatus
from erdem.ledger.queries import payments as queries
from erdem.ledger.services import payments
from erdem.ledger.tests.paying import STATEMENT_HEAD, Desk, make_desk
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = timezone.localdate().isoformat()


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor), backend=BACKEND)
    return client


def text_of(answer: Any) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def a_new_order(desk: Desk, client: Client, **amounts: str) -> Any:
    data = {"memo": "示例：第三季度", "day": TODAY}
    for place, amount in amounts.items():
        key = desk.owed[int(place[1:])].pk
        data |= {f"pick-{key}": "on", f"amount-{key}": amount, f"holder-{key}": "示例", f"number-{key}": "6222"}
    return client.post(f"/ledger/payments/new/{desk.bank.pk}/", data, follow=True)


def test_two_officers_take_an_order_to_the_bank_and_print_its_vouchers(desk: Desk) -> None:
    one, two = client_of(desk.one), client_of(desk.two)
    page = a_new_order(desk, one, p0="12.50", p1="100")
    assert "12.50" in text_of(page)
    with acting_as(SYSTEM):
        number = PaymentOrder.objects.get().number
    at = f"/ledger/payments/{number}/"
    one.post(f"{at}step/propose/")
    refused = one.post(f"{at}step/approve/")
    assert refused.status_code == 403
    assert "提交" in text_of(one.get(at))
    for client, step in ((two, "approve"), (two, "approve"), (one, "send"), (one, "send")):
        client.post(f"{at}step/{step}/")
    other = client_of(desk.one).post(f"{at}step/approve/", follow=True)
    assert "没有重复" in text_of(other) or "先办了这一步" in text_of(other) or "已送交银行" in text_of(other)
    services.run_order(actor=desk.one, order_id=desk_order(number).pk)
    assert "已办结" in text_of(one.get(at))
    voucher = one.get(f"{at}1/voucher.pdf").content
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(voucher)).pages).replace(" ", "")
    assert "人民币壹拾贰元伍角整" in words
    assert "¥12.50" in words
    assert desk.two.label in words


def desk_order(number: str) -> PaymentOrder:
    with acting_as(SYSTEM):
        return PaymentOrder.objects.get(number=number)


@pytest.mark.parametrize("part", [1, 2])
def test_a_second_click_leads_to_the_order_that_the_first_one_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """Also when half is paid, so that the second order could be made."""
    client = client_of(desk.one)
    with acting_as(desk.one):
        owed = {one.account.pk: one.free for one in queries.owed_list(desk.one, desk.bank)}
    wanted = {f"p{place}": f"{owed[account.pk] // part / 100:.2f}" for place, account in enumerate(desk.owed)}
    first, second = (a_new_order(desk, client, **wanted) for _click in range(2))
    assert first.redirect_chain == second.redirect_chain != []
    with acting_as(SYSTEM):
        assert PaymentOrder.objects.count() == 1
        assert AuditEntry.objects.filter(action="ledger.draft_order").count() == 1
    monkeypatch.setattr(payments, "JUST_NOW", dt.timedelta())  # as if it had been a while ago
    later = a_new_order(desk, client, **wanted)
    assert later.status_code == (422 if part == 1 else 200)
    with acting_as(SYSTEM):
        assert PaymentOrder.objects.count() == part


def test_a_form_that_cannot_be_says_why_and_keeps_what_was_written(desk: Desk) -> None:
    one = client_of(desk.one)
    for amount, word in (("5000.00", "超过应付余额"), ("-5", "必须大于零"), ("五", "1234.50"), ("1.005", "两位小数")):
        page = a_new_order(desk, one, p0=amount)
        assert page.status_code == 422, amount
        assert word in text_of(page), amount
        assert f'value="{amount}"' in page.content.decode()
    with acting_as(SYSTEM):
        assert not PaymentOrder.objects.exists()


def test_the_file_for_online_banking_holds_what_is_to_be_paid_and_is_noted(desk: Desk) -> None:
    order = desk.move(desk.draft(1_250, 10_000), "propose", "approve")
    one = client_of(desk.one)
    at = f"/ledger/payments/{order.number}/lines"
    rows = one.get(f"{at}.csv").content.decode("utf-8-sig").splitlines()
    assert rows[1].endswith(f",12.50,CNY,{order.number}/1")
    assert len(rows) == 3
    assert one.get(f"{at}.xlsx").content.startswith(b"PK")
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="ledger.take_payments").count() == 2


def test_a_statement_is_shown_before_it_is_added_and_its_lines_are_told_apart(desk: Desk) -> None:
    (payment,) = desk.lines(desk.sent(1_000))
    one = client_of(desk.one)
    rows = f"{TODAY},10.00,,,{payment.holder_name},,{payment.reference},A1\n{TODAY},,7.00,,示例来款人,,茶,A2\nx,1,,,,,,A3\n"
    given = SimpleUploadedFile("示例.csv", (STATEMENT_HEAD + rows).encode("gb18030"))
    page = one.post(f"/ledger/bank/{desk.bank.pk}/import/", {"file": given}, follow=True)
    words = text_of(page)
    assert "可以加入 2 笔新流水" in words or "可以加入2笔新流水" in words
    assert "日期认不准" in words
    with acting_as(SYSTEM):
        assert not BankLine.objects.exists()
    at = page.redirect_chain[-1][0]
    one.post(f"{at}confirm/")
    one.post(f"{at}confirm/")
    with acting_as(SYSTEM):
        assert BankLine.objects.count() == 2
        waits = BankLine.objects.get(serial="A2")
    line = f"/ledger/bank/{desk.bank.pk}/line/{waits.pk}/"
    assert "先代管" in text_of(one.get(line))
    assert "请选这笔流水是什么" in text_of(one.post(line, {"act": "payment:x"}, follow=True))
    assert "请选这笔流水是什么" in text_of(one.post(line, {"act": f"due:{desk.owed[0].pk}"}, follow=True))
    one.post(line, {"act": "park"})
    receipt = one.get(f"{line}receipt.pdf").content
    assert "人民币柒元整" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(receipt)).pages).replace(
        " ", ""
    )
    one.post(f"{line}undo/", {"reason": "示例：弄错"})
    one.post(line, {"act": f"due:{desk.due.pk}", f"with-due-{desk.due.pk}": "part,made-up"})
    with acting_as(SYSTEM):
        match = BankMatch.objects.get(line=waits, undone_at__isnull=True)
    assert (match.kind, match.turn, match.reasons) == ("due", 2, ["part"])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(3000), "什么也没有读"),
        (bytes(range(1, 256)) * 30, "UTF-8"),
        ("甲,乙\n1,2\n".encode(), "请指明哪一列"),
        (b"", "空"),
    ],
    ids=["picture", "encoding", "no headings", "empty"],
)
def test_what_is_no_statement_is_refused_plainly(desk: Desk, content: bytes, word: str) -> None:
    page = client_of(desk.one).post(
        f"/ledger/bank/{desk.bank.pk}/import/", {"file": SimpleUploadedFile("示例.csv", content)}, follow=True
    )
    assert word in text_of(page)
    with acting_as(SYSTEM):
        assert not BankLine.objects.exists()


def test_a_file_of_100_megabytes_is_refused_before_it_is_read(desk: Desk) -> None:
    given = SimpleUploadedFile("示例.csv", b"")
    given.size = 100 * 1024 * 1024
    from erdem.ledger.forms.bank import StatementForm

    form = StatementForm({}, MultiValueDict({"file": [given]}))
    assert not form.is_valid()
    assert "50 MB" in str(form.errors["file"])


def test_pages_without_anything_say_what_will_be_there(desk: Desk) -> None:
    one = client_of(desk.one)
    for address, word in (
        ("/ledger/payments/", "这里没有付款单"),
        (f"/ledger/bank/{desk.bank.pk}/", "还没有对账单"),
        ("/ledger/payments/stops/", "没有暂停付款的收款方"),
    ):
        assert word in text_of(one.get(address)), address


def test_a_stop_is_put_and_lifted_on_its_page(desk: Desk) -> None:
    one = client_of(desk.one)
    data = {"payee": desk.payees[0].pk, "kind": "disputed", "reason": "示例：两家都主张"}
    page = one.post("/ledger/payments/stops/", data, follow=True)
    assert "两家都主张" in text_of(page)
    assert "示例社区1" in text_of(one.get(f"/ledger/payments/new/{desk.bank.pk}/"))
    (lift,) = re.findall(r"/ledger/payments/stops/\d+/lift/", page.content.decode())
    one.post(lift, {"reason": "示例：已说清"})
    assert "没有暂停付款的收款方" in text_of(one.get("/ledger/payments/stops/"))


def test_the_run_is_started_by_a_button_and_says_how_far_it_is(desk: Desk) -> None:
    order = desk.sent(1_000)
    one = client_of(desk.one)
    at = f"/ledger/payments/{order.number}/"
    one.post(f"{at}run/")
    one.post(f"{at}run/")
    page = one.get(at)
    assert "共1笔" in text_of(page).replace(" ", "")
    assert one.get(f"{at}progress/").status_code == 200
    assert desk_order(order.number).status == OrderStatus.SENT
