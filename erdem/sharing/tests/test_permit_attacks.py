"""Attacks in SQL as the application role on permits: each is refused by a named rule, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge.models import AccessGrant, LabelUse
from erdem.knowledge.tests.stewards import steward_for
from erdem.sharing.models import Permit, PublicPermit
from erdem.sharing.permit_choices import PermitStatus
from erdem.sharing.services import permit_parties, permits
from erdem.sharing.tests.permitting import Case, agreed, issue

pytestmark = [pytest.mark.django_db]

COPY = (
    "INSERT INTO sharing_permit (number, request_id, version_id, replaces_id, status, status_reason, status_at, intent,"
    " amended_because, office_id, office_name, issued_on, issued_at, issued_by_id, valid_from, expires_on, pic_granted,"
    " mat_established, purposes, transfer, abroad, hides_providers, hides_entities, hides_subject, hides_usages, document,"
    " public_document, sha256, public_sha256, pdf_sha256, public_pdf_sha256)"
    " SELECT {number}, request_id, version_id, {replaces}, {status}, '', now(), {intent}, {because}, office_id, office_name,"
    " erdem_today(), now(), {by}, valid_from, {expires}, {pic}, {mat}, purposes, transfer, abroad, {hides}, true, true, true,"
    " {document}, {public}, sha256, public_sha256, pdf_sha256, public_pdf_sha256 FROM sharing_permit WHERE id = {permit}"
)


@dataclass
class Scene:
    """A permit in force, and who attacks it."""

    case: Case
    permit: Permit
    actors: dict[str, Actor]

    def copy(self, **given: str) -> str:
        """A permit like the one in force, with something about it that is not allowed."""
        values = {
            "number": "'XK-2026-9999'",
            "replaces": str(self.permit.pk),
            "status": "'issued'",
            "intent": "'correction'",
            "because": "'示例'",
            "by": str(self.case.people.officer.user_id),
            "expires": "expires_on",
            "pic": "true",
            "mat": "true",
            "hides": "true",
            "document": "document",
            "public": "public_document",
            "permit": str(self.permit.pk),
        }
        return COPY.format(**{**values, **given})


@pytest.fixture
def scene(people: People) -> Scene:
    case = agreed(people)
    permit = issue(case)
    other = steward_for(next(iter(people.stranger.organisation_ids)))
    actors = {
        "applicant": people.applicant,
        "officer": people.officer,
        "stranger": people.stranger,
        "public": PUBLIC,
        "steward": case.steward,
        "other steward": other,
        "system": SYSTEM,
    }
    return Scene(case, permit, actors)


def attack(actor: Actor, sql: str) -> tuple[int, str]:
    """Run a statement as somebody, with what waits for the end of the transaction; return rows and the rule that refused it."""
    try:
        with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.rowcount
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return rows, ""
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        return 0, getattr(diagnosis, "constraint_name", None) or str(error).splitlines()[0]


def picture() -> list[Any]:
    """Everything that an attack must leave as it is."""
    with acting_as(SYSTEM):
        permits_now = list(
            Permit.objects.order_by("pk").values_list("number", "status", "document", "expires_on", "sha256")
        )
        shown = list(PublicPermit.objects.order_by("pk").values_list("number", "status", "document", "holder_name"))
        grants = list(AccessGrant.objects.order_by("pk").values_list("record_id", "level", "valid_until", "revoked_at"))
        return [permits_now, shown, grants]


# A statement that sees no row of its table changes none and is refused by no rule: its rule is empty.
Statement = Callable[[Scene], str]
ATTACKS: list[tuple[str, str, Statement, str]] = [
    ("a permit without consent", "officer", lambda s: s.copy(pic="false"), "permit_needs_consent"),
    ("a permit without terms", "officer", lambda s: s.copy(mat="false"), "permit_needs_terms"),
    (
        "a second permit of one request",
        "officer",
        lambda s: s.copy(replaces="NULL", intent="''", because="''"),
        "permit_request_is_ready",
    ),
    (
        "a successor without a reason",
        "officer",
        lambda s: s.copy(because="' '"),
        "permit_amended_with_intent_and_reason",
    ),
    ("a successor that voids nothing", "officer", lambda s: s.copy(), "permit_act_is_in_the_log"),
    ("a permit that begins as revoked", "officer", lambda s: s.copy(status="'revoked'"), "illegal_step"),
    (
        "a permit that is over already",
        "officer",
        lambda s: s.copy(expires="erdem_today() - 1"),
        "permit_issued_in_time",
    ),
    (
        "a permit that shows what nobody let it show",
        "officer",
        lambda s: s.copy(hides="false"),
        "permit_published_as_agreed",
    ),
    (
        "a confidential provider in the public document",
        "officer",
        lambda s: s.copy(public="public_document || '{\"providers\": []}'"),
        "permit_keeps_what_is_confidential",
    ),
    ("a permit in another's name", "officer", lambda s: s.copy(by="NULL"), "row-level"),
    ("a permit by the applicant", "applicant", lambda s: s.copy(), "row-level"),
    ("a permit by a steward", "steward", lambda s: s.copy(), "row-level"),
    (
        "a later last day",
        "officer",
        lambda s: f"UPDATE sharing_permit SET expires_on = expires_on + 900 WHERE id = {s.permit.pk}",
        "permit_is_never_rewritten",
    ),
    (
        "another purpose",
        "system",
        lambda s: f"UPDATE sharing_permit SET purposes = '{{commercial}}' WHERE id = {s.permit.pk}",
        "permit_is_never_rewritten",
    ),
    (
        "another certificate",
        "officer",
        lambda s: f"UPDATE sharing_permit SET document = '{{}}' WHERE id = {s.permit.pk}",
        "permit_is_never_rewritten",
    ),
    (
        "void without a successor",
        "officer",
        lambda s: f"UPDATE sharing_permit SET status = 'amended' WHERE id = {s.permit.pk}",
        "permit_voided_by_its_successor",
    ),
    (
        "expired before its day",
        "officer",
        lambda s: f"UPDATE sharing_permit SET status = 'expired' WHERE id = {s.permit.pk}",
        "permit_runs_out_in_time",
    ),
    (
        "suspended without a reason",
        "officer",
        lambda s: f"UPDATE sharing_permit SET status = 'suspended' WHERE id = {s.permit.pk}",
        "permit_stopped_with_reason",
    ),
    (
        "revoked past the log",
        "officer",
        lambda s: (
            f"UPDATE sharing_permit SET status = 'revoked', status_reason = 'x', status_at = now() WHERE id = {s.permit.pk}"
        ),
        "permit_act_is_in_the_log",
    ),
    ("a permit removed", "system", lambda s: f"DELETE FROM sharing_permit WHERE id = {s.permit.pk}", ""),
    ("permits emptied", "system", lambda _s: "TRUNCATE sharing_permit CASCADE", "denied"),
    (
        "a record slipped in after the issue",
        "officer",
        lambda s: (
            "INSERT INTO sharing_permitrecord (permit_id, record_id, level, communities)"
            f" VALUES ({s.permit.pk}, {s.case.records[0].pk}, 4, '{{{s.case.community}}}')"
        ),
        "permit_is_never_rewritten",
    ),
    (
        "a level raised",
        "system",
        lambda s: f"UPDATE sharing_permitrecord SET level = 1 WHERE permit_id = {s.permit.pk}",
        "",
    ),
    ("an act removed", "system", lambda s: f"DELETE FROM sharing_permitact WHERE permit_id = {s.permit.pk}", ""),
    (
        "the register written by hand",
        "system",
        lambda _s: "UPDATE sharing_publicpermit SET holder_name = '示例'",
        "public_permit_by_the_database",
    ),
    (
        "a permit made up in the register",
        "system",
        lambda _s: (
            "INSERT INTO sharing_publicpermit SELECT id + 1000, 'XK-2026-7777', status, status_on, office_name, issued_on,"
            " valid_from, expires_on, holder_name, subject, purposes, transfer, abroad, document, sha256, pdf_sha256, replaces,"
            " replaced_by, country FROM sharing_publicpermit"
        ),
        "public_permit_by_the_database",
    ),
    (
        "the register emptied by row",
        "system",
        lambda _s: "DELETE FROM sharing_publicpermit",
        "public_permit_by_the_database",
    ),
    (
        "the officer chooses for the applicant",
        "officer",
        lambda s: _choice(s, "NULL", s.case.people.officer),
        "publication_by_the_party",
    ),
    (
        "a steward chooses for another community",
        "other steward",
        lambda s: _choice(s, str(s.case.community), s.actors["other steward"]),
        "publication_by_the_party",
    ),
    (
        "a steward of another community takes the consent back",
        "other steward",
        lambda s: (
            "INSERT INTO sharing_permitwithdrawal (request_id, community_id, reason, withdrawn_by_id, withdrawn_at) VALUES"
            f" ({s.case.request.pk}, {s.case.community}, '', {s.actors['other steward'].user_id}, now())"
        ),
        "withdrawal_by_the_community",
    ),
    (
        "the officer gives access by hand",
        "officer",
        lambda s: (
            "INSERT INTO knowledge_accessgrant (record_id, community_id, user_id, level, purpose, reference, valid_from,"
            f" valid_until, needs_all, waits, created_at) VALUES ({s.case.records[0].pk}, {s.case.community},"
            f" {s.case.people.officer.user_id}, 4, 'research', 'XK', now(), now() + interval '9 days', false, false, now())"
        ),
        "row-level",
    ),
    (
        "the applicant prolongs the access",
        "applicant",
        lambda _s: "UPDATE knowledge_accessgrant SET valid_until = valid_until + 900",
        "",
    ),
]


def _choice(scene: Scene, community: str, actor: Actor) -> str:
    return (
        "INSERT INTO sharing_publicationchoice (request_id, community_id, providers, entities, subject, usages, matter_sha256,"
        f" decided_by_id, decided_at) VALUES ({scene.case.request.pk}, {community}, true, true, false, true, '',"
        f" {actor.user_id}, now())"
    )


@pytest.mark.parametrize(("who", "statement", "rule"), [one[1:] for one in ATTACKS], ids=[one[0] for one in ATTACKS])
def test_it_is_refused_and_nothing_changes(scene: Scene, who: str, statement: Statement, rule: str) -> None:
    before = picture()
    rows, refused = attack(scene.actors[who], statement(scene))
    assert rows == 0
    assert rule in refused
    assert picture() == before


@pytest.mark.parametrize("who", ["public", "stranger", "other steward"])
def test_a_permit_is_not_there_for_who_has_no_part_in_its_request(scene: Scene, who: str) -> None:
    with acting_as(scene.actors[who]), connection.cursor() as cursor:
        for table in ("permit", "permitrecord", "permitact", "permitmatter", "publicationchoice"):
            cursor.execute(f"SELECT count(*) FROM sharing_{table}")
            assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM sharing_publicpermit")
        assert cursor.fetchone() == (1,)


def test_a_revoked_permit_takes_no_act_and_no_report(scene: Scene) -> None:
    with acting_as(scene.case.people.officer) as officer:
        permits.move_permit(actor=officer, permit=scene.permit, step="revoke", reason="示例")
    for status in PermitStatus.values:
        sql = f"UPDATE sharing_permit SET status = '{status}', status_reason = 'x' WHERE id = {scene.permit.pk}"
        _rows, refused = attack(SYSTEM, sql)
        assert refused in ("permit_is_over", "illegal_step")
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT sharing_permit_takes_reports(%s)", [scene.permit.pk])
        assert cursor.fetchone() == (False,)


def test_a_label_put_on_after_the_agreement_stops_even_a_permit_written_in_sql(people: People) -> None:
    case = agreed(people, purpose="commercial", benefit_plan="示例")
    with acting_as(case.steward):
        LabelUse.objects.create(
            record=case.records[0], community_id=case.community, code="tknc", applied_by_id=case.steward.user_id
        )
    with acting_as(people.officer) as officer, pytest.raises(ValueError, match=r"\S"):
        permits.issue_permit(
            actor=officer, access_request=case.request, term=permits.Term(case.request.use_from, case.request.use_until)
        )
    with acting_as(SYSTEM):
        assert not Permit.objects.exists()
        assert not AccessGrant.objects.exists()


def test_words_that_were_changed_are_not_published_upon_the_old_consent(people: People) -> None:
    from erdem.sharing.queries.permits import published_parts
    from erdem.sharing.tests.permitting import fresh, publish, write_matter

    case = agreed(people)
    publish(case)
    write_matter(people.officer, case.request, "示例别的标的")
    with acting_as(SYSTEM):
        assert "subject" not in published_parts(fresh(case.request))
    with acting_as(people.officer), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sharing_may_publish(%s, 'subject'), sharing_may_publish(%s, 'usages')", [case.request.pk] * 2
        )
        assert cursor.fetchone() == (False, True)


def test_a_steward_may_take_back_but_not_for_a_request_without_a_permit(people: People) -> None:
    case = agreed(people)
    sql = (
        "INSERT INTO sharing_permitwithdrawal (request_id, community_id, reason, withdrawn_by_id, withdrawn_at) VALUES"
        f" ({case.request.pk}, {case.community}, '', {case.steward.user_id}, now())"
    )
    assert attack(case.steward, sql) == (0, "withdrawal_by_the_community")
    permit = issue(case)
    with acting_as(case.steward) as steward:
        permit_parties.withdraw_from_permit(actor=steward, permit=permit, community=case.community)
    assert attack(case.steward, sql)[1] == "permit_withdrawal_once"
