"""Official documents: drafted by one, approved by another, issued with a number without gaps, and never changed afterwards."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from erdem.base.actor import Actor, acting_as
from erdem.base.blobs import read_verified
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.cases.choices import CaseKind, DocumentStatus
from erdem.cases.models import Case, CaseParty, OfficialDocument, Party
from erdem.cases.paper.composing import BLANK, UNVERIFIED, compose, fine_words
from erdem.cases.paper.registry import TEMPLATES, Template, read_templates
from erdem.cases.services import (
    StepGiven,
    approve_document,
    draft_document,
    issue_document,
    keep_numbering,
    return_document,
    revise_document,
    take_case_step,
    void_document,
)
from erdem.cases.tests.factories import colleague_of, make_case

pytestmark = pytest.mark.django_db
GIVEN = {"contact": "示例电话"}


@pytest.fixture
def chief(people: People) -> Actor:
    return colleague_of(people.officer)


@pytest.fixture
def case(people: People) -> Case:
    case = make_case(people.officer)
    with acting_as(people.officer):
        party = Party.objects.create(office=case.office, kind="person", name="示例投诉人")
        CaseParty.objects.create(case=case, party=party, role="complainant")
        keep_numbering(actor=people.officer, office=case.office, word="示例旗市监")
    return case


def issued(people: People, chief: Actor, case: Case) -> OfficialDocument:
    """Draft, approve and issue an acceptance."""
    with acting_as(people.officer):
        document = draft_document(actor=people.officer, case=case, template="acceptance", given=GIVEN)
    with acting_as(chief):
        document = approve_document(actor=chief, document=document)
    with acting_as(people.officer):
        return issue_document(actor=people.officer, document=document)


def test_a_document_is_issued_with_a_number_a_pdf_and_a_word_file(people: People, chief: Actor, case: Case) -> None:
    document = issued(people, chief, case)
    year = timezone.localdate().year
    assert document.number == f"示例旗市监受〔{year}〕1号"
    with acting_as(people.officer):
        assert document.pdf is not None
        assert document.docx is not None
        pdf, docx = read_verified(document.pdf), read_verified(document.docx)
        assert hashlib.sha256(pdf).hexdigest() == document.pdf.sha256
        steps = list(case.events.values_list("step", flat=True))
    assert pdf.startswith(b"%PDF")
    words = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    for expected in (document.number, "示例投诉人：", "投诉受理决定书", case.number, "45 个工作日", "示例电话"):
        assert expected in words
    assert steps[-3:] == ["draft_document", "approve_document", "issue_document"]


def test_numbers_of_an_office_have_no_gap(people: People, chief: Actor, case: Case) -> None:
    first = issued(people, chief, case)
    with acting_as(people.officer):
        void_document(actor=people.officer, document=first, reason="示例错误")
    assert issued(people, chief, case).sequence == 2


def test_who_drafted_a_document_does_not_approve_it(people: People, case: Case) -> None:
    with acting_as(people.officer):
        document = draft_document(actor=people.officer, case=case, template="acceptance", given=GIVEN)
        with pytest.raises(PermissionRefused):
            approve_document(actor=people.officer, document=document)


def test_what_has_to_be_filled_in_is_named_before_approval(people: People, chief: Actor, case: Case) -> None:
    with acting_as(people.officer):
        document = draft_document(actor=people.officer, case=case, template="acceptance")
    assert BLANK in repr(document.content)
    with acting_as(chief), pytest.raises(RuleBroken, match="承办人联系方式"):
        approve_document(actor=chief, document=document)
    with acting_as(people.officer):
        document = revise_document(actor=people.officer, document=document, given=GIVEN)
    assert "示例电话" in repr(document.content)


def test_who_writes_on_an_old_draft_is_told(people: People, case: Case) -> None:
    with acting_as(people.officer):
        document = draft_document(actor=people.officer, case=case, template="acceptance")
        seen = document.version
        revise_document(actor=people.officer, document=document, given=GIVEN, seen_version=seen)
        with pytest.raises(RuleBroken):
            revise_document(actor=people.officer, document=document, given=GIVEN, seen_version=seen)


def test_an_approved_document_is_written_on_only_as_a_draft_again(people: People, chief: Actor, case: Case) -> None:
    with acting_as(people.officer):
        document = draft_document(actor=people.officer, case=case, template="acceptance", given=GIVEN)
    with acting_as(chief):
        document = approve_document(actor=chief, document=document)
        with pytest.raises(RuleBroken):
            revise_document(actor=chief, document=document, given={"contact": "别的"})
        document = return_document(actor=chief, document=document)
        assert (document.status, document.approver_id) == (DocumentStatus.DRAFT, None)


def test_an_issued_document_is_declared_void_only_with_a_reason(people: People, chief: Actor, case: Case) -> None:
    document = issued(people, chief, case)
    with acting_as(people.officer):
        with pytest.raises(RuleBroken):
            void_document(actor=people.officer, document=document, reason=" ")
        void = void_document(actor=people.officer, document=document, reason="示例错误")
    assert (void.status, void.number) == (DocumentStatus.VOID, document.number)


def test_a_step_begins_the_draft_of_its_document(people: People, case: Case) -> None:
    with acting_as(people.officer):
        take_case_step(actor=people.officer, case=case, step="refuse", given=StepGiven(reason="示例不属于职责"))
        document = OfficialDocument.objects.get(case=case)
    assert (document.template, document.status) == ("refusal", "draft")
    assert "示例不属于职责" in repr(document.content)


def test_a_document_of_another_kind_of_case_is_refused(people: People, case: Case) -> None:
    with acting_as(people.officer), pytest.raises(RuleBroken):
        draft_document(actor=people.officer, case=case, template="penalty_decision")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_officialdocument SET content = '{}' WHERE id = %s",
        "UPDATE cases_officialdocument SET number = '示例1号' WHERE id = %s",
        "UPDATE cases_officialdocument SET status = 'draft' WHERE id = %s",
        "UPDATE cases_officialdocument SET approver_id = drafter_id WHERE id = %s",
        "UPDATE cases_officialdocument SET status = 'void' WHERE id = %s",
        "UPDATE cases_officialdocument SET pdf_id = NULL WHERE id = %s",
        "UPDATE cases_officialdocument SET sequence = 7 WHERE id = %s",
        "DELETE FROM cases_officialdocument WHERE id = %s",
    ],
)
def test_plain_sql_does_not_rewrite_an_issued_document(
    people: People, chief: Actor, case: Case, statement: str
) -> None:
    document = issued(people, chief, case)
    with acting_as(people.officer):
        before = OfficialDocument.objects.values().get(pk=document.pk)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [document.pk])
                touched = cursor.rowcount
        except DatabaseError:
            touched = 0
        assert touched == 0
        assert OfficialDocument.objects.values().get(pk=document.pk) == before


@pytest.mark.parametrize(
    "changes",
    [
        "status = 'approved', approver_id = %(officer)s, approved_at = now()",
        "status = 'approved', approver_id = %(chief)s, approved_at = now()",
        "status = 'issued', approver_id = %(chief)s, approved_at = now(), issued_at = now(), issuer_id = %(officer)s",
        "number = '示例〔2026〕9号'",
    ],
)
def test_plain_sql_does_not_approve_in_another_name(people: People, chief: Actor, case: Case, changes: str) -> None:
    with acting_as(people.officer):
        document = draft_document(actor=people.officer, case=case, template="acceptance", given=GIVEN)
        names = {"officer": people.officer.user_id, "chief": chief.user_id, "id": document.pk}
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_officialdocument SET {changes} WHERE id = %(id)s", names)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_template_names_its_basis_and_marks_what_is_unverified(template: Template) -> None:
    assert template.basis
    assert set(template.kinds) <= set(CaseKind.values)
    content = compose(template, {"office": "示例局"}, {}, lambda name: f"«{name}»")
    for (text, confidence), said in zip(template.basis, content["basis"], strict=True):
        assert (UNVERIFIED in said) == (confidence != "V"), text
    assert "{" not in "".join(str(block.get("text", "")) for block in content["blocks"])


def test_a_fine_is_written_in_figures_and_in_capitals() -> None:
    assert fine_words(300_000) == "罚款金额：3,000.00元（大写：人民币叁仟元整）。"
    assert fine_words(None) == ""


def test_a_template_with_a_field_of_an_unknown_kind_is_refused() -> None:
    row = '[x]\ntitle="x"\nkinds=["penalty"]\nbasis=[]\nblocks=[]\nfields=[["a","b","colour"]]'
    with pytest.raises(ValueError, match="unknown kind"):
        read_templates(row)
    with pytest.raises(ValueError, match="lacks"):
        read_templates('[x]\ntitle="x"')
