"""Reads of seals: the seal of a dossier, its proof, and what the page of the dossier shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import re
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_moment, number
from erdem.base.models import JobProgress, JobState
from erdem.base.policy import Denied
from erdem.notary.queries import evidence_of
from erdem.notary.services import DateKind, LogProblem, Role
from erdem.overlap.models import Dossier, DossierSeal
from erdem.overlap.policies import can_make_dossier, visible_seals

logger = logging.getLogger(__name__)


def statement_of_seal(dossier_number: str, manifest: str) -> dict[str, str]:
    """Return what is committed to: number of the dossier, SHA-256 of the manifest."""
    return {"number": dossier_number, "sha256": hashlib.sha256(manifest.encode()).hexdigest()}


def seal_of(actor: Actor, dossier: Dossier) -> DossierSeal | None:
    """Return the seal of a dossier, or None while it has none."""
    found = DossierSeal.objects.filter(visible_seals(actor), dossier=dossier)
    return found.select_related("leaf", "archive", "dossier").first()


def proof_of_seal(seal: DossierSeal) -> bytes | None:
    """Return the evidence file of a seal, or None while the published log does not hold it or cannot be read."""
    statement = statement_of_seal(seal.dossier.number, seal.manifest)
    try:
        return evidence_of(seal.leaf, statement=statement, document=seal.manifest, nonce=bytes(seal.nonce))
    except LogProblem:
        logger.exception("the proof of %s cannot be made", seal.dossier.number)
        return None


@dataclass(frozen=True)
class FileRow:
    """One file of the bundle, as the page lists it."""

    role: str
    path: str
    size: str
    sha256: str
    origin: str


@dataclass(frozen=True)
class DateRow:
    """One date, with its kind in words; ``is_ours`` when it is the date of our own log."""

    date: str
    kind: str
    of: str
    is_ours: bool


@dataclass(frozen=True)
class SealPage:
    """The page of a dossier: its files, its seal and what the bundle holds and lacks. Without a seal most of it is empty."""

    path: tuple[dict[str, str], ...]
    title: str
    lead: str
    number: str
    finding: str
    made_at: str
    made_by: str
    is_sealed: bool
    may_seal: bool
    unsealed: str
    waits: str
    percent: int | None
    state: str
    shape: str
    facts: tuple[tuple[str, str], ...]
    files: tuple[FileRow, ...]
    counted: str
    missing: tuple[tuple[str, str], ...]
    dates: tuple[DateRow, ...]
    rule: str


def seal_page(actor: Actor, dossier: Dossier) -> SealPage:
    """Return what the page of a dossier shows."""
    seal = seal_of(actor, dossier)
    manifest: dict[str, Any] = json.loads(seal.manifest) if seal else {"files": [], "missing": [], "dates": []}
    files = tuple(_file_row(listed) for listed in manifest["files"])
    state, shape, facts = _state(seal)
    decision = can_make_dossier(actor, dossier.finding)
    work = _running(dossier) if seal is None else None
    return SealPage(
        path=_path(dossier),
        title=_("Evidence dossier %(number)s") % {"number": dossier.number},
        lead=dossier.content.get("title", ""),
        number=dossier.number,
        finding=dossier.finding.number,
        made_at=iso_moment(dossier.made_at),
        made_by=dossier.made_by,
        is_sealed=seal is not None,
        may_seal=seal is None and bool(decision),
        unsealed=decision.reason
        if isinstance(decision, Denied)
        else _("This dossier was written before seals were made."),
        waits=_("Pictures and files are being sealed.") if work else "",
        percent=None,
        state=state,
        shape=shape,
        facts=facts,
        files=files,
        counted=ngettext("%(count)s file", "%(count)s files", len(files)) % {"count": number(len(files))},
        missing=tuple((each["what"], each["why"]) for each in manifest["missing"]),
        dates=tuple(_date_row(each) for each in manifest["dates"]),
        rule=_("Dates of this platform are marked as our own and are never offered as dates of publication."),
    )


def _path(dossier: Dossier) -> tuple[dict[str, str], ...]:
    number = dossier.finding.number
    return (
        {"label": _("Findings"), "url": reverse("overlap:finding-list")},
        {"label": number, "url": reverse("overlap:finding-detail", args=[number])},
        {"label": dossier.number, "url": ""},
    )


def _running(dossier: Dossier) -> JobProgress | None:
    """Return the work that seals the dossier now, for who asked for it."""
    found = JobProgress.objects.filter(name="overlap.seal_dossier", detail__dossier=dossier.number)
    return found.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).first()


def _shown(date: str) -> str:
    """Write a moment of the manifest, which is in UTC, as pages do; a date as stated stays as it is."""
    return iso_moment(dt.datetime.fromisoformat(date)) if re.fullmatch(r"[0-9-]{10}T[0-9:]{8}Z", date) else date


def _date_row(told: dict[str, str]) -> DateRow:
    return DateRow(_shown(told["date"]), date_word(told["kind"]), told["of"], told["kind"] == DateKind.LOGGED)


def _state(seal: DossierSeal | None) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    if seal is None:
        return _("not sealed"), "new", ()
    facts = [(_("sealed"), iso_moment(seal.sealed_at)), (_("SHA-256 of the manifest"), seal.sha256)]
    facts.append((_("size"), filesizeformat(seal.archive.size)))
    proof = proof_of_seal(seal)
    if proof is None:
        return _("sealed; the log will publish it within minutes"), "wait", tuple(facts)
    facts.append((_("place in the log"), number((seal.leaf.position or 0) + 1)))
    stamps = len(json.loads(proof).get("stamps") or ())
    facts.append((_("time-stamps"), number(stamps) if stamps else _("none yet")))
    return _("sealed and in the public log"), "done", tuple(facts)


def _file_row(listed: dict[str, Any]) -> FileRow:
    origin = listed["origin"]
    came = " ".join(filter(None, (origin["from"], _shown(origin["at"]))))
    return FileRow(role_word(listed["role"]), listed["path"], filesizeformat(listed["bytes"]), listed["sha256"], came)


def role_word(role: str) -> str:
    """Return the word for what a file is in its bundle."""
    words = {
        Role.DOSSIER_PDF: _("dossier, PDF"),
        Role.DOSSIER_DOCX: _("dossier, Word"),
        Role.SOURCE: _("sources"),
        Role.PAGE_IMAGE: _("picture of a page"),
        Role.PUBLICATION: _("publication"),
        Role.CLAIM_CHART: _("claim chart"),
        Role.TRANSLATION: _("translations"),
        Role.CUSTODY: _("custody"),
        Role.TIMESTAMP: _("time-stamp"),
        Role.CHECKLIST: _("what is missing"),
        Role.PROOF_OF_RECORD: _("proof of the record"),
        Role.README: _("how to check it"),
    }
    return words[Role(role)] if role in set(Role) else role


def date_word(kind: str) -> str:
    """Return the word for what a date is the date of."""
    return {
        DateKind.PUBLISHED: _("published"),
        DateKind.FILED: _("filed or priority"),
        DateKind.CAPTURED: _("recorded or obtained"),
        DateKind.LOGGED: _("our own, not a publication"),
    }[DateKind(kind)]
