"""Search reports: what is written, who reads them, what never changes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.literature.models import Publication, SearchReport
from erdem.literature.queries.reports import get_report, reports
from erdem.literature.queries.searching_shapes import SearchRequest
from erdem.literature.services import ReportDraft, report_word_file, write_report
from erdem.literature.tests.factories import bring_in
from erdem.people.tests.factories import user_of

pytestmark = pytest.mark.django_db
ASKED = SearchRequest(query="风干")
DRAFT = ReportDraft(question="2015年以前是否已有自然风干牛肉的记载？", remarks="示例结论。")


@pytest.fixture
def held(tmp_path: Path) -> None:
    bring_in(tmp_path)


def written(actor: Actor, draft: ReportDraft = DRAFT) -> SearchReport:
    with acting_as(actor):
        return write_report(actor=actor, asked=ASKED, draft=draft)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.usefixtures("held")
def test_a_report_says_what_was_asked_searched_and_found(people: People) -> None:
    report = written(people.officer)
    blocks = str(report.content["blocks"])
    for words in (
        "2015年以前",
        "风干",
        "CN105192728B",
        "CN101361572A",
        "示例结论",
        "未取得",
        people.officer.organisation,
    ):
        assert words in blocks
    assert "US5401504A" not in blocks
    assert report.number.startswith("JS-")


@pytest.mark.usefixtures("held")
def test_the_pdf_and_the_word_file_say_the_same(people: People) -> None:
    client = client_of(people.officer)
    report = written(people.officer)
    pdf = client.get(reverse("literature:report-file", args=[report.number, "pdf"]))
    assert pdf["Content-Type"] == "application/pdf"
    printed = text_of(pdf.content)
    word = client.get(reverse("literature:report-file", args=[report.number, "docx"])).content
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        typed = parts.read("word/document.xml").decode()
    for words in (report.number, "CN105192728B"):
        assert words in printed
    for words in ("一种风干牦牛肉的制备方法", "签字盖章"):
        assert words in typed


@pytest.mark.usefixtures("held")
def test_only_the_chosen_hits_are_listed_with_the_words_on_them(people: People) -> None:
    with acting_as(SYSTEM):
        one = Publication.objects.get(number_key="CN101361572A")
    draft = ReportDraft(question="示例？", chosen=[one.pk], notes={one.pk: "全羊，不是牛肉"})
    blocks = str(written(people.officer, draft).content["blocks"])
    assert "全羊，不是牛肉" in blocks
    assert "CN105192728B" not in blocks


@pytest.mark.usefixtures("held")
def test_numbers_of_reports_have_no_gaps_and_each_leaves_one_audit_entry(people: People) -> None:
    first, second = written(people.officer), written(people.officer)
    assert int(second.number[-4:]) == int(first.number[-4:]) + 1
    with acting_as(SYSTEM):
        assert AuditEntry.objects.filter(action="literature.write_report").count() == 2


def test_a_report_needs_a_question_and_a_person(people: People) -> None:
    with pytest.raises(RuleBroken):
        written(people.officer, ReportDraft(question="  "))
    with pytest.raises(PermissionRefused):
        written(PUBLIC)


def test_a_report_of_nothing_says_so(people: People) -> None:
    report = written(people.officer)
    assert "检索到0件" in str(report.content["blocks"])


def test_a_report_can_neither_be_changed_nor_removed(people: People) -> None:
    report = written(people.officer)
    with acting_as(SYSTEM):
        assert SearchReport.objects.filter(pk=report.pk).update(question="anders") == 0
        report.delete()
        assert SearchReport.objects.get(number=report.number).question == DRAFT.question


def test_a_report_is_read_by_its_office_only_when_shared(people: People) -> None:
    shared = written(people.officer)
    own = written(people.officer, ReportDraft(question="示例？", share=False))
    colleague = Actor(
        kind=people.officer.kind,
        label="示例同事",
        user_id=people.stranger.user_id,
        organisation_ids=people.officer.organisation_ids,
    )
    for actor, seen in (
        (people.officer, {shared, own}),
        (colleague, {shared}),
        (people.applicant, set()),
        (PUBLIC, set()),
    ):
        with acting_as(actor):
            assert set(reports(actor)) == seen
            assert (get_report(actor, own.number) is not None) == (own in seen)


@pytest.mark.usefixtures("held")
def test_a_person_writes_a_report_on_the_page(people: People) -> None:
    client = client_of(people.officer)
    address = reverse("literature:report-new") + "?q=风干"
    page = client.get(address).content.decode()
    assert page.count('name="hit"') == 2
    refused = client.post(address, {"question": "", "hit": []})
    assert refused.status_code == 422
    assert "请写明" in refused.content.decode()
    with acting_as(SYSTEM):
        one = Publication.objects.get(number_key="CN105192728B")
    done = client.post(address, {"question": "示例？", "hit": [one.pk], f"note-{one.pk}": "最接近"})
    assert done.status_code == 302
    shown = client.get(done["Location"]).content.decode()
    assert "最接近" in shown
    assert "CN101361572A" not in shown
    assert (
        done["Location"].strip("/").rpartition("/")[2] in client.get(reverse("literature:report-list")).content.decode()
    )


def test_hostile_ticks_are_left_out(people: People) -> None:
    client = client_of(people.officer)
    data = {"question": "示例？", "hit": ["x", "-1", "9" * 40, "999999999"], "note-x": "y"}
    assert client.post(reverse("literature:report-new"), data).status_code == 302


def test_the_word_file_is_made_from_the_stored_content(people: People) -> None:
    report = written(people.officer)
    assert report_word_file(report).startswith(b"PK")
