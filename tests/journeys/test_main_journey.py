"""The main journey: log in, import knowledge, screen, open a finding, confirm it, read the dossier."""

from __future__ import annotations

import io
import json
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import log_in, picture

HERE = {
    "name": "示例风干牛肉",
    "kind": "process",
    "places": ["152530"],
    "materials": ["牛肉", "盐"],
    "steps": [
        {"op": "切条", "materials": "牛肉", "tool": "刀", "temp": None, "time": None},
        {"op": "腌制", "materials": "盐", "tool": None, "temp": None, "time": "约12小时"},
        {"op": "悬挂风干", "materials": "肉条", "tool": "绳", "temp": "冬季", "time": "整季"},
    ],
    "products": ["风干肉"],
    "sources": [{"title": "示例县志", "kind": "book", "year": "1987"}],
    "diffusion_tier": "D4",
    "confidence": "medium",
}


def _file(folder: Path) -> Path:
    path = folder / "records.jsonl"
    record = {**HERE, "id": f"journey-{uuid.uuid4()}"}  # the same record is never taken twice
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_an_officer_goes_from_import_to_dossier(page: Page, tmp_path: Path) -> None:
    log_in(page, "officer", "erdem-officer-2026")
    expect(page.locator("h1")).to_contain_text("线索")
    picture(page, "desk")

    _import(page, _file(tmp_path))
    _screen(page)

    page.goto("/findings/?q=风干&status=new")
    picture(page, "findings")
    page.locator("main table a[href*='/findings/XS-']").first.click()
    expect(page.locator("main")).to_contain_text("分值只用来排先后")
    expect(page.locator("main")).to_contain_text("为何不更高")
    picture(page, "finding")

    page.get_by_role("button", name="开始核对").first.click()
    page.fill("main textarea", "示例意见：做法相近，来源有据，建议立卷。")
    page.get_by_role("button", name=re.compile("确认")).first.click()
    expect(page.locator("main")).to_contain_text("已确认")
    picture(page, "finding-confirmed")
    _dossier(page, tmp_path)


def _import(page: Page, file: Path) -> None:
    page.goto("/knowledge/import/")
    page.set_input_files("input[type=file]", file)
    page.get_by_label("直接登记入册").check()
    page.get_by_label(re.compile("不含国家秘密")).check()
    page.locator("main form:has(input[type=file]) button[type=submit]").first.click()
    page.wait_for_load_state()
    expect(page.locator("h1")).to_contain_text("1")
    picture(page, "import-checked")
    page.locator("main form[method=post] button[type=submit]").first.click()
    expect(page.locator("h1")).to_contain_text("已导入1条", timeout=60_000)
    page.goto("/knowledge/?q=示例风干牛肉")
    expect(page.locator("main table")).to_contain_text("示例风干牛肉")


def _screen(page: Page) -> None:
    page.goto("/findings/")
    page.get_by_role("button", name="重新比对").first.click()
    expect(page.locator("main progress")).to_have_attribute("value", "100", timeout=180_000)
    picture(page, "screening-done")


def _dossier(page: Page, folder: Path) -> None:
    finding = page.url
    page.get_by_role("button", name="导出证据卷").first.click()
    page.wait_for_url(re.compile(r"/dossiers/ZJ-.*\.pdf$"), timeout=60_000, wait_until="commit")
    answer = page.context.request.get(page.url)
    assert answer.headers["content-type"] == "application/pdf"
    (folder / "dossier.pdf").write_bytes(answer.body())
    text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(answer.body())).pages)
    assert "ZJ-2026-" in text
    assert "风干" in text
    assert "侵权" not in text
    page.goto(finding)
    expect(page.locator("main a[href*='/dossiers/ZJ-']").first).to_be_visible()
    picture(page, "finding-dossier")


@pytest.mark.parametrize("context", [(390, 844)], indirect=True)
def test_an_elder_reads_the_desk_on_a_phone(page: Page) -> None:
    log_in(page, "elder", "erdem-elder-2026")
    expect(page.locator("h1")).to_be_visible()
    picture(page, "elder-desk")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
