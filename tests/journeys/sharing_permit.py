"""Station six: the permit is issued, anybody reads it on a telephone, its code leads to it, and programs are answered."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy
from playwright.sync_api import Page, expect

from erdem.base.documents import page_picture
from tests.journeys.sharing_people import (
    DAIRY,
    FELTERS,
    FIRM,
    GACHAA,
    PHONE,
    STEWARDS,
    Cast,
    main,
    press,
    reload_until,
    seen,
)

PARTS = ("providers", "entities", "subject", "usages")
WORDS = "示例：用传统做法试做的奶食"


def issue(cast: Cast) -> None:
    """The office writes the words, each party says what may be shown, the office issues; a second window issues nothing more."""
    officer = cast.page("officer")
    address = f"{cast.request}permit/"
    reload_until(officer, address, officer.locator("main form[action$='/permit/words/']"))
    officer.locator("main form[action$='/permit/words/'] [name=subject]").fill(WORDS)
    press(officer, officer.locator("main form[action$='/permit/words/'] button"))
    for name in (*STEWARDS.values(), "firm"):
        _publish(cast.page(name), address)
    officer.goto(address)
    expect(main(officer).get_by_text("未满足")).to_have_count(0)
    seen(officer, "6-before-issue")
    other = officer.context.new_page()
    other.goto(address)
    press(officer, officer.locator("main form[action$='/permit/issue/'] button"))
    press(other, other.locator("main form[action$='/permit/issue/'] button"))
    other.close()
    officer.goto(address)
    cast.permit = key_of(officer)
    assert len(set(re.findall(r"XK-\d+-\d+", main(officer).inner_text()))) == 1, "two windows made two permits"
    seen(officer, "6-issued")


def key_of(page: Page) -> str:
    """Return the number of the permit that a page shows."""
    found = re.search(r"XK-\d+-\d+", main(page).inner_text())
    assert found
    return found[0]


def _publish(page: Page, address: str) -> None:
    page.goto(address)
    form = page.locator("main form[action$='/permit/publication/']")
    expect(form).to_have_count(1)
    for part in PARTS:
        form.locator(f"input[name=parts][value={part}]").check()
    press(page, form.locator("button"))


def anybody_reads(cast: Cast) -> None:
    """A stranger with a telephone: list, page, code, and what the code leads to."""
    stranger = cast.page("", PHONE)
    stranger.goto("/permits/")
    stranger.locator(f"main a[href='/permits/{cast.permit}/']").first.click()
    for words in (FIRM, GACHAA, DAIRY, FELTERS, WORDS, "商业利用"):
        expect(main(stranger)).to_contain_text(words)
    assert cast.names[cast.other] not in main(stranger).inner_text(), "what was refused is not told"
    seen(stranger, "6-public")
    read = _code(stranger, cast)
    stranger.goto(urlsplit(read).path)
    expect(stranger.locator("h1")).to_contain_text(cast.permit)


def _code(stranger: Page, cast: Cast) -> str:
    """Return what the code on the paper says, read from the picture of its page as a telephone reads it."""
    answer = stranger.context.request.get(f"/permits/{cast.permit}.pdf")
    assert answer.ok
    picture = cv2.imdecode(numpy.frombuffer(page_picture(answer.body(), 1, 1240), numpy.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    read, _corners, _straight = cv2.QRCodeDetector().detectAndDecode(picture)
    assert urlsplit(read).path == f"/permits/{cast.permit}/", read
    return str(read)


def programs_ask(cast: Cast) -> None:
    """The answer for today, with its reason; what is not known is no yes."""
    firm = {"party": FIRM, "place": "CN"}
    assert _ask(cast, purpose="commercial", **firm) == ("yes", ["in_force"])
    assert _ask(cast, purpose="media", **firm) == ("no", ["purpose"])
    assert _ask(cast, purpose="commercial", party=FIRM, place="JP") == ("no", ["territory"])
    assert _ask(cast, purpose="commercial", party="示例·别的公司") == ("unknown", ["third_party_consent"])
    assert _ask(cast, record=cast.shared)[0] == "unknown", "a stranger is not told of records"
    page = cast.page("", PHONE)
    page.goto(f"/permits/check/?permit={cast.permit}&purpose=media")
    seen(page, "6-checked")


def _ask(cast: Cast, **question: Any) -> tuple[str, list[str]]:
    answer = cast.page("").context.request.get("/api/v1/permits/check", params={"permit": cast.permit, **question})
    assert answer.ok, answer.text()
    told = answer.json()
    assert all(reason["words"] for reason in told["reasons"])
    return told["answer"], [reason["code"] for reason in told["reasons"]]
