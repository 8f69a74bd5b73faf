"""Papers of authority: a meeting's resolution, a family's choice, a charter, with the file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import audit, blobs
from erdem.base.actor import Actor
from erdem.base.policy import RuleBroken, require
from erdem.knowledge.community_choices import RESOLUTIONS, PaperKind
from erdem.knowledge.models import AuthorityPaper, CommunityProfile
from erdem.knowledge.policies import can_keep_papers

LARGEST: Final = 20 * 1024 * 1024
BEGINNINGS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
"""How a file that may be handed in begins; its name is not believed."""


@dataclass(frozen=True)
class PaperContent:
    """What a steward writes about a paper."""

    kind: str
    title: str
    decided_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None = None
    present: int | None = None
    agreeing: int | None = None


@transaction.atomic
def keep_paper(
    *, actor: Actor, profile: CommunityProfile, content: PaperContent, file: bytes = b"", file_name: str = ""
) -> AuthorityPaper:
    """Keep a paper of a community with its file.

    Raises:
        PermissionRefused: the actor is no steward of the community.
        RuleBroken: numbers or dates contradict each other, a resolution has no votes, the file is too large or of another type.
    """
    require(can_keep_papers(actor, profile))
    _check(content)
    media_type = type_of(file) if file else ""
    paper = AuthorityPaper(
        profile=profile,
        kind=content.kind,
        title=content.title.strip(),
        decided_on=content.decided_on,
        present=content.present,
        agreeing=content.agreeing,
        valid_from=content.valid_from,
        valid_until=content.valid_until,
        blob=blobs.keep(file, media_type=media_type) if file else None,
        file_name=PurePath(file_name.replace("\\", "/")).name[:200] if file else "",
        added_by_id=actor.user_id,
    )
    paper.save(force_insert=True)
    _trace(actor, "knowledge.keep_paper", paper, kind=paper.kind)
    return paper


def type_of(content: bytes) -> str:
    """Return the media type of a file by how it begins.

    Raises:
        RuleBroken: it is too large or neither PDF, JPEG nor PNG.
    """
    if len(content) > LARGEST:
        raise RuleBroken(
            _("The file is larger than 20 MB. Nothing was kept. Photograph the paper smaller."), field="file"
        )
    for beginning, media_type in BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    raise RuleBroken(
        _("Only PDF, JPEG and PNG are taken. Nothing was kept. Photograph or scan the paper."), field="file"
    )


def _check(content: PaperContent) -> None:
    if content.kind not in PaperKind.values:
        raise RuleBroken(_("Choose what kind of paper it is."), field="kind")
    if not content.title.strip():
        raise RuleBroken(_("Write in one sentence what was decided."), field="title")
    if content.decided_on > timezone.localdate():
        raise RuleBroken(_("The day of the decision lies in the future."), field="decided_on")
    if content.valid_until is not None and content.valid_until < content.valid_from:
        raise RuleBroken(_("It would end before it begins. Check the two days."), field="valid_until")
    if (content.present is None) != (content.agreeing is None):
        raise RuleBroken(_("Write both numbers: how many were present, how many agreed."), field="agreeing")
    if content.kind in RESOLUTIONS and content.agreeing is None:
        raise RuleBroken(_("A resolution says how many were present and how many agreed."), field="present")
    if content.agreeing is not None and not 1 <= content.agreeing <= (content.present or 0):
        raise RuleBroken(_("More agreed than were present, or nobody did. Check the two numbers."), field="agreeing")


@transaction.atomic
def withdraw_paper(*, actor: Actor, paper: AuthorityPaper, reason: str) -> AuthorityPaper:
    """Take a paper back with a reason; it stays readable as history and no longer lets anybody act.

    Raises:
        PermissionRefused: the actor is no steward of the community.
        RuleBroken: no reason, or it was taken back before.
    """
    require(can_keep_papers(actor, paper.profile))
    if not reason.strip():
        raise RuleBroken(_("This step needs a reason. Write one or two sentences."), field="reason")
    locked = AuthorityPaper.objects.select_for_update().get(pk=paper.pk)
    if locked.withdrawn_at is not None:
        raise RuleBroken(_("This paper was taken back already."))
    locked.withdrawn_at, locked.withdrawn_reason = timezone.now(), reason.strip()[:300]
    locked.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _trace(actor, "knowledge.withdraw_paper", locked)
    return locked


def _trace(actor: Actor, action: str, paper: AuthorityPaper, **detail: str) -> None:
    audit.record(actor, action=action, target=paper, organisation_id=paper.profile.organisation_id, detail=dict(detail))
