"""Every main page, wide and on a phone: axe finds nothing, nothing scrolls sideways, and it works without scripts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Product, log_in, picture

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "/",
    "/knowledge/",
    "/knowledge/new/",
    "/knowledge/import/",
    "/knowledge/substances/",
    "/literature/?q=风干",
    "/literature/form/",
    "/literature/landscape/?q=奶",
    "/literature/reports/new/?q=风干",
    "/literature/reports/",
    "/literature/saved/",
    "/literature/saved/new/?q=风干",
    "/literature/collections/",
    "/literature/import/",
    "/findings/",
    "/places/",
    "/places/152530/",
    "/account/profile/",
    "/account/2fa/",
    "/account/keys/",
    "/api/v1/docs",
    "/styleguide",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of the accessibility checker, fetched at set-up."""
    path = ROOT / "var" / "journeys" / "axe.min.js"
    if not path.exists():
        subprocess.run([sys.executable, "-m", "erdem.base.assets.build", "--journeys"], check=True)
    return path.read_text(encoding="utf-8")


def _violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [
        f"{item['id']}: {json.dumps([node['target'] for node in item['nodes']][:3])}" for item in found["violations"]
    ]


def _first(page: Page, address: str, selector: str) -> str:
    page.goto(address)
    return str(page.locator(selector).first.get_attribute("href"))


@pytest.mark.parametrize("context", [(1400, 900), (390, 844)], indirect=True)
def test_no_page_shuts_anybody_out(page: Page, axe: str) -> None:
    log_in(page, "officer", "erdem-officer-2026")
    detail = (
        _first(page, "/findings/", "main table a[href*='/findings/XS-']"),
        _first(page, "/knowledge/?q=风干肉", "main table a[href*='/knowledge/TK-']"),
        _first(page, "/literature/?q=风干", "main h2 a[href^='/literature/'], main h3 a[href^='/literature/']"),
    )
    width = page.viewport_size["width"] if page.viewport_size else 0
    wrong: list[str] = []
    for number, address in enumerate((*PAGES, *detail)):
        page.goto(address)
        wrong += [f"{address}: {violation}" for violation in _violations(page, axe)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address}: scrolls sideways at {width}")
        picture(page, f"page-{number:02d}")
    assert wrong == []


def test_reading_and_reviewing_work_without_scripts(browser: Browser, product: Product) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=product.address, locale="zh-CN")
    page = context.new_page()
    log_in(page, "region", "erdem-region-2026")
    page.goto("/findings/?q=黄芩汤")
    page.locator("main table a[href*='/findings/XS-']").first.click()
    expect(page.locator("main")).to_contain_text("黄芩")
    page.goto("/knowledge/?q=黄芩汤")
    page.locator("main table a[href*='/knowledge/TK-']").first.click()
    expect(page.locator("h1")).to_contain_text("黄芩汤")
    page.goto("/literature/?q=PHY906")
    expect(page.locator("main")).to_contain_text("CN101098705A")
    context.close()
