"""What the log commits to of a consent or a permit: canonical JSON (RFC 8785) with numbers, days and digests, and no person.

Who signed is proven by the paper or the recording, whose SHA-256 stands in the document.
"""

from __future__ import annotations

import hashlib
from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.base.formatting import iso_date
from erdem.knowledge.models import AccessGrant, Consent, Record
from erdem.notary.services import Json, canonical


def consent_document(consent: Consent, act: str) -> str:
    """Return the document of a consent as it stands: given, or taken back.

    Numbers of records and digests of files are looked up for the system, so that the document is whole whoever acts.
    """
    with acting_as(SYSTEM):
        records = sorted(consent.links.values_list("record__number", flat=True))
        files = sorted(consent.evidence.values_list("blob__sha256", flat=True))
    told: dict[str, Any] = {
        "format": "erdem-consent@v1",
        "act": act,
        "number": consent.number,
        "family": consent.family,
        "subject": consent.subject,
        "records": records,
        "holder_type": consent.holder_type,
        "authority_basis": consent.authority_basis,
        "present": consent.present,
        "agreeing": consent.agreeing,
        "purpose": consent.purpose,
        "explained": sorted(consent.explained),
        "languages": sorted(consent.languages),
        "uses": sorted(consent.uses),
        "territory": consent.territory,
        "conditions": consent.conditions,
        "benefits": consent.benefits,
        "sublicence": consent.sublicence,
        "withdrawal_way": consent.withdrawal_way,
        "signing": consent.signing,
        "effective_on": iso_date(consent.effective_on),
        "expires_on": iso_date(consent.expires_on),
        "renews": consent.supersedes.number if consent.supersedes is not None else "",
        "files": files,
    }
    return canonical(_plain(told)).decode()


def grant_document(grant: AccessGrant, act: str) -> str:
    """Return the document of a permit as it stands: given, or taken back.

    The number of the record is looked up for the system: who gives access need not read the record alone, where several
    communities must agree.
    """
    with acting_as(SYSTEM):
        number = Record.objects.values_list("number", flat=True).get(pk=grant.record_id)
    told: dict[str, Any] = {
        "format": "erdem-permit@v1",
        "act": act,
        "permit": str(grant.pk),
        "record": number,
        "community": str(grant.community_id or ""),
        "to": f"organisation {grant.organisation_id}" if grant.organisation_id else f"person {grant.user_id}",
        "level": int(grant.level),
        "purpose": grant.purpose,
        "reference": grant.reference,
        "valid_from": iso_date(grant.valid_from),
        "valid_until": iso_date(grant.valid_until),
    }
    return canonical(_plain(told)).decode()


def statement_of(number: str, act: str, document: str) -> dict[str, Any]:
    """Return what the log commits to."""
    return {"number": number, "act": act, "sha256": hashlib.sha256(document.encode()).hexdigest()}


def _plain(told: dict[str, Any]) -> dict[str, Json]:
    """Return the values as plain text: a value of a closed list that was just set is a member of that list, not its word."""
    return {name: _word(value) for name, value in told.items()}


def _word(value: Any) -> Json:
    if isinstance(value, list):
        return [_word(one) for one in value]
    return str(value) if isinstance(value, str) else value
