"""Secret knowledge: a key is made, content sealed, opened, shared, taken back and recovered; nothing readable ever leaves.

Every request of the journey is watched: none carries the passphrase, the private key, a share or the content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Download, Page, Request, Response, expect

from erdem.lib import sealing
from tests.journeys.conftest import Product, log_in, picture

PASSPHRASE = "示例 草原 四个 词语"
SECOND = "示例 新的 四个 词语"
TEXT = "示例秘传：三月初三，取井水一碗。"
FILE_NAME = "示例绝密.txt"


@dataclass
class Watch:
    """Everything that goes over the network, and the words that must never be among it."""

    sent: list[bytes] = field(default_factory=list)
    answered: list[tuple[str, str]] = field(default_factory=list)
    secrets: set[str] = field(default_factory=lambda: {PASSPHRASE, SECOND, TEXT, FILE_NAME, "AGE-SECRET-KEY-1"})

    def follow(self, page: Page) -> None:
        """Keep every request and the head of every answer of a page."""
        page.on("request", self._ask)
        page.on("response", self._hear)

    def _ask(self, request: Request) -> None:
        self.sent.append(request.url.encode() + b" " + (request.post_data_buffer or b""))

    def _hear(self, response: Response) -> None:
        if response.status < 400 and re.search(r"/(?:keys|sealed)/", response.url):
            self.answered.append((response.url, response.headers.get("cache-control", "")))

    def leaks(self) -> list[str]:
        """Return the secrets that were met in a request, as they are or as an address writes them."""
        found = []
        for raw in self.sent:
            text = raw.decode("utf-8", "replace")
            found += [secret for secret in self.secrets if secret in text or secret in unquote_plus(text)]
        return found


def visitor(browser: Browser, product: Product, watch: Watch, name: str, width: int = 1400) -> Page:
    """Sign somebody in, in a browser of the own; what goes over the network from here on is watched."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, base_url=product.address, locale="zh-CN", accept_downloads=True
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    log_in(page, name, f"erdem-{name}-2026")
    watch.follow(page)
    return page


def new_passphrase(page: Page, part: str, words: str) -> None:
    """Write a passphrase twice."""
    page.fill(f"#{part}-first", words)
    page.fill(f"#{part}-second", words)


def make_key(page: Page, label: str) -> str:
    """Make a key and return its public part."""
    page.goto("/knowledge/keys/")
    page.fill("#make-label", label)
    new_passphrase(page, "make", PASSPHRASE)
    picture(page, "sealing-keys")
    page.get_by_role("button", name="建立密钥").click()
    page.wait_for_url(re.compile(r"/knowledge/keys/\d+/$"))
    return page.get_attribute("[data-sealing]", "data-recipient") or ""


def a_record(page: Page) -> str:
    """Return the number of a record that the community of this person holds."""
    page.goto("/knowledge/?mine=1")
    address = page.locator("main table a[href*='/knowledge/TK-']").first.get_attribute("href") or ""
    return address.rstrip("/").rpartition("/")[2]


def open_item(page: Page, passphrase: str = PASSPHRASE) -> None:
    """Open the content of the page with the passphrase."""
    page.fill("#unlock-passphrase", passphrase)
    page.get_by_role("button", name="在本机打开").click()
    expect(page.locator("[data-opened]")).to_be_visible(timeout=60_000)


def taken(download: Download, folder: Path, name: str) -> Path:
    """Keep a downloaded file."""
    path = folder / name
    download.save_as(path)
    return path


def test_secret_content_is_sealed_opened_shared_and_recovered(
    browser: Browser, product: Product, tmp_path: Path
) -> None:
    watch = Watch()
    elder = visitor(browser, product, watch, "elder")
    number = a_record(elder)
    recipient = make_key(elder, "示例手机")
    key_page = elder.url
    shares = _split(elder, watch)
    item = _seal(elder, number, tmp_path)
    _opened_by_the_holder(elder)

    steward = visitor(browser, product, watch, "steward", 390)
    make_key(steward, "示例电脑")
    _not_for_the_steward_yet(steward, item)
    _second_holder_added(elder)
    _opened_by_the_steward(steward, item)
    _opened_without_us(elder, tmp_path, key_page, recipient)
    _recovered(elder, key_page, shares)
    _nothing_for_strangers(browser, product, watch, item)
    assert watch.leaks() == []
    assert len(watch.sent) > 40
    assert watch.answered
    assert [url for url, control in watch.answered if "no-store" not in control] == []
    kept = elder.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert not [secret for secret in watch.secrets if secret in kept]
    assert elder.evaluate("localStorage.length") == 0


