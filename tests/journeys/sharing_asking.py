"""Stations one to three: a firm asks, the office checks, three communities answer in part."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from playwright.sync_api import Page, expect

from tests.journeys.sharing_people import (
    GACHAA,
    PHONE,
    STEWARDS,
    Cast,
    key_in,
    main,
    press,
    press_twice,
    reload_until,
    seen,
    today,
)

BANNER = "152530"


def first_day() -> dt.date:
    """The first day of the month before: a period of that month is over, whenever the journey is made."""
    return (today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def last_day() -> dt.date:
    """Two years on."""
    return first_day() + dt.timedelta(days=730)


def ask(cast: Cast) -> None:
    """The firm looks two records up and files the request."""
    firm = cast.page("firm")
    _find_records(cast)
    firm.goto("/sharing/requests/new/")
    for number in (cast.shared, cast.other):
        firm.locator("input[name=words]").fill(number)
        press(firm, firm.locator("button[name=do][value=find]"))
        firm.locator(f"input[name=add][value='{number}']").check()
    _write(firm, cast)
    seen(firm, "1-request-form")
    press(firm, firm.locator("button.er-btn--main[name=do][value=submit]"))
    firm.wait_for_url(re.compile(r"/sharing/requests/AR-[0-9-]+/"))
    cast.number = key_in(firm.url, r"/(AR-[0-9-]+)/")
    expect(main(firm)).to_contain_text("待形式审查")
    seen(firm, "1-request-filed")


def _find_records(cast: Cast) -> None:
    """Each steward's first page lists what its community holds: one record stands on all three, others on the gachaa's alone."""
    held = {community: _held(cast.page(name)) for community, name in STEWARDS.items()}
    together = set.intersection(*map(set, held.values()))
    cast.shared = min(together)
    others = set().union(*(numbers for community, numbers in held.items() if community != GACHAA))
    alone = set(held[GACHAA]) - others
    own = {each for each in alone if each.startswith(f"TK-{BANNER}-") and not held[GACHAA][each].startswith("示例")}
    cast.other = min(own)  # of the banner whose office checks; what other journeys wrote down is left alone
    cast.names = {number: held[GACHAA][number] for number in (cast.shared, cast.other)}


def _held(steward: Page) -> dict[str, str]:
    """Return the records of a community by number, with their names, as its steward's first page lists them."""
    steward.goto("/")
    links = steward.locator("main a[href^='/knowledge/TK-']").all()
    return {key_in(str(link.get_attribute("href")), r"/(TK-\d+-\d+)/"): link.inner_text().strip() for link in links}


def _write(firm: Page, cast: Cast) -> None:
    cast.title = f"示例行程：奶食新品 {uuid.uuid4().hex[:6]}"
    for name, value in (
        ("title", cast.title),
        ("applicant_name", "示例乳业有限公司"),
        ("contact", "示例联系人 0479-0000000"),
        ("country", "CN"),
        ("use_from", first_day().isoformat()),
        ("use_until", last_day().isoformat()),
    ):
        firm.locator(f"input[name={name}]").fill(value)
    firm.locator("textarea[name=project]").fill("示例：按传统做法试做两种奶食，请老人检验味道，合格后小批出售。")
    firm.locator("textarea[name=benefit_plan]").fill("示例：按净销售额付许可费，三个社区按约定的份额分。")
    firm.locator("select[name=applicant_kind]").select_option("enterprise")
    firm.locator("select[name=purpose]").select_option("commercial")
    firm.locator("input[name=methods][value=reading]").check()
    firm.locator("input[name=methods][value=teaching]").check()
    firm.locator("input[name=ethics_promised]").check()


def check(cast: Cast) -> None:
    """The officer reads the request and puts it to the holders; pressed twice it is put once."""
    officer = cast.page("officer")
    officer.goto(f"{cast.request}check/")
    expect(main(officer)).to_contain_text(cast.title)
    seen(officer, "2-formal-check")
    press_twice(officer, officer.locator("main form[action$='/accept/'] button"))
    reload_until(officer, cast.request, main(officer).get_by_text("征询持有人"))
    for name in STEWARDS:
        expect(main(officer)).to_contain_text(name)
    seen(officer, "2-holders-asked")


def answer(cast: Cast) -> None:
    """Each community answers by its own reader on a telephone: yes to what they hold together, no to the other."""
    firm, elder = cast.page("firm"), cast.page("elder", PHONE)
    elder.goto(f"{cast.request}answer/")
    expect(main(elder)).to_contain_text("不答复，不算同意")
    assert not elder.locator("main input[type=radio]").count(), "an elder who is no steward does not answer"
    seen(elder, "3-elder-reads")
    for place, name in enumerate(STEWARDS.values()):
        steward = cast.page(name, PHONE)
        steward.goto(f"{cast.request}answer/")
        if place == len(STEWARDS) - 1:  # two have agreed, one is silent: that is no consent
            firm.goto(cast.request)
            expect(main(firm)).to_contain_text("征询持有人")
            expect(main(firm)).to_contain_text("尚未答复")
        _say(steward, cast, alone=place == 0)
    reload_until(firm, cast.request, main(firm).get_by_text("协商条款"))
    expect(main(firm)).to_contain_text("部分同意")
    seen(firm, "3-answers")


def _say(steward: Page, cast: Cast, *, alone: bool) -> None:
    expect(main(steward)).to_contain_text("不答复，不算同意")
    asked = steward.locator("main fieldset.sq-record")
    assert asked.count() == (2 if alone else 1), "each community is asked for what it holds"
    press(steward, steward.locator("main button.er-btn--big"))  # nothing said is nothing answered
    expect(steward.locator("main .er-note").first).to_be_visible()
    for place in range(asked.count()):
        yes = cast.names[cast.shared] in asked.nth(place).locator("legend").inner_text()
        asked.nth(place).locator(f"input[type=radio][value={'yes' if yes else 'no'}][name^=answer-]").check(force=True)
    steward.locator("main input[name=basis]").fill("示例：嘎查会议决定")
    steward.locator("main textarea[name=conditions]").fill("示例：包装上写明来自哪个社区。")
    seen(steward, f"3-answer-{'alone' if alone else 'together'}")
    press(steward, steward.locator("main button.er-btn--big"))
    expect(steward.locator("main h1")).to_be_visible()
    seen(steward, f"3-answered-{'alone' if alone else 'together'}")
