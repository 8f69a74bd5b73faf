"""What the pages of signing show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment
from erdem.sharing.models import AgreementVersion, Envelope, SignedRevision, Signer
from erdem.sharing.pages.links import Link, days_left, trail_of
from erdem.sharing.policies.signing import (
    can_confirm_scan,
    can_hand_in_scan,
    can_open_envelope,
    can_sign,
    can_tend_signing,
    signs_for,
)
from erdem.sharing.queries import signing as reads
from erdem.sharing.queries.agreements import get_agreement
from erdem.sharing.queries.periods import end_of
from erdem.sharing.services.signing import SIGNING
from erdem.sharing.signing_choices import EnvelopeStatus, IdentityProof, SignerState, SigningMethod
from erdem.sharing.signing_workflow import ENVELOPE

__all__ = [
    "Envelope",
    "EnvelopePage",
    "Signer",
    "SignerState",
    "envelope_page",
    "first_expiry",
    "settled_version",
    "sign_page",
    "signatures_awaited",
    "to_sign_page",
]

STEPS: dict[str, str] = {SignerState.SIGNED: "done", SignerState.ASKED: "now"}
SHAPES = {
    SignerState.WAITING: "new",
    SignerState.ASKED: "wait",
    SignerState.SIGNED: "done",
    SignerState.REFUSED: "stop",
}


@dataclass(frozen=True)
class SignerRow:
    """One who signs, with what the reader may do there."""

    signer: Signer
    party: str
    shape: str
    note: str
    scan_url: str
    sign_url: str
    refuse_url: str
    paper_url: str
    confirm_url: str
    is_mine: bool


@dataclass(frozen=True)
class EnvelopePage:
    """An envelope with its order, what waits for the reader, and what has happened."""

    number: str
    title: str
    trail: tuple[Link, ...]
    envelope: Envelope | None
    shape: str
    lead: str
    facts: tuple[dict[str, Any], ...]
    rows: tuple[SignerRow, ...]
    steps: tuple[dict[str, str], ...]
    history: tuple[dict[str, str], ...]
    proofs: tuple[dict[str, Any], ...]
    pdf_url: str
    evidence_url: str
    older: tuple[Envelope, ...]
    form: Form | None = None
    may_open: bool = False
    may_cancel: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class SignPage:
    """The page on which somebody signs, refuses, hands in or confirms: the pages of the document above the form."""

    title: str
    lead: str
    number: str
    envelope: Envelope
    signer: Signer
    party: str
    pictures: tuple[dict[str, Any], ...]
    pdf_url: str
    back: str
    form: Form
    error: str
    passkey_url: str
    until: str
    scan_url: str
    refuse_url: str
    paper_url: str


@dataclass(frozen=True)
class ToSignPage:
    """What waits for the reader's signature."""

    title: str
    rows: tuple[dict[str, str], ...]


def _at(name: str, envelope: Envelope, *more: object) -> str:
    return reverse(f"signing:{name}", args=[envelope.request.number, *more])


def party_of(signer: Signer) -> str:
    """Return for whom somebody signs."""
    return signer.organisation.name if signer.organisation else signer.name


def settled_version(actor: Actor, number: str) -> AgreementVersion | None:
    """Return the version of a request that can be signed, as far as the actor sees it."""
    agreement = get_agreement(actor, number)
    return None if agreement is None else agreement.settled


def envelope_page(actor: Actor, number: str, form: Form | None = None) -> EnvelopePage | None:
    """Build the page of signing of a request; None when the actor sees neither envelope nor settled terms."""
    found = reads.envelopes_of_request(actor, number)
    version = settled_version(actor, number)
    if not found and version is None:
        return None
    envelope = found[0] if found and (version is None or found[0].status in _LIVING) else None
    may_open = version is not None and bool(can_open_envelope(actor, version.agreement.request))
    if envelope is None:
        return _unopened_page(number, form, tuple(found), may_open=may_open)
    return _opened_page(actor, number, envelope, tuple(found[1:]))


_LIVING = (EnvelopeStatus.DRAFT, EnvelopeStatus.RUNNING, EnvelopeStatus.COMPLETED)


def _unopened_page(number: str, form: Form | None, older: tuple[Envelope, ...], *, may_open: bool) -> EnvelopePage:
    return EnvelopePage(
        number=number,
        title=_("The terms are settled. Now they are signed."),
        trail=trail_of(number, _("Signatures")),
        envelope=None,
        shape="wait",
        lead=_(
            "The office in charge sends the agreement to be signed: the communities first, the enterprise after them."
        )
        if not may_open
        else _("Communities sign first, then the applicant. Each is written to when it is their turn."),
        facts=(),
        rows=(),
        steps=(),
        history=(),
        proofs=(),
        pdf_url="",
        evidence_url="",
        older=older,
        form=form,
        may_open=may_open,
    )


