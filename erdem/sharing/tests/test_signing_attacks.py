"""Attacks in SQL as the application role on signing: each is refused for the reason that is stated, and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction

from erdem.base import blobs
from erdem.base.actor import PUBLIC, SYSTEM, Actor, ActorKind, acting_as
from erdem.base.models import AuditEntry
from erdem.base.testing.actors import People
from erdem.people.choices import OrganisationKind, Role
from erdem.people.tests.factories import make_actor
from erdem.sharing.choices import RequestStatus
from erdem.sharing.models import Agreement, AgreementVersion, Envelope, SignedRevision, Signer
from erdem.sharing.tests import signed, signing_attacks
from erdem.sharing.tests import signing_statements as sql_of
from erdem.sharing.tests.negotiating import Table, make_table, move, propose, settle, table_terms
from erdem.sharing.tests.signing_attacks import Attack

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """An envelope, who attacks it, and the keys of its rows by name."""

    table: Table
    envelope: Envelope
    actors: dict[str, Actor]
    keys: dict[str, str]

    def filled(self, sql: str, who: str) -> str:
        """Return a statement with the keys of the scene."""
        user = self.actors[who].user_id
        keys = {**self.keys, "me": "NULL" if user is None else str(user)}
        return re.sub(r"\{(\w+)\}", lambda found: keys[found.group(1)], sql)


def make_scene(people: People, make: Callable[[Table], Envelope]) -> Scene:
    """Settle terms between two communities and an enterprise, and bring their envelope to where ``make`` leaves it."""
    table = make_table(people)
    settle(table)
    envelope = make(table)
    first, second, firm = table.signers
    actors = {
        "firm": firm,
        "first": first,
        "second": second,
        "third": table.third,
        "holder": _member(people, first),
        "member": _member(people, second),
        "key": replace(second, kind=ActorKind.API_KEY),
        "officer": people.officer,
        "elsewhere": make_actor(OrganisationKind.OFFICE, "示例他乡", Role.COUNTY_OFFICER, "152201"),
        "auditor": make_actor(OrganisationKind.OFFICE, "示例审计", Role.AUDITOR),
        "other-firm": make_actor(OrganisationKind.ENTERPRISE, "示例别的企业", Role.APPLICANT),
        "visitor": PUBLIC,
        "system": SYSTEM,
    }
    return Scene(table, envelope, actors, _keys(table, envelope, actors))


def _member(people: People, steward: Actor) -> Actor:
    """Somebody of a steward's community who is no steward."""
    return people.holder if people.holder.organisation_ids == steward.organisation_ids else people.stranger


def _keys(table: Table, envelope: Envelope, actors: dict[str, Actor]) -> dict[str, str]:
    with acting_as(SYSTEM):
        last = SignedRevision.objects.filter(envelope=envelope).order_by("-number").first()
        short, longer = (blobs.keep(content, media_type=signed.PDF) for content in (b"%PDF", b"%PDF" + b" kanari" * 99))
        places = {f"s{one.position}": one.pk for one in Signer.objects.filter(envelope=envelope)}
    keys: dict[str, Any] = {
        "envelope": envelope.pk,
        "version": envelope.version_id,
        "request": envelope.request_id,
        "agreement": table.agreement.pk,
        "last_sha256": last.sha256 if last else envelope.document_sha256,
        "blob": short.pk,
        "blob_sha256": short.sha256,
        "blob_size": short.size,
        "longer": longer.pk,
        "longer_sha256": longer.sha256,
        "longer_size": longer.size,
        **places,
    }
    for who in ("firm", "first", "second", "officer"):
        keys[f"{who}_user"] = actors[who].user_id
        (keys[f"{who}_org"],) = actors[who].organisation_ids
    return {name: str(value) for name, value in keys.items()}


def being_signed(table: Table) -> Envelope:
    """The first has signed, the second is asked, the third waits."""
    envelope = signed.running(table.agreement, table.people.officer)
    signed.sign_place(envelope, 1, table.signers[0])
    return envelope


