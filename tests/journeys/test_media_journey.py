"""A recording finds its way to the record over a line that breaks, is closed to outsiders, and is written down."""

from __future__ import annotations

import io
import uuid
import wave
from pathlib import Path

import numpy
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import Product, log_in, picture

NAME = "蒙古包营造"
PIECES = "**/media/uploads/*-*"


def _recording(folder: Path) -> Path:
    """A recording of a minute and a half: two pieces of what the page sends."""
    path = folder / f"{uuid.uuid4()}.wav"
    loud = numpy.linspace(0, 1, 90 * 44_100 // 2) * numpy.sin(numpy.arange(90 * 44_100 // 2) / 20)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(22_050)
        sound.writeframes(numpy.repeat((loud * 30_000).astype("<i2"), 2).tobytes())
    return path


def _photograph(folder: Path) -> Path:
    path = folder / f"{uuid.uuid4()}.jpg"
    stream = io.BytesIO()
    Image.effect_mandelbrot((2400, 1600), (-2, -1.2, 1, 1.2), 60).convert("RGB").save(stream, "JPEG")
    path.write_bytes(stream.getvalue())
    return path


def _open_record(page: Page) -> str:
    page.goto(f"/knowledge/?q={NAME}")
    page.locator("main table a", has_text=NAME).first.click()
    return page.url


def _describe(page: Page, title: str, *, restricted: bool) -> None:
    page.fill("input[name=title]", title)
    if restricted:
        page.check("input[name=audience][value=communities]")
        page.fill("input[name=reason]", "仅限社区")
        page.check("input[name=announced]")
        page.select_option("select[name=language]", "mn")


def test_an_elder_sends_a_recording_over_a_broken_line_and_closes_it(
    page: Page, product: Product, browser: Browser, tmp_path: Path
) -> None:
    title, file = f"示例口述{uuid.uuid4().hex[:6]}", _recording(tmp_path)
    log_in(page, "elder", "erdem-elder-2026")
    record = _open_record(page)
    page.get_by_role("link", name="添加影像或录音").first.click()
    picture(page, "media-add")

    def break_second(route: Route) -> None:
        later = route.request.method == "PATCH" and route.request.headers.get("upload-offset") != "0"
        route.abort() if later else route.continue_()

    page.route(PIECES, break_second)
    page.set_input_files("input[name=file]", file)
    _describe(page, title, restricted=True)
    page.get_by_role("button", name="上传文件").click()
    expect(page.locator("[data-said]")).to_contain_text("网络断了")

    page.goto(f"{record}media/add/")
    page.unroute(PIECES)
    expect(page.locator("[data-upload]")).to_contain_text("再选同一个文件")
    page.set_input_files("input[name=file]", file)
    _describe(page, title, restricted=True)
    page.get_by_role("button", name="上传文件").click()
    expect(page.locator("h1")).to_contain_text("文件已收下")
    page.get_by_role("link", name="查看这一件").click()
    expect(page.locator("[data-wave]")).to_be_visible(timeout=60_000)

    page.locator("summary", has_text="录下所说的话").click()
    page.fill("[name=start]", "0:01")
    page.fill("[name=end]", "0:05")
    page.fill("[name=transcript]", "示例：先看地势，再看水。")
    page.get_by_role("button", name="存下并确认").click()
    expect(page.locator(".kn-words")).to_contain_text("已核对")
    picture(page, "media-recording")

    stranger = browser.new_context(base_url=product.address, locale="zh-CN").new_page()
    stranger.goto(record)
    shut = stranger.locator("figure", has_text=title)
    expect(shut.locator(".pic--shut")).to_contain_text("仅限社区")
    picture(stranger, "media-shut")
    shut.locator("figcaption a").click()
    expect(stranger.locator("main")).to_contain_text("看不到它的内容")
    assert "先看地势" not in stranger.content()
    assert stranger.goto(f"{page.url.split('#')[0]}files/copy").status == 404  # type: ignore[union-attr]  # there is an answer


def test_a_photograph_is_enlarged_tile_by_tile(page: Page, tmp_path: Path) -> None:
    log_in(page, "elder", "erdem-elder-2026")
    record = _open_record(page)
    page.goto(f"{record}media/add/")
    page.set_input_files("input[name=file]", _photograph(tmp_path))
    _describe(page, "示例照片", restricted=False)
    page.get_by_role("button", name="上传文件").click()
    page.get_by_role("link", name="查看这一件").click()
    expect(page.locator(".kn-zoom canvas").first).to_be_visible(timeout=60_000)
    with page.expect_response(lambda answer: "/image/" in answer.url and answer.url.endswith(".jpg") and answer.ok):
        page.get_by_role("button", name="放大").click()
        page.get_by_role("button", name="放大").click()
        page.get_by_role("button", name="放大").click()
    picture(page, "media-photograph")
