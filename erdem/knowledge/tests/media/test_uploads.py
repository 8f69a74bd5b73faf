"""Sending a file in pieces: nothing acknowledged is lost, nothing is written twice, and what is sent is looked at."""

from __future__ import annotations

import datetime as dt
import errno
import io
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from erdem.base.actor import SYSTEM, acting_as, job_actor
from erdem.base.blobs import NoSpace
from erdem.base.models import AuditEntry
from erdem.base.policy import PermissionRefused, RuleBroken
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.media_content import MediaContent
from erdem.knowledge.models import Media, MediaFile, Record, Upload
from erdem.knowledge.services import media_uploads
from erdem.knowledge.tests.media import making
from erdem.knowledge.tests.media.sending import a_record, begin, piece, send

pytestmark = pytest.mark.django_db


def test_a_file_sent_in_pieces_becomes_an_item(people: People) -> None:
    record = a_record(people)
    content = making.tone(2)
    upload = send(people.holder, record, content, "口述.wav", pieces=5, title="示例口述")
    with acting_as(SYSTEM):
        media = Media.objects.get()
        assert (upload.state, upload.media_id) == ("taken", media.pk)
        assert (media.title, media.kind, media.duration_ms) == ("示例口述", "audio", 2000)
        original = MediaFile.objects.select_related("blob").get(role="original")
        assert original.blob.size == len(content)
        assert len(original.sm3) in (0, 64)


def test_a_piece_that_does_not_follow_is_refused_and_says_where_to_go_on(people: People) -> None:
    record = a_record(people)
    content = making.tone()
    upload = begin(people.holder, record, len(content), "口述.wav")
    piece(people.holder, upload, 0, content[:1000])
    for offset in (0, 999, 1001, 5000):
        with pytest.raises(services.OffsetDiffers) as raised:
            piece(people.holder, upload, offset, b"x" * 10)
        assert raised.value.received == 1000
    assert piece(people.holder, upload, 1000, content[1000:]).state == "taken"


def test_what_a_killed_server_wrote_without_acknowledging_is_cut_off(people: People) -> None:
    record = a_record(people)
    content = making.tone()
    upload = begin(people.holder, record, len(content), "口述.wav")
    piece(people.holder, upload, 0, content[:3000])
    with media_uploads.path_of_upload(upload).open("ab") as pieces:
        pieces.write(b"written, then killed before the row was counted up")
    assert piece(people.holder, upload, 3000, content[3000:]).state == "taken"
    with acting_as(SYSTEM):
        blob = MediaFile.objects.select_related("blob").get(role="original").blob
        assert blob.size == len(content)


class Breaking(io.BytesIO):
    """A line that breaks after its content."""

    def read(self, size: int | None = -1) -> bytes:
        """Return what came, then break."""
        part = super().read(size)
        if not part:
            raise OSError("the line broke")
        return part


def test_what_came_before_the_line_broke_is_kept(people: People) -> None:
    record = a_record(people)
    upload = begin(people.holder, record, 10_000, "口述.wav")
    with acting_as(people.holder):
        after = services.receive_piece(actor=people.holder, upload_id=upload.pk, offset=0, source=Breaking(b"x" * 700))
    assert (after.received, after.state) == (700, "open")


def test_a_piece_that_changed_on_its_way_leaves_nothing(people: People) -> None:
    record = a_record(people)
    upload = begin(people.holder, record, 10_000, "口述.wav")
    with acting_as(people.holder), pytest.raises(services.ChecksumDiffers):
        services.receive_piece(
            actor=people.holder,
            upload_id=upload.pk,
            offset=0,
            source=io.BytesIO(b"x" * 100),
            checksum=("sha1", b"0" * 20),
        )
    assert media_uploads.path_of_upload(upload).stat().st_size == 0


def test_more_than_was_announced_is_not_read(people: People) -> None:
    record = a_record(people)
    upload = begin(people.holder, record, 100, "笔录.txt")
    source = io.BytesIO(b"a" * 500)
    with acting_as(people.holder):
        services.receive_piece(actor=people.holder, upload_id=upload.pk, offset=0, source=source)
    assert source.tell() == 100


