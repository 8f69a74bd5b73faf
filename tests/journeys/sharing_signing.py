"""Station five: the agreement is sent and signed by each party in turn, and the file is checked without the product."""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.sharing_people import PHONE, STEWARDS, WAIT, Cast, main, press, press_twice, reload_until, seen

SIGNERS = ("steward", "steward2", "steward3", "firm")


def sign_all(cast: Cast, folder: Path) -> None:
    """The office sends it, four sign in their order, and the file holds."""
    officer = cast.page("officer")
    officer.goto(f"{cast.request}signing/")
    press(officer, officer.locator("main form button").last)
    expect(main(officer)).to_contain_text("QS-")
    seen(officer, "5-sent")
    _not_in_turn(cast)
    for name in _in_order(officer, cast):
        _sign(cast.page(name, PHONE), cast, name)
    officer.goto(f"{cast.request}signing/")
    expect(main(officer)).to_contain_text("已签署")
    seen(officer, "5-all-signed")
    _check(cast.page("firm"), cast, folder)


def _in_order(officer: Page, cast: Cast) -> list[str]:
    """Who signs, as the page lists it."""
    rows = officer.locator("main table tbody tr td:nth-child(2)").all_inner_texts()
    of_party = dict(STEWARDS) | {"示例乳业有限公司": "firm"}
    order = [next(who for party, who in of_party.items() if party in row) for row in rows]
    assert sorted(order) == sorted(SIGNERS)
    assert order[-1] == "firm", "communities sign first"
    return order


def _not_in_turn(cast: Cast) -> None:
    """The firm is the last; before its turn there is nothing for it to sign."""
    firm = cast.page("firm")
    firm.goto(f"{cast.request}signing/")
    assert not firm.locator("main a[href$='/sign/']").count()


def _sign(page: Page, cast: Cast, name: str) -> None:
    page.goto("/sharing/to-sign/")
    page.locator("main a[href*='/sign/']", has_text=cast.title).first.click()
    expect(page.locator("main ol.sg-pages img").first).to_be_visible()
    address = page.url
    page.locator("main input[name=agrees]").check()
    page.locator("main input[name=secret]").fill("falsch")
    press(page, page.locator("main form button"))
    expect(main(page)).to_contain_text("密码不对，没有签署")
    other = page.context.new_page()  # a second window in which the same page stands open
    other.goto(address)
    page.locator("main input[name=secret]").fill(f"erdem-{name}-2026")
    page.locator("main input[name=agrees]").check()
    seen(page, f"5-sign-{name}")
    press_twice(page, page.locator("main form button"))
    page.wait_for_url(re.compile(r"/signing/$"), timeout=WAIT)
    other.locator("main input[name=secret]").fill(f"erdem-{name}-2026")
    other.locator("main input[name=agrees]").check()
    press(other, other.locator("main form button"))
    expect(other).to_have_url(re.compile(r"/signing/$"))
    other.close()


def _check(page: Page, cast: Cast, folder: Path) -> None:
    """The PDF carries one signature of each and the seal; `erdem verify` says that it holds, and that a changed one does not."""
    reload_until(page, f"{cast.request}signing/", page.locator("main a[href$='/agreement.pdf']"))
    answer = page.context.request.get(f"{cast.request}signing/agreement.pdf")
    assert answer.ok
    file = folder / "agreement.pdf"
    file.write_bytes(answer.body())
    fields = PdfReader(BytesIO(answer.body())).get_fields() or {}
    signed = [name for name, found in fields.items() if found.get("/FT") == "/Sig" and found.get("/V") is not None]
    assert len(signed) == len(SIGNERS) + 1, signed
    command = [sys.executable, "-m", "erdem.web.cli", "verify", "--json", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert '"holds": true' in said.stdout, said.stdout + said.stderr
    broken = folder / "changed.pdf"
    broken.write_bytes(answer.body().replace(b"/Type /Page", b"/Type /Pagf", 1))
    said = subprocess.run([*command[:-1], str(broken)], capture_output=True, text=True, check=False, timeout=120)
    assert '"holds": true' not in said.stdout
    page.goto("/verify/")
    page.locator("main input[type=file]").first.set_input_files(file)
    press(page, page.locator("main form:has(input[type=file]) button").first)
    seen(page, "5-verified")
