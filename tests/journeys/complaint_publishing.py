"""After the file is closed: a typical case is written from it that names nobody, checked by a second person, and read by all."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.complaint_people import PHONE, Cast, main, press, seen

WORDS = {
    "title": "某商行冒用地理标志专用标志案",
    "facts": "某商行未经授权，在所售奶食品包装上印制地理标志专用标志，被群众举报后查实。",
    "handling": "市场监管部门责令改正，并处罚款。",
    "legal_note": "专用标志只供经核准的使用人使用。擅自印制即损害共同持有人的信誉，不以是否售出为条件。",
    "meaning": "提示经营者进货时查验使用人名录。",
}


def publish_anonymised(cast: Cast) -> None:
    """A name keeps the draft from the second person; without one it is checked, published, and read on a telephone."""
    officer, third = cast.page("officer"), cast.page("officer3")
    officer.goto(f"/cases/{cast.penalty}/")
    press(officer, officer.locator("main form[action$='/typical/new/'] button"))
    address = officer.url
    _write(officer, address, facts=f"{cast.shop}未经授权使用专用标志。")
    expect(main(officer).locator("mark").filter(has_text=cast.shop).first).to_be_visible()
    _give(officer, address)
    assert "/submit/" in officer.url
    expect(main(officer)).to_contain_text("当事人名称")
    seen(officer, "8-typical-names-somebody")
    _write(officer, address)
    expect(main(officer).locator("mark")).to_have_count(0)
    _give(officer, address)
    third.goto(f"{address}check/")
    third.locator("input[name=answer][value=yes]").check()
    third.locator("textarea[name=said]").fill("示例：事实清楚，不能识别当事人。")
    press(third, third.locator("main form button").last)
    officer.goto(f"{address}step/publish/")
    press(officer, officer.locator("main form button").last)
    _read(cast)


def _write(page: Page, address: str, **other: str) -> None:
    page.goto(f"{address}edit/")
    for name, value in {**WORDS, **other}.items():
        page.locator(f"main [name={name}]").fill(value)
    press(page, page.locator("main form button").last)
    expect(page).to_have_url(address)


def _give(page: Page, address: str) -> None:
    page.goto(f"{address}submit/")
    page.locator("select[name=checker]").select_option(label="示例·分管")
    press(page, page.locator("main form button").last)


def _read(cast: Cast) -> None:
    """Anybody reads it without signing in; neither the shop nor a number of the file stands in it."""
    phone = cast.page("-reader", PHONE)
    phone.goto("/typical-cases/")
    phone.locator("main a", has_text=WORDS["title"]).first.click()
    expect(main(phone)).to_contain_text(WORDS["legal_note"])
    for hidden in (cast.shop, cast.shop_code, cast.report, cast.penalty, cast.filing):
        assert hidden
        assert hidden not in phone.content()
    seen(phone, "8-typical-published")
