"""The first proposal that the editor offers, and the parties and records that every proposal names."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from erdem.sharing import queries
from erdem.sharing.models import Agreement
from erdem.sharing.terms.model import FORMAT

OFFERED: Final = {
    "transfer": "transfer-consent",
    "property": "property-notice",
    "attribution": "attribution-product",
    "confidentiality": "confidentiality-content",
    "bearers": "bearers-support",
    "reports": "reports-content",
    "payment": "payment-late",
    "audit": "audit-books",
    "change_of_use": "change-new-request",
    "breach": "breach-revoke",
    "settlement": "settlement-mediation",
    "law": "law-china",
}
"""Entries of the library with which a first proposal begins; each can be taken out or written anew."""


def parties(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the parties as every document names them."""
    request = agreement.request
    if request.applicant_id is not None:
        user = {"side": "user", "kind": "organisation", "id": request.applicant_id, "name": request.applicant_name}
    else:
        user = {"side": "user", "kind": "person", "id": request.applicant_user_id, "name": request.applicant_name}
    providers = [
        {"side": "provider", "kind": "community", "id": key, "name": name} for key, name in communities(agreement)
    ]
    return [user, *providers]


def communities(agreement: Agreement) -> list[tuple[int, str]]:
    """Return the providing communities with their names."""
    return [(key, name) for key, name in queries.party_names(agreement).items() if key is not None]


def subject(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the records that may be the subject."""
    return [dataclasses.asdict(each) for each in queries.subject_of(agreement)]


def first_document(agreement: Agreement) -> dict[str, Any]:
    """Return a document to begin with: what the request says, and clauses of the library."""
    request = agreement.request
    texts = {each.key: each.text_zh for each in queries.library()}

    def wording(clause: str) -> dict[str, str]:
        key = OFFERED[clause]
        return {"text": texts[key], "clause": key} if key in texts else {"text": "", "clause": ""}

    return {
        "format": FORMAT,
        "parties": parties(agreement),
        "subject": subject(agreement),
        "permitted": [{"code": request.purpose, "note": ""}],
        "forbidden": [],
        "transfer": {"rule": "with_consent", "wording": wording("transfer")},
        "property": {"ownership": "joint", "notice_days": 60, "wording": wording("property")},
        "attribution": wording("attribution"),
        "confidentiality": {"years": 5, "wording": wording("confidentiality")},
        "bearers": {"lines": [], "wording": wording("bearers")},
        "reports": {"every": "quarter", "days": 30, "wording": wording("reports")},
        "payment": {"days": 30, "wording": wording("payment")},
        "audit": {"allowed": True, "notice_days": 10, "wording": wording("audit")},
        "change_of_use": wording("change_of_use"),
        "breach": {"cure_days": 30, "wording": wording("breach")},
        "settlement": {"way": "mediation", "wording": wording("settlement")},
        "law": wording("law"),
        "term": {"begins": request.use_from.isoformat(), "ends": request.use_until.isoformat()},
        "money": [],
        "in_kind": [],
        "extra": [],
    }
