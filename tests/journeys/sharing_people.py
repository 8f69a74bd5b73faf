"""The people of the journey of sharing, each in a browser of the own, and what all stations need."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from playwright.sync_api import Browser, Error, Locator, Page, expect

from tests.journeys.conftest import Product, picture
from tests.journeys.test_register_journey import visitor

DESK, PHONE = 1400, 390
WAIT: Final = 60_000
"""Milliseconds that the work behind a page may take on a slow machine."""
GACHAA, DAIRY, FELTERS, FIRM = (
    "正蓝旗示例持有社区",
    "正蓝旗示例奶食合作社",
    "正蓝旗示例毡艺合作社",
    "示例乳业有限公司",
)
STEWARDS: Final = {GACHAA: "steward", DAIRY: "steward2", FELTERS: "steward3"}
"""Who speaks for each of the communities that hold the record together."""


@dataclass
class Cast:
    """The people, and what the journey has made so far."""

    browser: Browser
    product: Product
    number: str = ""
    title: str = ""
    shared: str = ""
    other: str = ""
    permit: str = ""
    order: str = ""
    names: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, name: str, width: int = DESK) -> Page:
        """Return the page of somebody, signed in on first use, as wide as wanted; the empty name is a stranger."""
        if name not in self.pages:
            self.pages[name] = visitor(self.browser, self.product, name, width)
        page = self.pages[name]
        page.set_viewport_size({"width": width, "height": 900 if width > PHONE else 844})
        return page

    def community_of(self, page: Page) -> str:
        """Return the address of the own community's benefit, as the first page of its steward links it."""
        page.goto("/")
        return str(page.locator("main a[href^='/sharing/community/']").first.get_attribute("href"))

    @property
    def request(self) -> str:
        """The address of the request."""
        return f"/sharing/requests/{self.number}/"


def today() -> dt.date:
    """The day in UTC: it has begun wherever the product counts its days, so it never lies ahead."""
    return dt.datetime.now(tz=dt.UTC).date()


def main(page: Page) -> Locator:
    """Return what stands on the page, without head and foot."""
    return page.locator("main")


def fits(page: Page) -> None:
    """A telephone is not scrolled sideways."""
    page.set_viewport_size({"width": PHONE, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE, f"{page.url} is {wide} pixels wide on a telephone"


def seen(page: Page, name: str) -> None:
    """Keep a picture for people to look at; on a telephone nothing may stand beside the screen."""
    if page.viewport_size and page.viewport_size["width"] == PHONE:
        fits(page)
    picture(page, f"sharing-{name}")


def press(page: Page, button: Locator) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation(timeout=WAIT):
        button.click()


def press_twice(page: Page, button: Locator) -> None:
    """Click twice as fast as an impatient hand does, and wait for the page that follows.

    The second click calls off the page that the first one asked for, so what is waited for is a page that is there.
    """
    before = page.url
    with page.expect_event("load", timeout=WAIT):
        button.dblclick()
    if page.url == before:
        page.wait_for_load_state()


def reload_until(page: Page, address: str, what: Locator) -> None:
    """Open a page again and again until something stands there; what is done in the background takes its time."""
    for _each in range(60):
        try:
            page.goto(address)
            expect(what.first).to_be_visible(timeout=2_000)
        except (AssertionError, Error):  # not yet; or another page was still on its way
            continue
        return
    expect(what.first).to_be_visible()


def fen(amount: int) -> str:
    """Write fen as the pages write them."""
    return f"{amount // 100:,}.{amount % 100:02}"


def largest_remainder(amount: int, parts: dict[str, int]) -> dict[str, int]:
    """Split fen by Hamilton's method, written here for itself: the whole parts, then one fen each to the largest rest."""
    whole = sum(parts.values())
    exact = {name: Fraction(amount * part, whole) for name, part in parts.items()}
    rests = [share - int(share) for share in exact.values()]
    assert len(set(rests)) == len(rests), "choose an amount at which no two are cut alike"
    given = {name: int(share) for name, share in exact.items()}
    order = sorted(exact, key=lambda name: exact[name] - given[name], reverse=True)
    for name in order[: amount - sum(given.values())]:
        given[name] += 1
    assert sum(given.values()) == amount
    return given


def key_in(address: str, pattern: str) -> str:
    """Return the key that stands in an address."""
    found = re.search(pattern, address)
    assert found, f"{pattern} is not in {address}"
    return found[1]
