"""What a printed certificate says, in Chinese and English side by side: one for the holders, one for everybody else."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any, Final

import segno
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from erdem.base.actor import significant_digits
from erdem.base.formatting import iso_date, long_date
from erdem.base.mail import whole_address
from erdem.knowledge import choices
from erdem.knowledge.choices import AccessLevel, Tier
from erdem.knowledge.models import Record, RecordVersion
from erdem.knowledge.queries.certificates import Known
from erdem.knowledge.queries.protocols import community_names
from erdem.notary.queries import Provable
from erdem.people import queries as people
from erdem.people.choices import OrganisationKind

MONGOLIAN_TITLE: Final = "ᠤᠯᠠᠮᠵᠢᠯᠠᠯᠲᠤ ᠮᠡᠳᠡᠯᠭᠡ\u202fᠶᠢᠨ ᠭᠡᠷᠡᠴᠢᠯᠡᠭᠡ"
"""“Certificate of traditional knowledge”; awaits a native reader, and the paper says so."""
HOLDERS, PUBLIC_COPY, OPEN = "holders", "public", "open"
"""Copies: with the content, for those who hold it; without, for others; with the content, when everybody may read it."""


@dataclass(frozen=True)
class Paper:
    """What both copies have in common."""

    number: str
    amends: str
    address: str
    office: str
    issued_at: dt.datetime
    registered_on: dt.date
    version: RecordVersion
    sm3: str
    proven: Provable


def office_of(record: Record) -> str:
    """Return the name of the office that registers the record: the nearest of its place; none for what no office may know."""
    if record.diffusion_tier == Tier.SECRET:
        return ""
    codes = record.place_search.split() or ["15"]
    found = [
        (len(significant_digits(office.place_id or "")), office.name)
        for office in people.organisations(OrganisationKind.OFFICE).order_by("pk")
        if office.place_id and codes[0].startswith(significant_digits(office.place_id))
    ]
    return max(found, key=lambda each: each[0])[1] if found else ""


def qr_code(address: str) -> bytes:
    """Return an address as a QR code, SVG."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", border=0, dark="#1c2730", svgclass=None)
    return written.getvalue()


def paper_content(paper: Paper, copy: str, known: Known) -> dict[str, Any]:
    """Return the data of the template; ``known`` is what this copy may say of the record."""
    return {
        "copy": copy,
        "number": paper.number,
        "address": paper.address,
        "mongolian": MONGOLIAN_TITLE,
        "name": known.name,
        "name_mn": known.name_mn,
        "office": paper.office if copy != PUBLIC_COPY or known.level >= AccessLevel.METADATA else "",
        "no_office": _both(HIDDEN_OFFICE if copy == PUBLIC_COPY else DEPOSITED),
        "date": long_date(paper.issued_at),
        "words": {name: _both(message) for name, message in WORDS.items()},
        "copy_words": _both(COPIES[copy]),
        "sentence": _both(SENTENCE, version=paper.version.version),
        "amends": _both(AMENDS, number=paper.amends) if paper.amends else [],
        "facts": [_fact(label, value) for label, value in _facts(paper, known) if value],
        "proof": [_fact(label, value) for label, value in _proof(paper, copy)],
    }


def _both(message: Any, **given: Any) -> list[str]:
    """Return a sentence in Chinese and in English."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(str(message) % given if given else str(message))
    return said


def _fact(label: Any, value: str) -> list[Any]:
    return [*_both(label), value]


def _facts(paper: Paper, known: Known) -> list[tuple[Any, str]]:
    if known.level < AccessLevel.TITLE:
        record = [(_("What was registered"), " ".join(_both(_("Restricted record"))))]
    else:
        record = [
            (_("Record number"), known.number),
            (_("Class"), _label(choices.TkClass, known.tk_class)),
            (_("Type"), _label(choices.TkType, known.tk_type)),
            (_("Place"), _place(known.place_code)),
            (_("Holding community"), "，".join(community_names(known.holders).values())),
        ]
    dates = [
        (_("Registered on"), iso_date(paper.registered_on)),
        (_("Version"), f"{paper.version.version}　{iso_date(paper.version.made_at)}"),
        (_("Issued on"), iso_date(paper.issued_at)),
    ]
    return [*record, *dates]


def _label(kind: Any, code: str) -> str:
    return "　".join(dict.fromkeys(_both(kind(code).label))) if code else ""


def _place(code: str) -> str:
    found = people.get_place(code) if code else None
    return found.name if found else ""


def _proof(paper: Paper, copy: str) -> list[tuple[Any, str]]:
    proven = paper.proven
    content = [(_("Content SHA-256"), paper.version.sha256), (_("Content SM3"), paper.sm3)]
    return [
        *(content if copy != PUBLIC_COPY else []),
        (_("Commitment SHA-256"), proven.sha256),
        (_("Commitment SM3"), proven.sm3),
        (_("Public log"), proven.origin),
        (_("Entry / log size"), f"{proven.index + 1}　/　{proven.size}"),
    ]


def address_of(path: str) -> str:
    """Return the address that the QR code leads to."""
    return whole_address(path)


SENTENCE: Final = _(
    "This is to certify that the traditional knowledge named below stands in the register, and that version %(version)s"
    " of its content is committed to in the public log."
)
AMENDS: Final = _("Replaces certificate %(number)s, as the record has a new version.")
DEPOSITED: Final = _("Deposited by its community in the register")
HIDDEN_OFFICE: Final = _("Issued by this register")
"""On the copy for others as long as the place, and so the office, may not be known; it does not tell which records are secret."""
COPIES: Final = {
    HOLDERS: _(
        "Holders' copy. The file carries the content: whoever has the file reads it. Keep it as you keep the original."
    ),
    PUBLIC_COPY: _("Copy for others. The file carries the proof and nothing of the content."),
    OPEN: _("The file carries the content, which everybody may read, and its proof."),
}
WORDS: Final = {
    "title": _("Certificate of Registration of Traditional Knowledge"),
    "number": _("Certificate number"),
    "name": _("Name"),
    "proof": _("What was sealed, and where it is proven"),
    "seal": _("Place of the seal"),
    "office": _("Issued by"),
    "scan": _("Scan to see whether this certificate stands"),
    "proves": _("What it proves"),
    "proves_text": _(
        "This content existed when the log signed its checkpoint, and is the same today if the file verifies."
    ),
    "not": _("What it does not prove"),
    "not_text": _("Who wrote it, who owns it, or that it is true. The date of the log is no date of publication."),
    "how": _("The file carries its evidence; anybody can verify it with “erdem verify” or the verifier in one file."),
    "mongolian": _("Mongolian title: awaits a native reader"),
}
