"""Pages of terms: the editor without scripts, papers, what parties, office and others see."""

from __future__ import annotations

import io
from typing import Any

import docx
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.people.tests.factories import user_of
from erdem.sharing import queries, services
from erdem.sharing.models import AgreementComment, AgreementVersion
from erdem.sharing.terms import as_document
from erdem.sharing.tests.negotiating import Table, make_table, propose, settle, table_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(people: People) -> Table:
    return make_table(people)


def client_of(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    with acting_as(SYSTEM):
        client.force_login(user_of(actor))
    return client


def address(table: Table, name: str, *more: object) -> str:
    return reverse(f"terms:{name}", args=[table.request.number, *more])


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send for the editor as it stands."""
    document: Any = html.fromstring(page)  # its stubs know nothing of forms
    form = next(form for form in document.forms if "tm-form" in form.get("class", ""))
    return {str(name): str(value).replace("\r\n", "\n").lstrip("\n") for name, value in form.form_values()}


def edited(client: Client, table: Table, data: dict[str, Any], do: str, status: int = 200) -> dict[str, str]:
    """Press a button of the editor and return what the page then holds."""
    answer = client.post(address(table, "edit"), {**data, "do": do})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return fields_of(answer.content.decode())


def test_an_applicant_writes_terms_without_scripts_and_they_come_out_as_written(table: Table) -> None:
    client = client_of(table.people.applicant)
    data = fields_of(client.get(address(table, "edit")).content.decode())
    assert data["permitted-0-code"] == "commercial"
    assert data["subject-count"] == "2"
    for button in (
        "add:payees",
        "add:money:fixed",
        "add:money:milestone",
        "add:money:royalty",
        "add:in_kind",
        "add:extra",
    ):
        data = edited(client, table, data, button)
    assert [data[f"money-{at}-line"] for at in range(3)] == ["f1", "m1", "r1"]
    data |= {
        "payees-0-name": "示例基金",
        "money-0-label": "获取费",
        "money-0-amount": "20,000.50",
        "money-0-first_due": "2027年2月1日",
        "money-0-share0": "70",
        "money-0-share1": "20",
        "money-0-share2": "10",
        "money-1-label": "上市",
        "money-1-benefit": "M3",
        "money-1-amount": "50000",
        "money-1-reached_when": "首批销售",
        "money-1-share0": "1",
        "money-1-share1": "1",
        "money-2-label": "提成",
        "money-2-benefit": "M4",
        "money-2-rate": "3.5",
        "money-2-floor": "2000",
        "money-2-cap": "500000",
        "money-2-steps": "1000000 4\n2,000,000 4.25",
        "money-2-freight": "5",
        "money-2-share0": "100",
        "in_kind-0-label": "培训",
        "in_kind-0-benefit": "N4",
        "in_kind-0-quantity": "10",
        "in_kind-0-due": "2027-06-01\n2028-06-01",
        "in_kind-0-share1": "1",
        "extra-0-title": "样品",
        "extra-0-text": "每年送样品。",
        "bearer_lines": "n1",
    }
    shown = client.post(address(table, "edit"), {**data, "do": "preview"}).content.decode()
    assert "20,000.50元" in shown
    answer = client.post(address(table, "edit"), {**data, "do": "propose"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    with acting_as(SYSTEM):
        document = as_document(AgreementVersion.objects.get(agreement=table.agreement).terms)
    fee, milestone, royalty = document["money"]
    assert fee["rule"] == {"kind": "fixed", "amount": 2000050, "first_due": "2027-02-01", "every": None}
    assert [(share["payee"]["name"], share["part"]) for share in fee["split"]["shares"]][2] == ("示例基金", 10)
    assert milestone["split"]["of"] == 2
    assert (royalty["rule"]["rate"], royalty["rule"]["floor"]) == (35_000, 200_000)
    assert royalty["rule"]["steps"] == [{"above": 100000000, "rate": 40000}, {"above": 200000000, "rate": 42500}]
    assert royalty["rule"]["deductions"] == [{"kind": "freight", "most": 50000}]
    assert document["in_kind"][0]["due"] == ["2027-06-01", "2028-06-01"]


def test_what_was_proposed_comes_back_into_the_editor_unchanged(table: Table) -> None:
    propose(table, table.people.applicant, table_terms(table))
    client = client_of(table.first)
    data = fields_of(client.get(address(table, "edit")).content.decode())
    answer = client.post(address(table, "edit"), {**data, "do": "propose"})
    assert answer.status_code == 422
    assert "与最新版本完全相同" in answer.content.decode()
    kept = edited(client, table, data, "remove:money:0")
    assert (kept["money-count"], kept["money-0-line"]) == ("2", "launch")
    assert kept["money-1-share0"] == data["money-2-share0"]


def test_a_clause_of_the_library_is_taken_by_a_button(table: Table) -> None:
    client = client_of(table.people.applicant)
    data = fields_of(client.get(address(table, "edit")).content.decode())
    data = edited(client, table, {**data, "w_transfer": "", "l_transfer": "transfer-none"}, "take:transfer")
    assert data["w_transfer"].startswith("使用方不得把")
    assert data["c_transfer"] == "transfer-none"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"money-0-rate": "120"}, "提成比例为120%"),
        ({"money-0-rate": "-3"}, "负数"),
        ({"money-0-rate": "three"}, "不是数字"),
        ({"money-0-share0": "60"}, "份额合计为60"),
        ({"money-0-floor": "500", "money-0-cap": "100"}, "每期上限（100.00）低于每期下限（500.00）"),
        ({"money-0-steps": "1000 4\n500 5"}, "从低到高"),
        ({"begins": "2027-02-30"}, "日期不对"),
        ({"w_law": ""}, "适用法律"),
    ],
    ids=["rate over the whole", "rate below nothing", "no number", "shares", "cap", "steps", "day", "law"],
)
def test_what_cannot_stand_is_refused_with_a_sentence_that_names_the_clause(
    table: Table, changes: dict[str, str], words: str
) -> None:
    client = client_of(table.people.applicant)
    data = fields_of(client.get(address(table, "edit")).content.decode())
    data = edited(client, table, data, "add:money:royalty")
    data |= {"money-0-label": "提成", "money-0-benefit": "M4", "money-0-rate": "3", "money-0-share0": "100", **changes}
    if "money-0-share0" in changes:
        data["money-0-share1"] = "35"
        words = "份额合计为95"
    answer = client.post(address(table, "edit"), {**data, "do": "propose"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with acting_as(SYSTEM):
        assert not AgreementVersion.objects.filter(agreement=table.agreement).exists()


def test_a_steward_agrees_and_a_stale_page_is_refused(table: Table) -> None:
    first = propose(table, table.people.applicant, table_terms(table))
    (community,) = table.first.speaks_for
    propose(
        table,
        table.second,
        table_terms(table, begins=table_terms(table).term.begins.replace(month=2)),
        based_on=1,
        community=next(iter(table.second.speaks_for)),
    )
    client = client_of(table.first)
    answer = client.post(address(table, "assent"), {"version": first.number, "party": community}, follow=True)
    assert "已有新的版本提出" in answer.content.decode()
    answer = client.post(address(table, "assent"), {"version": 2, "party": community}, follow=True)
    assert "您已同意第2版" in answer.content.decode()
    again = client.post(address(table, "assent"), {"version": 2, "party": community}, follow=True)
    assert "已经同意过" in again.content.decode(), "a double click is told, and nothing happens twice"


def test_private_comments_are_on_no_page_of_others(table: Table) -> None:
    version = propose(table, table.people.applicant, table_terms(table))
    (community,) = table.first.speaks_for
    client = client_of(table.first)
    client.post(
        address(table, "comment"), {"version": 1, "clause": "money/r1", "text": "示例秘密话", "private": community}
    )
    assert "示例秘密话" in client.get(address(table, "detail")).content.decode()
    for other in (table.people.applicant, table.second, table.people.officer):
        assert "示例秘密话" not in client_of(other).get(address(table, "detail")).content.decode()
        with acting_as(SYSTEM):
            key = AgreementComment.objects.get(version=version).pk
        assert client_of(other).post(address(table, "resolve", key)).status_code == 404


def test_who_is_no_party_gets_what_a_number_that_does_not_exist_gets(table: Table) -> None:
    propose(table, table.people.applicant, table_terms(table))
    for name, more in (("detail", ()), ("edit", ()), ("history", ()), ("version", (1,)), ("pdf", (1,)), ("docx", (1,))):
        assert client_of(table.third).get(address(table, name, *more)).status_code == 404, name
    assert client_of(table.people.officer).get(address(table, "edit")).status_code == 403
    assert client_of(table.people.applicant).get(address(table, "version", 7)).status_code == 404


def test_versions_are_compared_clause_by_clause(table: Table) -> None:
    propose(table, table.people.applicant, table_terms(table))
    propose(table, table.people.applicant, table_terms(table, ends=None), based_on=1)
    page = client_of(table.people.officer).get(address(table, "history") + "?old=1&new=2").content.decode()
    assert "第1版与第2版的不同" in page
    assert "<ins>" in page
    assert "<del>" in page
    changes = page[page.index('class="tm-changes"') : page.index("</dl>", page.index('class="tm-changes"'))]
    assert changes.count("<dt>") == 1, "only the term differs"


def test_the_paper_is_the_same_to_the_byte_and_says_what_was_agreed(table: Table) -> None:
    version = settle(table)
    with acting_as(SYSTEM):
        version = queries.versions_of(SYSTEM, table.agreement).get()
        first, second = queries.terms_pdf(version), queries.terms_pdf(version)
    assert first == second
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(first)).pages)
    for words in ("共同商定条件协议", "20,000.00", version.sha256[:32], table.agreement.number, "Monetary benefits"):
        assert words in text, words
    assert "协商稿" not in text
    with acting_as(SYSTEM):
        word = docx.Document(io.BytesIO(queries.terms_docx(version)))
    cells = [cell.text for grid in word.tables for row in grid.rows for cell in row.cells]
    read = "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    for words in ("货币惠益", "20,000.00元", "示例方1", version.sha256):
        assert words in read, words


def test_a_proposal_on_paper_says_that_it_is_one(table: Table) -> None:
    propose(table, table.people.applicant, table_terms(table))
    answer = client_of(table.first).get(address(table, "pdf", 1))
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "协商稿" in text


def test_the_office_gives_more_time_and_a_party_breaks_off(table: Table) -> None:
    office = client_of(table.people.officer)
    answer = office.post(address(table, "extend"), {"until": "2020-01-01", "reason": "示例"})
    assert answer.status_code == 422
    assert office.post(address(table, "extend"), {"until": "2099-01-01", "reason": "示例"}).status_code == 302
    assert office.get(address(table, "break-off")).status_code == 403
    assert client_of(table.first).post(address(table, "break-off"), {}).status_code == 302
    assert "协商在" not in client_of(table.first).get(address(table, "detail")).content.decode(), "there was no version"


def test_the_library_is_open_and_says_what_is_not_confirmed(client: Client) -> None:
    page = client.get(reverse("terms:library"), headers={"accept-language": "zh-hans"}).content.decode()
    assert "待母语者撰写" in page
    assert "transfer-none" in page


def test_the_negotiation_ends_with_its_request(table: Table) -> None:
    from erdem.sharing.tests.negotiating import move

    with acting_as(SYSTEM):
        (community, _other) = table.communities
        move(table.request, "vetoed", ended_by_community_id=community)
        services.follow_request(actor=SYSTEM, request_id=table.request.pk, status="vetoed")
        table.agreement.refresh_from_db()
    assert table.agreement.status == "broken_off"
