"""From a finding to an observation within its window: communities are asked, a way is chosen, a paper is handed in."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Product, picture
from tests.journeys.rights_people import OFFICER, Desk, fill, look, main_button, send, step
from tests.journeys.sharing_people import PHONE, STEWARDS, fits, main, press, today

PENDING, GRANTED = "CN199999901A", "CN105192728B"
"""An invented application that was published and not granted yet, and a patent that was granted, both of the demonstration."""
QUESTION = "发现一件已公布的专利申请，步骤与社区登记的做法相同。旗局拟提交公众意见，只引用已公开的资料。是否同意？"
CONDITION, REASON, RECEIPT, RESULT = (
    "示例：只引用已出版的资料。",
    "示例：申请尚未授权，公众意见不收费，也最快。",
    "示例回执2026第1号",
    "示例：申请人已撤回申请。",
)
DOORS = (
    "",
    "assign/",
    "holders/ask/",
    "holders/1/answer/",
    "way/",
    "submission/",
    "papers/observation.pdf",
    "papers/observation.docx",
    "evidence/new/",
    "evidence/1/",
    "step/conclude/",
)


def test_a_finding_becomes_an_observation_within_its_window(browser: Browser, product: Product, tmp_path: Path) -> None:
    desk = Desk(browser, product, tmp_path)
    take_up(desk, GRANTED)
    read_the_closed_window(desk)
    take_up(desk, PENDING)
    ask(desk)
    answer(desk)
    choose(desk)
    draft(desk)
    hand_in(desk)
    meet_nothing(desk)


def take_up(desk: Desk, number: str) -> None:
    """The officer looks at what the watch has found about a publication, confirms it, and opens the action from it."""
    officer = desk.page(OFFICER)
    officer.goto(f"/findings/?q={number}")
    officer.goto(str(main(officer).locator("table a[href*='/findings/XS-']").first.get_attribute("href")))
    for name in ("start_checking", "confirm"):  # another journey may have taken a step before
        button = main(officer).locator(f"button[name=step][value={name}]").first
        if button.count():
            if name == "confirm":
                fill(officer, text="示例：公开文本的步骤与登记的做法相同。")
            press(officer, button)
    if number == PENDING:
        expect(main(officer)).to_contain_text("窗口开着")
        look(officer, "6-misuse-finding")
        export_dossier(desk)
    officer.goto(str(main(officer).locator("a[href*='/cases/about-finding/']").first.get_attribute("href")))
    send(officer)
    found = re.search(r"/cases/([^/]+)/$", officer.url)
    assert found, officer.url
    desk.number = found[1]
    officer.goto(f"{desk.case}assign/")
    officer.locator("select[name=handler]").select_option(label="示例·经办")
    send(officer)


def export_dossier(desk: Desk) -> None:
    """The draft of an observation repeats the chart and the sources of the dossier."""
    officer = desk.page(OFFICER)
    finding = officer.url
    main(officer).locator("form[action$='/dossier/'] button").first.click()
    officer.wait_for_url(re.compile(r"/dossiers/ZJ-.*\.pdf$"), timeout=60_000, wait_until="commit")
    officer.goto(finding)


def way_of(desk: Desk, name: str) -> Locator:
    """Return what the page of the case says of a way."""
    return main(desk.page(OFFICER)).locator("#action li, #action .er-action").filter(has_text=name).first


def read_the_closed_window(desk: Desk) -> None:
    """Of a granted patent the page says that the window of observations is over and why, and what remains."""
    officer = desk.page(OFFICER)
    window = way_of(desk, "公众意见")
    expect(window).to_contain_text("已过期")
    expect(window).to_contain_text("已于2019年3月8日授权公告")
    look(officer, "6-misuse-closed")
    step(desk, "drop", reason="示例：窗口已过，改由他案处理。")
    step(desk, "archive")


def ask(desk: Desk) -> None:
    """The communities are asked in plain words; without their answers the case does not go on."""
    step(desk, "triage")
    officer = desk.page(OFFICER)
    officer.goto(f"{desk.case}holders/ask/")
    fill(officer, question=QUESTION)
    for way in ("observation", "patent_invalidation"):
        fill(officer, ways=way)
    look(officer, "7-misuse-ask")
    send(officer)
    expect(main(officer).get_by_text("尚未答复", exact=True)).to_have_count(len(STEWARDS))
    officer.goto(f"{desk.case}step/note_consent/")
    press(officer, main_button(officer))
    expect(main(officer)).to_contain_text("未答复不视为同意")
    look(officer, "7-misuse-silence")


def answer(desk: Desk) -> None:
    """Each steward reads the question and answers on a telephone; with the last one the case goes on by itself."""
    for name in STEWARDS.values():
        steward = desk.page(name, PHONE)
        steward.goto(desk.case)
        expect(main(steward)).to_contain_text(QUESTION)
        picture_of_telephone(steward, f"7-misuse-{name}")
        main(steward).locator("a[href*='/answer/']").first.click()
        expect(main(steward)).to_contain_text("征询的应对方式：公众意见、专利权无效宣告请求")
        fill(steward, answer="yes", conditions=CONDITION)
        picture_of_telephone(steward, f"7-misuse-answer-{name}")
        send(steward)
    desk.see(OFFICER, "社区同意应对")
    expect(main(desk.page(OFFICER)).get_by_text(CONDITION)).to_have_count(len(STEWARDS))


def picture_of_telephone(page: Page, name: str) -> None:
    """Keep a picture of what a steward sees; nothing may stand beside the screen."""
    fits(page)
    picture(page, f"rights-{name}")


def choose(desk: Desk) -> None:
    """The officer reads which way is open until when and why; one that is closed is refused, the open one is taken."""
    officer = desk.page(OFFICER)
    officer.goto(desk.case)
    expect(way_of(desk, "公众意见")).to_contain_text("可提出")
    expect(way_of(desk, "公众意见")).to_contain_text("2026年9月18日")
    expect(way_of(desk, "公众意见")).to_contain_text("实施细则")
    expect(way_of(desk, "专利权无效宣告请求")).to_contain_text("授权公告前没有可宣告无效的专利权")
    look(officer, "8-misuse-ways")
    officer.goto(f"{desk.case}way/")
    fill(officer, way="patent_invalidation", reason=REASON)
    press(officer, main_button(officer))
    expect(main(officer)).to_contain_text("仍可采用的方式")
    look(officer, "8-misuse-refused")
    fill(officer, way="observation", reason=REASON)
    send(officer)
    expect(main(officer)).to_contain_text(REASON)


def draft(desk: Desk) -> None:
    """The draft names the application, what stands against it and from which open sources."""
    officer = desk.page(OFFICER)
    address = str(main(officer).locator("a[href*='/papers/observation.pdf']").first.get_attribute("href"))
    pdf = officer.request.get(desk.product.address + address).body()
    (desk.folder / "observation.pdf").write_bytes(pdf)
    words = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for word in ("公众意见", "国家知识产权局", "实施细则", "草稿", PENDING, "202519999901.1", "入模压实", "赵红霞"):
        assert word in words, f"{word} is not in {words}"


def hand_in(desk: Desk) -> None:
    """What was handed in is noted with the number of its receipt, the proof is kept as evidence, the end is noted."""
    officer = desk.page(OFFICER)
    proof = desk.folder / "提交回执.pdf"
    proof.write_bytes((desk.folder / "observation.pdf").read_bytes())
    officer.goto(f"{desk.case}submission/")
    fill(officer, submitted_on=today().isoformat(), submitted_to="国家知识产权局", reference=RECEIPT)
    look(officer, "9-misuse-submission")
    send(officer)
    expect(main(officer)).to_contain_text(RECEIPT)
    officer.goto(f"{desk.case}evidence/new/")
    fill(
        officer,
        kind="document",
        title="提交回执（示例）",
        source="国家知识产权局",
        captured_at=f"{today().isoformat()}T00:00",
    )
    officer.locator("input[type=file]").set_input_files(proof)
    send(officer)
    desk.see(OFFICER, "提交回执（示例）")
    step(desk, "conclude", outcome="succeeded", reason=RESULT)
    expect(main(officer)).to_contain_text(RESULT)
    look(officer, "9-misuse-outcome")


def meet_nothing(desk: Desk) -> None:
    """Neither the public nor a firm meets the case, its papers or what the communities said, at any of its doors."""
    nowhere = re.sub(r"\d{4}$", "9999", desk.number)
    for somebody in (desk.page(""), desk.page("firm")):
        for door in DOORS:
            asked = somebody.context.request.get(f"{desk.product.address}{desk.case}{door}")
            nothing = somebody.context.request.get(f"{desk.product.address}/cases/{nowhere}/{door}")
            assert asked.status == nothing.status, door
            for word in (QUESTION, CONDITION, REASON, RECEIPT, RESULT, PENDING):
                assert word not in asked.text(), door
        listed = somebody.context.request.get(f"{desk.product.address}/cases/?queue=all&q={PENDING}").text()
        assert desk.number not in listed
    step(desk, "archive")  # so that the action is opened anew when the journey is walked again
