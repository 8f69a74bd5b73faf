"""What a certificate must say before it can be issued: all faults at once, in the order of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from erdem.sharing.ircc.faults import FaultCode, IrccProblem, IrccRefused
from erdem.sharing.ircc.geography import is_geography
from erdem.sharing.ircc.model import LONGEST, Certificate, Entity, Intent, Link, Words

_LANGUAGE, _COUNTRY, _URL = re.compile("[a-z]{2}"), re.compile("[A-Z]{2}"), re.compile(r"https?://[^\s<>\"]{3,500}")
OTHER = "other"


def check(certificate: Certificate) -> None:
    """Go on only when the certificate is whole.

    Raises:
        IrccRefused: with everything that is wrong.
    """
    problems = tuple(_problems(certificate))
    if problems:
        raise IrccRefused(problems)


def _problems(one: Certificate) -> Iterator[IrccProblem]:
    yield from _head(one)
    yield from _parties(one)
    yield from _matter(one)
    yield from _rest(one)


def _head(one: Certificate) -> Iterator[IrccProblem]:
    if not one.languages:
        yield IrccProblem("header.languages", FaultCode.MISSING)
    elif len(set(one.languages)) != len(one.languages) or not all(map(_LANGUAGE.fullmatch, one.languages)):
        yield IrccProblem("header.languages", FaultCode.WRONG_VALUE)
    if not _COUNTRY.fullmatch(one.country):
        yield IrccProblem("government", FaultCode.WRONG_VALUE if one.country else FaultCode.MISSING)
    yield from _required("absCNA", one, one.issuing_authority)
    if not one.number.strip():
        yield IrccProblem("title", FaultCode.MISSING)
    if one.expires_on is not None and one.expires_on < one.issued_on:
        yield IrccProblem("dateOfExpiry", FaultCode.ENDS_BEFORE_IT_BEGINS)


def _parties(one: Certificate) -> Iterator[IrccProblem]:
    """Without consent or terms there is no certificate (Nagoya Art. 17(4)(g), (h))."""
    yield from _either("providers", one, one.providers, hidden=one.confidential.providers)
    if one.pic_granted is not True:
        yield IrccProblem("picGranted", FaultCode.NOT_GRANTED)
    yield from _either("entitiesToWhomPICGranted", one, one.entities, hidden=one.confidential.entities)
    if one.mat_established is not True:
        yield IrccProblem("matEstablished", FaultCode.NOT_GRANTED)


def _matter(one: Certificate) -> Iterator[IrccProblem]:
    if one.subject_matter or not one.confidential.subject_matter:
        yield from _required("subjectMatter", one, one.subject_matter)
    if not one.usages and not one.confidential.usages:
        yield IrccProblem("usages", FaultCode.MISSING)
    if len(set(one.usages)) != len(one.usages):
        yield IrccProblem("usages", FaultCode.WRONG_VALUE)
    if OTHER in one.keywords:
        yield from _required("keywordOther", one, one.keyword_other)
    if one.geography is not None and not is_geography(one.geography):
        yield IrccProblem("gisFiles", FaultCode.WRONG_VALUE)
    for name, links in (("specimens", one.specimens), ("taxonomies", one.taxonomies)):
        if not all(_is_link(link) for link in links):
            yield IrccProblem(name, FaultCode.WRONG_VALUE)


def _rest(one: Certificate) -> Iterator[IrccProblem]:
    for name, words in free_texts(one).items():
        yield from _texts(name, one, words)
    if one.intent is None:
        if one.amended or one.amendment_description:
            yield IrccProblem("amendmentIntent", FaultCode.MISSING)
        return
    yield from _required("amendmentDescription", one, one.amendment_description)
    if one.intent is Intent.UPDATE and not one.amended:
        yield IrccProblem("amendedPermits", FaultCode.MISSING)


def free_texts(one: Certificate) -> dict[str, Words]:
    """Return the texts that may be left out, by the name of their field."""
    return {
        "referenceToNationalPermit": one.national_reference,
        "picInformation": one.pic_information,
        "matInformation": one.mat_information,
        "usagesDescription": one.usages_description,
        "thirdPartyTransferCondition": one.third_party_transfer,
        "permitDescription": one.permit_description,
        "relevantInformation": one.relevant_information,
    }


def _either(name: str, one: Certificate, found: tuple[Entity, ...], *, hidden: bool) -> Iterator[IrccProblem]:
    if not found and not hidden:
        yield IrccProblem(name, FaultCode.MISSING)
    for entity in found:
        yield from _required(name, one, entity.name)
        if entity.country and not _COUNTRY.fullmatch(entity.country):
            yield IrccProblem(name, FaultCode.WRONG_VALUE)


def _required(name: str, one: Certificate, words: Words) -> Iterator[IrccProblem]:
    """A text that must be there stands in one language at least."""
    if not any(text.strip() for text in words.values()):
        yield IrccProblem(name, FaultCode.MISSING)
    yield from _texts(name, one, words)


def _texts(name: str, one: Certificate, words: Words) -> Iterator[IrccProblem]:
    if any(language not in one.languages for language in words):
        yield IrccProblem(name, FaultCode.WRONG_VALUE)
    if any(len(text) > LONGEST for text in words.values()):
        yield IrccProblem(name, FaultCode.TOO_LARGE)


def _is_link(link: Link) -> bool:
    return _URL.fullmatch(link.url) is not None
