"""A patent dispute: taken in, checked, transferred with its evidence, sent back once, transferred again, decided there."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pypdf
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Product
from tests.journeys.rights_people import OFFICER, REGION, Desk, fill, look, open_case, send, step
from tests.journeys.sharing_people import main

REGION_OFFICE = "自治区知识产权局（示例）"
REQUEST = {
    "patent_type": "invention",
    "claimant": "正蓝旗示例奶食合作社",
    "claimant_address": "正蓝旗示例路1号",
    "claimant_contact": "000-0000000",
    "standing": "owner",
    "respondents": "示例甲公司，示例市示例路2号\n示例乙公司，示例市示例路3号",
    "demand": "责令停止制造、销售被控产品。",
    "facts": "示例：市场上购得的被控产品注明的加工步骤与权利要求1相同。",
    "grounds": "示例：被控步骤落入权利要求1的保护范围。",
    "known_on": "2026-06-01",
    "no_court_suit": "",
    "no_other_route": "",
    "is_signed": "",
    "has_register_copy": "",
}


def test_a_patent_dispute_is_transferred_sent_back_and_decided_where_the_power_is(
    browser: Browser, product: Product, tmp_path: Path
) -> None:
    desk = Desk(browser, product, tmp_path)
    open_case(
        desk,
        kind="patent_dispute",
        subject="patent_infringement",
        title="示例奶食加工方法专利纠纷",
        facts="示例：合作社称两家公司按其专利方法加工奶食。",
        right_number="ZL202010000001.1",
    )
    check(desk)
    collect(desk)
    first = hand_over(desk, evidence=2)
    verify(first, evidence=2)
    acknowledge_and_send_back(desk)
    second = hand_over(desk, evidence=1)
    verify(second, evidence=1)
    follow(desk)


def check(desk: Desk) -> None:
    """The check names what is missing, and ends when nothing is."""
    officer = desk.page(OFFICER)
    officer.goto(f"{desk.case}request/")
    fill(officer, **REQUEST)
    look(officer, "1-patent-request")
    send(officer)
    officer.goto(f"{desk.case}check/")
    expect(main(officer)).to_contain_text("尚缺")
    look(officer, "1-patent-check-missing")
    officer.goto(f"{desk.case}request/")
    fill(officer, has_identity_proof="")
    send(officer)
    step(desk, "check", note="示例：已核对请求书、登记簿副本和主体资格，材料齐备。")
    look(officer, "1-patent-checked")


def collect(desk: Desk) -> None:
    """Two pieces of evidence are taken in; of the one that shows a face a redacted copy is made."""
    officer = desk.page(OFFICER)
    for at, title in enumerate(("被控产品包装照片", "购买人照片"), start=1):
        picture = desk.folder / f"{title}.png"
        Image.new("RGB", (400, 300), (200, 120, 40 * at)).save(picture)
        officer.goto(f"{desk.case}evidence/new/")
        fill(officer, kind="audiovisual", title=title, source="示例请求人", captured_at="2026-11-20T10:00")
        officer.locator("input[type=file]").set_input_files(picture)
        send(officer)
    officer.goto(f"{desk.case}evidence/2/redact/")
    look(officer, "2-patent-redact")
    fill(officer, why="遮盖购买人面部", boxes="1: 10, 10, 50, 50")
    send(officer)


def hand_over(desk: Desk, *, evidence: int) -> bytes:
    """The officer makes the package, takes it away once, and hands it over."""
    officer = desk.page(OFFICER)
    officer.goto(f"{desk.case}package/")
    officer.locator("select[name=to_office]").select_option(label=REGION_OFFICE)
    ticked = officer.locator("input[name=evidence]:checked")
    assert [one.get_attribute("value") for one in ticked.all()] == ["1", "3"], (
        "the redacted copy goes, not the original"
    )
    if evidence == 1:
        officer.locator("input[name=evidence][value='3']").uncheck()
    look(officer, f"3-patent-package-{evidence}")
    send(officer)
    with officer.expect_download() as taken:
        officer.locator("main a[href$='.zip']").first.click()
    content = Path(str(taken.value.path())).read_bytes()
    step(desk, "transfer")
    expect(main(officer)).to_contain_text("待签收")
    look(officer, f"3-patent-transferred-{evidence}")
    return content


def verify(content: bytes, *, evidence: int) -> None:
    """Every file of the package has the hash that the list and the sums say, and the list of evidence tells its custody."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    sums = {line[66:]: line[:64] for line in archive.read("SHA256SUMS").decode().splitlines()}
    names = [name for name in archive.namelist() if name != "SHA256SUMS" and not name.startswith("00 ")]
    assert sorted(sums) == sorted(names)
    listed = words_of(archive.read("00 移送清单.pdf"))
    for name in names:
        digest = hashlib.sha256(archive.read(name)).hexdigest()
        assert digest == sums[name]
        assert digest in listed
    assert len([name for name in names if name.endswith(".png")]) == evidence
    chain = words_of(archive.read("04 证据目录和保管记录.pdf"))
    for word in ("保管记录", "示例请求人", REGION_OFFICE):
        assert word in chain


def words_of(pdf: bytes) -> str:
    """Return the words of a PDF without spaces."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def acknowledge_and_send_back(desk: Desk) -> None:
    """The competent office says when it came; its period to file runs; it sends the package back with a reason."""
    region = desk.page(REGION)
    step(desk, "acknowledge", REGION, receipt_number="示例收〔2026〕1号")
    expect(main(region)).to_contain_text("示例收〔2026〕1号")
    expect(main(region)).to_contain_text("立案或不予立案")
    look(region, "4-patent-acknowledged")
    step(desk, "send_back", REGION, reason="示例：购买凭证未附，请补充后再移送。")
    desk.see(OFFICER, "购买凭证未附")
    look(desk.page(OFFICER), "4-patent-sent-back")


def follow(desk: Desk) -> None:
    """The competent office files, serves, hears and decides; the county reads it with its days."""
    step(desk, "acknowledge", REGION, receipt_number="示例收〔2026〕2号")
    step(desk, "note_filed", REGION)
    desk.see(REGION, "结案")
    look(desk.page(REGION), "5-patent-filed")
    for name in ("serve_request", "note_answer", "note_panel", "note_hearing"):
        step(desk, name, REGION)
    step(desk, "decide", REGION, outcome="infringement", reason="示例：认定侵权成立，责令停止。")
    step(desk, "serve", REGION)
    desk.see(OFFICER, "认定侵权")
    look(desk.page(OFFICER), "5-patent-decided")
