"""Stations one and two: somebody without an account reports on a telephone; strangers get nothing of it."""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import FilePayload, Page, expect

from erdem.lib import credit_code
from tests.journeys.complaint_people import (
    PHONE,
    SECRET_NAME,
    Cast,
    main,
    photograph,
    press,
    press_twice,
    seen,
)

BANNER = "152530"
GONE = 410


def report(cast: Cast) -> None:
    """From the guidance to the receipt, without a name, with a photograph; the last button is pressed twice."""
    mark = uuid.uuid4().hex[:6]
    first = f"92{BANNER}MA{int(mark, 16) % 10**7:07d}"
    cast.shop, cast.shop_code = f"示例行程商行{mark}", first + credit_code.check_character(first)
    phone = cast.page("-reporter", PHONE)
    _show_the_way(phone)
    _write(phone, cast)
    phone.locator("input[name=named][value=no]").check()
    seen(phone, "1-whether-named")
    press(phone, phone.locator("main form.cx-form button").first)
    expect(main(phone)).to_contain_text(cast.shop)
    photo: FilePayload = {"name": "示例包装.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    phone.locator("input[name=attached]").set_input_files(photo)
    phone.locator("input[name=true]").check()
    seen(phone, "1-check-and-send")
    press_twice(phone, phone.locator("main form.cx-form .cx-go button"))
    expect(phone.locator(".cx-code").first).to_be_visible()
    cast.code, cast.phrase = (each.inner_text() for each in phone.locator(".cx-code").all())
    cast.filing = _number_on(phone)
    seen(phone, "1-receipt")


def report_under_a_name(cast: Cast) -> None:
    """Another one reports the same under a name, which is sealed."""
    phone = cast.page("-named", PHONE)
    _show_the_way(phone)
    _write(phone, cast)
    phone.locator("input[name=named][value=yes]").check()
    phone.locator("input[name=name]").fill(SECRET_NAME)
    phone.locator("input[name=phone]").fill("000-0000000")
    seen(phone, "1-named")
    press(phone, phone.locator("main form.cx-form button").first)
    phone.locator("input[name=true]").check()
    press(phone, phone.locator("main form.cx-form .cx-go button"))
    cast.named = _number_on(phone)
    assert cast.named != cast.filing


def strangers(cast: Cast) -> None:
    """Without the passphrase nobody opens it: neither another visitor nor an account of the firm, nor a guess."""
    for name in ("-stranger", "firm"):
        page = cast.page(name)
        answer = page.goto(f"/complain/mine/{cast.filing}/")
        assert answer is not None
        assert answer.status == GONE
        assert cast.shop not in page.content()
        page.goto("/complain/track/")
        page.locator("input[name=code]").fill(cast.code)
        page.locator("input[name=phrase]").fill("beda-boda-bida-buda")
        press(page, page.locator("main form.cx-form button"))
        expect(main(page).get_by_role("alert")).to_be_visible()
        assert cast.shop not in page.content()
    seen(cast.page("-stranger"), "2-wrong-passphrase")


def _show_the_way(phone: Page) -> None:
    phone.goto("/")
    press(phone, phone.locator("footer a[href='/complain/']"))
    phone.locator("input[name=subject][value=geographical_indication]").check()
    phone.locator("select[name=place]").select_option(BANNER)
    press(phone, phone.locator("main form.cx-form button"))
    phone.locator("input[name=wants][value=stop]").check()
    press(phone, phone.locator("main form.cx-form button"))
    way = phone.locator("#way")
    expect(way).to_contain_text("旗县市场监督管理局")  # the router names the body, and which office of it is here
    expect(way).to_contain_text("正蓝旗市场监督管理局")
    seen(phone, "1-the-way")
    press(phone, way.locator("form button").first)


def _write(phone: Page, cast: Cast) -> None:
    expect(phone).to_have_url(re.compile(r"/complain/form/1/"))
    phone.locator("textarea[name=facts]").fill("示例：包装上冒用地理标志专用标志，没有授权编号，产地是外地。")
    seen(phone, "1-what-was-seen")
    press(phone, phone.locator("main form.cx-form button").first)
    press(phone, phone.locator("main form.cx-form button").first)  # nothing written is nothing kept
    expect(main(phone).get_by_role("alert")).to_be_visible()
    phone.locator("input[name=respondent_name]").fill(cast.shop)
    phone.locator("input[name=respondent_address]").fill("示例街1号")
    phone.locator("input[name=respondent_code]").fill(cast.shop_code)
    press(phone, phone.locator("main form.cx-form button").first)


def _number_on(phone: Page) -> str:
    found = re.search(rf"SJ{BANNER}-\d{{4}}-\d{{4}}", main(phone).inner_text().replace("\n", ""))
    assert found, "the receipt has no number"
    return found[0]
