"""Showing the pages of a piece of evidence, to draw on them what is blacked out. Who looked is noted in its custody."""

from __future__ import annotations

import datetime as dt
import io
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pypdf import PdfReader

from erdem.base.actor import Actor
from erdem.base.documents import page_picture
from erdem.base.policy import RuleBroken, require
from erdem.cases import filekinds
from erdem.cases.choices import CustodyAct
from erdem.cases.models import Evidence
from erdem.cases.policies import can_work
from erdem.cases.redaction import MOST_PAGES
from erdem.cases.services.evidence import note_in_custody, verified
from erdem.cases.services.trace import trace

WIDTH: Final = 1000
"""Pixels of a page on the screen."""
ONE_LOOK: Final = dt.timedelta(hours=1)
"""Pages that the same officer looks at within this time are one look."""


@transaction.atomic
def look_at_evidence(*, actor: Actor, evidence: Evidence) -> int:
    """Note that somebody looks at the pages; return how many there are.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: it has no file that can be shown, or the stored file has changed.
    """
    require(can_work(actor, evidence.case))
    content = verified(evidence)
    recent = evidence.custody.filter(act=CustodyAct.VIEWED, by_id=actor.user_id, at__gt=timezone.now() - ONE_LOOK)
    if not recent.exists():
        note_in_custody(actor, evidence, CustodyAct.VIEWED, why=_("pages looked at to black something out"))
        trace(actor, "look_at_evidence", evidence.case, ordinal=evidence.ordinal)
    return min(len(PdfReader(io.BytesIO(content)).pages), MOST_PAGES) if evidence.media_type == filekinds.PDF else 1


def page_of_evidence(*, actor: Actor, evidence: Evidence, number: int) -> bytes:
    """Return one page as PNG, to who has looked at the pages just now.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: nothing notes that the actor looks, or there is no such page.
    """
    require(can_work(actor, evidence.case))
    recent = evidence.custody.filter(act=CustodyAct.VIEWED, by_id=actor.user_id, at__gt=timezone.now() - 2 * ONE_LOOK)
    if not recent.exists():
        raise RuleBroken(_("Open the page of the redaction first."))
    content = verified(evidence)
    if evidence.media_type == filekinds.PDF:
        if not 1 <= number <= len(PdfReader(io.BytesIO(content)).pages):
            raise RuleBroken(_("There is no such page."))
        return page_picture(content, number, WIDTH)
    with Image.open(io.BytesIO(content)) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((WIDTH, 4 * WIDTH))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
