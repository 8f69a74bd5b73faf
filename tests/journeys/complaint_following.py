"""The last station: who reported opens the receipt on another machine and reads in plain words what came of it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.complaint_people import PHONE, Cast, main, press, seen
from tests.journeys.complaint_reporting import GONE


def meanwhile(cast: Cast) -> None:
    """While the office works, the receipt shows the state in words, the next day, and the question of the office."""
    phone = _opened(cast)
    expect(main(phone)).to_contain_text("示例：线索已收到，请补充购买日期。")
    expect(main(phone)).to_contain_text("已立案调查")
    phone.locator("form[action$='/say/'] textarea").fill("示例：上周六买的。")
    press(phone, phone.locator("form[action$='/say/'] button"))
    seen(phone, "4-receipt-meanwhile")


def at_the_end(cast: Cast) -> None:
    """In the end it shows that it was answered and where the decision was published; the case itself stays closed to all."""
    phone = _opened(cast)
    expect(main(phone)).to_contain_text("已答复")
    expect(main(phone)).to_contain_text(f"示例公示 {cast.penalty}")
    expect(main(phone)).to_contain_text("感谢您的举报")
    seen(phone, "9-receipt-at-the-end")
    press(phone, phone.locator("form[action$='/leave/'] button"))
    answer = phone.goto(f"/complain/mine/{cast.filing}/")
    assert answer is not None
    assert answer.status == GONE
    for name in ("-stranger", "firm"):
        page = cast.page(name)
        for number in (cast.report, cast.penalty):
            page.goto(f"/cases/{number}/")
            assert cast.shop not in page.content()


def _opened(cast: Cast) -> Page:
    phone = cast.page("-elsewhere", PHONE)
    phone.goto("/complain/track/")
    phone.locator("input[name=code]").fill(cast.code.lower())  # as it is typed on a telephone
    phone.locator("input[name=phrase]").fill(cast.phrase)
    press(phone, phone.locator("main form.cx-form button"))
    expect(main(phone)).to_contain_text(cast.filing)
    return phone