def _opened_page(actor: Actor, number: str, envelope: Envelope, older: tuple[Envelope, ...]) -> EnvelopePage:
    rows = tuple(_row(actor, envelope, signer) for signer in reads.signers_of(actor, envelope))
    completed = envelope.status == EnvelopeStatus.COMPLETED
    return EnvelopePage(
        number=number,
        title=_headline(envelope, rows),
        trail=trail_of(number, _("Signatures")),
        envelope=envelope,
        shape=ENVELOPE.shapes[envelope.status],
        lead=_lead(envelope, rows),
        facts=_facts(envelope),
        rows=rows,
        steps=tuple(
            {"label": row.party, "note": str(row.signer.get_state_display()), "state": STEPS.get(row.signer.state, "")}
            for row in rows
        ),
        history=tuple(_history(envelope, rows)),
        proofs=tuple(_proofs(envelope)) if completed else (),
        pdf_url=_at("file", envelope),
        evidence_url=_at("evidence", envelope) if completed else "",
        older=older,
        may_cancel=envelope.status in (EnvelopeStatus.DRAFT, EnvelopeStatus.RUNNING)
        and bool(can_tend_signing(actor, envelope)),
    )


def _headline(envelope: Envelope, rows: tuple[SignerRow, ...]) -> str:
    open_rows = [row for row in rows if row.signer.state != SignerState.SIGNED]
    if envelope.status == EnvelopeStatus.COMPLETED:
        return _("All have signed")
    if envelope.status == EnvelopeStatus.RUNNING and any(row.sign_url for row in rows):
        return _("It is your turn to sign")
    if envelope.status == EnvelopeStatus.RUNNING:
        return ngettext("%(n)s signature is missing", "%(n)s signatures are missing", len(open_rows)) % {
            "n": len(open_rows)
        }
    return str(envelope.get_status_display())


def _lead(envelope: Envelope, rows: tuple[SignerRow, ...]) -> str:
    if envelope.status == EnvelopeStatus.RUNNING:
        waiting = next((row.party for row in rows if row.signer.state == SignerState.ASKED), "")
        return _("Now %(party)s signs, by %(day)s.") % {"party": waiting, "day": iso_date(envelope.expires_on)}
    if envelope.status == EnvelopeStatus.COMPLETED:
        return _("The sealed file holds all signatures. Anybody can check it.")
    return envelope.status_reason


def _facts(envelope: Envelope) -> tuple[dict[str, Any], ...]:
    facts: list[dict[str, Any]] = [
        {"term": _("Number"), "value": envelope.number},
        {"term": _("Document"), "value": envelope.title},
        {"term": _("To be signed by"), "value": iso_date(envelope.expires_on)},
        {"term": _("Document SHA-256"), "value": envelope.document_sha256, "code": True},
    ]
    if envelope.completed_sha256:
        facts.append({"term": _("SHA-256 of the signed file"), "value": envelope.completed_sha256, "code": True})
    return tuple(facts)


def _proofs(envelope: Envelope) -> list[dict[str, Any]]:
    leaf = envelope.leaf
    place = _("waits to be published") if leaf is None or leaf.position is None else str(leaf.position + 1)
    found = [{"term": _("Entry in the public log"), "value": place}]
    stamps = reads.stamps_of_envelope(envelope)
    local = _("the installation's own authority, which proves nothing to outsiders")
    found += [
        {
            "term": _("Time-stamp"),
            "value": f"{iso_moment(stamp.proven_at)} · {local if stamp.is_local else stamp.authority}",
        }
        for stamp in stamps
    ]
    return found if stamps else [*found, {"term": _("Time-stamp"), "value": _("asked for")}]


def _row(actor: Actor, envelope: Envelope, signer: Signer) -> SignerRow:
    may_sign = bool(can_sign(actor, signer))
    return SignerRow(
        signer=signer,
        party=party_of(signer),
        shape=SHAPES[SignerState(signer.state)],
        note=_note(signer),
        scan_url=_at("scan", envelope, signer.position) if signer.scan_sha256 else "",
        sign_url=_at("sign", envelope, signer.position) if may_sign else "",
        refuse_url=_at("refuse", envelope, signer.position) if may_sign else "",
        paper_url=_at("wet-ink", envelope, signer.position) if can_hand_in_scan(actor, signer) else "",
        confirm_url=_at("confirm", envelope, signer.position) if can_confirm_scan(actor, signer) else "",
        is_mine=signs_for(actor, signer),
    )


def _note(signer: Signer) -> str:
    if signer.state == SignerState.SIGNED and signer.decided_at:
        how = str(IdentityProof(signer.proof).label)
        return _("%(name)s, %(moment)s, %(how)s") % {
            "name": signer.signed_name,
            "moment": iso_moment(signer.decided_at),
            "how": how,
        }
    if signer.state == SignerState.REFUSED:
        return signer.reason
    if signer.scan_sha256:
        return _("A scan has been handed in; the office compares it.")
    if signer.state == SignerState.ASKED and signer.reminders > 1:
        return ngettext("reminded %(n)s time", "reminded %(n)s times", signer.reminders - 1) % {
            "n": signer.reminders - 1
        }
    return ""


