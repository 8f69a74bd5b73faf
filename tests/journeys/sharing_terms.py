"""Station four: terms are proposed, talked over, changed, compared and agreed to by all."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.sharing_asking import first_day, last_day
from tests.journeys.sharing_people import (
    DAIRY,
    FELTERS,
    GACHAA,
    PHONE,
    STEWARDS,
    Cast,
    main,
    press,
    press_twice,
    reload_until,
    seen,
)

SHARES = {GACHAA: 47, DAIRY: 32, FELTERS: 21}
"""What the communities agree on in the end, in parts of a hundred."""
FIRST = {GACHAA: 50, DAIRY: 30, FELTERS: 20}
RATE, FIRST_RATE = "3.5", "2"
COMMENT = "示例：费率低了，老人的时间也要算进去。"


def negotiate(cast: Cast) -> None:
    """The firm proposes, a steward comments and proposes otherwise, and every party agrees to the second version."""
    firm, steward = cast.page("firm"), cast.page(STEWARDS[GACHAA])
    reload_until(firm, f"{cast.request}terms/", firm.locator("a[href$='/terms/edit/']"))
    _propose(firm, cast)
    _comment(steward, cast)
    _counter(steward, cast)
    _compare(firm, cast)
    _stale(cast)
    for name in ("steward2", "steward3", "firm"):
        _agree(cast.page(name, DESK_OF[name]), cast)
    firm.goto(f"{cast.request}terms/")
    expect(main(firm)).to_contain_text("各方已同意")
    seen(firm, "4-terms-settled")


DESK_OF = {"steward2": PHONE, "steward3": PHONE, "firm": 1400}


def _propose(firm: Page, cast: Cast) -> None:
    firm.goto(f"{cast.request}terms/edit/")
    press(firm, firm.locator("button[name=do][value='add:money:royalty']"))
    for name, value in (("label", "许可费"), ("rate", "120")):
        firm.locator(f"[name=money-0-{name}]").fill(value)
    firm.locator("[name=money-0-base]").select_option("net_sales")
    firm.locator("[name=money-0-benefit]").select_option("M4")
    _share(firm, FIRST)
    firm.locator("[name=begins]").fill(first_day().isoformat())
    firm.locator("[name=ends]").fill(last_day().isoformat())
    firm.locator("[name=report_every]").select_option("month")
    firm.locator("[name=report_days]").fill("60")
    propose = firm.locator("button.er-btn--main[name=do][value=propose]").last
    press(firm, propose)  # a rate over 100 % cannot stand; what was written is still there
    expect(firm.locator("main .er-note").first).to_contain_text("100")
    expect(firm.locator("[name=money-0-label]")).to_have_value("许可费")
    seen(firm, "4-terms-refused")
    firm.locator("[name=money-0-rate]").fill(FIRST_RATE)
    press(firm, firm.locator("button.er-btn[name=do][value=preview]:not(.er-vh)").last)
    seen(firm, "4-terms-editor")
    press(firm, propose)
    firm.wait_for_url(re.compile(r"/terms/$"))
    expect(main(firm)).to_contain_text("2%")
    seen(firm, "4-terms-first")


def _share(page: Page, shares: dict[str, int]) -> None:
    for name, part in shares.items():
        page.locator("div.tm-shares").first.get_by_label(name).fill(str(part))


def _comment(steward: Page, cast: Cast) -> None:
    steward.goto(f"{cast.request}terms/")
    clause = steward.locator("li[id]", has=steward.get_by_role("heading", name="货币惠益")).first
    clause.locator("summary").click()
    clause.locator("textarea[name=text]").fill(COMMENT)
    press(steward, clause.locator("details form button"))
    expect(main(steward)).to_contain_text(COMMENT)
    seen(steward, "4-terms-comment")


def _counter(steward: Page, cast: Cast) -> None:
    steward.goto(f"{cast.request}terms/edit/")
    steward.locator("[name=money-0-rate]").fill(RATE)
    _share(steward, SHARES)
    steward.locator("[name=note]").fill("示例：费率改为3.5%，份额按用工分。")
    press(steward, steward.locator("button.er-btn--main[name=do][value=propose]").last)
    steward.wait_for_url(re.compile(r"/terms/$"))
    expect(main(steward)).to_contain_text("3.5%")


def _compare(firm: Page, cast: Cast) -> None:
    firm.goto(f"{cast.request}terms/history/?old=1&new=2")
    assert FIRST_RATE in " ".join(firm.locator("main del").all_inner_texts())
    assert RATE in " ".join(firm.locator("main ins").all_inner_texts())
    seen(firm, "4-terms-differences")


def _stale(cast: Cast) -> None:
    """Nobody agrees to a version that has been replaced."""
    firm = cast.page("firm")
    firm.goto(f"{cast.request}terms/1/")
    assert not firm.locator("form[action$='/terms/assent/']").count()


def _agree(page: Page, cast: Cast) -> None:
    page.goto(f"{cast.request}terms/")
    seen(page, "4-terms-to-agree")
    press_twice(page, page.locator("form[action$='/terms/assent/'] button"))
    reload_until(page, f"{cast.request}terms/", main(page).get_by_text("同意这一版"))
    expect(page.locator("form[action$='/terms/assent/']")).to_have_count(0)
