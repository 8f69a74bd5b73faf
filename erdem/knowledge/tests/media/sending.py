"""Send files in tests the way a browser does: begin, then piece by piece."""

from __future__ import annotations

import io
from typing import Any

from erdem.base.actor import SYSTEM, Actor, acting_as, job_actor
from erdem.base.testing.actors import People
from erdem.knowledge import services
from erdem.knowledge.media_content import MediaContent
from erdem.knowledge.models import Media, Record, Upload
from erdem.knowledge.tests.factories import community_of, make_record


def a_record(people: People, **given: Any) -> Record:
    """A record of the holder's community, in the place of the officer; a draft known within the community unless told."""
    values = {"status": "draft", "diffusion_tier": "D2", "community_id": community_of(people.holder)}
    return make_record(**{**values, **given})


def begin(actor: Actor, record: Record, size: int, name: str, given: MediaContent | None = None) -> Upload:
    """Announce a file."""
    with acting_as(actor):
        content = given or MediaContent(title=name)
        return services.begin_upload(actor=actor, record=record, file_name=name, size=size, content=content)


def piece(actor: Actor, upload: Upload, offset: int, content: bytes) -> Upload:
    """Send a piece."""
    with acting_as(actor):
        return services.receive_piece(actor=actor, upload_id=upload.pk, offset=offset, source=io.BytesIO(content))


def send(
    actor: Actor,
    record: Record,
    content: bytes,
    name: str,
    *,
    pieces: int = 1,
    title: str = "",
    given: MediaContent | None = None,
) -> Upload:
    """Send a whole file."""
    upload = begin(actor, record, len(content), name, given or MediaContent(title=title or name))
    step = -(-len(content) // pieces)
    for offset in range(0, len(content), step):
        upload = piece(actor, upload, offset, content[offset : offset + step])
    return upload


def item(actor: Actor, record: Record, content: bytes, name: str, given: MediaContent | None = None) -> Media:
    """Send a whole file, have its copies made and return the item."""
    upload = send(actor, record, content, name, given=given)
    assert upload.media_id is not None, upload.fault
    services.make_media_copies(actor=job_actor("knowledge.make_media_copies"), media_id=upload.media_id)
    with acting_as(SYSTEM):
        return Media.objects.select_related("record", "capture").get(pk=upload.media_id)