def test_a_full_disk_is_told_and_what_was_acknowledged_is_safe(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    record = a_record(people)
    content = making.tone()
    upload = begin(people.holder, record, len(content), "口述.wav")
    piece(people.holder, upload, 0, content[:1000])

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(NoSpace):
            piece(people.holder, upload, 1000, content[1000:])
    assert piece(people.holder, upload, 1000, content[1000:]).state == "taken"


def test_four_gigabytes_are_refused_before_the_first_byte(people: People) -> None:
    record = a_record(people)
    with pytest.raises(RuleBroken, match="4,096 MB"):
        begin(people.holder, record, 4 << 30, "做法.mp4")
    with acting_as(SYSTEM):
        assert not Upload.objects.exists()
    assert not list(Path(settings.MEDIA_UPLOADS).glob("*"))


def test_no_file_is_begun_for_which_there_is_no_room(people: People, settings: Any) -> None:
    record = a_record(people)
    settings.MEDIA_RESERVE_MB = 1 << 40
    with pytest.raises(RuleBroken, match="放不下"):
        begin(people.holder, record, 1000, "口述.wav")


def test_nobody_fills_the_disk_with_files_that_never_end(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    record = a_record(people)
    monkeypatch.setattr(media_uploads, "MOST_OPEN", 2)
    begin(people.holder, record, 1000, "一.wav")
    begin(people.holder, record, 1000, "二.wav")
    with pytest.raises(RuleBroken, match="太多"):
        begin(people.holder, record, 1000, "三.wav")


def test_only_whoever_may_change_the_record_sends_files_to_it(people: People) -> None:
    record = a_record(people)
    for stranger in (people.applicant, people.stranger):
        with pytest.raises(PermissionRefused):
            begin(stranger, record, 1000, "口述.wav")


def test_nobody_goes_on_with_the_upload_of_another(people: People) -> None:
    record = a_record(people)
    upload = begin(people.holder, record, 1000, "口述.wav")
    for other in (people.officer, people.stranger):
        with pytest.raises(services.UploadOver):
            piece(other, upload, 0, b"x")
        with acting_as(other):
            assert not Upload.objects.exists()


def test_who_left_the_community_while_sending_has_nothing_taken_in(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_record(people)
    monkeypatch.setattr(media_uploads, "_person", lambda _upload: people.stranger)
    upload = send(people.holder, record, making.tone(), "口述.wav")
    assert (upload.state, upload.fault) == ("refused", "no_longer_allowed")
    with acting_as(SYSTEM):
        assert not Media.objects.exists()


def test_a_file_that_lies_is_refused_with_a_reason_and_nothing_is_kept(people: People) -> None:
    record = a_record(people)
    upload = send(people.holder, record, making.SVG_WITH_SCRIPT, "照片.jpg")
    assert (upload.state, upload.fault) == ("refused", "markup")
    with acting_as(SYSTEM):
        assert not Media.objects.exists()
        entry = AuditEntry.objects.filter(action="knowledge.refuse_upload").get()
        assert entry.detail == {"fault": "markup"}


def test_a_large_file_is_looked_at_by_a_job_and_only_once(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_uploads, "AT_ONCE", 10)
    record = a_record(people)
    upload = send(people.holder, record, making.jpeg(), "照片.jpg")
    assert upload.state == "received"
    actor = job_actor("knowledge.take_in_upload")
    for _again in range(2):
        assert services.take_in_upload(actor=actor, upload_id=str(upload.pk)).state == "taken"
    with acting_as(SYSTEM):
        assert Media.objects.count() == 1


def test_a_finished_upload_takes_nothing_more(people: People) -> None:
    record = a_record(people)
    content = making.jpeg()
    upload = send(people.holder, record, content, "照片.jpg")
    with pytest.raises(services.UploadOver):
        piece(people.holder, upload, len(content), b"")


def test_what_was_given_up_or_ran_out_is_cleared_away(people: People) -> None:
    record = a_record(people)
    given_up = begin(people.holder, record, 1000, "一.wav")
    with acting_as(people.holder):
        services.give_up_upload(actor=people.holder, upload_id=given_up.pk)
    late, young = begin(people.holder, record, 1000, "二.wav"), begin(people.holder, record, 1000, "三.wav")
    with acting_as(SYSTEM):
        Upload.objects.filter(pk=late.pk).update(expires_at=timezone.now() - dt.timedelta(hours=1))
    with pytest.raises(services.UploadOver):
        piece(people.holder, late, 0, b"x")
    assert services.clear_uploads(actor=SYSTEM) == 1
    with acting_as(SYSTEM):
        assert [row.pk for row in Upload.objects.all()] == [young.pk]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_write_into_each_other() -> None:
    from erdem.people.tests.factories import four_people

    people = four_people()
    record = a_record(people)
    content = making.tone()
    upload = begin(people.holder, record, len(content), "口述.wav")
    writing, go_on = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            writing.set()
            go_on.wait(10)
            return super().read(size)

    def first() -> None:
        try:
            with acting_as(people.holder):
                services.receive_piece(actor=people.holder, upload_id=upload.pk, offset=0, source=Slow(content[:2000]))
        finally:
            connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    assert writing.wait(10)
    with pytest.raises(services.UploadBusy):
        piece(people.holder, upload, 0, content[:500])
    go_on.set()
    thread.join(10)
    with pytest.raises(services.OffsetDiffers):
        piece(people.holder, upload, 0, content[:500])
    assert piece(people.holder, upload, 2000, content[2000:]).state == "taken"
    with acting_as(SYSTEM):
        assert Record.objects.filter(media__files__blob__size=len(content)).exists()


def test_the_description_waits_with_the_upload(people: People) -> None:
    record = a_record(people)
    content = MediaContent(title="示例", captured_on=dt.date(2026, 10, 12), narrator="示例讲述人", language="mn")
    upload = send(people.holder, record, making.jpeg(), "照片.jpg", given=content)
    with acting_as(people.holder):
        media = Media.objects.select_related("capture").get(pk=upload.media_id or 0)
        assert (media.language, media.capture.narrator, media.capture.captured_on) == (
            "mn",
            "示例讲述人",
            content.captured_on,
        )
