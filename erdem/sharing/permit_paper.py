"""The permit on paper: one sheet in Chinese and English, for the parties and for everybody else."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping
from typing import Any, Final

import segno
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erdem.base.documents import Attachment, render_pdf
from erdem.base.formatting import long_date
from erdem.base.mail import whole_address
from erdem.sharing import ircc
from erdem.sharing.permit_content import both

TEMPLATE: Final = "sharing/permit.typ"
USAGES: Final = {"commercial": _("commercial"), "non-commercial": _("not commercial")}
KEPT: Final = _("kept confidential by the parties")


def permit_pdf(
    document: Mapping[str, Any], *, valid_from: dt.date, issued_at: dt.datetime, for_parties: bool, digest: str
) -> bytes:
    """Set a certificate, with itself as JSON within the file.

    Args:
        document: the certificate as it may be read by those whom the paper is for.
        digest: SHA-256 of the document, to be compared with the evidence.
    """
    number = str(document["title"])
    address = whole_address(reverse("permits:permit", args=[number]))
    content = {
        "number": number,
        "address": address,
        "office": document["absCNA"]["zh"],
        "date": long_date(issued_at),
        "digest": digest,
        "words": {name: _pair(message) for name, message in WORDS.items()},
        "copy": _pair(PARTIES if for_parties else EVERYBODY),
        "facts": [[*_pair(label), value] for label, value in _facts(document, valid_from)],
    }
    carried = Attachment(
        f"{number}.json",
        ircc.as_bytes(document),
        "application/json",
        "the certificate in the field names of the ABS Clearing-House",
    )
    return render_pdf(TEMPLATE, content, files={"qr.svg": _qr(address)}, attachments=[carried], issued_at=issued_at)


def _pair(message: Any) -> list[str]:
    said = both(message)
    return [said["zh"], said["en"]]


def _facts(document: Mapping[str, Any], valid_from: dt.date) -> list[tuple[Any, str]]:
    kept = "　".join(_pair(KEPT))
    rows: list[tuple[Any, str]] = [
        (_("Granted to"), named(document.get("entitiesToWhomPICGranted")) or kept),
        (_("Provided by"), named(document.get("providers")) or kept),
        (_("Subject-matter"), document.get("subjectMatter", {}).get("zh", "") or kept),
        (_("Permitted uses"), _words(document.get("usagesDescription", {})) or _usages(document) or kept),
        (_("Third parties"), _words(document.get("thirdPartyTransferCondition", {}))),
        (_("Valid"), f"{valid_from.isoformat()} — {document['dateOfExpiry']}"),
        (_("Consent of the holders (PIC)"), "　".join(_pair(_("obtained")))),
        (_("Mutually agreed terms (MAT)"), "　".join(_pair(_("established")))),
    ]
    replaced = "，".join(each["identifier"] for each in document.get("amendedPermits", ()))
    return rows + ([(_("Replaces"), replaced)] if replaced else [])


def named(entities: Any) -> str:
    """Return the names of entities of a certificate, in Chinese where there is one."""
    return "，".join(each["name"].get("zh") or next(iter(each["name"].values()), "") for each in entities or ())


def _usages(document: Mapping[str, Any]) -> str:
    return "，".join(
        "　".join(_pair(USAGES[each["identifier"]]))
        for each in document.get("usages", ())
        if each["identifier"] in USAGES
    )


def _words(said: Mapping[str, str]) -> str:
    return "\n".join(said[language] for language in ("zh", "en") if said.get(language))


def _qr(address: str) -> bytes:
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="svg", border=0, dark="#1c2730", svgclass=None)
    return written.getvalue()


def json_file(document: Mapping[str, Any]) -> bytes:
    """Return a document as a file for people: the same content, indented."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True).encode()


PARTIES: Final = _("Copy of the parties. It shows what the register keeps confidential; hand it on with care.")
EVERYBODY: Final = _("Copy for everybody. It shows what the parties let the register show.")
WORDS: Final = {
    "title": _("Permit for the Use of Traditional Knowledge"),
    "subtitle": _(
        "with the content of an internationally recognised certificate of compliance (Nagoya Protocol, Art. 17)"
    ),
    "number": _("Number of the permit"),
    "office": _("Issued by"),
    "seal": _("Place of the seal"),
    "scan": _("Scan to see how this permit stands today"),
    "digest": _("SHA-256 of the certificate within this file"),
    "how": _(
        "The issue of this permit stands in the public log. Its evidence, from the page of the code, shows that this file is"
        " exactly the one that was issued; check both with “erdem verify”."
    ),
    "not": _(
        "This permit is no licence of a patent, no approval of another authority, and was sent to no clearing-house. A use"
        " that it does not name needs a new request."
    ),
}