def _history(envelope: Envelope, rows: tuple[SignerRow, ...]) -> list[dict[str, str]]:
    events: list[tuple[dt.datetime, str]] = [(envelope.opened_at, _("Put into an envelope"))]
    if envelope.sent_at:
        events.append((envelope.sent_at, _("Sent to be signed")))
    for row in rows:
        signer, given = row.signer, {"party": row.party}
        if signer.scan_at:
            events.append((signer.scan_at, _("Scan handed in: %(party)s") % given))
        if signer.decided_at and signer.state == SignerState.SIGNED:
            events.append((signer.decided_at, _("Signed: %(party)s") % given))
        if signer.decided_at and signer.state == SignerState.REFUSED:
            events.append((signer.decided_at, _("Refused: %(party)s") % given))
    if envelope.ended_at:
        events.append((envelope.ended_at, str(envelope.get_status_display())))
    return [{"time": iso_moment(moment), "text": text} for moment, text in sorted(events, key=lambda each: each[0])]


def sign_page(
    actor: Actor, envelope: Envelope, signer: Signer, form: Form, *, kind: str, error: str = "", passkey_url: str = ""
) -> SignPage:
    """Build the page on which somebody signs, refuses, hands in or confirms."""
    titles = {
        "sign": _("Look at every page, then sign"),
        "refuse": _("You do not sign?"),
        "wet-ink": _("Sign on paper"),
        "confirm": _("Compare the scan with the document"),
    }
    revision = reads.file_of(actor, envelope)
    return SignPage(
        title=titles[kind],
        lead=_("You sign for %(party)s: %(document)s") % {"party": party_of(signer), "document": envelope.title}
        if kind == "sign"
        else envelope.title,
        number=envelope.request.number,
        envelope=envelope,
        signer=signer,
        party=party_of(signer),
        pictures=_pictures(envelope, revision) if kind in ("sign", "confirm") and revision else (),
        pdf_url=_at("file", envelope),
        back=_at("envelope", envelope),
        form=form,
        error=error,
        passkey_url=passkey_url,
        until=iso_date(envelope.expires_on),
        scan_url=_at("scan", envelope, signer.position) if signer.scan_sha256 else "",
        refuse_url=_at("refuse", envelope, signer.position) if kind == "sign" else "",
        paper_url=_at("wet-ink", envelope, signer.position) if kind == "sign" else "",
    )


def _pictures(envelope: Envelope, revision: SignedRevision) -> tuple[dict[str, Any], ...]:
    """Return the pages of the file as it is now. Its digest is in the address: a picture shows one file and no other."""
    count = reads.page_count(revision)
    return tuple(
        {
            "url": _at("page", envelope, revision.sha256, number),
            "alt": pgettext("of a document", "Page %(number)s of %(count)s") % {"number": number, "count": count},
        }
        for number in range(1, count + 1)
    )


def to_sign_page(actor: Actor) -> ToSignPage:
    """Build the list of what waits for the reader's signature."""
    rows = tuple(
        {
            "title": signer.envelope.title,
            "number": signer.envelope.number,
            "party": party_of(signer),
            "until": iso_date(signer.envelope.expires_on),
            "url": _at("sign", signer.envelope, signer.position)
            if signer.method == SigningMethod.ELECTRONIC
            else _at("envelope", signer.envelope),
        }
        for signer in reads.to_sign(actor)
    )
    title = ngettext("%(n)s document waits for your signature", "%(n)s documents wait for your signature", len(rows))
    return ToSignPage(title % {"n": len(rows)} if rows else _("Nothing waits for your signature"), rows)


def signatures_awaited(actor: Actor) -> tuple[dict[str, Any], ...]:
    """Return what waits for the reader's signature, as clocks show it on the desk."""
    today = timezone.localdate()
    found = []
    for signer in reads.to_sign(actor):
        envelope = signer.envelope
        since = timezone.localdate(envelope.sent_at)
        left, whole = (envelope.expires_on - today).days, max(1, (envelope.expires_on - since).days)
        found.append(
            {
                "title": _("To be signed: %(title)s") % {"title": envelope.title},
                "url": _at("envelope", envelope),
                "state": "due" if left <= 5 else "work",
                "left": days_left(left),
                "elapsed": max(0, min(100, round(100 * (whole - left) / whole))),
                "start": _("since %(day)s") % {"day": iso_date(since)},
                "due": _("until %(day)s") % {"day": iso_date(envelope.expires_on)},
            }
        )
    return tuple(found)


def first_expiry() -> dt.date:
    """Return the last day that is proposed for signing."""
    return end_of(SIGNING)
