"""What the small world holds of taking out and bringing back: a remembered head and a bundle of the holder's community."""

from __future__ import annotations

from erdem.base import blobs
from erdem.base.testing.actors import People
from erdem.knowledge.models import ColumnWord, CommunityBundle


def add_exchange(people: People) -> CommunityBundle:
    """Make one row of each; the caller acts as the system."""
    (office,), (community,) = people.officer.organisation_ids, people.holder.organisation_ids
    ColumnWord.objects.create(organisation_id=office, layout="intake", head="示例药名", field="ingredients")
    return CommunityBundle.objects.create(
        community_id=community,
        asked_by_id=people.holder.user_id,
        blob=blobs.keep(b"PK\x05\x06" + b"\x00" * 18, media_type="application/zip"),
        finished_at="2026-11-25T08:00:00Z",
        expires_at="2036-11-25T08:00:00Z",
    )
