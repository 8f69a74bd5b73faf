"""Raw SQL as the application role: sealed content keeps what was written, and is there only for those who hold the record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.models import HolderKey, HolderKeySecret, Record, SealedItem, SealedVersion
from erdem.knowledge.tests.factories import make_record
from erdem.people.tests.factories import make_actor
from tests.world_sealing import SealedWorld, build_sealed, made_key

pytestmark = pytest.mark.django_db
TABLES = (
    "holderkey", "holderkeysecret", "sealeditem", "sealedversion", "sealedrecipient", "recoverysplit", "recoveryshare",
)  # fmt: skip


def secret_record(holder: Actor) -> Record:
    """A secret record of the holder's community."""
    return make_record(status="draft", name="示例秘方", diffusion_tier="D1", community_id=min(holder.organisation_ids))


def steward_of(community: int) -> Actor:
    """Another member of the community, who speaks for it."""
    known = make_actor("community", "示例另一社区", "steward")
    own = frozenset({community})
    return replace(known, organisation_ids=own, speaks_for=own)


@pytest.fixture
def sealed(people: People) -> SealedWorld:
    return build_sealed(people.holder, secret_record(people.holder))


def refused(actor: Actor, statement: str, *values: int) -> str:
    """Run a statement as an actor; return the database's reason, or how many rows it touched."""
    try:
        with acting_as(actor), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return str(error)


@pytest.mark.parametrize("table", TABLES)
def test_to_everybody_outside_nothing_is_there(people: People, sealed: SealedWorld, table: str) -> None:
    for actor in (people.officer, people.applicant, people.stranger):
        with acting_as(actor), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM knowledge_{table}")
            assert cursor.fetchone() == (0,), table
    with acting_as(people.holder), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM knowledge_{table}")
        assert cursor.fetchone() != (0,)


def test_a_fellow_member_sees_the_public_key_and_never_the_locked_private_one(sealed: SealedWorld) -> None:
    with acting_as(SYSTEM):
        community = HolderKey.objects.get(pk=sealed.key.pk).community_id
    fellow = steward_of(community)
    with acting_as(fellow):
        assert HolderKey.objects.filter(pk=sealed.key.pk).exists()
        assert not HolderKeySecret.objects.exists()
    assert refused(fellow, "UPDATE knowledge_holderkeysecret SET wrapped = wrapped") == "0 rows"


def test_a_steward_ends_the_key_of_another_and_changes_nothing_more_of_it(people: People, sealed: SealedWorld) -> None:
    (community,) = people.holder.organisation_ids
    steward = steward_of(community)
    changed = refused(steward, "UPDATE knowledge_holderkey SET label = '示例别名' WHERE id = %s", sealed.key.pk)
    assert "changes nothing more" in changed
    with acting_as(steward):
        services.end_key(actor=steward, key=sealed.key, state="lost")
    again = refused(
        SYSTEM, "UPDATE knowledge_holderkey SET state = 'active', ended_at = NULL WHERE id = %s", sealed.key.pk
    )
    assert "does not come back" in again


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE knowledge_sealeditem SET commitment = repeat('0', 64), version = version + 1", "keeps its commitment"),
        ("UPDATE knowledge_sealeditem SET version = version + 2", "next version"),
        ("UPDATE knowledge_sealedversion SET sha256 = repeat('0', 64)", "older cipher text"),
        ("UPDATE knowledge_sealedversion SET blob_id = NULL, dropped_at = now()", "older cipher text"),
        ("UPDATE knowledge_sealedrecipient SET key_id = key_id + 1", "0 rows"),
        ("UPDATE knowledge_recoveryshare SET fingerprint = repeat('0', 16)", "0 rows"),
        ("UPDATE knowledge_holderkey SET recipient = 'age1' || repeat('q', 58)", "stays what it is"),
        ("UPDATE knowledge_holderkeysecret SET wrapped = 'AGE-SECRET-KEY-1'", "holder_secret_is_encrypted"),
    ],
)
def test_what_was_written_stays_whoever_asks(people: People, sealed: SealedWorld, statement: str, reason: str) -> None:
    for actor in (people.holder, SYSTEM):
        said = refused(actor, statement)
        assert reason in said or said == "0 rows", said
    assert reason in refused(SYSTEM, statement)


def test_nobody_removes_sealed_content(people: People, sealed: SealedWorld) -> None:
    for table in TABLES:
        assert refused(people.holder, f"DELETE FROM knowledge_{table}") == "0 rows"


def test_content_is_sealed_only_to_keys_in_use_of_communities_that_hold_the_record(
    people: People, sealed: SealedWorld
) -> None:
    foreign, _identity = made_key(people.stranger, "示例外地手机")
    version = SealedVersion.objects
    with acting_as(SYSTEM):
        number = version.get(item=sealed.item).pk
    insert = "INSERT INTO knowledge_sealedrecipient (version_id, key_id) VALUES (%s, %s)"
    assert "keys in use of communities that hold the record" in refused(SYSTEM, insert, number, foreign.pk)
    assert "keys in use of communities that hold the record" in refused(people.stranger, insert, number, foreign.pk)


def test_an_outsider_adds_no_sealed_content(people: People, sealed: SealedWorld) -> None:
    insert = (
        "INSERT INTO knowledge_sealeditem (record_id, ordinal, commitment, media_class, size_band, suite, version, sealed_at)"
        " VALUES (%s, 9, repeat('0', 64), 'text', 'small', 'age-x25519', 1, now())"
    )
    for actor in (people.officer, people.applicant, people.stranger):
        assert "row-level security" in refused(actor, insert, sealed.item.record_id)
    with acting_as(SYSTEM):
        assert SealedItem.objects.count() == 1
