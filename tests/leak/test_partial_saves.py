"""A save by one party never changes what another party has decided: random saves, through services and in raw SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.knowledge import services
from erdem.knowledge.models import Holding, Record
from erdem.knowledge.protocol import LabelLine, Protocol
from erdem.knowledge.queries.protocols import protocol_of
from erdem.knowledge.tests.stewards import steward_for
from tests.leak.ledger import WHOLE
from tests.leak.scene import Scene

OURS, THEIRS = "own", "other"
LEVELS = st.one_of(st.none(), st.integers(0, 5))
PROTOCOLS = st.builds(
    Protocol,
    to_public=LEVELS,
    to_signed_in=LEVELS,
    to_office=LEVELS,
    together=st.booleans(),
    content_warning=st.sampled_from(["", "示例提示"]),
    names_deceased=st.booleans(),
    labels=st.lists(st.sampled_from(["tka", "tknc", "tkco", "tkss", "tkcs", "bcr"]), unique=True, max_size=3).map(
        lambda codes: tuple(LabelLine(code) for code in codes)
    ),
)
STATEMENTS = (
    "UPDATE knowledge_holding SET to_public = 5, to_office = 5, together = false, content_warning = ''",
    "UPDATE knowledge_holding SET state = 'left'",
    "UPDATE knowledge_holding SET state = 'active', version = version + 1",
    "DELETE FROM knowledge_holding",
    "UPDATE knowledge_labeluse SET removed_at = now(), removed_reason = 'x' WHERE removed_at IS NULL",
    "DELETE FROM knowledge_labeluse",
    "UPDATE knowledge_record SET diffusion_tier = 'D4'",
    "UPDATE knowledge_record SET diffusion_tier = 'D1'",
    "UPDATE knowledge_record SET community_id = {theirs}",
    "UPDATE knowledge_record SET community_id = NULL",
    "UPDATE knowledge_record SET name = 'x', summary = 'x', version = version + 1",
    "UPDATE knowledge_accessgrant SET revoked_at = now()",
    "DELETE FROM knowledge_accessgrant",
)
SAVES = st.one_of(
    st.tuples(st.just("protocol"), PROTOCOLS),
    st.tuples(st.just("SQL"), st.sampled_from(STATEMENTS)),
    st.tuples(st.just("record"), st.sampled_from(["D1", "D2", "D3", "D4"])),
)


def decided(record: Record, community: int) -> tuple[Any, ...]:
    """Return everything that a community has decided about a record, apart from what a pin keeps as it was."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, together, content_warning, names_deceased, version FROM knowledge_holding"
            " WHERE record_id = %s AND community_id = %s", [record.pk, community],
        )  # fmt: skip
        held = cursor.fetchall()
        cursor.execute(
            "SELECT code, group_id, open_dates, removed_at FROM knowledge_labeluse WHERE record_id = %s AND community_id = %s"
            " ORDER BY id", [record.pk, community],
        )  # fmt: skip
        return (*held, *cursor.fetchall(), _open_to(record, community))


def _open_to(record: Record, community: int) -> tuple[int, ...]:
    """Return the community's own limit for each audience: its choice, or what the tier leaves when it made none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array(SELECT count(*) FROM knowledge_accessgrant WHERE record_id = %s AND community_id = %s"
            " AND revoked_at IS NULL)", [record.pk, community],
        )  # fmt: skip
        return tuple(cursor.fetchone()[0])


def limits(record: Record, community: int) -> dict[str, int]:
    """Return how far a record is open at most, as far as it lies with one community: never more than before."""
    with acting_as(SYSTEM):
        fresh = Record.objects.get(pk=record.pk)
        held = Holding.objects.get(record=record, community_id=community)
        default = {"D1": (0, 0, 0), "D2": (0, 0, 4), "D3": (2, 3, 4), "D4": (5, 5, 5)}[fresh.diffusion_tier]
        chosen = (held.to_public, held.to_signed_in, held.to_office)
        names = ("public", "signed_in", "office")
        return {
            name: min(tier, 5 if choice is None else choice)
            for name, tier, choice in zip(names, default, chosen, strict=True)
        }


def save(actor: Actor, record: Record, community: int, what: tuple[str, Any]) -> None:
    """Save once in the name of a steward; a refusal leaves nothing."""
    kind, content = what
    try:
        with transaction.atomic(), acting_as(actor):
            if kind == "protocol":
                held = Holding.objects.get(record=record, community_id=community)
                kept = replace(content, labels=content.labels)
                services.change_protocol(
                    actor=actor,
                    holding=held,
                    protocol=kept,
                    version=held.version,
                    reason="示例",
                    opening_confirmed=True,
                )
            elif kind == "record":
                Record.objects.filter(pk=record.pk).update(diffusion_tier=content)
            else:
                with connection.cursor() as cursor:
                    cursor.execute(content.format(theirs=community))
    except (DatabaseError, RuleBroken, PermissionRefused, Holding.DoesNotExist):
        return


@pytest.fixture(scope="module")
def shared_record(scene: Scene) -> Iterator[tuple[Record, Actor, Actor]]:
    """A record of two communities with labels and choices of each, and a steward of the other one and of ours."""
    with transaction.atomic():
        yield _shared(scene)
        transaction.set_rollback(True)


def _shared(scene: Scene) -> tuple[Record, Actor, Actor]:
    key = "two communities, one allows less"
    record = scene.records[key]
    ours, theirs = steward_for(scene.cast.communities[OURS]), steward_for(scene.cast.communities[THEIRS])
    with acting_as(SYSTEM):
        held = Holding.objects.get(record=record, community_id=scene.cast.communities[OURS])
        protocol = Protocol(to_public=3, content_warning="示例提示", labels=(LabelLine("tknc"), LabelLine("tkcs")))
        services.change_protocol(
            actor=SYSTEM, holding=held, protocol=protocol, version=held.version, reason="示例", opening_confirmed=True
        )
        assert protocol_of(Holding.objects.get(pk=held.pk)).to_public == 3
    return record, ours, theirs


@settings(
    max_examples=200 if WHOLE else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(saves=st.lists(SAVES, min_size=1, max_size=4))
def test_no_save_of_one_community_changes_what_another_has_decided(
    scene: Scene, shared_record: tuple[Record, Actor, Actor], saves: list[tuple[str, Any]]
) -> None:
    record, _ours, theirs = shared_record
    own, other = scene.cast.communities[OURS], scene.cast.communities[THEIRS]
    with transaction.atomic():
        before, open_before = decided(record, own), limits(record, own)
        for what in saves:
            save(theirs, record, other, what)
        assert decided(record, own) == before, saves
        after = limits(record, own)
        assert all(after[name] <= open_before[name] for name in after), saves
        transaction.set_rollback(True)


def test_the_saves_do_change_what_their_own_community_decides(
    scene: Scene, shared_record: tuple[Record, Actor, Actor]
) -> None:
    """Guards the property: nothing would change if every save were refused."""
    record, _ours, theirs = shared_record
    other = scene.cast.communities[THEIRS]
    with transaction.atomic():
        before = decided(record, other)
        save(theirs, record, other, ("protocol", Protocol(to_public=0, content_warning="示例")))
        assert decided(record, other) != before
        transaction.set_rollback(True)
