"""Who sees what of an item: its row, its files, its words; and what the database refuses."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from erdem.base import blobs
from erdem.base.actor import PUBLIC, SYSTEM, Actor, acting_as
from erdem.base.models import Blob
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import queries, services
from erdem.knowledge.media_choices import Audience
from erdem.knowledge.media_content import MediaContent
from erdem.knowledge.models import Capture, Media, MediaFile, MediaTrace, Record, Segment
from erdem.knowledge.services import SegmentContent
from erdem.knowledge.tests.factories import community_of
from erdem.knowledge.tests.media import making
from erdem.knowledge.tests.media.sending import a_record, item
from erdem.people.models import Group

pytestmark = pytest.mark.django_db
ONLY_US = MediaContent(
    title="示例口述", audience=Audience.COMMUNITIES, reason="仅限社区", narrator="示例讲述人", language="mn"
)


def open_record(people: People) -> Record:
    """A record of the holder's community that everybody reads."""
    return a_record(people, status="registered", diffusion_tier="D4")


def seen(actor: Actor, record: Record) -> list[queries.MediaRow]:
    """Return what an actor knows of the media of a record."""
    with acting_as(actor):
        return queries.media_of(actor, record)


def stored_files() -> set[str]:
    folder = Path(settings.STORAGES["blobs"]["OPTIONS"]["location"])
    return {path.name for path in folder.rglob("*") if path.is_file() and len(path.name) == 64}


def test_an_open_item_is_seen_with_its_copies_and_the_original_only_by_its_holders(people: People) -> None:
    record = open_record(people)
    item(people.holder, record, making.jpeg(2000, 1500, with_place=True), "照片.jpg")
    for actor in (PUBLIC, people.applicant, people.stranger, people.officer):
        (row,) = seen(actor, record)
        assert row.is_open
        assert set(row.files) == {"thumbnail", "screen", "tiles"}
    (row,) = seen(people.holder, record)
    assert set(row.files) == {"original", "thumbnail", "screen", "tiles"}


def test_a_restricted_item_that_nobody_may_know_of_is_absent(people: People) -> None:
    record = open_record(people)
    media = item(people.holder, record, making.tone(), "口述.wav", ONLY_US)
    for actor in (PUBLIC, people.applicant, people.stranger, people.officer):
        assert seen(actor, record) == []
        with acting_as(actor):
            assert queries.get_media(actor, record.number, media.pk) is None
    (row,) = seen(people.holder, record)
    assert set(row.files) == {"original", "copy", "peaks"}


def test_an_announced_item_shows_its_title_and_reason_and_nothing_else(people: People) -> None:
    record = open_record(people)
    media = item(people.holder, record, making.tone(3), "口述.wav", replace(ONLY_US, announced=True))
    with acting_as(people.holder):
        services.add_segment(actor=people.holder, media=media, content=SegmentContent(0, 900, "示例"), confirm=True)
    for actor in (PUBLIC, people.officer):
        (row,) = seen(actor, record)
        assert (row.is_open, row.files) == (False, {})
        assert (row.media.title, row.media.reason, row.media.duration_ms) == ("示例口述", "仅限社区", 3000)
        with acting_as(actor):
            assert not Capture.objects.exists()
            assert not MediaFile.objects.exists()
            assert not Segment.objects.exists()


def test_an_item_of_a_group_is_seen_by_the_group_and_not_by_the_rest_of_the_community(people: People) -> None:
    record = open_record(people)
    with acting_as(SYSTEM):
        group = Group.objects.create(organisation_id=community_of(people.holder), kind="women", name="示例妇女组")
    content = replace(ONLY_US, audience=Audience.GROUP, group_id=group.pk)
    item(people.holder, record, making.tone(), "口述.wav", content)
    assert seen(people.holder, record) == []
    within = replace(people.holder, group_ids=frozenset({group.pk}))
    assert len(seen(within, record)) == 1
    elsewhere = replace(people.stranger, group_ids=frozenset({group.pk}))
    assert len(seen(elsewhere, record)) == 1, "the group decides, not the community one comes from"


def test_an_open_item_of_a_record_that_one_may_not_read_is_absent(people: People) -> None:
    record = a_record(people)
    item(people.holder, record, making.jpeg(), "照片.jpg")
    assert seen(people.applicant, record) == []
    assert len(seen(people.officer, record)) == 1