def completed(table: Table) -> Envelope:
    return signed.completed(table.agreement, table.people.officer, table.signers)


def refused(table: Table) -> Envelope:
    envelope, second = being_signed(table), table.signers[1]
    with acting_as(second), connection.cursor() as cursor:
        place = Signer.objects.get(envelope=envelope, position=2).pk
        cursor.execute(sql_of.refusing("s2").format(s2=place, me=second.user_id))
        cursor.execute(
            "UPDATE sharing_envelope SET status = 'refused', status_reason = 'x', ended_at = now() WHERE id = %s",
            [envelope.pk],
        )
    return envelope


def prepared(table: Table) -> Envelope:
    """One signer is named, at the second place; there is no file yet."""
    with acting_as(SYSTEM):
        version = AgreementVersion.objects.select_related("agreement__request").get(agreement=table.agreement)
        envelope = signed.prepare(version, table.people.officer)
        (community,) = table.first.speaks_for
        Signer.objects.create(envelope=envelope, position=2, organisation_id=community, name="示例社区", role="holder")
    return envelope


def open_again(table: Table) -> Envelope:
    envelope, terms = being_signed(table), table_terms(table)
    other = replace(terms, breach=replace(terms.breach, cure_days=7))
    propose(table, table.people.applicant, other, based_on=1)
    return envelope


def ended(table: Table) -> Envelope:
    envelope, (community, _other) = being_signed(table), table.communities
    with acting_as(SYSTEM):
        move(table.request, RequestStatus.VETOED, ended_by_community_id=community)
    return envelope


def attack(actor: Actor, sql: str) -> tuple[int, str]:
    """Run a statement as somebody, with what waits for the end of the transaction; return rows and the rule that refused it."""
    try:
        with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # as at the beginning of a transaction
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
        models = (Envelope, Signer, SignedRevision, Agreement, AgreementVersion, AuditEntry)
        return [list(model._default_manager.order_by("pk").values()) for model in models]


def holes(scene: Scene, attacks: list[Attack]) -> list[str]:
    """Try all; return which changed something, or were refused by another rule than theirs."""
    found, before = [], picture()
    for name, everybody, sql, rule in attacks:
        for who in everybody.split():
            rows, refusal = attack(scene.actors[who], scene.filled(sql, who))
            if rows > 0 or picture() != before or (rule not in refusal if rule else refusal):
                found.append(f"{name} as {who}: {rows} rows, refused by “{refusal}”, not by “{rule}”")
    return found


STATES = {
    "while it is signed": (being_signed, signing_attacks.WHILE_IT_IS_SIGNED),
    "when all have signed": (completed, signing_attacks.WHEN_ALL_HAVE_SIGNED),
    "when somebody has refused": (refused, signing_attacks.WHEN_SOMEBODY_REFUSED),
    "while it is prepared": (prepared, signing_attacks.WHILE_IT_IS_PREPARED),
    "when terms are open again": (open_again, signing_attacks.WHEN_TERMS_ARE_OPEN_AGAIN),
    "when the request has ended": (ended, signing_attacks.WHEN_THE_REQUEST_HAS_ENDED),
}


@pytest.mark.parametrize(("make", "attacks"), STATES.values(), ids=STATES)
def test_what_is_tried_is_refused_for_its_reason_and_changes_nothing(
    people: People, make: Callable[[Table], Envelope], attacks: list[Attack]
) -> None:
    assert holes(make_scene(people, make), attacks) == []


def test_there_are_many_attacks_and_none_is_tried_twice() -> None:
    named = [(state, one[0]) for state, (_make, attacks) in STATES.items() for one in attacks]
    assert len(named) == len(set(named)) >= 100
    assert sum(len(one[1].split()) for _make, attacks in STATES.values() for one in attacks) >= 300


