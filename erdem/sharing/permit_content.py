"""What a permit says: the certificate made of request, terms and choices, and the document of an act for the log. No writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from erdem.notary.services import canonical
from erdem.sharing import ircc
from erdem.sharing.ircc import Certificate, Confidential, Entity, Intent, Link, Usage
from erdem.sharing.models import AccessRequest, PermitMatter
from erdem.sharing.permit_choices import COMMERCIAL
from erdem.sharing.terms import Terms
from erdem.sharing.terms_words import TRANSFERS, USES

SERIES: Final = "XK"
LANGUAGES: Final = ("zh", "en")
DJANGO: Final = {"zh": "zh-hans", "en": "en"}
ACT_FORMAT: Final = "erdem-permit@v1"


@dataclass(frozen=True)
class Told:
    """What besides request and terms goes into a certificate."""

    number: str
    office: str
    issued_on: dt.date
    expires_on: dt.date
    providers: tuple[str, ...]
    confidential: Confidential
    matter: PermitMatter
    terms: Terms
    terms_sha256: str
    amends: str = ""
    because: str = ""


def certificate_of(request: AccessRequest, told: Told) -> Certificate:
    """Return the whole certificate, with what is confidential still in it."""
    return Certificate(
        languages=LANGUAGES,
        country="CN",
        issuing_authority={"zh": told.office},
        number=told.number,
        issued_on=told.issued_on,
        expires_on=told.expires_on,
        pic_granted=True,
        mat_established=True,
        providers=tuple(Entity({"zh": name}, "CN") for name in told.providers),
        entities=(Entity({"zh": request.applicant_name}, request.country),),
        subject_matter={"zh": told.matter.subject},
        usages=usages_of(purposes_of(told.terms)),
        confidential=told.confidential,
        mat_information=both(MAT, digest=told.terms_sha256),
        taxonomies=tuple(Link(each["url"], each.get("name", "")) for each in told.matter.taxonomies),
        geography=told.matter.geography,
        keywords=("other",) if told.matter.keywords else (),
        keyword_other={"zh": "，".join(told.matter.keywords)} if told.matter.keywords else {},
        usages_description=_uses(told.terms),
        third_party_transfer=both(TRANSFERS[told.terms.transfer.rule]),
        intent=Intent.UPDATE if told.amends else None,
        amendment_description={"zh": told.because} if told.amends else {},
        amended=(told.amends,) if told.amends else (),
    )


def documents_of(certificate: Certificate) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the whole document and the one for everybody.

    Why a permit was amended may tell what is confidential: the public document says that it was, and by which.

    Raises:
        IrccRefused: something that it must say is missing.
    """
    whole = ircc.as_document(replace(certificate, confidential=Confidential()))
    public = ircc.as_document(
        replace(certificate, amendment_description=both(AMENDED)) if certificate.intent else certificate
    )
    return whole, public


def purposes_of(terms: Terms) -> tuple[str, ...]:
    """Return the purposes that the terms permit, as a request calls them; a use in own words is none of them."""
    return tuple(dict.fromkeys(str(use.code) for use in terms.permitted if use.code != "other"))


def usages_of(purposes: tuple[str, ...]) -> tuple[Usage, ...]:
    """Return whether a permit is commercial, non-commercial, or both."""
    found = {Usage.COMMERCIAL if purpose in COMMERCIAL else Usage.NON_COMMERCIAL for purpose in purposes}
    return tuple(sorted(found))


def act_document(number: str, act: str, made_at: dt.datetime, told: Mapping[str, Any]) -> str:
    """Return the canonical JSON of an act, which names nobody and nothing: numbers, days, digests."""
    said = {
        "format": ACT_FORMAT,
        "number": number,
        "act": str(act),
        "at": made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **told,
    }
    return canonical(said).decode()


def both(message: Any, **given: str) -> dict[str, str]:
    """Return a sentence by language."""
    said = {}
    for language, name in DJANGO.items():
        with override(name):
            said[language] = str(message) % given if given else str(message)
    return said


def _uses(terms: Terms) -> dict[str, str]:
    named: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for use in terms.permitted:
        for language, word in both(USES[use.code]).items():
            named[language].append(f"{word}：{use.note}" if use.note and language == "zh" else word)
    return {"zh": "；".join(named["zh"]), "en": "; ".join(named["en"])}


MAT: Final = _("Mutually agreed terms were signed by every party. SHA-256 of the terms: %(digest)s")
AMENDED: Final = _("Replaces the permit named below; the parties keep the reason.")
