"""Sealed content: who may seal, what is refused, what two people at once leave, what the trail and the events say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from erdem.base import events
from erdem.base.actor import SYSTEM, Actor, acting_as
from erdem.base.models import AuditEntry, Blob
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.events import ContentSealed
from erdem.knowledge.models import Record, SealedItem, SealedVersion
from erdem.knowledge.tests.factories import make_record
from erdem.lib import sealing
from erdem.people import services as people_services
from erdem.people.models import Organisation
from erdem.people.tests.factories import make_user
from tests.world_sealing import SECRET_TEXT, SealedWorld, build_sealed, made_key, sealed_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(people: People) -> Record:
    (own,) = people.holder.organisation_ids
    return make_record(status="draft", name="示例秘方", diffusion_tier="D1", community_id=own)


@pytest.fixture
def sealed(people: People, record: Record) -> SealedWorld:
    return build_sealed(people.holder, record)


def fellow_of(actor: Actor, role: str = "steward") -> Actor:
    """Another member of the same community."""
    from erdem.people import queries as people

    with acting_as(SYSTEM):
        user = make_user()
        community = Organisation.objects.get(pk=min(actor.organisation_ids))
        people_services.add_member(actor=SYSTEM, organisation=community, user=user, role=role)
        return people.actor_of(user)


def anew(item: SealedItem, actor: Actor, *keys: Any, version: int = 1, drop_old: bool = False) -> SealedItem:
    """Seal an item anew to keys."""
    with acting_as(actor):
        return services.seal_anew(
            actor=actor,
            item=item,
            ciphertext=sealed_content(*keys).ciphertext,
            recipients={key.pk for key, _ in keys},
            version=version,
            drop_old=drop_old,
        )


def test_what_is_kept_opens_with_the_holders_key_and_holds_no_plain_text(sealed: SealedWorld, people: People) -> None:
    with acting_as(people.holder):
        version = SealedVersion.objects.select_related("blob").get(item=sealed.item)
        content = queries.ciphertext_of(version)
    assert content is not None
    assert SECRET_TEXT.encode() not in content
    opened = sealing.open_sealed(content, [sealed.identity])
    assert opened.content.decode() == SECRET_TEXT
    assert opened.commitment == sealed.item.commitment


def test_outside_the_community_nobody_seals_and_to_nobody_there_is_anything(
    sealed: SealedWorld, people: People, record: Record
) -> None:
    for actor in (people.officer, people.applicant, people.stranger):
        with acting_as(actor):
            assert list(queries.sealed_items(actor, record)) == []
            assert not queries.is_sealed(record)
        with pytest.raises(PermissionRefused), acting_as(actor):
            services.seal_content(actor=actor, record=record, content=sealed_content((sealed.key, sealed.identity)))
    with acting_as(people.holder):
        assert queries.is_sealed(record)


def test_a_plain_text_is_refused_and_not_kept(sealed: SealedWorld, people: People, record: Record) -> None:
    content = sealed_content((sealed.key, sealed.identity))
    with acting_as(SYSTEM):
        before = Blob.objects.count()
    for wrong in (SECRET_TEXT.encode(), b"", b"age-encryption.org/v1\n"):
        with pytest.raises(RuleBroken, match=r"没有封存|not sealed"), acting_as(people.holder):
            services.seal_content(actor=people.holder, record=record, content=replace(content, ciphertext=wrong))
    with acting_as(SYSTEM):
        assert Blob.objects.count() == before


def test_a_content_sealed_with_a_passphrase_or_to_fewer_keys_than_named_is_refused(
    sealed: SealedWorld, people: People, record: Record
) -> None:
    from erdem.lib.sealing.envelope import seal_with_passphrase

    content = sealed_content((sealed.key, sealed.identity))
    fellow = fellow_of(people.holder)
    other, _identity = made_key(fellow, "示例电脑")
    locked = seal_with_passphrase(b"example", "example", name="a", media_type="text/plain")
    for wrong in (
        replace(content, ciphertext=locked.ciphertext),
        replace(content, recipients=content.recipients | {other.pk}),
    ):
        with pytest.raises(RuleBroken, match=r"没有封给|not sealed to"), acting_as(people.holder):
            services.seal_content(actor=people.holder, record=record, content=wrong)


def test_nothing_is_sealed_to_an_ended_or_a_foreign_key(sealed: SealedWorld, people: People, record: Record) -> None:
    foreign = made_key(people.stranger, "示例外地手机")
    with pytest.raises(RuleBroken), acting_as(people.holder):
        services.seal_content(actor=people.holder, record=record, content=sealed_content(foreign))
    with acting_as(people.holder):
        services.end_key(actor=people.holder, key=sealed.key, state="retired")
    with pytest.raises(RuleBroken, match=r"停用|no longer in use"), acting_as(people.holder):
        services.seal_content(actor=people.holder, record=record, content=sealed_content((sealed.key, sealed.identity)))


def test_a_holder_is_added_and_the_commitment_stays(sealed: SealedWorld, people: People) -> None:
    fellow = fellow_of(people.holder)
    second = made_key(fellow, "示例电脑")
    item = anew(sealed.item, people.holder, (sealed.key, sealed.identity), second)
    assert item.version == 2
    assert item.commitment == sealed.item.commitment
    with acting_as(fellow):
        versions = SealedVersion.objects.filter(item=item).select_related("blob")
        assert [version.version for version in versions] == [2, 1]
        content = queries.ciphertext_of(versions[0])
    assert content is not None
    assert sealing.open_sealed(content, [second[1]]).content.decode() == SECRET_TEXT


def test_who_was_slower_overwrites_nothing(sealed: SealedWorld, people: People) -> None:
    own = (sealed.key, sealed.identity)
    anew(sealed.item, people.holder, own)
    with pytest.raises(services.SealedMeanwhile):
        anew(sealed.item, people.holder, own, version=1, drop_old=True)
    with acting_as(people.holder):
        assert SealedItem.objects.get(pk=sealed.item.pk).version == 2
        assert SealedVersion.objects.filter(item=sealed.item, blob__isnull=False).count() == 2


def test_older_cipher_texts_go_only_when_that_is_chosen(
    sealed: SealedWorld, people: People, django_capture_on_commit_callbacks: Any
) -> None:
    own = (sealed.key, sealed.identity)
    with acting_as(SYSTEM):
        first = SealedVersion.objects.get(item=sealed.item)
    anew(sealed.item, people.holder, own)
    with acting_as(people.holder):
        assert SealedVersion.objects.get(pk=first.pk).blob_id is not None
    with django_capture_on_commit_callbacks(execute=True):
        anew(sealed.item, people.holder, own, version=2, drop_old=True)
    with acting_as(SYSTEM):
        versions = {version.version: version for version in SealedVersion.objects.filter(item=sealed.item)}
        assert versions[1].blob_id is None
        assert versions[1].sha256 == first.sha256
        assert versions[2].blob_id is None
        assert versions[3].blob_id is not None
        assert not Blob.objects.filter(sha256=first.sha256).exists()


def test_the_trail_names_the_act_and_neither_title_nor_place(sealed: SealedWorld, people: People) -> None:
    anew(sealed.item, people.holder, (sealed.key, sealed.identity))
    with acting_as(SYSTEM):
        entries = AuditEntry.objects.filter(action__in=("knowledge.seal_content", "knowledge.seal_anew"))
        assert entries.count() == 2
        for entry in entries:
            assert entry.place_code == ""
            assert "示例" not in str(entry.detail)
    with acting_as(people.officer):
        assert not AuditEntry.objects.filter(action__startswith="knowledge.seal").exists()
    with acting_as(people.holder):
        assert AuditEntry.objects.filter(action="knowledge.seal_content").exists()


def test_it_tells_the_others_with_the_commitment_alone(
    people: People, record: Record, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[ContentSealed] = []
    listener = heard.append
    events.on(ContentSealed, listener)
    key = made_key(people.holder)
    content = sealed_content(key)
    with django_capture_on_commit_callbacks(execute=True), acting_as(people.holder):
        item = services.seal_content(actor=people.holder, record=record, content=content)
    events._listeners[ContentSealed].remove(listener)
    assert heard == [ContentSealed(item.pk, content.commitment)]


def test_a_passphrase_changed_in_two_windows_is_kept_once(sealed: SealedWorld, people: People) -> None:
    wrapped = sealing.wrap_identity(sealed.identity, "示例 另一个 口令")
    with acting_as(people.holder):
        secret = services.change_secret(actor=people.holder, key=sealed.key, wrapped=wrapped, version=1)
    assert secret.version == 2
    with pytest.raises(RuleBroken, match=r"另一个窗口|another window"), acting_as(people.holder):
        services.change_secret(actor=people.holder, key=sealed.key, wrapped=wrapped, version=1)


def test_an_unlocked_private_key_is_never_kept(sealed: SealedWorld, people: People) -> None:
    plain = sealing.identity_file(sealed.identity)
    with pytest.raises(RuleBroken), acting_as(people.holder):
        services.change_secret(actor=people.holder, key=sealed.key, wrapped=plain, version=1)
    identity = sealing.make_identity()
    with pytest.raises(RuleBroken), acting_as(people.holder):
        services.list_key(
            actor=people.holder, community_id=min(people.holder.organisation_ids), label="示例",
            recipient=sealing.recipient_of(identity), wrapped=sealing.identity_file(identity),
        )  # fmt: skip


def test_a_newer_split_ends_the_older(sealed: SealedWorld, people: People) -> None:
    keepers = [services.ShareKeeper(f"示例{number}", f"{number:016x}") for number in range(4)]
    with acting_as(people.holder):
        services.note_split(actor=people.holder, key=sealed.key, threshold=3, keepers=keepers)
        split = queries.split_in_force(people.holder, sealed.key)
    assert split is not None
    assert (split.threshold, split.count) == (3, 4)
    for wrong in (keepers[:2], [services.ShareKeeper(" ", "0" * 16)] * 3, [services.ShareKeeper("示例", "x")] * 3):
        with pytest.raises(RuleBroken), acting_as(people.holder):
            services.note_split(actor=people.holder, key=sealed.key, threshold=3, keepers=wrong)


def test_only_present_members_are_offered_as_holders(sealed: SealedWorld, people: People, record: Record) -> None:
    from django.utils import timezone

    from erdem.people.models import Membership

    fellow = fellow_of(people.holder, "bearer")
    made_key(fellow, "示例电脑")
    with acting_as(people.holder):
        assert len(queries.candidate_keys(people.holder, record)) == 2
    with acting_as(SYSTEM):
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        Membership.objects.filter(user_id=fellow.user_id or 0).update(until=yesterday)
    with acting_as(people.holder):
        assert [key.user_id for key in queries.candidate_keys(people.holder, record)] == [people.holder.user_id]
