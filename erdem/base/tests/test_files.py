"""Stored files are whole or absent, and are handed out in parts with headers that keep them from being run or kept."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory

from erdem.base import blobs
from erdem.base.actor import SYSTEM, acting_as
from erdem.base.models import Blob
from erdem.base.serving import Delivery, blob_response, wanted_part

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 10


def stored() -> list[Path]:
    """Return every file below the folder of stored files."""
    folder = Path(settings.STORAGES["blobs"]["OPTIONS"]["location"])
    return [path for path in folder.rglob("*") if path.is_file()]


class Faulty(io.BytesIO):
    """A source that gives one piece and then fails."""

    def __init__(self, error: Exception) -> None:
        super().__init__(CONTENT)
        self.error = error

    def read(self, size: int | None = -1) -> bytes:
        """Return the first piece, then fail."""
        if self.tell():
            raise self.error
        return super().read(10)


def test_a_file_is_kept_once_under_the_hash_of_its_content() -> None:
    with acting_as(SYSTEM):
        first = blobs.keep_file(io.BytesIO(CONTENT), media_type="image/png")
        second = blobs.keep(CONTENT, media_type="image/png")
        assert first == second
        assert blobs.read_verified(first) == CONTENT
        assert [path.name for path in stored()] == [first.sha256]


@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), OSError(errno.ENOSPC, "full"), ValueError("gone")])
def test_what_breaks_off_leaves_no_half_file(error: Exception) -> None:
    with acting_as(SYSTEM), pytest.raises(type(error)) as raised:
        blobs.keep_file(Faulty(error), media_type="image/png")
    assert isinstance(raised.value, blobs.NoSpace) == (getattr(error, "errno", 0) == errno.ENOSPC)
    assert stored() == []
    with acting_as(SYSTEM):
        assert not Blob.objects.exists()


def test_a_file_goes_only_when_nothing_leads_to_it(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    with acting_as(SYSTEM):
        blob = blobs.keep(CONTENT, media_type="image/png")
        with django_capture_on_commit_callbacks(execute=True):
            assert blobs.forget(blob)
        assert stored() == []
        assert not Blob.objects.exists()


def test_a_file_that_was_stored_again_meanwhile_stays(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    with acting_as(SYSTEM):
        blob = blobs.keep(CONTENT, media_type="image/png")
        with django_capture_on_commit_callbacks() as callbacks:
            assert blobs.forget(blob)
        again = blobs.keep(CONTENT, media_type="image/png")
        for callback in callbacks:
            callback()
        assert blobs.read_verified(again) == CONTENT


def answer(asked: str = "", delivery: Delivery | None = None, **headers: str) -> Any:
    """Return the answer to a question for a part of a stored file."""
    given = {"Range": asked, **headers} if asked else headers
    request: HttpRequest = RequestFactory().get("/x", headers=given)
    with acting_as(SYSTEM):
        blob = blobs.keep(CONTENT, media_type="audio/wav")
    return blob_response(request, blob, delivery or Delivery("audio/wav"))


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("bytes=0-0", 0, 1), ("bytes=100-199", 100, 200), ("bytes=2000-", 2000, 2560), ("bytes=-60", 2500, 2560),
     ("bytes=0-99999", 0, 2560), ("bytes=-99999", 0, 2560)],
)  # fmt: skip
def test_a_part_is_what_was_asked_for(asked: str, start: int, stop: int) -> None:
    response = answer(asked)
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == CONTENT[start:stop]
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/2560"
    assert response["Content-Length"] == str(stop - start)
    response.close()


@pytest.mark.parametrize("asked", ["bytes=2560-", "bytes=-0", "bytes=9-3"])
def test_a_part_beyond_the_end_is_refused(asked: str) -> None:
    response = answer(asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */2560")


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=x-1", f"bytes={'9' * 30}-"])
def test_a_question_that_is_not_understood_gets_the_whole(asked: str) -> None:
    response = answer(asked)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == CONTENT
    response.close()


def test_a_part_of_a_file_that_has_changed_is_not_mixed_in() -> None:
    response = answer("bytes=5-9", If_Range='"another"')
    assert response.status_code == 200
    assert len(b"".join(response.streaming_content)) == 2560
    response.close()


def test_a_restricted_file_is_neither_kept_nor_run_nor_embedded() -> None:
    response = answer(delivery=Delivery("image/jpeg", "照片 1.jpg"))
    response.close()
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E7%85%A7%E7%89%87%201.jpg"
    assert "Access-Control-Allow-Origin" not in response


def test_parts_are_counted_in_bytes() -> None:
    assert wanted_part("bytes=0-4", 5) == (0, 5)
    assert wanted_part("bytes=-3", 5) == (2, 3)
    assert wanted_part("bytes=5-", 5) is None


def test_every_table_that_leads_to_files_is_asked_before_one_goes() -> None:
    """Guards `forget`: hidden relations count too."""
    leading = {(model._meta.label_lower, name) for model, name in blobs.uses_of_blobs()}
    assert ("knowledge.recordimport", "blob") in leading
    assert len(leading) == len(
        [
            field
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if field.many_to_one and field.related_model is Blob
        ]
    )