def test_place_and_serial_number_are_told_to_holders_only(people: People) -> None:
    record = open_record(people)
    media = item(people.holder, record, making.jpeg(with_place=True), "照片.jpg")
    with acting_as(people.holder):
        assert queries.trace_of(people.holder, media)["serial"] == making.SERIAL
    for actor in (PUBLIC, people.officer, people.applicant):
        with acting_as(actor):
            assert queries.trace_of(actor, media) == {}
            assert not MediaTrace.objects.exists()
    with acting_as(SYSTEM):
        for file in MediaFile.objects.exclude(role="original").select_related("blob"):
            assert making.SERIAL.encode() not in blobs.read_verified(file.blob), file.role


def test_the_copy_of_a_film_for_readers_does_not_say_where_it_was_made(people: People) -> None:
    record = open_record(people)
    item(people.holder, record, making.film(with_place=True), "做法.mp4")
    (row,) = seen(PUBLIC, record)
    with acting_as(SYSTEM):
        assert making.PLACE.encode() not in blobs.read_verified(row.files["copy"].blob)


def test_the_office_looks_after_the_media_of_a_record_that_no_community_holds(people: People) -> None:
    record = a_record(people, community_id=None, status="registered", diffusion_tier="D4")
    item(people.officer, record, making.jpeg(with_place=True), "照片.jpg")
    (row,) = seen(people.officer, record)
    assert "original" in row.files
    (row,) = seen(people.applicant, record)
    assert "original" not in row.files


def test_a_restriction_needs_a_reason_and_somebody_who_can_still_open_the_item(people: People) -> None:
    record = open_record(people)
    with pytest.raises(RuleBroken):
        item(people.holder, record, making.tone(), "口述.wav", replace(ONLY_US, reason=" "))
    with acting_as(SYSTEM):
        foreign = Group.objects.create(organisation_id=community_of(people.stranger), kind="clan", name="示例外族")
    with pytest.raises(RuleBroken):
        item(people.holder, record, making.tone(), "口述.wav", replace(ONLY_US, audience="group", group_id=foreign.pk))
    unheld = a_record(people, community_id=None)
    with pytest.raises(RuleBroken):
        item(people.officer, unheld, making.tone(), "口述.wav", ONLY_US)


def change(actor: Actor, media: Media, content: MediaContent, version: int | None = None) -> Media:
    with acting_as(actor):
        return services.change_media(actor=actor, media=media, content=content, version=version or media.version)


def test_two_who_change_an_item_at_once_do_not_overwrite_each_other(people: People) -> None:
    media = item(people.holder, a_record(people), making.jpeg(), "照片.jpg")
    change(people.holder, media, MediaContent(title="示例甲", description="示例"))
    with pytest.raises(RuleBroken):
        change(people.officer, media, MediaContent(title="示例乙"), version=1)
    with acting_as(SYSTEM):
        now = Media.objects.get()
        assert (now.title, now.version, now.capture.description) == ("示例甲", 2, "示例")


def test_an_office_describes_an_item_but_does_not_open_or_close_it(people: People) -> None:
    media = item(people.holder, a_record(people), making.jpeg(), "照片.jpg")
    assert change(people.officer, media, MediaContent(title="示例新题名")).title == "示例新题名"
    with acting_as(SYSTEM):
        media = Media.objects.select_related("record").get()
    with pytest.raises(PermissionRefused):
        change(people.officer, media, ONLY_US)


def test_whoever_restricts_an_item_may_put_it_out_of_the_own_sight(people: People) -> None:
    record = open_record(people)
    media = item(people.holder, record, making.tone(), "口述.wav")
    with acting_as(SYSTEM):
        group = Group.objects.create(organisation_id=community_of(people.holder), kind="women", name="示例妇女组")
    change(people.holder, media, replace(ONLY_US, audience=Audience.GROUP, group_id=group.pk))
    assert seen(people.holder, record) == seen(PUBLIC, record) == []