def _split(page: Page, watch: Watch) -> list[str]:
    """Two of three shares; the sheets are shown once."""
    for place in (1, 2, 3):
        page.fill(f"#keeper-{place}", f"示例长老{place}")
    page.fill("#split-passphrase", PASSPHRASE)
    page.get_by_role("button", name="生成恢复单").click()
    expect(page.locator(".kn-sheet")).to_have_count(3, timeout=60_000)
    picture(page, "sealing-sheets")
    shares = [" ".join(sheet.locator("li b").all_inner_texts()) for sheet in page.locator(".kn-sheet").all()]
    assert all(len(share.split()) == 33 for share in shares)
    watch.secrets |= set(shares) | {" ".join(share.split()[:4]) for share in shares}
    page.reload()
    expect(page.locator(".kn-sheet")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("3份中有2份就能恢复")
    return shares


def _seal(page: Page, number: str, folder: Path) -> str:
    """Seal a file and return the address of the sealed content."""
    page.goto(f"/knowledge/{number}/sealed/")
    (folder / FILE_NAME).write_text(TEXT, encoding="utf-8")
    page.set_input_files("#seal-file", folder / FILE_NAME)
    picture(page, "sealing-form")
    page.get_by_role("button", name="封存", exact=True).click()
    page.wait_for_url(re.compile(r"/sealed/\d+/$"))
    return page.url


def _opened_by_the_holder(page: Page) -> None:
    page.fill("#unlock-passphrase", "示例 不对的 口令 词语")
    page.get_by_role("button", name="在本机打开").click()
    expect(page.get_by_role("alert")).to_contain_text("口令不对", timeout=60_000)
    open_item(page)
    expect(page.locator("[data-shown] pre")).to_have_text(TEXT)
    expect(page.locator("[data-name]")).to_have_text(FILE_NAME)
    picture(page, "sealing-opened")


def _not_for_the_steward_yet(page: Page, item: str) -> None:
    """A member of the community knows that it is there and who can open it, and cannot open it."""
    page.goto(item)
    expect(page.locator("main")).to_contain_text("示例·额吉")
    assert page.locator("#unlock-passphrase").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="取密文文件").click()
    assert download.value.suggested_filename.endswith(".age")


def _second_holder_added(page: Page) -> None:
    page.reload()
    open_item(page)
    page.locator("[data-reseal] label", has_text="示例·管事").first.locator("input").check()
    page.get_by_label("在这里删去").check()
    page.get_by_role("button", name="重新封存").click()
    expect(page.locator("main")).to_contain_text("已重新封存")
    expect(page.locator("main table")).to_contain_text("已删去")


def _opened_by_the_steward(page: Page, item: str) -> None:
    page.goto(item)
    picture(page, "sealing-item")
    open_item(page)
    expect(page.locator("[data-shown] pre")).to_have_text(TEXT)


def _opened_without_us(page: Page, folder: Path, key_page: str, recipient: str) -> None:
    """The sealed file and the locked key file open with pyrage, the age of others."""
    with page.expect_download() as sealed:
        page.get_by_role("link", name="取密文文件").click()
    page.goto(key_page)
    with page.expect_download() as locked:
        page.get_by_role("button", name="存下上锁的密钥文件").click()
    identity = sealing.unwrap_identity(taken(locked.value, folder, "key.age").read_text("ascii"), PASSPHRASE)
    assert sealing.recipient_of(identity) == recipient
    opened = sealing.open_sealed(taken(sealed.value, folder, "sealed.age").read_bytes(), [identity])
    assert opened.content.decode() == TEXT
    assert opened.name == FILE_NAME


def _recovered(page: Page, key_page: str, shares: list[str]) -> None:
    """One share of three is refused, so is a mistyped word; two bring the key back with another passphrase."""
    page.goto(key_page)
    boxes, button = page.locator("#recover textarea"), page.get_by_role("button", name="找回密钥")
    new_passphrase(page, "recover", SECOND)
    boxes.nth(0).fill(shares[0])
    button.click()
    alert = page.locator("#recover [role=alert]")
    expect(alert).to_contain_text("要2份不同的恢复份，您写了1份")
    boxes.nth(1).fill(shares[2].replace(shares[2].split()[6], "xylophon", 1))
    button.click()
    expect(alert).to_contain_text("第2份的第7个词")
    picture(page, "sealing-recover")
    boxes.nth(1).fill(shares[2])
    button.click()
    expect(page.locator("#recover [data-says]")).to_contain_text("新口令已生效", timeout=60_000)


def _nothing_for_strangers(browser: Browser, product: Product, watch: Watch, item: str) -> None:
    """For the officer of the place, the record and what is sealed of it are not there."""
    officer = visitor(browser, product, watch, "officer")
    for address in (item.rpartition("/sealed/")[0] + "/sealed/", item, f"{item}2.age"):
        answer = officer.goto(address)
        assert answer is not None
        assert answer.status == 404
