"""The answers of the OAI-PMH provider. Whoever asks is answered as the public: what leaves here is what everybody may know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import etree

from erdem.knowledge.formats import descriptions
from erdem.knowledge.formats import harvesting as oai
from erdem.knowledge.formats.harvesting import HarvestError, Question, put
from erdem.knowledge.pages.descriptions import absolute, told
from erdem.knowledge.queries import listings
from erdem.knowledge.queries.listings import Listed, Window

_IDENTIFIER_NAMES: Final[Any] = {None: oai.IDENTIFIER}
PAGE: Final = 100
TOKEN_LASTS: Final = 24 * 3600
"""Seconds for which a resumption token holds."""
SALT: Final = "knowledge.oai"
SAMPLE: Final = "0b9f4d3e-6a52-4c1e-9c35-1f4f7d1a2b3c"
OWN_PREFIX: Final = "erdem"
PREFIXES: Final[dict[str, Callable[[descriptions.Told], etree._Element]]] = {
    "oai_dc": descriptions.dublin_core,
    OWN_PREFIX: descriptions.own_xml,
}


def base_address() -> str:
    """Return the address that harvesters ask."""
    return absolute(reverse("harvest:oai"))


def answer(given: Iterable[tuple[str, Sequence[str]]]) -> bytes:
    """Return the answer to a request as XML, in the language of the house, whatever is wrong with it."""
    question: Question | None = None
    with override("zh-hans"):
        try:
            question = oai.read_question(given)
            root = oai.envelope(base_address(), timezone.now(), question)
            _ANSWERS[question.verb](question, put(root, question.verb))
        except HarvestError as error:
            root = oai.refusal(base_address(), timezone.now(), error, question)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def host() -> str:
    """Return the name by which this repository's identifiers are known."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"


def identifier(name: str) -> str:
    """Return the identifier of a record among harvesters; it says nothing, so that it may be said of what is closed."""
    return f"oai:{host()}:{name}"


def _name(text: str) -> str:
    scheme, _colon, rest = text.partition(":")
    where, colon, name = rest.partition(":")
    if scheme != "oai" or where != host() or not colon:
        raise HarvestError("idDoesNotExist", "There is no such identifier here.")
    return name