def test_a_removed_item_takes_its_files_with_it_unless_another_needs_them(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    record, content = open_record(people), making.jpeg(900, 700)
    with django_capture_on_commit_callbacks(execute=True):
        first = item(people.holder, record, content, "一.jpg")
        second = item(people.holder, record, content, "二.jpg")
    assert len(stored_files()) == 4
    with django_capture_on_commit_callbacks(execute=True), acting_as(people.holder):
        services.remove_media(actor=people.holder, media=first)
    assert len(stored_files()) == 4
    for other in (people.officer, people.stranger):
        with acting_as(other), pytest.raises(PermissionRefused):
            services.remove_media(actor=other, media=second)
    with django_capture_on_commit_callbacks(execute=True), acting_as(people.holder):
        services.remove_media(actor=people.holder, media=second)
    assert stored_files() == set()
    with acting_as(SYSTEM):
        assert not Blob.objects.exists()


def test_words_count_once_a_person_has_confirmed_them(people: People) -> None:
    record = open_record(people)
    media = item(people.holder, record, making.tone(5), "口述.wav", MediaContent(title="示例", language="mn"))
    with acting_as(people.holder):
        said = SegmentContent(0, 2000, "示例蒙古语", "示例讲述人", {"zh": "示例译文", "xx": "no language"})
        segment = services.add_segment(actor=people.holder, media=media, content=said)
        assert segment.translations == {"zh": "示例译文"}
    with acting_as(PUBLIC):
        assert not queries.segments_of(PUBLIC, media).exists()
        assert queries.captions_of(PUBLIC, media, "zh") == []
    with acting_as(people.holder):
        kept = queries.get_segment(people.holder, media, segment.pk)
        assert kept is not None
        services.change_segment(actor=people.holder, segment=kept, content=said, version=1, confirm=True)
        with pytest.raises(RuleBroken):
            services.change_segment(actor=people.holder, segment=kept, content=said, version=1)
    with acting_as(PUBLIC):
        assert [caption.text for caption in queries.captions_of(PUBLIC, media, "zh")] == ["示例译文"]
        assert [caption.text for caption in queries.captions_of(PUBLIC, media, "mn")] == ["示例蒙古语"]
        assert queries.caption_languages(PUBLIC, media) == ["mn", "zh"]


@pytest.mark.parametrize(("start", "end"), [(1000, 1000), (2000, 1000), (0, 99_000)])
def test_a_segment_lies_within_its_recording(people: People, start: int, end: int) -> None:
    media = item(people.holder, a_record(people), making.tone(5), "口述.wav")
    with acting_as(people.holder), pytest.raises(RuleBroken):
        services.add_segment(actor=people.holder, media=media, content=SegmentContent(start, end, "示例"))


def test_a_machine_confirms_no_words(people: People) -> None:
    media = item(people.holder, a_record(people), making.tone(5), "口述.wav")
    with acting_as(SYSTEM):
        segment = services.add_segment(actor=SYSTEM, media=media, content=SegmentContent(0, 900, "示例"), confirm=True)
    assert segment.confirmed_at is None


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE knowledge_media SET audience = 'record', reason = ''",
        "UPDATE knowledge_media SET announced = NOT announced",
        "DELETE FROM knowledge_media",
        "UPDATE knowledge_mediafile SET role = 'copy'",
        "DELETE FROM knowledge_capture",
        "UPDATE knowledge_segment SET transcript = 'x'",
        "INSERT INTO knowledge_media (record_id, ordinal, kind, title, language, audience, announced, reason, copies, version,"
        " created_at, updated_at) SELECT record_id, 9, 'photo', 'x', 'zxx', 'record', false, '', 'ready', 1, now(), now()"
        " FROM knowledge_media",
    ],
)
def test_the_database_refuses_others_what_the_program_refuses_them(people: People, attack: str) -> None:
    """Raw SQL in the name of the office, of an applicant and of a stranger, against announced and open items of a draft."""
    record = a_record(people)
    media = item(people.holder, record, making.tone(3), "口述.wav", replace(ONLY_US, announced=True))
    item(people.holder, record, making.jpeg(), "照片.jpg", MediaContent(title="示例照片"))
    with acting_as(people.holder):
        services.add_segment(actor=people.holder, media=media, content=SegmentContent(0, 900, "示例"), confirm=True)
    with acting_as(SYSTEM):
        before = (list(Media.objects.values()), list(MediaFile.objects.values()), list(Segment.objects.values()))
        captures = set(Capture.objects.filter(media=media).values_list("pk", flat=True))
    for actor in (people.officer, people.applicant, people.stranger, PUBLIC):
        with acting_as(actor), suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
    with acting_as(SYSTEM):
        after = (list(Media.objects.values()), list(MediaFile.objects.values()), list(Segment.objects.values()))
        assert after == before
        assert set(Capture.objects.filter(media=media).values_list("pk", flat=True)) == captures
