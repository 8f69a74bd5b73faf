"""Plain SQL of an officer moves no penalty past its guards and rewrites nothing that was noted."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.testing.actors import People
from erdem.cases.models import Case
from erdem.cases.services import ask_review, note_execution, note_publication
from erdem.cases.tests.scene_penalty import DECIDED, Scene, answered, investigated, notified, penalty_scene

pytestmark = pytest.mark.django_db


def refuses(statement: str, *values: str | int | None) -> str:
    """Say by which rule the database refuses a statement; fail when it does not, or when something was written."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount == 0, "written"
            return "no row"
    except DatabaseError as error:
        return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "refused")


def moved(scene: Scene, status: str, more: str = "") -> str:
    """Try to move the case by hand."""
    with acting_as(scene.officer):
        refused = refuses(f"UPDATE cases_case SET status = %s{more} WHERE id = %s", status, scene.case.pk)
        assert Case.objects.get(pk=scene.case.pk).status == scene.case.status
    return refused


def test_investigation_needs_two_certified_officers(people: People) -> None:
    scene = penalty_scene(people)
    scene.step("begin_check")
    scene.step("file", by=scene.chief)
    with acting_as(scene.officer), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET second_handler_id = NULL WHERE id = %s", [scene.case.pk])
    assert moved(scene, "investigating") == "penalty_two_certified_officers"


def test_a_decision_needs_its_row_its_notice_and_its_review(people: People) -> None:
    scene = investigated(people)
    penalised = ", outcome = 'penalised'"
    assert moved(scene, "decided", penalised) == "penalty_decision_written"
    scene.decide()
    assert moved(scene, "decided", penalised) == "penalty_notice_served_first"
    assert moved(scene, "decided", ", outcome = 'dismissed'") == "penalty_decision_written"
    scene.step("notify")
    scene.serve("penalty_notice")
    with acting_as(scene.officer):
        ask_review(actor=scene.officer, case=scene.case)
    assert moved(scene, "decided", penalised) == "penalty_legal_review_passed"


def test_a_hearing_needs_its_transcript(people: People) -> None:
    scene = notified(people)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET status = 'hearing' WHERE id = %s", [scene.case.pk])
    with acting_as(scene.officer):
        scene.case.refresh_from_db()
    assert moved(scene, "heard") == "penalty_hearing_on_record"


def test_service_and_publication_need_their_rows(people: People) -> None:
    scene = answered(people)
    scene.decide()
    scene.step("decide", by=scene.chief, given=DECIDED)
    assert moved(scene, "served") == "penalty_decision_served"
    assert moved(scene, "archived", ", closed_at = now()") == "penalty_decision_served"
    scene.serve("penalty_decision")
    scene.step("serve")
    assert moved(scene, "published") == "penalty_publication_on_record"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_penaltydecision SET fine_fen = 1 WHERE case_id = %s",
        "UPDATE cases_servicerecord SET received_on = '2020-01-01' WHERE case_id = %s",
        "UPDATE cases_execution SET amount_fen = 999999 WHERE case_id = %s",
        "UPDATE cases_publication SET published_on = '2020-01-01' WHERE case_id = %s",
        "UPDATE cases_legalfigure SET value = 99999999 WHERE %s > 0",
        "UPDATE cases_enforcementcertificate SET valid_until = '2099-01-01' WHERE %s > 0",
        "DELETE FROM cases_penaltydecision WHERE case_id = %s",
        "DELETE FROM cases_servicerecord WHERE case_id = %s",
        "DELETE FROM cases_execution WHERE case_id = %s",
        "DELETE FROM cases_publication WHERE case_id = %s",
        "DELETE FROM cases_legalfigure WHERE %s > 0",
    ],
)
def test_what_was_noted_stays(people: People, statement: str) -> None:
    scene = answered(people)
    scene.decide()
    scene.step("decide", by=scene.chief, given=DECIDED)
    scene.serve("penalty_decision")
    today = timezone.localdate()
    with acting_as(scene.officer):
        note_execution(actor=scene.officer, case=scene.case, kind="payment", acted_on=today, amount_fen=100)
        note_publication(actor=scene.officer, case=scene.case, published_on=today, reference="示例公示号")
        assert refuses(statement, scene.case.pk) in ("case_detail_stays", "no row", "refused")


@pytest.mark.parametrize(
    ("columns", "values", "named"),
    [
        (
            "reviewer_id, agrees, opinion, reviewed_on",
            "%(officer)s, true, '示例', current_date",
            "legal_reviewer_is_another",
        ),
        (
            "reviewer_id, agrees, opinion, reviewed_on",
            "%(chief)s, true, '示例', current_date",
            "legal_reviewer_is_another",
        ),
        ("reviewer_id, agrees, opinion, reviewed_on", "NULL, true, '示例', NULL", "legal_review_answered_whole"),
    ],
)
def test_nobody_reviews_the_own_case_or_in_another_name(people: People, columns: str, values: str, named: str) -> None:
    scene = investigated(people)
    names = {"officer": scene.officer.user_id, "chief": scene.chief.user_id}
    with acting_as(scene.officer):
        review = ask_review(actor=scene.officer, case=scene.case)
        pairs = zip(
            columns.split(", "), (values % {key: str(value) for key, value in names.items()}).split(", "), strict=True
        )
        changes = ", ".join(f"{column} = {value}" for column, value in pairs)
        assert refuses(f"UPDATE cases_legalreview SET {changes} WHERE id = %s", review.pk) == named


def test_a_draft_is_not_served_and_nothing_is_noted_in_another_name(people: People) -> None:
    scene = investigated(people)
    scene.step("notify")
    serve = (
        "INSERT INTO cases_servicerecord (case_id, document_id, way, receiver, received_on, receipt, noted_by_id, noted_at)"
        " SELECT case_id, id, 'direct', '示例', current_date, '', %s, now() FROM cases_officialdocument WHERE case_id = %s"
        " AND template = 'penalty_notice'"
    )
    with acting_as(scene.officer):
        assert refuses(serve, scene.officer.user_id, scene.case.pk) == "service_of_an_issued_document"
    scene.issue("penalty_notice")
    with acting_as(scene.officer):
        assert refuses(serve, scene.chief.user_id, scene.case.pk) == "case_detail_by_its_actor"
    with acting_as(people.stranger):
        assert refuses(serve, people.stranger.user_id, scene.case.pk) == "no row"
