"""Legal aid: the condition is named, a lawyer with a conflict is refused, another writes on a telephone, a link rates it once."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Product
from tests.journeys.rights_people import (
    LAWYER,
    OFFICER,
    Desk,
    fill,
    look,
    main_button,
    open_case,
    send,
    step,
)
from tests.journeys.sharing_people import main, press

CONFLICTED = "示例·对方律师"
MARK = f"{time.time_ns() // 10**9 % 10**6}"
"""Makes the parties new each time: who helps one of them already would stand in a conflict."""
OPINION = "示例意见：申请人是表演者，录音用于广告应当取得许可并支付报酬，建议先发函协商。"


def test_legal_aid_goes_from_the_application_to_the_rating(browser: Browser, product: Product, tmp_path: Path) -> None:
    desk = Desk(browser, product, tmp_path)
    open_case(
        desk,
        kind="legal_aid",
        subject="folk_copyright",
        title="示例：演奏录音被用于广告的报酬",
        facts="示例：老艺人的演奏录音未经同意被用于广告，请求支付报酬。",
    )
    apply(desk)
    assign(desk)
    advise(desk)
    rate(desk)


def apply(desk: Desk) -> None:
    """Without a condition of the law no aid is given; with it, it is."""
    officer = desk.page(OFFICER)
    officer.goto(f"{desk.case}step/grant/")
    fill(officer, reason="示例：申请人无固定收入。")
    press(officer, main_button(officer))
    expect(main(officer)).to_contain_text("条件")
    officer.goto(f"{desk.case}application/")
    fill(
        officer,
        applicant=f"示例·牧民歌手{MARK}",
        other_side=f"示例{MARK}广告有限责任公司",
        ground="hardship",
        proof="低保证（示例）",
        language="mn",
    )
    look(officer, "9-aid-application")
    send(officer)
    step(desk, "grant", reason="示例：符合经济困难条件。")
    expect(main(officer)).to_contain_text("示例·牧民歌手")
    look(officer, "9-aid-granted")


def assign(desk: Desk) -> None:
    """Somebody of the firm that stands on the other side, written without its legal form, is refused."""
    officer = desk.page(OFFICER)
    officer.goto("/cases/roster/add/")
    fill(officer, name=f"{CONFLICTED}{MARK}", role="lawyer", firm=f"示例{MARK}广告有限公司", is_available="")
    look(officer, "10-aid-roster-add")
    send(officer)
    look(officer, "10-aid-roster")
    officer.goto(f"{desk.case}provider/")
    look(officer, "10-aid-assign")
    choose(officer, f"{CONFLICTED}{MARK}")
    press(officer, main_button(officer))
    expect(main(officer)).to_contain_text("不能分派")
    look(officer, "10-aid-conflict")
    choose(officer, "示例·专家")
    send(officer)
    expect(main(officer)).to_contain_text("示例·专家")


def choose(page: Page, name: str) -> None:
    """Tick somebody on the roster."""
    main(page).locator("label", has_text=name).first.click()


def advise(desk: Desk) -> None:
    """The lawyer reads the case and writes the opinion on a telephone."""
    step(desk, "begin")
    lawyer = desk.page(LAWYER, 390)
    lawyer.goto(desk.case)
    look(lawyer, "11-aid-lawyer-case")
    lawyer.goto(f"{desk.case}opinion/")
    fill(lawyer, facts="示例：录音、广告视频。", opinion=OPINION, advice="保存广告视频和播出时间。")
    look(lawyer, "11-aid-opinion")
    send(lawyer)
    expect(main(lawyer)).to_contain_text("先发函协商")
    officer = step(desk, "report")
    expect(main(officer)).to_contain_text("先发函协商")
    look(officer, "11-aid-reported")


def rate(desk: Desk) -> None:
    """Who asked says by the secret link how it was, without an account and once."""
    officer = desk.page(OFFICER)
    officer.goto(f"{desk.case}feedback/")
    press(officer, main_button(officer))
    link = main(officer).locator(".er-code", has_text="/rate/").inner_text().strip()
    look(officer, "12-aid-link")
    stranger = desk.page("", 390)
    stranger.goto(link)
    look(stranger, "12-aid-rate")
    stranger.locator("input[name=score][value='5']").check()
    fill(stranger, words="谢谢，讲得很明白。")
    press(stranger, main_button(stranger))
    expect(main(stranger)).to_contain_text("感谢您的评价")
    stranger.goto(link)
    expect(main(stranger)).to_contain_text("失效")
    desk.see(OFFICER, "讲得很明白")
    look(desk.page(OFFICER), "12-aid-rated")
