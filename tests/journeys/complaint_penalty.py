"""Stations five to nine: two officers investigate on the spot, the party is told and answers, it is decided, served, carried out.

The party has five working days to ask for a hearing. The journey does not turn the clock: it sees that a decision before that is
refused, and then goes the other lawful way, in which the party declares in writing that it gives its answer up.
"""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.complaint_people import Cast, main, now_there, photograph, press, seen, take
from tests.journeys.sharing_people import key_in

FINE = "3000"


def investigate(cast: Cast) -> None:
    """Two officers inspect, write the record, take evidence in; the second one checks it."""
    officer, second, number = cast.page("officer"), cast.page("officer2"), cast.penalty
    take(officer, number, "begin_investigation")
    _inspect(officer, cast)
    officer.goto(f"/cases/{number}/evidence/new/")
    for name, value in (("title", "示例：包装照片"), ("source", "示例商行店内")):
        officer.locator(f"[name={name}]").fill(value)
    officer.locator("select[name=kind]").select_option("document")
    officer.locator("[name=captured_at]").fill(f"{now_there() - dt.timedelta(minutes=20):%Y-%m-%dT%H:%M}")
    photo: FilePayload = {"name": "示例现场.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    officer.locator("input[type=file]").set_input_files(photo)
    press(officer, officer.locator("main form button").last)
    second.goto(f"/cases/{number}/evidence/1/")
    press(second, second.locator("main form[action$='/check/'] button"))
    expect(main(second)).to_contain_text("示例·复核")
    seen(second, "5-evidence-checked")
    take(officer, number, "end_investigation")
    seen(officer, "5-investigated")


def notify(cast: Cast) -> None:
    """The notice is written by who handles the case, approved by the third officer, numbered and served."""
    officer = cast.page("officer")
    take(officer, cast.penalty, "notify")
    _issue(cast, "行政处罚告知书")
    _serve(cast, "罚告〔")
    officer.goto(f"/cases/{cast.penalty}/")
    expect(main(officer)).to_contain_text("听证")
    seen(officer, "6-notice-served")


def decide(cast: Cast) -> None:
    """Before the party's days are over nothing is decided; after its waiver the third officer decides, in time."""
    officer, third, number = cast.page("officer"), cast.page("officer3"), cast.penalty
    _note(
        officer,
        number,
        "decision",
        outcome="penalised",
        articles="示例法第一条",
        content="罚款三千元",
        fine=FINE,
        reasons="示例：冒用专用标志，事实清楚。",
    )
    third.goto(f"/cases/{number}/step/decide/")
    third.locator("select[name=outcome]").select_option("penalised")
    press(third, third.locator("main form button").last)
    expect(main(third)).to_contain_text("可以陈述")  # the day stands beside it, and nothing has happened
    seen(third, "7-too-early")
    _note(officer, number, "waiver", waiver="示例：当事人在送达回证上书面声明放弃陈述、申辩和听证。")
    take(third, number, "decide", outcome="penalised")
    expect(main(third)).to_contain_text("已作出处罚决定")
    seen(third, "7-decided")
    _is_on_time(third, number)


def serve_and_carry_out(cast: Cast) -> None:
    """The decision is issued with its number and served; the fine is paid; the decision is published; the file is closed."""
    officer, third, number = cast.page("officer"), cast.page("officer3"), cast.penalty
    _issue(cast, "行政处罚决定书")
    _serve(cast, "罚〔")
    take(officer, number, "serve")
    take(officer, number, "begin_execution")
    _note(officer, number, "execution", kind="payment", amount=FINE)
    _note(officer, number, "publication", reference=f"示例公示 {number}")
    take(officer, number, "publish")
    seen(officer, "8-published")
    take(third, number, "archive")
    expect(main(third)).to_contain_text("已归档")
    seen(third, "8-archived")


def tell(cast: Cast) -> None:
    """Who reported is told, by a note for who takes part, and the report is archived."""
    officer = cast.page("officer")
    take(officer, cast.report, "tell_reporter")
    officer.goto(f"/cases/{cast.report}/notes/new/")
    officer.locator("select[name=audience]").select_option("party")
    officer.locator("textarea[name=body]").fill("示例：经查属实，已依法处罚并公示。感谢您的举报。")
    press(officer, officer.locator("main form button").last)
    take(officer, cast.report, "archive")


def _inspect(officer: Page, cast: Cast) -> None:
    officer.goto(f"/cases/{cast.penalty}/inspections/new/")
    until = now_there() - dt.timedelta(minutes=30)
    for name, value in (
        ("place_name", cast.shop),
        ("address", "示例街1号"),
        ("begun_at", f"{until - dt.timedelta(hours=1):%Y-%m-%dT%H:%M}"),
        ("ended_at", f"{until:%Y-%m-%dT%H:%M}"),
        ("present", "示例·店主"),
        ("items", "- 包装|印有专用标志，没有授权编号\n+ 营业执照"),
        ("findings", "示例：货架上24袋印有地理标志专用标志，当事人不能出示授权。"),
    ):
        officer.locator(f"main [name={name}]").fill(value)
    for name, who in (("first_officer", "示例·经办"), ("second_officer", "示例·复核")):
        _choose(officer.locator(f"select[name={name}]"), who)
    officer.locator("input[name=told_rights]").check()
    seen(officer, "5-inspection-form")
    press(officer, officer.locator("main form button").last)
    expect(main(officer)).to_contain_text(cast.shop)
    seen(officer, "5-inspection")


def _choose(select: Locator, words: str) -> None:
    option = select.locator("option").filter(has_text=words).first
    select.select_option(str(option.get_attribute("value")))


def _note(page: Page, number: str, what: str, **fields: str) -> None:
    """Note something in the case by its own form."""
    page.goto(f"/cases/{number}/note/{what}/")
    for name, value in fields.items():
        control = page.locator(f"main [name={name}]")
        if control.evaluate("each => each.tagName === 'SELECT'"):
            control.select_option(value)
        else:
            control.fill(value)
    press(page, page.locator("main form button").last)
    assert f"/note/{what}/" not in page.url, main(page).inner_text()


def _issue(cast: Cast, title: str) -> None:
    officer, third = cast.page("officer"), cast.page("officer3")
    officer.goto(f"/cases/{cast.penalty}/")
    key = key_in(
        str(main(officer).locator("a.er-go[href*='/documents/']").filter(has_text=title).first.get_attribute("href")),
        r"/documents/(\d+)/",
    )
    address = f"/cases/{cast.penalty}/documents/{key}/"
    officer.goto(f"{address}edit/")
    for control in officer.locator("main form textarea, main form input[type=text]").all():
        if not control.input_value():
            control.fill("示例内容")
    for control in officer.locator("main form input[type=date]").all():
        control.fill(f"{now_there():%Y-%m-%d}")
    press(officer, officer.locator("main form button").last)
    for step in ("approve", "issue"):
        third.goto(address)
        press(third, third.locator(f"main form[action$='/{step}/'] button"))
    expect(main(third)).to_contain_text("〔")  # its number
    seen(third, f"6-{'notice' if '告知' in title else 'decision'}-issued")


def _serve(cast: Cast, title: str) -> None:
    officer = cast.page("officer")
    officer.goto(f"/cases/{cast.penalty}/note/service/")
    _choose(officer.locator("select[name=document]"), title)
    officer.locator("select[name=way]").select_option("direct")
    officer.locator("[name=receiver]").fill("示例·店主")
    press(officer, officer.locator("main form button").last)
    assert "/note/service/" not in officer.url, main(officer).inner_text()


def _is_on_time(page: Page, number: str) -> None:
    """The clock of the decision says that it was kept, with the days that count."""
    page.goto(f"/cases/{number}/")
    clock = main(page).locator("li[class^=er-clock]").filter(has_text="第六十条").first  # 行政处罚法 60: the decision
    expect(clock).to_be_visible()
    page.goto(str(clock.locator("a").first.get_attribute("href")))
    expect(main(page)).to_contain_text("按期")
    seen(page, "7-why-this-day")
