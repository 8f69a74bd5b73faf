"""A steward takes out the evidence of a version; a stranger checks it without signing in, and finds out a forgery."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Product, log_in, picture

NAME = "勒勒车制作"


def test_evidence_goes_from_the_steward_to_a_stranger(
    page: Page, product: Product, browser: Browser, tmp_path: Path
) -> None:
    log_in(page, "steward", "erdem-steward-2026")
    page.goto(f"/knowledge/?q={NAME}")
    page.locator("main table a", has_text=NAME).first.click()
    page.goto(f"{page.url}versions/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="取它存在过的存证文件").click()
    evidence = tmp_path / "evidence.json"
    taken.value.save_as(evidence)
    forged = tmp_path / "forged.json"
    told = json.loads(evidence.read_text(encoding="utf-8"))
    forged.write_text(json.dumps({**told, "document": told["document"].replace(NAME, "别人的车")}), encoding="utf-8")

    stranger = browser.new_context(base_url=product.address, locale="zh-CN", viewport={"width": 390, "height": 844})
    other = stranger.new_page()
    other.goto("/")
    other.get_by_role("link", name="核验证明").click()
    other.set_input_files("input[name=file]", evidence)
    other.get_by_role("button", name="检查文件").click()
    expect(other.locator("main")).to_contain_text("证明成立")
    expect(other.locator("main")).to_contain_text("在日志中的位置")
    picture(other, "notary-verified")
    other.set_input_files("input[name=file]", forged)
    other.get_by_role("button", name="检查文件").click()
    expect(other.locator("main")).to_contain_text("证明不成立")
    expect(other.locator("main")).to_contain_text("被改过")
    picture(other, "notary-refused")
    stranger.close()


def test_an_auditor_compares_the_trail_with_its_heads_and_takes_the_proof_away(
    page: Page, product: Product, tmp_path: Path
) -> None:
    log_in(page, "auditor", "erdem-auditor-2026")
    page.get_by_role("link", name="操作留痕", exact=True).first.click()
    expect(page.locator("main h1")).to_contain_text("个摘要")
    page.get_by_role("link", name="核对本页").click()
    expect(page.locator("main")).to_contain_text("全部相符")
    picture(page, "notary-audit")
    with page.expect_download() as taken:
        page.get_by_role("link", name="存证文件").first.click()
    evidence = tmp_path / "head.json"
    taken.value.save_as(evidence)
    page.goto("/verify/")
    page.set_input_files("input[name=file]", evidence)
    page.get_by_role("button", name="检查文件").click()
    expect(page.locator("main")).to_contain_text("证明成立")
    page.goto("/knowledge/?q=%E5%8B%92%E5%8B%92%E8%BD%A6")
    expect(page.locator("main")).not_to_contain_text("服务器")  # an auditor reads no more of the records than anybody
