"""The people of the journey of a report, each in a browser of the own, and what all stations need."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Product, picture
from tests.journeys.sharing_people import DESK, PHONE, fits, main, press, press_twice
from tests.journeys.test_register_journey import visitor

__all__ = ["DESK", "PHONE", "Cast", "fits", "main", "now_there", "photograph", "press", "press_twice", "seen", "take"]

SHANGHAI: Final = dt.timezone(dt.timedelta(hours=8))
SECRET_NAME: Final = "示例·实名举报人丙"
"""The name under which somebody reports; it may stand on no page that an officer alone can open."""


@dataclass
class Cast:
    """The people, and what the journey has made so far."""

    browser: Browser
    product: Product
    filing: str = ""
    code: str = ""
    phrase: str = ""
    report: str = ""
    penalty: str = ""
    shop: str = ""
    shop_code: str = ""
    named: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, name: str, width: int = DESK) -> Page:
        """Return the page of somebody, signed in on first use, as wide as wanted; a name with “-” has no account."""
        if name not in self.pages:
            self.pages[name] = visitor(self.browser, self.product, "" if name.startswith("-") else name, width)
        page = self.pages[name]
        page.set_viewport_size({"width": width, "height": 900 if width > PHONE else 844})
        return page


def now_there() -> dt.datetime:
    """The moment as clocks in Shanghai show it, by which the product counts its days."""
    return dt.datetime.now(tz=SHANGHAI)


def photograph() -> bytes:
    """A picture as a telephone takes it."""
    written = io.BytesIO()
    Image.new("RGB", (320, 240), (180, 140, 90)).save(written, "JPEG")
    return written.getvalue()


def seen(page: Page, name: str) -> None:
    """Keep a picture for people to look at; on a telephone nothing may stand beside the screen."""
    if page.viewport_size and page.viewport_size["width"] == PHONE:
        fits(page)
    picture(page, f"complaint-{name}")


def take(page: Page, number: str, step: str, **fields: str) -> None:
    """Take a step of a case from its page, as its buttons offer it, and come back to the case."""
    page.goto(f"/cases/{number}/")
    press(page, page.locator(f"main a[href$='/{number}/step/{step}/']").first)
    for name, value in fields.items():
        control = page.locator(f"main [name={name}]")
        control.select_option(value) if _is_choice(control) else control.fill(value)
    press(page, page.locator("main form button").last)
    expect(page).to_have_url(page_of_case(number))


def page_of_case(number: str) -> re.Pattern[str]:
    """Return what the address of a case looks like."""
    return re.compile(rf"/cases/{number}/$")


def _is_choice(control: Locator) -> bool:
    return bool(control.evaluate("each => each.tagName === 'SELECT'"))
