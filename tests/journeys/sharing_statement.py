"""Station nine: each community reads on a telephone what arrived; strangers read nothing of it all."""

from __future__ import annotations

import re
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.sharing_money import PARTS
from tests.journeys.sharing_people import FIRM, PHONE, STEWARDS, Cast, fen, main, seen

DOORS = (
    "",
    "answer/",
    "check/",
    "terms/",
    "terms/1/",
    "terms/history/",
    "terms/2/terms.pdf",
    "signing/",
    "signing/agreement.pdf",
    "permit/",
)
"""Pages below the address of a request."""


def read(cast: Cast) -> None:
    """Statement, paper and view of each community."""
    for place, (community, name) in enumerate(STEWARDS.items()):
        page = cast.page(name, PHONE)
        page.goto("/ledger/mine/")
        section = page.locator("main section", has=page.get_by_role("heading", name=community, exact=True)).first
        for words, why in (("记为您应得", cast.permit), ("已付给您", cast.order)):
            line = section.locator("li", has_text=f"{fen(PARTS[community])} 元 · {words}").filter(has_text=why)
            expect(line).to_have_count(1)
        seen(page, f"9-statement-{place}")
        _paper(page, section.locator("a[href$='statement.zh.pdf']").get_attribute("href") or "", community)
        _view(page, cast, community)
        seen(page, f"9-community-{place}")


def _paper(page: Page, address: str, community: str) -> None:
    answer = page.context.request.get(address)
    assert answer.ok
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(answer.body())).pages)
    assert fen(PARTS[community]) in text


def _view(page: Page, cast: Cast, community: str) -> None:
    """Who asked, what was agreed, what was used, what was promised, what arrived."""
    page.goto(cast.community_of(page))
    expect(page.locator("#asked")).to_contain_text(cast.title)
    expect(page.locator("#agreed")).to_contain_text(cast.permit)
    expect(page.locator("#used")).to_contain_text(FIRM)
    page.locator("#money details summary").click()
    rows = page.locator("#money tbody tr", has_text=fen(PARTS[community]))
    for why in (cast.permit, cast.order):  # owed once, paid once
        expect(rows.filter(has_text=why)).to_have_count(1)


def strangers(cast: Cast) -> None:
    """Another firm's kind of reader and somebody without a login try every address; what exists and what does not look alike."""
    steward = cast.page(STEWARDS["正蓝旗示例持有社区"])
    steward.goto("/ledger/mine/")
    own = re.findall(r"/ledger/mine/\d+/statement\.zh\.pdf|/ledger/books/\d+/entries/\d+/", steward.content())
    doors = [
        cast.request + each
        for each in ("", "answer/", "check/", "terms/", "terms/1/", "terms/history/", "terms/2/terms.pdf")
    ]
    doors += [cast.request + each for each in ("signing/", "signing/agreement.pdf", "permit/")]
    doors += [f"/sharing/permits/{cast.permit}/parties.pdf", cast.community_of(steward), *own[:2], "/ledger/bank/"]
    for name in ("expert", ""):
        stranger = cast.page(name)
        for door in doors:
            answer = stranger.context.request.get(door, max_redirects=0)
            assert answer.status in (302, 403, 404), (name, door, answer.status)
            text = answer.text()
            assert cast.title not in text, door
            assert not any(fen(part) in text for part in PARTS.values()), door
    for name in ("expert", ""):
        page = cast.page(name)
        page.goto("/sharing/" if name else "/permits/")
        assert cast.title not in main(page).inner_text()