@pytest.mark.django_db(transaction=True)
def test_nothing_is_signed_after_the_last_day(people: People) -> None:
    scene = make_scene(people, being_signed)
    with psycopg.connect(**connections["owner"].get_connection_params()) as session:  # only the keeper moves a day
        session.execute("SELECT set_config('erdem.kind', 'system', true)")
        session.execute("ALTER TABLE sharing_envelope DISABLE TRIGGER USER")
        session.execute("UPDATE sharing_envelope SET expires_on = expires_on - 31")
        session.execute("ALTER TABLE sharing_envelope ENABLE TRIGGER USER")
    assert holes(scene, signing_attacks.AFTER_THE_LAST_DAY) == []
    expire = sql_of.envelope(status="'expired'", ended_at="now()")
    assert attack(SYSTEM, scene.filled(expire, "system")) == (1, "")


@pytest.mark.parametrize("who", ["third", "elsewhere", "auditor", "other-firm", "visitor"])
def test_who_has_no_part_in_the_terms_reads_nothing_of_their_signing(people: People, who: str) -> None:
    scene = make_scene(people, being_signed)
    with acting_as(scene.actors[who]), connection.cursor() as cursor:
        for table in ("envelope", "signer", "signedrevision"):
            cursor.execute(f"SELECT count(*) FROM sharing_{table}")
            assert cursor.fetchone() == (0,), table
        for sql in (
            "SELECT e.id FROM sharing_envelope AS e FULL JOIN sharing_signer AS s ON true",
            "SELECT 1 FROM pg_stats WHERE tablename IN ('sharing_signer', 'sharing_envelope')",
            "SELECT 1 FROM base_auditentry WHERE action = 'sharing.sign'",
        ):
            cursor.execute(sql)
            assert cursor.fetchall() == [], sql


def test_the_statements_are_such_that_who_may_can_do_them(people: People) -> None:
    """Guards the attacks: each kind of statement succeeds when it is made by who may, and when it is time."""
    scene = make_scene(people, being_signed)
    firm, second = "firm", "second"
    signing, revision = sql_of.signing, sql_of.revision

    def allowed(who: str, sql: str, *, kept: bool = False) -> tuple[int, str]:
        point = transaction.savepoint()
        done = attack(scene.actors[who], scene.filled(sql, who))
        if kept:
            transaction.savepoint_commit(point)
        else:
            transaction.savepoint_rollback(point)
        return done

    assert allowed(second, sql_of.refusing("s2")) == (1, "")
    for who in (second, "officer"):
        assert allowed(who, sql_of.scanning("s2")) == (1, "")
    cancel = sql_of.envelope(status="'cancelled'", status_reason="'x'", ended_at="clock_timestamp()")
    assert allowed("officer", cancel) == (1, "")
    assert allowed("officer", f"{cancel}; {sql_of.opening()}") == (1, "")
    assert allowed("system", sql_of.place("s2", reminders="reminders + 1")) == (1, "")
    assert allowed("firm", sql_of.entry(actor_user_id="{me}")) == (1, "")
    assert allowed(second, f"{signing('s2')}; {revision('2', '{s2}')}", kept=True) == (1, "")
    with acting_as(SYSTEM):
        longer = blobs.keep(b"%PDF" + b" kanari" * 199, media_type=signed.PDF)
    scene.keys["last_sha256"], scene.keys["longer_sha256"] = scene.keys["longer_sha256"], longer.sha256
    scene.keys["longer"], scene.keys["longer_size"] = str(longer.pk), str(longer.size)
    assert allowed(firm, f"{signing('s3')}; {revision('3', '{s3}')}", kept=True) == (1, "")
    with acting_as(SYSTEM):
        signed.complete(Envelope.objects.get(pk=scene.envelope.pk))
    note = sql_of.agreement(status="'signed'", signed_at="clock_timestamp()")
    assert allowed("system", note) == (1, "")
