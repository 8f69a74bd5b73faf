"""Attacks in plain SQL as the application role: nobody makes a consent, hurries an office, or rewrites the way of a request."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import WorkflowStep
from erdem.base.testing.actors import People
from erdem.knowledge.models import LabelUse
from erdem.knowledge.tests.factories import community_of
from erdem.knowledge.tests.stewards import steward_for
from erdem.sharing.models import HolderQuestion
from erdem.sharing.tests.requesting import a_draft, a_held_record, answer, asked, submitted
from tests.leak.ledger import Ledger

pytestmark = pytest.mark.django_db
TABLES = (
    "sharing_accessrequest",
    "sharing_requestedrecord",
    "sharing_approval",
    "sharing_holderquestion",
    "sharing_holderdecision",
    "sharing_requestmove",
    "sharing_quorumchoice",
)
SENSELESS = ("42601", "42703", "42P01", "42804", "23502", "22P02", "42883")
"""Codes of a statement that cannot run at all: syntax, unknown names, wrong types, a value that is missing."""
YES = "answer = 'agreed', answered_by_id = {me}, answered_at = now()"
DECIDE = "INSERT INTO sharing_holderdecision (question_id, requested_id, agrees, level) VALUES"
ATTACKS: tuple[tuple[str, str, str], ...] = (
    # Who may not even see it.
    ("read it as a stranger", "outsider", "UPDATE sharing_accessrequest SET title = 'x'"),
    ("answer as a stranger", "outsider", f"UPDATE sharing_holderquestion SET {YES}"),
    ("note a step by hand", "officer", "INSERT INTO sharing_requestmove (request_id, status, side, moved_at)"
     " VALUES ({asked}, 'permitted', 'office', now())"),
    ("rewrite the way", "officer", "UPDATE sharing_requestmove SET side = 'holders'"),
    ("remove the way", "steward", "DELETE FROM sharing_requestmove"),
    ("remove a request", "applicant", "DELETE FROM sharing_accessrequest WHERE id = {asked}"),
    ("remove a question", "steward", "DELETE FROM sharing_holderquestion"),
    # Making a consent.
    ("answer for the community as its applicant", "applicant", f"UPDATE sharing_holderquestion SET {YES}"),
    ("answer for the community as the office", "officer", f"UPDATE sharing_holderquestion SET {YES}"),
    ("answer for another community", "steward", f"UPDATE sharing_holderquestion SET {YES} WHERE id = {{other_question}}"),
    ("agree without a decision about each record", "steward",
     f"UPDATE sharing_holderquestion SET {YES} WHERE id = {{question}}"),
    ("agree in another's name", "steward", "UPDATE sharing_holderquestion SET answer = 'agreed',"
     " answered_by_id = {applicant}, answered_at = now() WHERE id = {question}"),
    ("decide for another community", "steward", f"{DECIDE} ({{other_question}}, {{requested}}, true, 4)"),
    ("decide as the applicant", "applicant", f"{DECIDE} ({{question}}, {{requested}}, true, 4)"),
    ("decide about a record of another request", "steward", f"{DECIDE} ({{question}}, {{elsewhere}}, true, 4)"),
    ("turn a no into a yes", "steward", f"UPDATE sharing_holderquestion SET {YES} WHERE id = {{answered}}"),
    ("decide again after the answer", "steward",
     "UPDATE sharing_holderdecision SET agrees = true WHERE question_id = {answered}"),
    ("remove the decisions after the answer", "steward", "DELETE FROM sharing_holderdecision WHERE question_id = {answered}"),
    ("agree after the last day", "steward", f"{DECIDE} ({{late}}, {{late_requested}}, true, 4);"
     f" UPDATE sharing_holderquestion SET {YES} WHERE id = {{late}}"),
    ("set another last day", "steward", "UPDATE sharing_holderquestion SET due_on = '2099-01-01' WHERE id = {late}"),
    ("call a community silent before its day", "system",
     "UPDATE sharing_holderquestion SET answer = 'silent' WHERE id = {question}"),
    ("call the other silent", "steward", "UPDATE sharing_holderquestion SET answer = 'silent' WHERE id = {late}"),
    ("agree as the system", "system", f"UPDATE sharing_holderquestion SET {YES} WHERE id = {{question}}"),
    ("ask a community that holds nothing of it", "system", "INSERT INTO sharing_holderquestion (request_id, community_id,"
     " language, asked_at, due_on, reminded_on, answer, conditions, basis) VALUES ({single}, {stranger_community}, '', now(),"
     " '2099-01-01', '{}', 'waiting', '', '')"),
    ("put a question as the office", "officer", "INSERT INTO sharing_holderquestion (request_id, community_id, language,"
     " asked_at, due_on, reminded_on, answer, conditions, basis) VALUES ({single}, {stranger_community}, '', now(),"
     " '2099-01-01', '{}', 'waiting', '', '')"),
    # Going on without consent or approvals.
    ("go on to terms without a consent", "officer", "UPDATE sharing_accessrequest SET status = 'negotiating' WHERE id = {asked}"),
    ("go on to terms on silence", "system", "UPDATE sharing_accessrequest SET status = 'negotiating' WHERE id = {asked}"),
    ("jump to the permit", "officer", "UPDATE sharing_accessrequest SET status = 'permitted' WHERE id = {asked}"),
    ("jump to the permit as the system", "system", "UPDATE sharing_accessrequest SET status = 'permitted' WHERE id = {asked}"),
    ("ask without the approvals", "officer", "UPDATE sharing_accessrequest SET status = 'asking' WHERE id = {foreign}"),
    ("ask without the approvals as the system", "system",
     "UPDATE sharing_accessrequest SET status = 'asking' WHERE id = {foreign}"),
    ("ask and call it no longer foreign", "officer",
     "UPDATE sharing_accessrequest SET status = 'asking', leaves_country = false WHERE id = {foreign}"),
    ("accept the own request", "applicant", "UPDATE sharing_accessrequest SET status = 'asking' WHERE id = {foreign}"),
    ("record an approval as the applicant", "applicant",
     "UPDATE sharing_approval SET not_needed = 'x', recorded_at = now(), recorded_by_id = {me}"),
    ("record an approval in another's name", "officer",
     "UPDATE sharing_approval SET not_needed = 'x', recorded_at = now(), recorded_by_id = {applicant}"),
    ("record an empty approval", "officer", "UPDATE sharing_approval SET recorded_at = now(), recorded_by_id = {me}"),
    ("remove an approval that is missing", "officer", "DELETE FROM sharing_approval"),
    ("say that no label stands against it", "officer",
     "UPDATE sharing_requestedrecord SET label_verdict = 'clear' WHERE request_id = {labelled}"),
    ("have a label refuse what it does not", "officer",
     "UPDATE sharing_requestedrecord SET label_verdict = 'refused' WHERE request_id = {foreign}"),
    # Changing what was asked.
    ("change the purpose after it was submitted", "applicant",
     "UPDATE sharing_accessrequest SET purpose = 'commercial' WHERE id = {asked}"),
    ("change the purpose as the office", "officer", "UPDATE sharing_accessrequest SET project = 'x' WHERE id = {asked}"),
    ("name another record after it was submitted", "applicant", "INSERT INTO sharing_requestedrecord (request_id, record_id,"
     " scope, label_verdict, label_code, holders) VALUES ({asked}, {other_record}, '', 'open', '', '{}')"),
    ("name a record that one may not know of", "applicant", "INSERT INTO sharing_requestedrecord (request_id, record_id,"
     " scope, label_verdict, label_code, holders) VALUES ({draft}, {secret}, '', 'open', '', '{}')"),
    ("name a record as cleared already", "applicant", "INSERT INTO sharing_requestedrecord (request_id, record_id,"
     " scope, label_verdict, label_code, holders) VALUES ({draft}, {other_record}, '', 'clear', '', '{}')"),
    ("lower how many have to agree", "officer", "UPDATE sharing_requestedrecord SET needed = 1, holders = '{}'"),
    ("choose the quorum for another community", "steward", "INSERT INTO sharing_quorumchoice (record_id, community_id, needed,"
     " chosen_by_id, chosen_at) VALUES ({shared}, {stranger_community}, 1, {me}, now())"),
    ("choose a quorum for what one does not hold", "other_steward", "INSERT INTO sharing_quorumchoice (record_id,"
     " community_id, needed, chosen_by_id, chosen_at) VALUES ({other_record}, {stranger_community}, 1, {me}, now())"),
    ("write oneself among those asked", "applicant", "UPDATE sharing_accessrequest SET asked = '{}' WHERE id = {asked}"),
    ("choose the office that handles it", "applicant",
     "UPDATE sharing_accessrequest SET place_search = ' 999999' WHERE id = {draft}"),
    ("give oneself more time", "applicant", "UPDATE sharing_accessrequest SET due_on = '2099-01-01' WHERE id = {asked}"),
    ("follow a request of others", "officer", "INSERT INTO sharing_accessrequest (number, follows_id, status, title,"
     " applicant_kind, applicant_user_id, applicant_name, country, controller_name, controller_country, contact, purpose,"
     " project, methods, use_from, use_until, results, leaves_country, partners, benefit_plan, ethics_promised, place_search,"
     " asked, status_reason, created_at, updated_at) VALUES ('AR-X', {asked}, 'draft', 'x', 'person', {me}, 'x', 'CN', '',"
     " '', 'x', 'research', 'x', '{reading}', now(), now(), '', false, '', '', false, '', '{}', '', now(), now())"),
    # Stopping and ending.
    ("stop it in another community's name", "steward", "UPDATE sharing_accessrequest SET status = 'vetoed',"
     " ended_by_community_id = {stranger_community} WHERE id = {single}"),
    ("stop it as the office", "officer", "UPDATE sharing_accessrequest SET status = 'vetoed',"
     " ended_by_community_id = {community} WHERE id = {asked}"),
    ("stop what has ended", "steward", "UPDATE sharing_accessrequest SET status = 'vetoed',"
     " ended_by_community_id = {community} WHERE id = {ended}"),
    ("turn it down without a reason", "officer", "UPDATE sharing_accessrequest SET status = 'rejected' WHERE id = {foreign}"),
    ("take back the request of others", "officer", "UPDATE sharing_accessrequest SET status = 'withdrawn' WHERE id = {asked}"),
    ("revive what was refused", "officer", "UPDATE sharing_accessrequest SET status = 'asking' WHERE id = {ended}"),
)  # fmt: skip


@dataclass
class Court:
    """Requests in every state that is attacked, and who attacks."""

    actors: dict[str, Actor]
    keys: dict[str, int]


@pytest.fixture
def court(people: People) -> Court:
    steward, other = steward_for(community_of(people.holder)), steward_for(community_of(people.stranger))
    shared = a_held_record(people, people.stranger, name="示例共有方")
    single, secret = (
        a_held_record(people, name="示例独有方"),
        a_held_record(people, name="示例秘方", diffusion_tier="D1"),
    )
    with acting_as(SYSTEM):
        labelled = a_held_record(people, name="示例标签方")
        LabelUse.objects.create(record=labelled, community_id=community_of(people.holder), code="tknc")
    requests = {
        "asked": asked(people, shared),
        "single": asked(people, single),
        "late_request": asked(people, single),
        "ended": asked(people, single),
        "foreign": submitted(people, single, leaves_country=True),
        "labelled": submitted(people, labelled, purpose="commercial"),
        "draft": a_draft(people),
    }
    answer(steward, requests["ended"], "no")
    half = asked(people, shared)
    answer(steward, half, "no")
    with acting_as(SYSTEM):
        day = timezone.localdate().replace(year=2020, day=1)
        HolderQuestion.objects.filter(request=requests["late_request"]).update(due_on=day)
        own, others = community_of(people.holder), community_of(people.stranger)
        keys = {name: each.pk for name, each in requests.items()} | {
            "question": requests["asked"].questions.get(community_id=own).pk,
            "other_question": requests["asked"].questions.get(community_id=others).pk,
            "answered": half.questions.get(community_id=own).pk,
            "late": requests["late_request"].questions.get().pk,
            "requested": requests["asked"].records.get().pk,
            "late_requested": requests["late_request"].records.get().pk,
            "elsewhere": requests["single"].records.get().pk,
            "shared": shared.pk,
            "other_record": single.pk,
            "secret": secret.pk,
            "community": own,
            "stranger_community": others,
            "applicant": people.applicant.user_id or 0,
        }
    neighbour = Actor(people.stranger.kind, user_id=people.stranger.user_id)
    actors = {
        "applicant": people.applicant,
        "officer": people.officer,
        "steward": steward,
        "other_steward": other,
        "outsider": neighbour,
        "system": SYSTEM,
    }
    return Court(actors, keys)


def state() -> list[tuple[str, ...]]:
    """Return every row of requests as text."""
    rows = " UNION ALL ".join(f"SELECT '{table}', t::text FROM {table} AS t" for table in TABLES)
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"{rows} ORDER BY 1, 2")
        return list(cursor.fetchall())


def is_sensible(error: DatabaseError) -> bool:
    """Say whether a statement was refused for what it tried; one that cannot run at all counts as a fault."""
    return getattr(error.__cause__, "sqlstate", "") not in SENSELESS


def attempt(court: Court, who: str, statement: str) -> bool:
    """Say whether a statement has changed anything; it is undone."""
    actor = court.actors[who]
    for name, value in {**court.keys, "me": actor.user_id or "NULL"}.items():
        statement = statement.replace(f"{{{name}}}", str(value))
    before, changed = state(), False
    with transaction.atomic():
        try:
            with transaction.atomic(), acting_as(actor), connection.cursor() as cursor:
                cursor.execute(statement)
            changed = state() != before
        except DatabaseError as error:
            changed = not is_sensible(error)
        transaction.set_rollback(True)
    return changed


def test_no_attack_on_a_request_succeeds(court: Court) -> None:
    ledger = Ledger("integrity requests")
    for name, who, statement in ATTACKS:
        ledger.note(name, who, table="requests")
        if attempt(court, who, statement):
            ledger.fault(f"{name} as {who}")
    ledger.close(40)


@pytest.mark.parametrize(
    ("who", "statement"),
    [
        ("steward", "UPDATE sharing_accessrequest SET status = 'vetoed', ended_by_community_id = {community} WHERE id = {asked}"),
        ("applicant", "UPDATE sharing_accessrequest SET project = 'x' WHERE id = {draft}"),
        ("steward", f"{DECIDE} ({{question}}, {{requested}}, true, 4); UPDATE sharing_holderquestion SET {YES}"
         " WHERE id = {question}"),
        ("officer", "UPDATE sharing_accessrequest SET status = 'rejected', status_reason = 'x' WHERE id = {foreign}"),
    ],
    ids=["stop", "write", "agree", "turn down"],
)  # fmt: skip
def test_who_may_does(court: Court, who: str, statement: str) -> None:
    """Guards the attacks: the same statements do change something for those who may."""
    assert attempt(court, who, statement)


@pytest.mark.usefixtures("people")
def test_no_step_leads_from_an_issued_permit_to_a_stop() -> None:
    with acting_as(SYSTEM):
        ways = WorkflowStep.objects.filter(document_type="sharing.accessrequest", target="vetoed")
        assert ways.exists()
        assert not ways.filter(source__in=["permitted", "refused", "rejected", "draft"]).exists()
