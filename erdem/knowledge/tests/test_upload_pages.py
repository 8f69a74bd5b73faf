"""Handing in a file, looking at what was found, importing it; and the pages of the lexicon."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.jobs import import_upload, relink
from erdem.knowledge.models import Ingredient, Record, RecordImport, Substance
from erdem.knowledge.tests.factories import a_formula, make_record
from erdem.knowledge.tests.test_pages import as_person, text_of

pytestmark = pytest.mark.django_db

TABLE = (
    "名称,条目类型,类别,流传地区,配方,出处,出处类型\n"
    "甲散,配方,2,正蓝旗,诃子 三两; 栀子 各二两,饮膳正要,classic\n"
    "乙散,配方,2,150427,诃子 少许,饮膳正要,classic\n"
    "丙散,配方,2,150621,诃子,饮膳正要,classic\n"
    ",配方,2,正蓝旗,诃子,饮膳正要,classic\n"
    "甲散,配方,2,正蓝旗,诃子 三两; 栀子 各二两,饮膳正要,classic\n"
)


def hand_in(client: Client, data: bytes, name: str = "示例.csv", **given: str) -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(
        reverse("knowledge:record-import"),
        {"file": file, "place": "152530", "community": "", "no_state_secret": "on", **given},
    )


def run_jobs() -> None:
    upload = RecordImport.objects.get()
    import_upload(upload_id=str(upload.pk), progress_id=str(upload.progress_id))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_checked_then_imported_on_the_persons_word(client: Client, people: People, encoding: str) -> None:
    as_person(client, people.officer)
    page = client.get(hand_in(client, TABLE.encode(encoding), register="on").url)
    text = text_of(page)
    assert "有1条可以导入" in text
    assert "150427是赤峰县的旧代码" in text
    assert "请选您单位管辖的地方" in text
    with acting_as(SYSTEM):
        assert not Record.objects.exists()
        upload = RecordImport.objects.get()
        assert upload.counts["kept"] == 1
        assert upload.counts["read"] == upload.counts["kept"] + upload.counts["known"] + upload.counts["rejected"]
    confirm = reverse("knowledge:import-confirm", args=[upload.pk])
    client.post(confirm)
    assert "这个文件已经导入过" in text_of(client.post(confirm, follow=True))
    with acting_as(SYSTEM):
        run_jobs()
    assert "已导入1条" in text_of(client.get(reverse("knowledge:import-detail", args=[upload.pk])))
    with acting_as(SYSTEM):
        record = Record.objects.get()
        assert (record.name, record.status, record.created_by_id) == ("甲散", "registered", people.officer.user_id)
        entry = AuditEntry.objects.get(action="knowledge.import_entries")
        assert entry.actor_user_id == people.officer.user_id


def test_the_same_file_again_brings_nothing_new(client: Client, people: People) -> None:
    as_person(client, people.officer)
    for _time in range(2):
        hand_in(client, TABLE.encode())
        with acting_as(SYSTEM):
            upload = RecordImport.objects.order_by("-created_at")[0]
        client.post(reverse("knowledge:import-confirm", args=[upload.pk]))
        with acting_as(SYSTEM):
            upload.refresh_from_db()
            if upload.progress_id:
                import_upload(upload_id=str(upload.pk), progress_id=str(upload.progress_id))
    with acting_as(SYSTEM):
        assert Record.objects.count() == 1
        assert (upload.counts["kept"], upload.state) == (0, "checked")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n" + b"x" * 50,
        b"\x1f\x8b\x08\x00broken",
        b"PK\x03\x04broken",
        b"\xff\xfe\x00",
        b"name\n" + b"\xff" * 40,
        b"{" * 5000,
        "随便一些文字，不是表格".encode(),
    ],
)
def test_a_wrong_file_is_explained_and_leaves_nothing(client: Client, people: People, data: bytes) -> None:
    response = hand_in(as_person(client, people.officer), data)
    if response.status_code == 302:
        text = text_of(client.get(response.url))
        assert "导入可用的条目" not in text
        assert "Traceback" not in text
    else:
        assert response.status_code == 422
    with acting_as(SYSTEM):
        assert not Record.objects.exists()


def test_merged_headers_are_named_with_their_place(client: Client, people: People) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("表")
        sheet.merge_range("A1:B1", "名称")
        sheet.write("C1", "配方")
        sheet.write_row(1, 0, ["甲散", "", "诃子"])
    text = text_of(client.get(hand_in(as_person(client, people.officer), stream.getvalue(), "示例.xlsx").url))
    assert "占了合并单元格" in text
    assert "A1:B1" in text


def test_what_one_person_hands_in_is_closed_to_others(client: Client, people: People) -> None:
    address = hand_in(as_person(client, people.officer), TABLE.encode()).url
    for actor in (people.holder, people.stranger, people.applicant):
        assert as_person(client, actor).get(address).status_code == 404


def test_a_person_who_lost_the_office_imports_nothing_more(client: Client, people: People) -> None:
    from erdem.people.models import Membership

    hand_in(as_person(client, people.officer), TABLE.encode(), register="on")
    with acting_as(SYSTEM):
        upload = RecordImport.objects.get()
    client.post(reverse("knowledge:import-confirm", args=[upload.pk]))
    with acting_as(SYSTEM):
        Membership.objects.filter(organisation_id__in=people.officer.organisation_ids).delete()
        with pytest.raises(PermissionRefused):
            run_jobs()
    with acting_as(SYSTEM):
        assert not Record.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_table_handed_in_unfilled_brings_nothing(client: Client, people: People, kind: str) -> None:
    response: Any = client.get(reverse("knowledge:import-template", args=[kind]))
    data = b"".join(response.streaming_content)
    text = text_of(client.get(hand_in(as_person(client, people.officer), data, f"x.{kind}").url))
    assert "文件里没有条目" in text


def substance_form(**given: str) -> dict[str, str]:
    form = {
        "name": "示例草",
        "kind": "herb",
        "aliases": "示例别名\n另名",
        "substitutes": "he-zi 0.5",
        "latin": "Exemplum",
    }
    return {**form, **given}


@pytest.fixture
def lexicon(db: None) -> None:
    with acting_as(SYSTEM):
        rows: list[dict[str, Any]] = [
            {"id": "he-zi", "name_zh": "诃子", "kind": "herb", "aliases": ["诃黎勒"], "latin": ["Chebulae Fructus"]},
            {"id": "zhi-zi", "name_zh": "栀子", "kind": "herb"},
        ]
        services.load_lexicon(actor=SYSTEM, rows=rows)


def test_the_lexicon_is_searched_by_any_name(client: Client, lexicon: None) -> None:
    for wanted in ("诃黎勒", "hezi", "HZ", "chebulae", "訶子"):
        text = text_of(client.get(reverse("knowledge:substance-list"), {"q": wanted}))
        assert "诃子" in text, wanted
    assert "词典里没有这个名称" in text_of(client.get(reverse("knowledge:substance-list"), {"q": "没有"}))


def test_a_new_name_ties_ingredients_to_the_substance(client: Client, people: People, lexicon: None) -> None:
    from erdem.knowledge.content import IngredientLine

    make_record(a_formula(ingredients=(IngredientLine("示例别名"), IngredientLine("诃子"))))
    response: Any = as_person(client, people.officer).post(reverse("knowledge:substance-new"), substance_form())
    assert response.url == reverse("knowledge:substance-edit", args=["shi-li-cao"])
    relink()
    with acting_as(SYSTEM):
        assert list(Ingredient.objects.values_list("substance__key", flat=True)) == ["shi-li-cao", "he-zi"]
    page = text_of(client.get(response.url))
    assert "he-zi 0.5" in page
    client.post(response.url, substance_form(aliases="另名"))
    relink()
    with acting_as(SYSTEM):
        assert list(Ingredient.objects.values_list("substance__key", flat=True)) == [None, "he-zi"]
        assert AuditEntry.objects.filter(action="knowledge.change_substance").count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"aliases": "诃黎勒"}, "已经是诃子的名称"),
        ({"name": "栀 子"}, "已经是栀子的名称"),
        ({"substitutes": "he-zi"}, "请每行写代码和程度"),
        ({"substitutes": "nowhere 0.5"}, "没有代码为"),
        ({"name": ""}, "请写材料名称"),
    ],
)
def test_a_substance_that_cannot_be_is_refused_at_its_field(
    client: Client, people: People, lexicon: None, given: dict[str, str], words: str
) -> None:
    response: Any = as_person(client, people.officer).post(reverse("knowledge:substance-new"), substance_form(**given))
    assert response.status_code == 422
    assert words in text_of(response)
    with acting_as(SYSTEM):
        assert Substance.objects.count() == 2


def test_unknown_names_lead_to_a_new_substance(client: Client, people: People) -> None:
    make_record()
    text = text_of(as_person(client, people.officer).get(reverse("knowledge:substance-unknown")))
    assert "/knowledge/substances/new/?name=" in text
