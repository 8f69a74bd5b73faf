"""The pages of consents: guided, savable, equal choices, papers, no side door."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import Consent, Record
from erdem.knowledge.tests.consenting import PDF, SOUND, asked, given
from erdem.knowledge.tests.factories import community_of, make_record
from erdem.knowledge.tests.test_pages import as_person, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    """A record of the holder's community, known within it."""
    return make_record(diffusion_tier="D2", community_id=community_of(people.holder), name="示例奶酒")


def question(people: People, **more: Any) -> dict[str, Any]:
    return {
        "community": community_of(people.holder),
        "holder_type": "C",
        "authority_basis": "members",
        "purpose": "示例：登记在册",
        "explained": ["purpose", "recorder", "storage", "who_can_see", "benefits", "risks", "rights", "contacts"],
        "languages": ["mn_oral"],
        "uses": ["documentation", "registration"],
        "territory": "region",
        "withdrawal_way": "打电话",
        "contact_name": "示例·其其格",
        "contact_phone": "0479-0000000",
        **more,
    }


def test_a_question_is_prepared_saved_and_put_step_by_step(client: Client, people: People, record: Record) -> None:
    as_person(client, people.holder)
    start = f"/knowledge/{record.number}/consents/new/?subject=tk_collective"
    half: Any = client.post(start, question(people, explained=["purpose"], do="ask"))
    assert half.status_code == 302
    edit = text_of(client.get(half.url))
    assert "草稿已存好" in edit
    assert "还没有讲明" in edit
    whole: Any = client.post(half.url, question(people, version="1", do="ask"))
    page = text_of(client.get(whole.url))
    assert "正在征询示例持有社区" in page
    old = client.post(half.url, question(people, version="1", do="save"))
    assert old.status_code in (302, 422)
    with acting_as(SYSTEM):
        assert Consent.objects.get().status == "asked"


def test_an_old_page_overwrites_nothing(client: Client, people: People, record: Record) -> None:
    as_person(client, people.holder)
    start = f"/knowledge/{record.number}/consents/new/?subject=tk_collective"
    drafted: Any = client.post(start, question(people, do="save"))
    address = drafted.url + "edit/"
    assert (
        client.post(address, question(people, version="1", do="save", purpose="示例：第一个人写的")).status_code == 302
    )
    second = client.post(address, question(people, version="1", do="save", purpose="示例：第二个人写的"))
    assert second.status_code == 422
    assert "什么都没有被覆盖" in text_of(second)
    assert "示例：第二个人写的" in text_of(second)
    with acting_as(SYSTEM):
        assert Consent.objects.get().purpose == "示例：第一个人写的"


def test_the_elders_page_has_equal_choices_no_menu_and_reads_itself_aloud(
    client: Client, people: People, record: Record
) -> None:
    consent = asked(people.holder, record)
    with acting_as(people.holder):
        services.attach_evidence(
            actor=people.holder, consent=consent, kind="explanation", content=SOUND, file_name="a.ogg"
        )
    text = text_of(as_person(client, people.holder).get(f"/knowledge/consents/{consent.number}/decide/"))
    assert text.count("er-btn--big") == 3
    assert "er-btn--main" not in text
    assert "<nav" not in text
    assert "您不答复，不算同意" in text
    assert text.index("data-listen") < text.index("er-plain") < text.index("er-choice")
    assert 'href="tel:0479-0000000"' in text


@pytest.mark.parametrize(("choice", "status"), [("give", "given"), ("refuse", "refused"), ("later", "asked")])
def test_the_elder_presses_one_of_three(
    client: Client, people: People, record: Record, choice: str, status: str
) -> None:
    consent = asked(people.holder, record)
    address = f"/knowledge/consents/{consent.number}/decide/"
    as_person(client, people.holder)
    first = client.post(address, {"choice": choice, "version": "1"})
    with acting_as(SYSTEM):
        assert Consent.objects.get().status == status
    assert first.status_code == (200 if choice == "later" else 302)
    if choice == "give":
        twice = client.post(address, {"choice": "give", "version": "1"})
        assert twice.status_code == 422
        with acting_as(SYSTEM):
            assert AuditEntry.objects.filter(action="knowledge.give_consent").count() == 1


def test_the_officer_shows_the_page_but_cannot_press(client: Client, people: People, record: Record) -> None:
    consent = asked(people.holder, record)
    as_person(client, people.officer)
    address = f"/knowledge/consents/{consent.number}/decide/"
    assert "er-choice" not in text_of(client.get(address))
    pressed = client.post(address, {"choice": "give", "version": "1"})
    assert pressed.status_code == 422
    assert "谁也不能代替别人同意" in text_of(pressed)


def test_taking_back_is_one_page_with_a_receipt_that_lists_what_stays(
    client: Client, people: People, record: Record
) -> None:
    consent = given(people.holder, record)
    with acting_as(people.officer):
        services.note_act(actor=people.officer, record=record, use="research", what="示例抄录一份", reference="示例号")
    as_person(client, people.holder)
    page = text_of(client.get(f"/knowledge/consents/{consent.number}/withdraw/"))
    assert "示例抄录一份" in page
    client.post(f"/knowledge/consents/{consent.number}/withdraw/", {"reason": ""})
    receipt = client.get(f"/knowledge/consents/{consent.number}/receipt.pdf")
    words = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(receipt.content)).pages)
    assert "撤回同意回执" in words
    assert "示例抄录一份" in words
    assert consent.number in words


def test_there_is_no_receipt_of_what_was_not_taken_back(client: Client, people: People, record: Record) -> None:
    consent = given(people.holder, record)
    address = f"/knowledge/consents/{consent.number}/receipt.pdf"
    assert as_person(client, people.holder).get(address).status_code == 404


def test_the_form_is_printed_signed_and_its_scan_comes_back(client: Client, people: People, record: Record) -> None:
    consent = asked(people.holder, record)
    as_person(client, people.officer)
    printed = client.get(f"/knowledge/consents/{consent.number}/form.pdf")
    words = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(printed.content)).pages)
    for part in ("知情同意书", "示例奶酒", "签字或按指印", "不答复不算同意", consent.number):
        assert part in words, part
    file = SimpleUploadedFile("签字.pdf", PDF)
    sent: Any = client.post(f"/knowledge/consents/{consent.number}/files/", {"kind": "scan", "file": file})
    assert sent.status_code == 302
    answer = {
        "answer": "give",
        "signing": "handwritten",
        "signed_name": "示例",
        "effective_on": "2026-11-01",
        "version": "1",
    }
    assert client.post(f"/knowledge/consents/{consent.number}/answer/", answer).status_code == 302
    with acting_as(SYSTEM):
        assert Consent.objects.get().status == "given"


def test_opening_a_recording_is_noted_for_the_community(client: Client, people: People, record: Record) -> None:
    consent = asked(people.holder, record)
    with acting_as(people.holder):
        file = services.attach_evidence(
            actor=people.holder, consent=consent, kind="recording", content=SOUND, file_name="<b>.ogg"
        )
    address = f"/knowledge/consents/{consent.number}/files/{file.pk}/"
    opened: Any = as_person(client, people.holder).get(address)
    assert b"".join(opened.streaming_content) == SOUND
    assert opened["X-Content-Type-Options"] == "nosniff"
    with acting_as(people.holder):
        assert AuditEntry.objects.filter(action="knowledge.open_evidence").count() == 1
    assert as_person(Client(), people.officer).get(address).status_code == 404
