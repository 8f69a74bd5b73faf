"""Evidence and its custody: taken in with the facts of its capture, checked by a second person, handed out with a trace.

The original is never replaced; a redacted copy is a file of its own that names it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from erdem.base import blobs
from erdem.base.actor import Actor
from erdem.base.models import Blob
from erdem.base.policy import RuleBroken, require
from erdem.cases import filekinds, redaction
from erdem.cases.choices import BY_HAND_ACTS, CustodyAct
from erdem.cases.models import Case, CustodyEvent, Evidence
from erdem.cases.policies import can_check_evidence, can_work
from erdem.cases.services.faults import broken
from erdem.cases.services.staffing import held
from erdem.cases.services.trace import note_event, person_of, trace


@dataclass(frozen=True)
class NewEvidence:
    """A piece of evidence as it is taken in: what it is, from whom, and how it was captured."""

    kind: str
    title: str
    source: str
    captured_at: dt.datetime
    shows: str = ""
    captured_where: str = ""
    captured_by: str = ""
    device: str = ""
    tool: str = ""
    procedure: str = ""


@transaction.atomic
def add_evidence(
    *, actor: Actor, case: Case, new: NewEvidence, content: bytes | None = None, file_name: str = ""
) -> Evidence:
    """Take a piece of evidence in, with its file when it has one.

    Raises:
        PermissionRefused: the actor is of another office.
        RuleBroken: the file is empty, too large, damaged, locked, of a kind that is not taken, or in the case already.
    """
    case = held(case)
    require(can_work(actor, case))
    _refuse_closed(case)
    if new.captured_at > timezone.now():
        raise RuleBroken(_("The time of capture lies in the future. Check it."), field="captured_at")
    evidence = Evidence(case=case, ordinal=_next(case), added_by_id=person_of(actor), **vars(new))
    if content is not None:
        _put_file(evidence, content, file_name)
    with broken():
        evidence.save(force_insert=True)
        note_in_custody(
            actor, evidence, CustodyAct.RECEIVED, why=_("taken into the file: %(source)s") % {"source": new.source}
        )
    note_event(actor, case, "add_evidence", came_from=case.status, note=f"{evidence.ordinal} {evidence.title}")
    trace(actor, "add_evidence", case, ordinal=evidence.ordinal, sha256=evidence.sha256)
    return evidence


@transaction.atomic
def check_evidence(*, actor: Actor, evidence: Evidence) -> Evidence:
    """Say as the second person that the file is whole and fits what is written about it.

    Raises:
        PermissionRefused: the actor has added it, or is of another office.
        RuleBroken: it was checked already, or the stored file has changed.
    """
    case = held(evidence.case)
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    require(can_check_evidence(actor, evidence))
    if evidence.checked_by_id is not None:
        raise RuleBroken(_("This was checked already. Reload the page."))
    if evidence.blob is not None:
        _verify(evidence.blob)
    evidence.checked_by_id, evidence.checked_at = actor.user_id, timezone.now()
    with broken():
        evidence.save(update_fields=["checked_by", "checked_at"])
        note_in_custody(actor, evidence, CustodyAct.CHECKED, why=_("file and facts compared"))
    trace(actor, "check_evidence", case, ordinal=evidence.ordinal)
    return evidence


@transaction.atomic
def note_custody(*, actor: Actor, evidence: Evidence, act: str, why: str, to_whom: str = "") -> CustodyEvent:
    """Write down what happened to a piece of evidence: viewed, copied, lent, returned, sealed.

    Raises:
        RuleBroken: the reason is missing, or what was lent is lent again before it is back.
    """
    case = held(evidence.case)
    require(can_work(actor, case))
    if act not in BY_HAND_ACTS:
        raise RuleBroken(_("Choose what happened."), field="act")
    if not why.strip():
        raise RuleBroken(_("Say why."), field="why")
    if act == CustodyAct.LENT and not to_whom.strip():
        raise RuleBroken(_("Say to whom it was lent."), field="to_whom")
    lent = evidence.custody.filter(act__in=(CustodyAct.LENT, CustodyAct.RETURNED)).order_by("-id").first()
    is_out = lent is not None and lent.act == CustodyAct.LENT
    if is_out != (act == CustodyAct.RETURNED) and act in (CustodyAct.LENT, CustodyAct.RETURNED):
        raise RuleBroken(_("It is lent already.") if is_out else _("It was not lent."), field="act")
    event = note_in_custody(actor, evidence, act, why=why, to_whom=to_whom)
    trace(actor, "note_custody", case, ordinal=evidence.ordinal, act=act)
    return event


@transaction.atomic
def hand_out_evidence(*, actor: Actor, evidence: Evidence, why: str) -> Blob:
    """Return the file for a download, whole and unchanged; the download is noted in its custody.

    Raises:
        RuleBroken: there is no file, the reason is missing, or the stored file has changed.
    """
    if evidence.blob is None:
        raise RuleBroken(_("This piece of evidence has no file."))
    if not why.strip():
        raise RuleBroken(_("Say what the copy is for."), field="why")
    _verify(evidence.blob)
    note_in_custody(actor, evidence, CustodyAct.COPIED, why=why)
    trace(actor, "hand_out_evidence", evidence.case, ordinal=evidence.ordinal)
    return evidence.blob


@transaction.atomic
def redact_evidence(
    *, actor: Actor, evidence: Evidence, boxes: Sequence[redaction.Box], words: Sequence[str] = (), why: str = ""
) -> Evidence:
    """Make a copy with black boxes in which nothing of what is under them is left; the original stays as it is.

    Raises:
        RuleBroken: nothing to black out, a word that is nowhere, or a file that cannot be redacted.
    """
    case = held(evidence.case)
    require(can_work(actor, case))
    _refuse_closed(case)
    whole = verified(evidence)
    if not why.strip():
        raise RuleBroken(_("Say what is blacked out and why."), field="why")
    content = _redacted(evidence, whole, boxes, words)
    kept = ("kind", "source", "captured_at", "captured_where", "captured_by", "device", "tool", "shows")
    copy = Evidence(
        case=case,
        ordinal=_next(case),
        title=_("%(title)s (redacted)") % {"title": evidence.title[:180]},
        procedure=_("black boxes burned in, text and metadata left out"),
        original=evidence,
        added_by_id=person_of(actor),
        **{name: getattr(evidence, name) for name in kept},
    )
    ending = "png" if evidence.media_type in filekinds.PICTURES else "pdf"
    _put_file(copy, content, f"{evidence.file_name.rsplit('.', 1)[0]}-redacted.{ending}")
    with broken():
        copy.save(force_insert=True)
        note_in_custody(actor, evidence, CustodyAct.REDACTED, why=why)
        note_in_custody(actor, copy, CustodyAct.RECEIVED, why=_("redacted copy of %(n)s") % {"n": evidence.ordinal})
    note_event(actor, case, "redact_evidence", came_from=case.status, note=why)
    trace(actor, "redact_evidence", case, ordinal=evidence.ordinal, sha256=copy.sha256)
    return copy


def _redacted(evidence: Evidence, content: bytes, boxes: Sequence[redaction.Box], words: Sequence[str]) -> bytes:
    try:
        if evidence.media_type in filekinds.PICTURES:
            return redaction.redact_picture(content, boxes)
        return redaction.redact_pdf(content, boxes, words)
    except redaction.TooManyPages as error:
        raise RuleBroken(_("The document is longer than 100 pages. Split it first.")) from error
    except redaction.NothingBlackedOut as error:
        word = str(error)
        if not word:
            raise RuleBroken(_("Nothing is marked. Give boxes or words to black out."), field="boxes") from error
        said = _("“%(word)s” does not stand in the text of this file; on a scan mark it with a box. Nothing was made.")
        raise RuleBroken(said % {"word": word}, field="words") from error


def _put_file(evidence: Evidence, content: bytes, file_name: str) -> None:
    """Keep a file with its hashes.

    Raises:
        RuleBroken: it is not taken, with the reason.
    """
    try:
        media_type = filekinds.media_type_of(content)
    except filekinds.BadFile as error:
        raise RuleBroken(_why_not(error.reason), field="file") from error
    try:
        blob = blobs.keep(content, media_type=media_type)
    except blobs.NoSpace as error:
        raise RuleBroken(
            _("There is no room to keep the file. Nothing was kept. Tell who runs this installation.")
        ) from error
    evidence.blob, evidence.media_type, evidence.size = blob, media_type, len(content)
    evidence.sha256, evidence.sm3 = blob.sha256, blobs.digest_of(blob, "sm3")
    evidence.file_name = file_name.replace("\x00", "").rsplit("/", 1)[-1].rsplit("\\", 1)[-1][-200:]


def _why_not(reason: str) -> str:
    return {
        "empty": _("The file is empty. Nothing was kept; choose the file again."),
        "large": _(
            "The file is larger than 100 MB or 80 million pixels. Nothing was kept; split it or make it smaller."
        ),
        "damaged": _("The file cannot be opened: it is damaged. Nothing was kept; copy it again from its source."),
        "locked": _("The file is locked with a password. Nothing was kept; hand it in unlocked."),
        "unknown": _("Files of this kind are not taken. Take PDF, JPEG, PNG, MP3, WAV, FLAC, MP4, AVI, DOCX or XLSX."),
    }[reason]


def _verify(blob: Blob) -> bytes:
    try:
        return blobs.read_verified(blob)
    except (blobs.BlobDamaged, FileNotFoundError) as error:
        raise RuleBroken(
            _("The stored file is not what was handed in. Do not use it; have it restored from a backup.")
        ) from error


def verified(evidence: Evidence) -> bytes:
    """Return the file of a picture or PDF, whole and unchanged.

    Raises:
        RuleBroken: it is another kind of file or none, or the stored file has changed.
    """
    if evidence.blob is None or evidence.media_type not in (*filekinds.PICTURES, filekinds.PDF):
        raise RuleBroken(_("Only pictures and PDF files are redacted."))
    return _verify(evidence.blob)


def _next(case: Case) -> int:
    """Return the next number of evidence; the row of the case is held."""
    last = Evidence.objects.filter(case=case).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


def note_in_custody(actor: Actor, evidence: Evidence, act: str, *, why: str, to_whom: str = "") -> CustodyEvent:
    """Note an act in the custody of a piece of evidence, as part of what is done."""
    return CustodyEvent.objects.create(
        evidence=evidence, act=act, by_id=person_of(actor), why=why.strip()[:500], to_whom=to_whom.strip()
    )


def _refuse_closed(case: Case) -> None:
    if not case.is_open:
        raise RuleBroken(_("This case is closed. Open a new one that follows it."))
