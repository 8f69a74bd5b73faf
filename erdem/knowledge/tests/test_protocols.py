"""A community's protocol: saved whole by its own stewards, never over another's head, with its history and a way back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.models import Holding, LabelUse, ProtocolVersion, Record
from erdem.knowledge.protocol import LabelLine, Protocol
from erdem.knowledge.queries.protocols import protocol_of
from erdem.knowledge.tests.factories import community_of, make_record
from erdem.knowledge.tests.stewards import again, holding_of, make_group, steward_for
from erdem.lib.seasons import Calendar, Season

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    return make_record(diffusion_tier="D3", community_id=community_of(people.holder))


@pytest.fixture
def steward(people: People) -> Actor:
    return steward_for(community_of(people.holder))


@pytest.fixture
def holding(record: Record, people: People) -> Holding:
    return holding_of(record, community_of(people.holder))


def save(steward: Actor, holding: Holding, protocol: Protocol, reason: str = "", **given: bool) -> Holding:
    with acting_as(steward):
        current = Holding.objects.get(pk=holding.pk)
        return services.change_protocol(
            actor=steward, holding=current, protocol=protocol, version=current.version, reason=reason, **given
        )


def levels(record: Record) -> tuple[int, int, int]:
    with acting_as(SYSTEM):
        record.refresh_from_db()
    return record.level_public, record.level_signed_in, record.level_office


def test_a_steward_saves_choices_and_the_wall_follows(record: Record, steward: Actor, holding: Holding) -> None:
    assert levels(record) == (2, 3, 4)
    save(steward, holding, Protocol(to_public=1, to_signed_in=1, to_office=2))
    assert levels(record) == (1, 1, 2)


def test_each_save_is_one_version_and_one_entry_in_the_trail(record: Record, steward: Actor, holding: Holding) -> None:
    saved = save(steward, holding, Protocol(to_public=0, labels=(LabelLine("tka"),)))
    with acting_as(steward):
        entries = AuditEntry.objects.filter(action="knowledge.change_protocol")
        assert [entry.detail["put_on"] for entry in entries] == [["tka"]]
        versions = list(ProtocolVersion.objects.order_by("version").values_list("version", "content__to_public"))
    assert versions == [(1, None), (2, 0)]
    assert saved.version == 2


def test_saving_what_stands_already_changes_nothing(record: Record, steward: Actor, holding: Holding) -> None:
    saved = save(steward, holding, Protocol())
    with acting_as(steward):
        assert saved.version == 1
        assert not ProtocolVersion.objects.exists()


def test_of_two_stewards_the_second_gets_both_texts_and_overwrites_nothing(
    people: People, record: Record, steward: Actor, holding: Holding
) -> None:
    second = steward_for(community_of(people.holder))
    save(steward, holding, Protocol(to_public=1))
    with acting_as(second), pytest.raises(services.ProtocolMoved) as caught:
        services.change_protocol(actor=second, holding=holding, protocol=Protocol(to_public=0), version=1)
    assert caught.value.saved == Protocol(to_public=1)
    assert levels(record)[0] == 1


@pytest.mark.parametrize("who", ["holder", "officer", "stranger", "applicant"])
def test_nobody_but_a_steward_of_the_community_decides(people: People, holding: Holding, who: str) -> None:
    actor: Actor = getattr(people, who)
    with acting_as(actor), pytest.raises(PermissionRefused):
        services.change_protocol(actor=actor, holding=holding, protocol=Protocol(to_public=1), version=1)


def test_a_steward_of_another_community_decides_nothing_here(people: People, record: Record, holding: Holding) -> None:
    """Neither by the service nor in raw SQL."""
    other = steward_for(community_of(people.stranger))
    with acting_as(other), pytest.raises(PermissionRefused):
        services.change_protocol(actor=other, holding=holding, protocol=Protocol(to_public=1), version=1)
    with acting_as(other):
        assert Holding.objects.filter(pk=holding.pk).update(to_public=5) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            LabelUse.objects.create(record=record, community_id=holding.community_id, code="tka")
        with pytest.raises(DatabaseError), transaction.atomic():
            ProtocolVersion.objects.create(
                record=record, community_id=holding.community_id, version=9, content={}, saved_by_id=other.user_id
            )


def test_saving_by_one_community_leaves_the_other_ones_protocol_alone(people: People, record: Record) -> None:
    own, other = community_of(people.holder), community_of(people.stranger)
    with acting_as(SYSTEM):
        Holding.objects.create(
            record=record, community_id=other, to_public=1, content_warning="示例提醒", together=True
        )
        LabelUse.objects.create(record=record, community_id=other, code="tknc")
    before = protocol_of(holding_of(record, other))
    save(steward_for(own), holding_of(record, own), Protocol(to_public=5, labels=(LabelLine("tka"),)))
    assert protocol_of(holding_of(record, other)) == before
    assert levels(record)[0] == 1


def test_a_label_is_taken_off_with_a_reason_and_stays_as_history(
    record: Record, steward: Actor, holding: Holding
) -> None:
    save(steward, holding, Protocol(labels=(LabelLine("tkco"), LabelLine("tka"))))
    assert levels(record) == (1, 1, 1)
    with pytest.raises(RuleBroken) as caught:
        save(steward, holding, Protocol(labels=(LabelLine("tka"),)), opening_confirmed=True)
    assert caught.value.field == "reason"
    save(steward, holding, Protocol(labels=(LabelLine("tka"),)), "社区大会定的", opening_confirmed=True)
    assert levels(record) == (2, 3, 4)
    with acting_as(steward):
        (gone,) = queries.labels_taken_off(steward, record.pk)
    assert (gone.code, gone.removed_reason) == ("tkco", "社区大会定的")


def test_what_opens_must_be_confirmed(record: Record, steward: Actor, holding: Holding) -> None:
    save(steward, holding, Protocol(to_public=0))
    with pytest.raises(RuleBroken) as caught:
        save(steward, holding, Protocol())
    assert caught.value.field == "confirm"
    assert levels(record)[0] == 0
    save(steward, holding, Protocol(), opening_confirmed=True)
    assert levels(record)[0] == 2


def test_what_closes_needs_no_confirmation(record: Record, steward: Actor, holding: Holding) -> None:
    save(steward, holding, Protocol(to_public=0, to_office=0, labels=(LabelLine("tkss"),)))
    assert levels(record) == (0, 1, 0)


def test_an_earlier_version_is_restored_as_a_new_one(record: Record, steward: Actor, holding: Holding) -> None:
    save(steward, holding, Protocol(to_public=1, labels=(LabelLine("tka"), LabelLine("tknc"))))
    save(steward, holding, Protocol(to_public=0), "弄错了")
    with acting_as(steward):
        current = Holding.objects.get(pk=holding.pk)
        services.restore_protocol(
            actor=steward, holding=current, restored=2, version=current.version, reason="退回", opening_confirmed=True
        )
        assert (
            protocol_of(Holding.objects.get(pk=holding.pk)).as_json()
            == Protocol(to_public=1, labels=(LabelLine("tka"), LabelLine("tknc"))).as_json()
        )
        newest = queries.protocol_versions(steward, current).first()
    assert newest is not None
    assert (newest.version, newest.restored_from) == (4, 2)


def test_a_label_of_a_group_needs_the_group_and_the_group_members(
    people: People, record: Record, steward: Actor, holding: Holding
) -> None:
    own = community_of(people.holder)
    empty, full = make_group(own, "clan", name="示例空组"), make_group(own, "clan", people.holder, name="示例氏族")
    foreign = make_group(community_of(people.stranger), "clan", people.stranger)
    for line in (
        LabelLine("tkcl"),
        LabelLine("tkcl", empty.pk),
        LabelLine("tkcl", foreign.pk),
        LabelLine("tka", full.pk),
    ):
        with pytest.raises(RuleBroken) as caught:
            save(steward, holding, Protocol(labels=(line,)))
        assert caught.value.field == "labels"
    save(steward, holding, Protocol(labels=(LabelLine("tkcl", full.pk),)))
    assert [reads(actor, record) for actor in (again(people.holder), steward)] == [True, False]


def reads(actor: Actor, record: Record) -> bool:
    with acting_as(actor):
        return queries.get_record(actor, record.number) is not None


def test_the_steward_outside_the_group_still_decides(
    people: People, record: Record, steward: Actor, holding: Holding
) -> None:
    own = community_of(people.holder)
    group = make_group(own, "women", people.holder)
    save(steward, holding, Protocol(labels=(LabelLine("tkwr", group.pk),)))
    assert not reads(steward, record)
    with acting_as(steward):
        assert queries.get_holding(steward, record.number) == holding
    save(steward, holding, Protocol(), "示例原因", opening_confirmed=True)
    assert reads(steward, record)


def test_a_seasonal_label_needs_a_season_and_gets_its_dates(record: Record, steward: Actor, holding: Holding) -> None:
    with pytest.raises(RuleBroken) as caught:
        save(steward, holding, Protocol(labels=(LabelLine("tks"),)))
    assert caught.value.field == "season"
    season = Season(Calendar.LUNAR, (1, 1), (1, 15))
    save(steward, holding, Protocol(labels=(LabelLine("tks", season=season),)))
    with acting_as(SYSTEM):
        record.refresh_from_db()
        assert record.open_dates
        assert len(record.open_dates) >= 5
        later = max(record.open_dates)[1].replace(year=max(record.open_dates)[1].year - 1)
        assert services.extend_seasons(actor=SYSTEM, today=later) == 1
        record.refresh_from_db()
        assert max(record.open_dates)[1].year > later.year + 1
        assert services.extend_seasons(actor=SYSTEM, today=later) == 0


def test_labels_that_contradict_each_other_are_refused(steward: Actor, holding: Holding) -> None:
    with pytest.raises(RuleBroken):
        save(steward, holding, Protocol(labels=(LabelLine("tkoc"), LabelLine("tknc"))))


def test_a_label_may_be_put_on_and_taken_off_alone(record: Record, steward: Actor, holding: Holding) -> None:
    with acting_as(steward):
        held = services.apply_label(actor=steward, holding=holding, line=LabelLine("tkco"))
        held = services.apply_label(actor=steward, holding=held, line=LabelLine("tka"))
        held = services.remove_label(
            actor=steward, holding=held, code="tkco", reason="示例原因", opening_confirmed=True
        )
        assert protocol_of(held) == replace(Protocol(), labels=(LabelLine("tka"),))


def test_history_cannot_be_rewritten(record: Record, steward: Actor, holding: Holding) -> None:
    save(steward, holding, Protocol(to_public=1))
    with acting_as(SYSTEM):
        assert ProtocolVersion.objects.update(reason="改写") == 0
    with acting_as(steward):
        assert ProtocolVersion.objects.update(reason="改写") == 0
        assert ProtocolVersion.objects.all().delete()[0] == 0
