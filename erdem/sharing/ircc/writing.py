"""Writing a certificate in the field names of the ABS Clearing-House."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from erdem.sharing.ircc.checking import check, free_texts
from erdem.sharing.ircc.model import INTENTS, SCHEMA, Certificate, Entity, Link


def as_document(certificate: Certificate) -> dict[str, Any]:
    """Return a certificate as the document that is exchanged; what is confidential is left out and said to be so.

    Raises:
        IrccRefused: the certificate is not whole.
    """
    check(certificate)
    shown = certificate.public()
    document: dict[str, Any] = {
        "header": {"schema": SCHEMA, "languages": list(shown.languages)},
        "government": {"identifier": shown.country.lower()},
        "absCNA": dict(shown.issuing_authority),
        "title": shown.number,
        "dateOfIssuance": shown.issued_on.isoformat(),
        "picGranted": True,
        "matEstablished": True,
    }
    if shown.expires_on is not None:
        document["dateOfExpiry"] = shown.expires_on.isoformat()
    document |= {name: dict(words) for name, words in free_texts(shown).items() if words}
    return document | _parts(shown) | _matter(shown) | _amendment(shown)


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON that is always written the same way: UTF-8, names in order, no blanks."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document, hexadecimal."""
    return hashlib.sha256(as_bytes(document)).hexdigest()


def _parts(one: Certificate) -> dict[str, Any]:
    hides = one.confidential
    parts: dict[str, Any] = {}
    parts |= (
        {"providersConfidential": True} if hides.providers else {"providers": [_entity(each) for each in one.providers]}
    )
    parts |= (
        {"entitiesToWhomPICGrantedConfidential": True}
        if hides.entities
        else {"entitiesToWhomPICGranted": [_entity(each) for each in one.entities]}
    )
    parts |= (
        {"usagesConfidential": True} if hides.usages else {"usages": [{"identifier": str(each)} for each in one.usages]}
    )
    if one.related:
        parts["relatedIRCCs"] = [{"identifier": number} for number in one.related]
    return parts


def _matter(one: Certificate) -> dict[str, Any]:
    if one.confidential.subject_matter:
        return {"subjectMatterConfidential": True}
    matter: dict[str, Any] = {"subjectMatter": dict(one.subject_matter)}
    lists = {
        "specimens": [_link(each) for each in one.specimens],
        "taxonomies": [_link(each) for each in one.taxonomies],
        "keywords": [{"identifier": word} for word in one.keywords],
        "gisFiles": [dict(one.geography)] if one.geography else [],
    }
    matter |= {name: found for name, found in lists.items() if found}
    return matter | ({"keywordOther": dict(one.keyword_other)} if one.keyword_other else {})


def _amendment(one: Certificate) -> dict[str, Any]:
    if one.intent is None:
        return {}
    amended = {"amendedPermits": [{"identifier": number} for number in one.amended]} if one.amended else {}
    return {
        "amendmentIntent": INTENTS[one.intent],
        "amendmentDescription": dict(one.amendment_description),
        **amended,
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {"name": dict(entity.name)} | ({"country": {"identifier": entity.country.lower()}} if entity.country else {})


def _link(link: Link) -> dict[str, str]:
    return {"url": link.url} | ({"name": link.name} if link.name else {})
