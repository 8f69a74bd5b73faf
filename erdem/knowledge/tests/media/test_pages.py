"""Pages, files and the upload protocol as browsers use them."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.media_choices import Audience
from erdem.knowledge.media_content import MediaContent
from erdem.knowledge.models import Media, Record, Segment, TextLine, Upload
from erdem.knowledge.services import SegmentContent
from erdem.knowledge.tests.media import making
from erdem.knowledge.tests.media.sending import a_record, item
from erdem.knowledge.tests.test_pages import as_person, text_of

pytestmark = pytest.mark.django_db
RESTRICTED = MediaContent(title="示例口述甲", audience=Audience.COMMUNITIES, reason="示例原因", language="mn")
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def record(people: People) -> Record:
    return a_record(people, status="registered", diffusion_tier="D4")


@pytest.fixture
def draft(people: People) -> Record:
    return a_record(people)


def of(media: Media, name: str, *more: Any) -> str:
    return reverse(f"knowledge:{name}", args=[media.record.number, media.pk, *more])


def body(response: Any) -> bytes:
    """Return the content; reading a file to its end closes it."""
    return bytes(b"".join(response.streaming_content) if response.streaming else response.content)


def test_the_record_page_keeps_the_place_of_announced_items_and_hides_the_others(
    client: Client, people: People, record: Record
) -> None:
    item(people.holder, record, making.jpeg(), "照片.jpg", MediaContent(title="示例照片"))
    item(people.holder, record, making.tone(3), "甲.wav", replace(RESTRICTED, announced=True))
    item(people.holder, record, making.tone(3), "乙.wav", replace(RESTRICTED, title="示例口述乙"))
    page = text_of(client.get(reverse("knowledge:record-detail", args=[record.number])))
    assert "2件，1件不对您开放" in page
    assert "pic--shut" in page
    assert "示例口述甲，3秒" in page
    assert "示例口述乙" not in page
    own = text_of(as_person(client, people.holder).get(reverse("knowledge:media-list", args=[record.number])))
    assert "示例口述乙" in own
    assert "不对您开放" not in own


def test_the_page_of_an_announced_item_says_why_it_is_shut(client: Client, people: People, record: Record) -> None:
    media = item(
        people.holder, record, making.tone(3), "甲.wav", replace(RESTRICTED, announced=True, narrator="示例讲述人")
    )
    page = text_of(client.get(of(media, "media-detail")))
    assert "示例原因" in page
    assert "您能看到有这一件，看不到它的内容" in page
    for word in ("示例讲述人", "<audio", "SHA-256", "media-file", "/files/"):
        assert word not in page, word


@pytest.mark.parametrize("role", ["original", "copy", "peaks", "screen", "tiles", "nothing"])
def test_no_byte_of_a_restricted_item_leaves(client: Client, people: People, record: Record, role: str) -> None:
    media = item(people.holder, record, making.tone(3), "甲.wav", replace(RESTRICTED, announced=True))
    for actor in (None, people.applicant, people.officer):
        visitor = as_person(Client(), actor) if actor else client
        assert visitor.get(of(media, "media-file", role)).status_code == 404


def test_a_player_gets_the_part_it_asks_for(client: Client, people: People, record: Record) -> None:
    content = making.tone(3)
    media = item(people.holder, record, content, "甲.wav", RESTRICTED)
    as_person(client, people.holder)
    answer = client.get(of(media, "media-file", "copy"), HTTP_RANGE="bytes=100-299")
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes 100-299/{len(content)}")
    assert body(answer) == content[100:300]
    assert answer["Content-Type"] == "audio/wav"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    head = client.head(of(media, "media-file", "copy"))
    assert (head.status_code, head["Content-Length"], head["Accept-Ranges"]) == (200, str(len(content)), "bytes")
    saved = client.get(of(media, "media-file", "original") + "?download=1")
    assert saved["Content-Disposition"].startswith("attachment;")
    assert body(saved) == content


def test_documents_are_only_ever_handed_out_as_a_download(client: Client, people: People, record: Record) -> None:
    media = item(people.holder, record, making.pdf(), "书影.pdf")
    answer = client.get(of(media, "media-file", "copy"))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/pdf"
    body(answer)
    assert "不在页面里显示" in text_of(client.get(of(media, "media-detail")))


def test_a_picture_is_enlarged_by_tiles_of_the_image_api(client: Client, people: People, record: Record) -> None:
    media = item(people.holder, record, making.jpeg(1300, 900, with_place=True), "照片.jpg")
    information = client.get(of(media, "media-image")).json()
    assert information["id"] == f"http://testserver{of(media, 'media-image').removesuffix('/info.json')}"
    assert (information["profile"], information["width"], information["height"]) == ("level0", 1300, 900)
    assert information["tiles"] == [{"width": 512, "height": 512, "scaleFactors": [1, 2, 4]}]
    tile = client.get(f"{information['id']}/1024,512,276,388/276,388/0/default.jpg".removeprefix("http://testserver"))
    with Image.open(io.BytesIO(body(tile))) as picture:
        assert (picture.size, dict(picture.getexif())) == ((276, 388), {})
    for region, size in (("0,0,1,1", "1,1"), ("full", "9999,1"), ("9,9,9,9", "max")):
        assert client.get(of(media, "media-tile", region, size)).status_code == 404


def test_the_manifest_holds_what_is_open_to_its_reader(client: Client, people: People, record: Record) -> None:
    item(people.holder, record, making.jpeg(1300, 900), "照片.jpg", MediaContent(title="示例照片"))
    item(people.holder, record, making.tone(3), "甲.wav", replace(RESTRICTED, announced=True))
    item(people.holder, record, making.film(), "片.mp4", MediaContent(title="示例录像"))
    address = reverse("knowledge:media-manifest", args=[record.number])
    whole = json.loads(body(client.get(address)))
    assert [canvas["label"]["zh-Hans"] for canvas in whole["items"]] == [["示例照片"], ["示例录像"]]
    assert {"label": {"zh-Hans": ["不对您开放"]}, "value": {"none": ["1"]}} in whole["metadata"]
    service = whole["items"][0]["items"][0]["items"][0]["body"]["service"][0]["id"]
    assert client.get(f"{service}/info.json").status_code == 200
    own = json.loads(body(as_person(client, people.holder).get(address)))
    sound = own["items"][1]["items"][0]["items"][0]["body"]
    assert (sound["type"], sound["duration"]) == ("Sound", 3.0)


def test_a_file_is_sent_with_the_plain_form(client: Client, people: People, draft: Record) -> None:
    as_person(client, people.holder)
    address = reverse("knowledge:media-add", args=[draft.number])
    form = {"title": "示例照片", "language": "zxx", "audience": "record", "captured_on": "2026-10-12"}
    sent: Any = client.post(address, {**form, "file": SimpleUploadedFile("照片.jpg", making.jpeg())})
    page = text_of(client.get(sent.url))
    assert "文件已收下" in page
    with acting_as(SYSTEM):
        assert Media.objects.get().title == "示例照片"
    refused: Any = client.post(address, {**form, "file": SimpleUploadedFile("图.svg", making.SVG)})
    assert "能在浏览器里执行命令" in text_of(client.get(refused.url))
    nothing = client.post(address, form)
    assert nothing.status_code == 422
    empty = client.post(address, {**form, "file": SimpleUploadedFile("空.jpg", b"")})
    assert "文件是空的" in text_of(empty)


def test_the_plain_form_refuses_what_is_too_large_for_it(
    client: Client, people: People, draft: Record, settings: Any
) -> None:
    settings.MEDIA_FORM_LIMIT_MB = 0
    as_person(client, people.holder)
    form = {
        "title": "示例",
        "language": "zxx",
        "audience": "record",
        "file": SimpleUploadedFile("照片.jpg", making.jpeg()),
    }
    answer = client.post(reverse("knowledge:media-add", args=[draft.number]), form)
    assert answer.status_code == 422
    assert "分段传" in text_of(answer)


def encoded(**pairs: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def create(client: Client, record: Record, length: str, **pairs: str) -> Any:
    address = reverse("knowledge:media-upload-begin", args=[record.number])
    given = {"filename": "口述.wav", "title": "示例口述", **pairs}
    return client.post(
        address,
        b"",
        content_type="application/octet-stream",
        headers={**TUS, "Upload-Length": length, "Upload-Metadata": encoded(**given)},
    )


def patch(client: Client, address: str, offset: int, content: bytes, headers: dict[str, str] | None = None) -> Any:
    headers = dict(headers or {})
    return client.patch(
        address,
        content,
        content_type=headers.pop("Content-Type", "application/offset+octet-stream"),
        headers={**TUS, "Upload-Offset": str(offset), **headers},
    )


def test_a_file_is_sent_by_the_protocol_and_goes_on_after_a_break(
    client: Client, people: People, draft: Record
) -> None:
    as_person(client, people.holder)
    content = making.tone(2)
    offered = client.options(reverse("knowledge:media-upload-begin", args=[draft.number]))
    assert offered["Tus-Version"] == "1.0.0"
    assert "creation" in offered["Tus-Extension"]
    made = create(client, draft, str(len(content)))
    assert made.status_code == 201
    address = made["Location"]
    assert patch(client, address, 0, content[:5000])["Upload-Offset"] == "5000"
    there = client.head(address, headers=TUS)
    assert (there["Upload-Offset"], there["Upload-Length"]) == ("5000", str(len(content)))
    wrong = patch(client, address, 4000, content[4000:])
    assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "5000")
    digest = base64.b64encode(hashlib.sha1(content[5000:]).digest()).decode()
    spoiled = patch(client, address, 5000, content[5001:] + b"x", {"Upload-Checksum": f"sha1 {digest}"})
    assert spoiled.status_code == 460
    done = patch(client, address, 5000, content[5000:], {"Upload-Checksum": f"sha1 {digest}"})
    assert (done.status_code, done["Upload-Offset"]) == (204, str(len(content)))
    assert "文件已收下" in text_of(client.get(made["X-Upload-Page"]))
    with acting_as(SYSTEM):
        assert Media.objects.get().title == "示例口述"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2"}, 412),
        ({"Upload-Offset": "x"}, 400),
        ({"Upload-Checksum": "md5 AAAA"}, 400),
        ({"Upload-Checksum": "sha1 ???"}, 400),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_what_breaks_the_protocol_is_refused(
    client: Client, people: People, draft: Record, headers: dict[str, str], status: int
) -> None:
    address = create(as_person(client, people.holder), draft, "100")["Location"]
    assert patch(client, address, 0, b"x" * 100, headers).status_code == status
    with acting_as(SYSTEM):
        assert Upload.objects.get().received == 0


def test_four_gigabytes_are_refused_with_a_sentence(client: Client, people: People, draft: Record) -> None:
    answer = create(as_person(client, people.holder), draft, str(4 << 30))
    assert answer.status_code == 413
    assert "文件有4,096 MB，最多收2,048 MB" in text_of(answer)
    for length in ("", "-1", "x", "9" * 40):
        assert create(client, draft, length).status_code == 400
    assert create(client, draft, "0").status_code == 422


def test_a_restriction_without_a_reason_is_refused_before_the_file_is_sent(
    client: Client, people: People, draft: Record
) -> None:
    answer = create(as_person(client, people.holder), draft, "100", audience="communities")
    assert (answer.status_code, "为什么限看" in text_of(answer)) == (422, True)


def test_an_upload_is_given_up(client: Client, people: People, draft: Record) -> None:
    address = create(as_person(client, people.holder), draft, "100")["Location"]
    assert client.delete(address, headers=TUS).status_code == 204
    assert client.head(address, headers=TUS).status_code == 404


def test_nobody_else_reaches_an_upload(client: Client, people: People, draft: Record) -> None:
    address = create(as_person(client, people.holder), draft, "100")["Location"]
    officer = as_person(Client(), people.officer)
    assert officer.head(address, headers=TUS).status_code == 404
    assert patch(officer, address, 0, b"x").status_code == 404
    assert Client().head(address, headers=TUS).status_code == 302


def test_words_are_written_down_and_confirmed_on_the_page(client: Client, people: People, record: Record) -> None:
    media = item(people.holder, record, making.tone(5), "甲.wav", MediaContent(title="示例", language="mn"))
    as_person(client, people.holder)
    given = {"start": "0:01.5", "end": "0:03", "transcript": "示例蒙古语<b>", "in_zh": "示例译文", "speaker": "示例人"}
    assert client.post(of(media, "media-segment-add"), {**given, "do": "save"}).status_code == 302
    with acting_as(SYSTEM):
        segment = Segment.objects.get()
    assert (segment.from_ms, segment.to_ms, segment.confirmed_at) == (1500, 3000, None)
    public = Client()
    assert "示例译文" not in text_of(public.get(of(media, "media-detail")))
    assert public.get(of(media, "media-captions", "zh")).status_code == 404
    address = of(media, "media-segment", segment.pk)
    assert client.post(address, {**given, "version": "1", "do": "confirm"}).status_code == 302
    page = text_of(public.get(of(media, "media-detail")))
    assert "示例蒙古语&lt;b&gt;" in page
    captions = body(public.get(of(media, "media-captions", "mn"))).decode()
    assert "00:00:01.500 --> 00:00:03.000\n示例蒙古语&lt;b&gt;" in captions
    late = client.post(address, {**given, "version": "1", "do": "save"})
    assert (late.status_code, "别人改过这一段" in text_of(late)) == (422, True)
    wrong = client.post(of(media, "media-segment-add"), {**given, "start": "soon"})
    assert (wrong.status_code, "1:05.2" in text_of(wrong)) == (422, True)
    assert client.post(address, {"do": "remove"}).status_code == 302
    with acting_as(SYSTEM):
        assert not Segment.objects.exists()


def test_an_item_is_changed_and_a_late_writer_is_told(client: Client, people: People, record: Record) -> None:
    media = item(people.holder, record, making.jpeg(), "照片.jpg", MediaContent(title="示例"))
    as_person(client, people.holder)
    page = text_of(client.get(of(media, "media-edit")))
    assert 'name="audience"' in page
    form = {
        "title": "示例新题名",
        "kind": "scan",
        "language": "zh",
        "audience": "communities",
        "reason": "示例原因",
        "announced": "on",
        "version": "1",
    }
    assert client.post(of(media, "media-edit"), form).status_code == 302
    with acting_as(SYSTEM):
        now = Media.objects.get()
        assert (now.title, now.kind, now.audience, now.announced) == ("示例新题名", "scan", "communities", True)
    late = client.post(of(media, "media-edit"), form)
    assert (late.status_code, "别人改过这一件" in text_of(late)) == (422, True)
    bare = client.post(of(media, "media-edit"), {**form, "version": "2", "reason": ""})
    assert (bare.status_code, "为什么限看" in text_of(bare)) == (422, True)


def test_the_order_is_changed_and_an_item_taken_away(client: Client, people: People, record: Record) -> None:
    for name in ("甲", "乙"):
        item(people.holder, record, making.jpeg(), f"{name}.jpg", MediaContent(title=f"示例{name}"))
    as_person(client, people.holder)
    with acting_as(SYSTEM):
        second = Media.objects.select_related("record").get(title="示例乙")
    client.post(of(second, "media-move"), {"do": "up"})
    with acting_as(SYSTEM):
        assert [row.title for row in Media.objects.order_by("ordinal")] == ["示例乙", "示例甲"]
    assert "要删去“示例乙”吗" in text_of(client.get(of(second, "media-remove")))
    client.post(of(second, "media-remove"))
    with acting_as(SYSTEM):
        assert [row.title for row in Media.objects.all()] == ["示例甲"]


def test_lines_of_a_scan_count_once_confirmed(client: Client, people: People, record: Record) -> None:
    media = item(people.holder, record, making.jpeg(), "书影.jpg", MediaContent(title="示例", kind="scan"))
    with acting_as(SYSTEM):
        line = TextLine.objects.create(media=media, ordinal=1, text="黄茋", proposed="黄茋", confidence=0.83)
    assert "黄茋" not in text_of(client.get(of(media, "media-detail")))
    as_person(client, people.holder)
    assert "把握83%" in text_of(client.get(of(media, "media-text")))
    client.post(
        of(media, "media-text"), {f"line-{line.pk}": "黄芪", "line-999999": "x", "line-x": "y", "do": "confirm"}
    )
    page = text_of(Client().get(of(media, "media-detail")))
    assert "黄芪" in page
    with acting_as(SYSTEM):
        kept = TextLine.objects.get()
        assert (kept.text, kept.proposed, kept.confirmed_by_id) == ("黄芪", "黄茋", people.holder.user_id)
    with acting_as(people.holder):
        assert services.read_media(actor=SYSTEM, media_id=media.pk) == 0


def test_reading_by_machine_says_what_to_install(
    client: Client, people: People, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = item(people.holder, record, making.jpeg(), "书影.jpg", MediaContent(title="示例", kind="scan"))
    as_person(client, people.holder)
    for place in ("erdem.knowledge.pages.media_item.can_read", "erdem.knowledge.services.media_reading.can_read"):
        monkeypatch.setattr(place, lambda: False)
    assert "erdem[ocr]" in text_of(client.get(of(media, "media-text")))
    asked = client.post(of(media, "media-text"), {"do": "read"}, follow=True)
    assert "没有装文字识别" in text_of(asked)


def test_nobody_learns_from_a_file_whether_a_restricted_item_exists(
    client: Client, people: People, record: Record
) -> None:
    media = item(people.holder, record, making.jpeg(), "照片.jpg", replace(RESTRICTED, title="示例"))
    for name, more in (("media-detail", ()), ("media-file", ("screen",)), ("media-image", ()), ("media-edit", ())):
        there = as_person(client, people.applicant).get(of(media, name, *more))
        nowhere = client.get(reverse(f"knowledge:{name}", args=[record.number, int("9" * len(str(media.pk))), *more]))
        assert (there.status_code, len(there.content)) == (nowhere.status_code, len(nowhere.content)), name


def test_words_of_media_enter_no_search(client: Client, people: People, record: Record) -> None:
    media = item(people.holder, record, making.tone(5), "甲.wav", MediaContent(title="题名水", description="描述水"))
    with acting_as(people.holder):
        services.add_segment(actor=people.holder, media=media, content=SegmentContent(0, 900, "话水"), confirm=True)
    with acting_as(SYSTEM):
        record.refresh_from_db()
        assert not any(word in record.search_text for word in ("题名水", "描述水", "话水"))
    assert record.number not in text_of(client.get(reverse("knowledge:record-list"), {"q": "话水"}))
