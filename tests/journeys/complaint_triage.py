"""Stations three and four: the office opens a report, checks the clue, and a third officer approves an investigation."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.complaint_people import SECRET_NAME, Cast, main, press, seen, take
from tests.journeys.sharing_people import key_in


def triage(cast: Cast) -> None:
    """The filing waits in the list; the router names the body; it becomes a report, handled by two officers."""
    officer = cast.page("officer")
    officer.goto("/cases/filings/")
    expect(main(officer)).to_contain_text(cast.filing)
    seen(officer, "3-filings")
    press(officer, main(officer).get_by_role("link", name=cast.filing))
    expect(main(officer)).to_contain_text("旗县市场监督管理局")
    expect(main(officer)).to_contain_text("示例包装.jpg")
    expect(main(officer)).to_contain_text("未填")  # nobody stands behind it, so there is nothing to open
    assert not main(officer).locator("form[action$='/identity/']").count()
    seen(officer, "3-triage")
    press(officer, main(officer).locator("form[action$='/open/'] button"))
    cast.report = key_in(officer.url, r"/cases/(JB\d{6}-\d{4}-\d{4})/")
    _say(cast, officer)
    _hand_to_two(officer, cast.report)


def duplicate(cast: Cast) -> None:
    """The second filing looks like the first and is added to its case; who is behind it stays sealed."""
    officer = cast.page("officer")
    officer.goto(f"/cases/filings/{cast.named}/")
    expect(main(officer)).to_contain_text("已封存")
    expect(main(officer)).to_contain_text(cast.filing)
    seen(officer, "3-looks-alike")
    press(officer, main(officer).locator(f"form:has(input[name=case][value='{cast.report}']) button").first)
    expect(main(officer)).to_contain_text(cast.named)


def sealed(cast: Cast) -> None:
    """One officer asks for the identity and cannot open it alone; no page that was opened has shown it."""
    officer = cast.page("officer")
    officer.goto(f"/cases/filings/{cast.named}/")
    officer.locator("form[action$='/identity/'] textarea").fill("示例：需要核对线索来源")
    press(officer, officer.locator("form[action$='/identity/'] button"))
    officer.goto("/cases/filings/identities/")
    row = main(officer).locator(f"section:has(a[href$='/{cast.named}/'])").first
    expect(row).to_contain_text("示例：需要核对线索来源")
    assert not row.locator("form").count(), "who asks neither agrees nor opens"
    seen(officer, "4-identities")
    for address in (f"/cases/filings/{cast.named}/", f"/cases/{cast.report}/", f"/cases/{cast.penalty}/"):
        officer.goto(address)
        assert SECRET_NAME not in officer.content(), f"{address} tells who reported"


def check_and_file(cast: Cast) -> None:
    """The clue is checked; who handles it does not approve; the third officer does, and a penalty case is open."""
    officer, third = cast.page("officer"), cast.page("officer3")
    take(officer, cast.report, "begin_check")
    assert not main(officer).locator("a[href$='/step/file/']").count(), "who handles a case does not approve it"
    take(third, cast.report, "file")
    expect(main(third)).to_contain_text("已立案")
    link = main(third).locator("a[href*='/cases/CF']").first
    cast.penalty = key_in(str(link.get_attribute("href")), r"/cases/(CF\d{6}-\d{4}-\d{4})/")
    seen(third, "4-report-filed")


def _hand_to_two(officer: Page, number: str) -> None:
    officer.goto(f"/cases/{number}/")
    press(officer, main(officer).locator(f"a[href$='/{number}/assign/']").first)
    for name, who in (("handler", "officer"), ("second_handler", "officer2")):
        option = officer.locator(f"select[name={name}] option").filter(has_text=_called(who))
        officer.locator(f"select[name={name}]").select_option(str(option.first.get_attribute("value")))
    press(officer, officer.locator("main form button").last)
    seen(officer, "3-report")


def _called(who: str) -> str:
    return {"officer": "示例·经办", "officer2": "示例·复核"}[who]


def _say(cast: Cast, officer: Page) -> None:
    officer.goto(f"/cases/filings/{cast.filing}/")
    officer.locator("form[action$='/say/'] textarea").fill("示例：线索已收到，请补充购买日期。")
    press(officer, officer.locator("form[action$='/say/'] button"))