def _identify(_question: Question, at: etree._Element) -> None:
    put(at, "repositoryName", _("Traditional knowledge protection platform"))
    put(at, "baseURL", base_address())
    put(at, "protocolVersion", "2.0")
    put(at, "adminEmail", settings.DEFAULT_FROM_EMAIL)
    put(at, "earliestDatestamp", oai.stamp(listings.first_change()))
    put(at, "deletedRecord", "persistent")
    put(at, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    scheme = etree.SubElement(put(at, "description"), f"{{{oai.IDENTIFIER}}}oai-identifier", nsmap=_IDENTIFIER_NAMES)
    scheme.set(f"{{{oai.XSI}}}schemaLocation", f"{oai.IDENTIFIER} {oai.IDENTIFIER}.xsd")
    parts = {
        "scheme": "oai",
        "repositoryIdentifier": host(),
        "delimiter": ":",
        "sampleIdentifier": identifier(SAMPLE),
    }
    for name, text in parts.items():
        etree.SubElement(scheme, f"{{{oai.IDENTIFIER}}}{name}").text = text


def _formats(question: Question, at: etree._Element) -> None:
    if question.get("identifier"):
        _known(question.get("identifier"))
    schemas = {
        "oai_dc": (descriptions.OAI_DC_XSD, descriptions.OAI_DC),
        OWN_PREFIX: (absolute(static("knowledge/record-1.xsd")), descriptions.OWN),
    }
    for prefix, (schema, namespace) in schemas.items():
        entry = put(at, "metadataFormat")
        put(entry, "metadataPrefix", prefix)
        put(entry, "schema", schema)
        put(entry, "metadataNamespace", namespace)


def _sets(question: Question, at: etree._Element) -> None:
    if question.get(oai.TOKEN):
        raise HarvestError("badResumptionToken", "The list of sets is given whole.")
    for spec, name in listings.harvest_sets():
        entry = put(at, "set")
        put(entry, "setSpec", spec)
        put(entry, "setName", name)


def _known(text: str) -> Listed:
    found = listings.listed_one(_name(text))
    if found is None:
        raise HarvestError("idDoesNotExist", "There is no such identifier here.")
    return found


def _checked_prefix(prefix: str) -> str:
    if prefix not in PREFIXES:
        raise HarvestError("cannotDisseminateFormat", f"The formats are: {', '.join(PREFIXES)}.")
    return prefix


def _get(question: Question, at: etree._Element) -> None:
    found = _known(question.get("identifier"))
    _put_record(at, found, _checked_prefix(question.get("metadataPrefix")))


def _list(question: Question, at: etree._Element) -> None:
    state = _state(question)
    prefix, window = _checked_prefix(state["p"]), Window(_when(state["f"]), _when(state["u"]), state["s"])
    after = (_when(state["a"][0]), state["a"][1]) if state["a"] else None
    found = listings.listed_page(window, after, PAGE + 1)  # type: ignore[arg-type]  # a token is signed: its moment is there
    if not found:
        raise HarvestError("noRecordsMatch", "Nothing fits.")
    for item in found[:PAGE]:
        if question.verb == "ListIdentifiers":
            _put_header(at, item)
        else:
            _put_record(at, item, prefix)
    more = len(found) > PAGE
    if more or state["a"]:
        size = str(state["n"] or listings.count_listed(window))
        last = found[PAGE - 1] if more else found[-1]
        _put_token(
            at, {**state, "v": question.verb, "a": [last.changed_at.isoformat(), last.key], "n": size}, more=more
        )


def _put_token(at: etree._Element, state: dict[str, Any], *, more: bool) -> None:
    begun = state["c"]
    state["c"] = begun + PAGE
    given = {"completeListSize": state["n"], "cursor": str(begun)}
    if more:
        given["expirationDate"] = oai.stamp(datetime.fromtimestamp(timezone.now().timestamp() + TOKEN_LASTS, UTC))
    put(at, oai.TOKEN, signing.dumps(state, salt=SALT, compress=True) if more else "", **given)


def _state(question: Question) -> dict[str, Any]:
    """Return where a harvest stands: from the signed token, or at its beginning."""
    token = question.get(oai.TOKEN)
    if token:
        try:
            state: dict[str, Any] = signing.loads(token, salt=SALT, max_age=TOKEN_LASTS)
        except signing.BadSignature as error:
            raise HarvestError(
                "badResumptionToken", "The token is not one of ours, or has ended. Begin again."
            ) from error
        if state["v"] != question.verb:
            raise HarvestError("badResumptionToken", "The token belongs to another verb.")
        return state
    since, until = oai.read_window(question.arguments)
    within = question.get("set")
    return {
        "p": question.get("metadataPrefix"),
        "f": since.isoformat() if since else "",
        "u": until.isoformat() if until else "",
        "s": within,
        "a": None,
        "c": 0,
        "n": "",
    }


def _when(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _put_header(at: etree._Element, item: Listed) -> None:
    header = put(at, "header", **({} if item.described else {"status": "deleted"}))
    put(header, "identifier", identifier(item.name))
    put(header, "datestamp", oai.stamp(item.changed_at))
    for spec in item.sets:
        put(header, "setSpec", spec)


def _put_record(at: etree._Element, item: Listed, prefix: str) -> None:
    record = put(at, "record")
    _put_header(record, item)
    if item.described is not None:
        put(record, "metadata").append(PREFIXES[prefix](told(item.described)))


_ANSWERS: Final[dict[str, Callable[[Question, etree._Element], None]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _list,
    "ListRecords": _list,
    "GetRecord": _get,
}
