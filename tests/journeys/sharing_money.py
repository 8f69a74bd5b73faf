"""Station seven: a use report of a month that is over, and its royalty split to the fen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.sharing_people import (
    PHONE,
    STEWARDS,
    Cast,
    fen,
    key_in,
    largest_remainder,
    main,
    press,
    press_twice,
    reload_until,
    seen,
)
from tests.journeys.sharing_terms import SHARES

SALES = ((81_234_567, "示例酸奶"), (40_000_019, "示例奶干"))
"""Net sales in fen, by product."""
ROYALTY = (sum(amount for amount, _product in SALES) * 35 * 2 + 1000) // 2000
"""3.5 % of it, half a fen up."""
PARTS = largest_remainder(ROYALTY, SHARES)


def report(cast: Cast) -> None:
    """The firm reports the month that is over; the officer accepts it, twice in a hurry, and it is entered once."""
    firm, officer = cast.page("firm"), cast.page("officer")
    link = firm.locator(f"main tr:has-text('{cast.permit}') a[href*='/sharing/reports/']")
    reload_until(firm, "/sharing/reports/", link)
    found = [str(each.get_attribute("href")) for each in link.all()]
    address = min(found, key=lambda each: int(key_in(each, r"/(\d+)/")))  # the first period, which is over
    firm.goto(address)
    for amount, product in SALES:
        _add(firm, amount, product)
    for words in (fen(SALES[0][0]), fen(SALES[1][0]), fen(ROYALTY)):
        expect(main(firm)).to_contain_text(words)
    seen(firm, "7-report")
    firm.locator("form[action$='/submit/'] [name=note]").fill("示例：两种奶食，均在本旗销售。")
    press_twice(firm, firm.locator("form[action$='/submit/'] button"))
    officer.goto(address)
    other = officer.context.new_page()
    other.goto(address)
    seen(officer, "7-report-to-accept")
    press_twice(officer, officer.locator("form[action$='/accept/'] button"))
    press(other, other.locator("form[action$='/accept/'] button"))
    other.close()
    officer.goto(address)
    expect(main(officer)).to_contain_text(fen(ROYALTY))
    seen(officer, "7-report-accepted")


def _add(firm: Page, amount: int, product: str) -> None:
    firm.locator("[name=product]").fill(product)
    firm.locator("[name=gross]").fill(f"{amount // 100}.{amount % 100:02}")
    firm.locator("[name=quantity]").fill("100")
    firm.locator("[name=quantity_unit]").fill("箱")
    press(firm, firm.locator("form[action$='/lines/'] button"))


def split_stands(cast: Cast) -> None:
    """Each community finds its own part once, to the fen, in its view of the benefit; nobody finds the part of another."""
    for community, name in STEWARDS.items():
        page = cast.page(name, PHONE)
        told = _movements(page, cast)
        assert [amount for amount in told if amount == fen(PARTS[community])] == [fen(PARTS[community])], told
        others = {fen(part) for other, part in PARTS.items() if other != community}
        assert not others & set(told), "a community reads what another one receives"


def _movements(page: Page, cast: Cast) -> list[str]:
    """Return the amounts of the movements of this permit, as the community's view lists them."""
    page.goto(cast.community_of(page))
    rows = page.locator("section#money details tbody tr", has_text=cast.permit)
    return [text.removeprefix("+").strip() for text in rows.locator("td:last-child").all_text_contents()]
