"""The literature journey: a table comes in, is searched, watched, collected, reported and counted."""

from __future__ import annotations

import io
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import log_in, picture

WORD = "示例发酵奶酪"
HEAD = "编码,说法,谁,哪天\n"


def _table(folder: Path, *lines: str) -> Path:
    path = folder / f"示例-{uuid.uuid4()}.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def _hand_in(page: Page, file: Path) -> None:
    page.goto("/literature/import/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="检查文件").click()
    page.wait_for_load_state()


def _save(page: Page, kept: str) -> None:
    expect(page.locator("h1")).to_contain_text(f"可以存入{kept}条")
    page.locator("main form[method=post] button[type=submit]").first.click()
    expect(page.locator("h1")).to_contain_text("已存", timeout=60_000)


def test_an_officer_brings_a_table_in_searches_watches_and_reports(page: Page, tmp_path: Path) -> None:
    log_in(page, "officer", "erdem-officer-2026")
    rows = ("CN109999901A,一种示例发酵奶酪的制法,示例乳业,2019-05-06", "坏号,另一种,示例,2019-05-06")
    _hand_in(page, _table(tmp_path, *rows))
    if page.get_by_role("link", name="指明各列内容").count():
        _name_columns(page)
    picture(page, "literature-checked")
    _save(page, "1")
    _find(page)
    search = _watch(page)
    _hand_in(page, _table(tmp_path, "CN109999902A,又一种示例发酵奶酪,示例二厂,2020-01-02"))
    _save(page, "1")
    _is_told(page, search)
    _collect(page)
    _report(page)
    _count(page)


def _name_columns(page: Page) -> None:
    page.get_by_role("link", name="指明各列内容").click()
    for column, field in enumerate(("publication_number", "title", "applicants", "publication_date")):
        page.select_option(f"select[name=column-{column}]", field)
    picture(page, "literature-columns")
    page.get_by_role("button", name="按这些列检查文件").click()
    page.wait_for_load_state()


def _find(page: Page) -> None:
    """The document is there within seconds; a mistake is pointed at; a number leads straight to it."""
    page.goto(f"/literature/?q={WORD}")
    expect(page.locator("mark").first).to_be_visible(timeout=10_000)
    expect(page.locator("main")).to_contain_text("系统这样理解")
    page.goto("/literature/?q=xx:奶酪")
    expect(page.locator(".er-mistake mark")).to_contain_text("xx")
    picture(page, "literature-mistake")
    page.fill("#er-search-q", "CN 109999901 A")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(WORD)
    picture(page, "literature-publication")


def _watch(page: Page) -> str:
    """Save the search; give the address of its page."""
    page.goto(f"/literature/?q={WORD}")
    page.get_by_role("link", name="存此检索").click()
    page.fill("input[name=name]", f"{WORD} {uuid.uuid4()}")
    page.get_by_role("button", name="存检索").click()
    page.wait_for_url(re.compile(r"/literature/saved/\d+/$"))
    picture(page, "literature-saved")
    return page.url


def _is_told(page: Page, search: str) -> None:
    """The new publication is told by itself, the one that was there before is not."""
    page.goto(search)
    for _attempt in range(60):
        if page.locator("main").get_by_text("又一种示例发酵奶酪").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("main")).to_contain_text("又一种示例发酵奶酪")
    expect(page.locator("main")).not_to_contain_text("一种示例发酵奶酪的制法")
    picture(page, "literature-told")


def _collect(page: Page) -> None:
    page.goto(f"/literature/?q={WORD}")
    page.locator("input.er-tick").first.check()
    page.get_by_role("button", name="所选入文献夹").click()
    page.fill("input[name=name]", f"示例夹 {uuid.uuid4()}")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/literature/collections/\d+/$"))
    expect(page.locator("main")).to_contain_text(WORD)
    picture(page, "literature-collection")


def _report(page: Page) -> None:
    page.goto(f"/literature/?q={WORD}")
    page.get_by_role("link", name="编写报告").click()
    page.fill("textarea[name=question]", "2018年以前是否已有示例发酵奶酪的记载？")
    page.locator("input[name^=note-]").first.fill("最接近的一件")
    page.get_by_role("button", name="编写报告").click()
    page.wait_for_url(re.compile(r"/literature/reports/JS-\d{4}-\d+/$"))
    picture(page, "literature-report")
    answer = page.context.request.get(page.url.rstrip("/") + ".pdf")
    text = "".join("".join(part.extract_text().split()) for part in PdfReader(io.BytesIO(answer.body())).pages)
    assert "JS-" in text
    assert "CN109999901A" in text
    assert "最接近的一件" in text


def _count(page: Page) -> None:
    page.goto(f"/literature/?q={WORD}")
    page.get_by_role("link", name="分布概览").click()
    expect(page.locator("h1")).to_contain_text("2件文献")
    expect(page.locator("figure canvas").first).to_be_visible()
    picture(page, "literature-landscape")
    page.locator("figure[data-chart=bars] summary").first.click()
    page.locator("figure[data-chart=bars] table a").first.click()
    expect(page.locator("main")).to_contain_text("1件文献")


@pytest.mark.parametrize("context", [(390, 844)], indirect=True)
def test_anybody_searches_by_form_on_a_phone(page: Page) -> None:
    page.goto("/literature/form/")
    page.fill("input[name=all_words]", "风干")
    page.fill("input[name=title]", "牛肉")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/literature/\?q="))
    expect(page.locator("main ol.er-hits li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
