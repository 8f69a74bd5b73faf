"""Reading a certificate back, strictly: a field that is not known, missing or of another kind is refused, never guessed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from erdem.sharing.ircc.checking import check
from erdem.sharing.ircc.faults import FaultCode, IrccProblem, IrccRefused
from erdem.sharing.ircc.model import (
    INTENTS,
    SCHEMA,
    Certificate,
    Confidential,
    Entity,
    Link,
    Usage,
    Words,
)

MOST_BYTES: Final = 1024 * 1024
Part = TypeVar("Part")


def read_bytes(content: bytes) -> Certificate:
    """Read a certificate from a file.

    Raises:
        IrccRefused: it is no JSON object, too large, or not a whole certificate.
    """
    if len(content) > MOST_BYTES:
        raise IrccRefused((IrccProblem("", FaultCode.TOO_LARGE),))
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise IrccRefused((IrccProblem("", FaultCode.UNREADABLE),)) from error
    return read(document)


def read(document: Any) -> Certificate:
    """Read a certificate from its document.

    Raises:
        IrccRefused: with everything that is wrong.
    """
    if not isinstance(document, Mapping):
        raise IrccRefused((IrccProblem("", FaultCode.WRONG_KIND),))
    problems: list[IrccProblem] = [
        IrccProblem(str(name), FaultCode.UNKNOWN_FIELD) for name in document if name not in FIELDS
    ]
    given: dict[str, Any] = {}
    for name, (attribute, reader) in FIELDS.items():
        if name not in document:
            if name in REQUIRED:
                problems.append(IrccProblem(name, FaultCode.MISSING))
            continue
        try:
            given[attribute] = reader(document[name])
        except (KeyError, TypeError, ValueError):
            problems.append(IrccProblem(name, FaultCode.WRONG_KIND))
    problems += _contradictions(document)
    if problems:
        raise IrccRefused(tuple(problems))
    flags = {name: given.pop(f"hides_{name}", False) for name in ("providers", "entities", "subject_matter", "usages")}
    found = Certificate(confidential=Confidential(**flags), **given)
    check(found)
    return found


def _contradictions(document: Mapping[str, Any]) -> list[IrccProblem]:
    """What is said to be confidential is not given at the same time."""
    return [
        IrccProblem(name, FaultCode.GIVEN_AND_CONFIDENTIAL)
        for name in ("providers", "entitiesToWhomPICGranted", "subjectMatter", "usages")
        if document.get(f"{name}Confidential") is True and name in document
    ]


def _only(value: Any, *names: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or set(value) - set(names):
        raise TypeError
    return value


def _header(value: Any) -> tuple[str, ...]:
    found = _only(value, "schema", "languages")
    if found["schema"] != SCHEMA:
        raise ValueError
    return _texts(found["languages"])


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(each) for each in value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _words(value: Any) -> Words:
    if not isinstance(value, Mapping):
        raise TypeError
    return {_text(language): _text(text) for language, text in value.items()}


def _country(value: Any) -> str:
    return _text(_only(value, "identifier")["identifier"]).upper()


def _day(value: Any) -> dt.date:
    return dt.date.fromisoformat(_text(value))


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _each(reader: Callable[[Any], Part]) -> Callable[[Any], tuple[Part, ...]]:
    def read_all(value: Any) -> tuple[Part, ...]:
        if not isinstance(value, list):
            raise TypeError
        return tuple(reader(each) for each in value)

    return read_all


def _identifier(value: Any) -> str:
    return _text(_only(value, "identifier")["identifier"])


def _entity(value: Any) -> Entity:
    found = _only(value, "name", "country")
    return Entity(_words(found["name"]), _country(found["country"]) if "country" in found else "")


def _link(value: Any) -> Link:
    found = _only(value, "url", "name")
    return Link(_text(found["url"]), _text(found.get("name", "")))


def _geography(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, list) or len(value) != 1 or not isinstance(value[0], Mapping):
        raise TypeError
    return value[0]


def _intent(value: Any) -> Any:
    if isinstance(value, bool):
        raise TypeError
    return {number: intent for intent, number in INTENTS.items()}[value]


FIELDS: Final[dict[str, tuple[str, Callable[[Any], Any]]]] = {
    "header": ("languages", _header),
    "government": ("country", _country),
    "absCNA": ("issuing_authority", _words),
    "title": ("number", _text),
    "referenceToNationalPermit": ("national_reference", _words),
    "relatedIRCCs": ("related", _each(_identifier)),
    "dateOfIssuance": ("issued_on", _day),
    "dateOfExpiry": ("expires_on", _day),
    "providers": ("providers", _each(_entity)),
    "providersConfidential": ("hides_providers", _truth),
    "picGranted": ("pic_granted", _truth),
    "picInformation": ("pic_information", _words),
    "entitiesToWhomPICGranted": ("entities", _each(_entity)),
    "entitiesToWhomPICGrantedConfidential": ("hides_entities", _truth),
    "matEstablished": ("mat_established", _truth),
    "matInformation": ("mat_information", _words),
    "subjectMatter": ("subject_matter", _words),
    "subjectMatterConfidential": ("hides_subject_matter", _truth),
    "specimens": ("specimens", _each(_link)),
    "taxonomies": ("taxonomies", _each(_link)),
    "gisFiles": ("geography", _geography),
    "keywords": ("keywords", _each(_identifier)),
    "keywordOther": ("keyword_other", _words),
    "usages": ("usages", _each(lambda value: Usage(_identifier(value)))),
    "usagesConfidential": ("hides_usages", _truth),
    "usagesDescription": ("usages_description", _words),
    "thirdPartyTransferCondition": ("third_party_transfer", _words),
    "permitDescription": ("permit_description", _words),
    "relevantInformation": ("relevant_information", _words),
    "amendmentIntent": ("intent", _intent),
    "amendmentDescription": ("amendment_description", _words),
    "amendedPermits": ("amended", _each(_identifier)),
}
"""Names of the exchanged document, in the order of the form, with the attribute and how it is read."""
REQUIRED: Final = frozenset(
    ("header", "government", "absCNA", "title", "dateOfIssuance", "picGranted", "matEstablished")
)
