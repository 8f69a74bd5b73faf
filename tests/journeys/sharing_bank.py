"""Station eight: the firm's money comes in and goes out through the bank, signed by two, found in the statement, never twice."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.sharing_money import PARTS, ROYALTY
from tests.journeys.sharing_people import FIRM, WAIT, Cast, fen, main, press, press_twice, reload_until, seen, today

HEAD = "交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,流水号"
Row = tuple[int, int, str, str, str]
"""Money out and in (fen), other side, its account, what the bank says."""


def money_comes(cast: Cast) -> None:
    """The statement shows what the firm paid; the officer says what it is; the book has it."""
    officer = cast.page("officer")
    bank = _bank_account(officer)
    file = _statement(officer, bank, (0, ROYALTY, FIRM, "6222999900000001", f"许可费 {cast.permit}"))
    _hand_in(officer, bank, file, new=True)
    line = str(_row(officer, bank, f"许可费 {cast.permit}").locator("a.er-go").get_attribute("href"))
    officer.goto(line)
    seen(officer, "8-bank-line")
    choices = officer.locator("main .lg-candidate", has_text=FIRM)
    if choices.count():  # nothing is chosen where the machine found it by itself
        choices.first.locator("input[name=act]").check(force=True)
        press_twice(officer, officer.locator("main form button.er-btn--main"))
    officer.goto(line)
    expect(main(officer).locator("a[href$='/undo/']")).to_have_count(1)
    seen(officer, "8-bank-line-found")
    _hand_in(officer, bank, file, new=False)
    firm = cast.page("firm")
    firm.goto("/sharing/firm/")
    seen(firm, "8-firm-paid")


def money_goes(cast: Cast) -> None:
    """One officer proposes, the other approves, the bank pays, its statement finds every payment."""
    officer, second = cast.page("officer"), cast.page("officer2")
    bank = _bank_account(officer)
    order = _order(officer, cast)
    cast.order = order.rstrip("/").rsplit("/", 1)[1]
    officer.goto(order)
    seen(officer, "8-order-proposed")
    assert not officer.locator("form[action$='/step/approve/']").count(), "who proposed it does not approve it"
    second.goto(order)
    seen(second, "8-order-to-approve")
    press_twice(second, second.locator("form[action$='/step/approve/'] button"))
    officer.goto(order)
    press_twice(officer, officer.locator("form[action$='/step/send/'] button"))
    officer.goto(order)
    references = re.findall(r"PO-\d+-\d+/\d+", main(officer).inner_text())
    names = [row.split("\n")[0] for row in officer.locator("#lines tbody tr td:first-child").all_inner_texts()]
    file = _statement(
        officer, bank, *((PARTS[name], 0, name, "", said) for name, said in zip(names, references, strict=True))
    )
    officer.goto(order)
    press_twice(officer, officer.locator("form[action$='/run/'] button"))
    reload_until(officer, order, officer.locator("main .er-head__st .er-st--done"))
    seen(officer, "8-order-settled")
    _hand_in(officer, bank, file, new=True)
    for name, said in zip(names, references, strict=True):
        expect(_row(officer, bank, said)).to_contain_text(fen(PARTS[name]))
        expect(_row(officer, bank, said).locator("td").last).to_contain_text("付款")
    _hand_in(officer, bank, file, new=False)
    officer.goto(bank)
    seen(officer, "8-bank")


def _bank_account(officer: Page) -> str:
    """Return the address of the office's account in yuan; entered when there is none."""
    officer.goto("/ledger/bank/")
    link = officer.locator("main tbody a.er-go")
    if not link.count():
        officer.goto("/ledger/bank/new/")
        officer.locator("select[name=book]").select_option(
            index=officer.locator("select[name=book] option").count() - 1
        )
        for name, value in (("name", "惠益专户（示例）"), ("bank", "示例银行"), ("number", "1505000000000001")):
            officer.locator(f"input[name={name}]").fill(value)
        officer.locator("select[name=unit]").select_option("CNY")
        press(officer, officer.locator("main form button.er-btn--main"))
        return urlsplit(officer.url).path
    return str(link.first.get_attribute("href"))


def _statement(officer: Page, bank: str, *rows: Row) -> bytes:
    """A statement as online banking exports it: a serial number of its own in each line, and the balance after it."""
    officer.goto(bank)
    told = officer.locator("main .lg-figures").inner_text()
    before = re.search(r"-?[\d,]+\.\d\d", told.replace("−", "-"))
    left = int(before[0].replace(",", "").replace(".", "")) if before else 0
    day, lines = today().isoformat(), [HEAD]
    for out, came, name, number, said in rows:
        left += came - out
        sums = ",".join(_yuan(amount) if amount else "" for amount in (out, came))
        lines.append(f"{day},{sums},{_yuan(left)},{name},{number},{said},J{uuid.uuid4().hex[:12]}")
    return ("\n".join(lines) + "\n").encode("gb18030")


def _yuan(amount: int) -> str:
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


def _hand_in(officer: Page, bank: str, file: bytes, *, new: bool) -> None:
    """Hand a statement in and add what is new; the same file again has nothing new."""
    officer.goto(f"{bank}import/")
    payload = FilePayload(name="示例流水.csv", mimeType="text/csv", buffer=file)
    officer.locator("input[type=file]").set_input_files(payload)
    press(officer, officer.locator("main form button.er-btn--main"))
    confirm = officer.locator("form[action$='/confirm/'] button")
    if new:
        seen(officer, "8-statement")
        address = officer.url
        press_twice(officer, confirm)
        reload_until(officer, address, officer.locator(f"main a.er-btn--main[href='{bank}']"))
    else:
        expect(confirm).to_have_count(0, timeout=WAIT)


def _row(officer: Page, bank: str, said: str) -> Locator:
    """Return the line of the bank that says something, among all lines of the account."""
    officer.goto(f"{bank}?show=all")
    row = officer.locator("main tbody tr", has_text=said)
    expect(row).to_have_count(1)
    return row


def _order(officer: Page, cast: Cast) -> str:
    """Draft and propose an order for the three parts, and nothing else; return its address."""
    officer.goto("/ledger/payments/")
    press(officer, officer.locator("main a[href*='/ledger/payments/new/']").first)
    officer.locator("input[name=memo]").fill(f"示例：许可费 {cast.permit}")
    for box in officer.locator("main input[name^=pick-]").all():
        box.uncheck()
    for place, (community, part) in enumerate(PARTS.items()):
        row = officer.locator("table.lg-pay tbody tr", has=officer.get_by_label(community, exact=True))
        row.locator("input[name^=pick-]").check()
        row.locator("input[name^=amount-]").fill(_yuan(part))
        row.locator("input[name^=bank-]").fill("示例银行")
        row.locator("input[name^=number-]").fill(f"622200000000000{place}")
    seen(officer, "8-order-new")
    press_twice(officer, officer.locator("main form button.er-btn--main"))
    officer.wait_for_url(re.compile(r"/ledger/payments/PO-"))
    order = urlsplit(officer.url).path
    press_twice(officer, officer.locator("form[action$='/step/propose/'] button"))
    return order
