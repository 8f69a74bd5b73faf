"""What the pages of certificates show: those of a record, the list, the page on which a reason is given, the public page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from erdem.base.actor import Actor
from erdem.base.formatting import iso_date, iso_moment, long_date, number
from erdem.knowledge import choices
from erdem.knowledge.certificate_choices import CertificateState
from erdem.knowledge.choices import AccessLevel
from erdem.knowledge.models import Certificate, Record
from erdem.knowledge.pages.links import Link
from erdem.knowledge.pages.records import address
from erdem.knowledge.policies.register import can_certify, can_revoke_certificate
from erdem.knowledge.queries import certificates as reads
from erdem.knowledge.queries.certificate_paper import MONGOLIAN_TITLE
from erdem.knowledge.queries.protocols import community_names
from erdem.notary.choices import Log
from erdem.people.queries import get_place

PER_PAGE: Final = 50
EXPORTS: Final = ("csv", "xlsx")
SHAPES: Final = {CertificateState.ISSUED: "done", CertificateState.AMENDED: "wait", CertificateState.REVOKED: "stop"}
LEAD: Final = _lazy(
    "A certificate says what stands in the register and carries its proof. It proves that the content existed on a day, not"
    " who owns it nor that it is true."
)


@dataclass(frozen=True)
class Row:
    """One certificate."""

    number: str
    name: str
    record: str
    record_url: str
    version: int
    shape: str
    state: str
    issued: str
    registered: str
    url: str
    file: str
    public_file: str
    evidence: str
    revoke: str
    note: str


@dataclass(frozen=True)
class RecordPage:
    """The certificates of one record."""

    record: Record
    title: str
    trail: tuple[Link, ...]
    lead: str
    rows: tuple[Row, ...]
    may_issue: bool
    act: str
    act_note: str


@dataclass(frozen=True)
class ListPage:
    """All certificates that somebody looks after."""

    title: str
    lead: str
    columns: tuple[dict[str, Any], ...]
    page: Page[Certificate]
    exports: tuple[Link, ...]

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of this page."""
        return (_row(one) for one in self.page)


@dataclass(frozen=True)
class RevokePage:
    """The question before a certificate is revoked."""

    record: Record
    certificate: Certificate
    trail: tuple[Link, ...]
    form: forms.Form


@dataclass(frozen=True)
class StandingPage:
    """How a certificate stands, for whoever has its number."""

    standing: reads.Standing | None
    title: str
    shape: str = ""
    state: str = ""
    kind: str = ""
    sentence: str = ""
    newer: str = ""
    mongolian: str = MONGOLIAN_TITLE
    about: tuple[dict[str, Any], ...] = ()
    hidden: str = ""
    dates: tuple[dict[str, Any], ...] = ()
    proof: tuple[dict[str, Any], ...] = ()
    file: str = ""
    evidence: str = ""
    revocation: str = ""


def _row(one: Certificate, *, may_revoke: bool = False) -> Row:
    record = one.version.record
    inside = [one.version.record_number, one.number]
    ended = one.revocation
    return Row(
        number=one.number,
        name=one.title,
        record=one.version.record_number,
        record_url=reverse("knowledge:record-certificates", args=[record.number]) if record else "",
        version=one.version.version,
        shape=SHAPES[one.state],
        state=str(one.state.label),
        issued=iso_date(one.issued_at),
        registered=iso_date(one.registered_on),
        url=reverse("certificates:certificate", args=[one.number]),
        file=reverse("knowledge:certificate-file", args=inside) if one.blob_id else "",
        public_file=reverse("certificates:public-file", args=[one.number])
        if one.public_blob_id and one.public_blob_id != one.blob_id
        else "",
        evidence=reverse("certificates:evidence", args=[one.number]),
        revoke=reverse("knowledge:certificate-revoke", args=inside) if may_revoke and ended is None else "",
        note="  ".join(part for part in (str(ended.get_reason_display()), ended.note) if part) if ended else "",
    )


def record_page(actor: Actor, record: Record) -> RecordPage:
    """Build the page of a record's certificates."""
    found = reads.certificates_of(actor, record)
    standing = next((one for one in found if one.state == CertificateState.ISSUED), None)
    newer = standing is not None and standing.version.version != record.version
    may_revoke = bool(can_revoke_certificate(actor, record))
    return RecordPage(
        record=record,
        title=_("Certificates of “%(name)s”") % {"name": record.name},
        trail=(Link(record.number, address(record)), Link(_("Certificates"))),
        lead=str(LEAD),
        rows=tuple(_row(one, may_revoke=may_revoke) for one in found),
        may_issue=bool(can_certify(actor, record)) and (standing is None or newer),
        act=_("Issue an amended certificate") if newer else _("Issue the certificate"),
        act_note=_(
            "The record has a new version. A new certificate is issued for it; the present one stays and says which one"
            " replaces it."
        )
        if newer
        else _(
            "It is issued for the version in force, and its issue is entered in the public log. It cannot be taken back, only"
            " revoked."
        ),
    )


def revoke_page(record: Record, certificate: Certificate, form: forms.Form) -> RevokePage:
    """Build the question."""
    back = reverse("knowledge:record-certificates", args=[record.number])
    trail = (Link(record.number, address(record)), Link(_("Certificates"), back), Link(certificate.number))
    return RevokePage(record, certificate, trail, form)


