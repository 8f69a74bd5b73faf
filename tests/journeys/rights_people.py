"""The desk of the journeys of rights: who signs in, how a case is opened and moved, and what is kept of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Product, picture
from tests.journeys.sharing_people import DESK, PHONE, fits, main, press
from tests.journeys.test_register_journey import visitor

OFFICER, REGION, LAWYER = "officer", "region", "expert"


@dataclass
class Desk:
    """The people of a journey, and the case they are about."""

    browser: Browser
    product: Product
    folder: Path
    number: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, name: str, width: int = DESK) -> Page:
        """Return the page of somebody, signed in on first use, as wide as wanted; the empty name is a stranger."""
        if name not in self.pages:
            self.pages[name] = visitor(self.browser, self.product, name, width)
        page = self.pages[name]
        page.set_viewport_size({"width": width, "height": 900 if width > PHONE else 844})
        return page

    @property
    def case(self) -> str:
        """The address of the case."""
        return f"/cases/{self.number}/"

    def see(self, name: str, words: str) -> None:
        """Open the case as somebody and read something on it."""
        page = self.page(name)
        page.goto(self.case)
        expect(main(page)).to_contain_text(words)


def look(page: Page, name: str) -> None:
    """Keep pictures of a page on a desk and on a telephone, where nothing may stand beside the screen."""
    picture(page, f"rights-{name}")
    fits(page)
    picture(page, f"rights-{name}")
    page.set_viewport_size({"width": DESK, "height": 900})


def main_button(page: Page) -> Locator:
    """Return the button that sends the form of the page."""
    return main(page).locator("form button[type=submit].er-btn--main, form button[type=submit].er-btn--stop").last


def send(page: Page) -> None:
    """Send the form of the page; it goes through."""
    address = page.url
    press(page, main_button(page))
    assert page.url != address, main(page).inner_text()[:600]


def fill(page: Page, **fields: str) -> None:
    """Write into the fields of a form, whatever kind they are."""
    for name, value in fields.items():
        found = main(page).locator(f"[name={name}]")
        tag = found.first.evaluate("one => one.tagName + ' ' + one.type")
        if tag.startswith("SELECT"):
            found.select_option(value)
        elif "checkbox" in tag or "radio" in tag:
            found.and_(main(page).locator(f"[value='{value}']")).check() if value else found.check()
        else:
            found.fill(value)


def open_case(desk: Desk, *, kind: str, subject: str, title: str, facts: str, **more: str) -> None:
    """An officer opens a case for what came over the counter, and takes it."""
    officer = desk.page(OFFICER)
    officer.goto("/cases/new/")
    fill(officer, kind=kind, channel="visit", subject=subject, title=title, facts=facts, **more)
    send(officer)
    found = re.search(r"/cases/([^/]+)/$", officer.url)
    assert found, officer.url
    desk.number = found[1]
    officer.goto(f"{desk.case}assign/")
    officer.locator("select[name=handler]").select_option(label="示例·经办")
    send(officer)


def step(desk: Desk, name: str, who: str = OFFICER, **fields: str) -> Page:
    """Take a step of the case through its page; what it asks for is written first."""
    page = desk.page(who)
    page.goto(desk.case)
    link = main(page).locator(f".cs-steps a[href*='{name}']").first
    expect(link).to_be_visible()
    page.goto(str(link.get_attribute("href")))
    fill(page, **fields)
    send(page)
    return page