def list_page(actor: Actor, data: QueryDict) -> ListPage:
    """Build the list."""
    sort = data.get("sort", "")
    found = reads.certificate_list(actor, sort)
    tail = f"?sort={sort}" if sort.removeprefix("-") in reads.SORTS else ""
    exports = (Link(kind.upper(), reverse("knowledge:certificate-export", args=[kind]) + tail) for kind in EXPORTS)
    title = ngettext("%(count)s certificate", "%(count)s certificates", len(found)) % {"count": number(len(found))}
    return ListPage(
        title=title if found else _("No certificate was issued yet"),
        lead=str(LEAD),
        columns=(
            {"key": "number", "label": _("Certificate number")},
            {"key": "name", "label": _("Name")},
            {"key": "registered", "label": _("Registered on")},
            {"key": "issued", "label": _("Issued on")},
            {"label": _("Status")},
        ),
        page=Paginator(found, PER_PAGE).get_page(data.get("page")),
        exports=tuple(exports) if found else (),
    )


def export_heads() -> list[str]:
    """Return the heads of the exported table."""
    return [
        _("Certificate number"),
        _("Name"),
        _("Record number"),
        _("Version"),
        _("Registered on"),
        _("Issued on"),
        _("Status"),
    ]


def export_rows(found: Iterable[Certificate]) -> Iterator[list[Any]]:
    """Yield the rows of the exported table."""
    for row in map(_row, found):
        yield [row.number, row.name, row.record, row.version, row.registered, row.issued, row.state]


def standing_page(actor: Actor, wanted: str) -> StandingPage:
    """Build the public page; an unknown number and one that is none look alike."""
    found = reads.standing_of(actor, wanted)
    if found is None:
        return StandingPage(None, _("There is no certificate with this number"))
    link = [found.number]
    log_url = reverse("notary:log-detail", args=[Log.REGISTER])
    place = _("%(position)s of %(size)s entries") % {
        "position": number(found.log_index + 1),
        "size": number(found.log_size),
    }
    proof: list[dict[str, Any]] = [
        {"term": _("Public log"), "value": found.log_origin, "url": log_url},
        {"term": _("Entry of the version"), "value": place},
        {"term": _("Commitment SHA-256"), "value": found.commitment, "code": True},
        {"term": _("Entry of the certificate"), "value": _own_entry(found)},
    ]
    return StandingPage(
        standing=found,
        title=_("Certificate %(number)s") % {"number": found.number},
        shape=SHAPES[found.state],
        state=str(found.state.label),
        kind={"done": "good", "wait": "warn", "stop": "bad"}[SHAPES[found.state]],
        sentence=_sentence(found),
        newer=reverse("certificates:certificate", args=[found.newer]) if found.newer else "",
        about=tuple(_about(found.known)),
        hidden=_hidden(found.known),
        dates=tuple(_dates(found)),
        proof=tuple(proof),
        file=reverse("certificates:public-file", args=link) if found.has_file else "",
        evidence=reverse("certificates:evidence", args=link) if found.own_index is not None else "",
        revocation=reverse("certificates:revocation", args=link) if found.revoked_at else "",
    )


def _own_entry(found: reads.Standing) -> str:
    return _("not taken up yet; within a minute") if found.own_index is None else number(found.own_index + 1)


def _sentence(found: reads.Standing) -> str:
    if found.state == CertificateState.REVOKED:
        return _("It was revoked on %(day)s: %(reason)s.") % {
            "day": long_date(found.revoked_at) if found.revoked_at else "",
            "reason": found.reason,
        }
    if found.state == CertificateState.AMENDED:
        return _("The record has a newer version since. What this one proves stays true; the newer one is in force.")
    return _("It was issued here and stands.")


def _hidden(known: reads.Known) -> str:
    if known.level >= AccessLevel.METADATA:
        return ""
    if known.level == AccessLevel.TITLE:
        return _("Its community lets you know the title only.")
    return _("What it is about is for those who hold it. It is genuine all the same.")


def _about(known: reads.Known) -> Iterator[dict[str, Any]]:
    if known.level < AccessLevel.TITLE:
        return
    url = reverse("knowledge:record-detail", args=[known.number])
    place = get_place(known.place_code) if known.place_code else None
    facts = (
        (_("Class"), dict(choices.TkClass.choices).get(known.tk_class, "")),
        (_("Type"), dict(choices.TkType.choices).get(known.tk_type, "")),
        (_("Place"), place.name if place else ""),
        (_("Holding community"), "，".join(community_names(known.holders).values())),
    )
    yield {"term": _("Name"), "value": known.name}
    yield {"term": _("Record number"), "value": known.number, "url": url}
    yield from ({"term": term, "value": value} for term, value in facts if value)


def _dates(found: reads.Standing) -> Iterator[dict[str, Any]]:
    yield {"term": _("Registered on"), "value": iso_date(found.registered_on)}
    yield {"term": _("Version written"), "value": iso_moment(found.written_at)}
    yield {"term": _("Issued on"), "value": iso_moment(found.issued_at)}
    if found.revoked_at:
        yield {"term": _("Revoked on"), "value": iso_moment(found.revoked_at)}
    if found.amends:
        url = reverse("certificates:certificate", args=[found.amends])
        yield {"term": _("Replaces"), "value": found.amends, "url": url}
