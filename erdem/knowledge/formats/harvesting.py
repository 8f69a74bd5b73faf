"""The protocol of OAI-PMH 2.0: what may be asked, what is wrong with a question, and the envelope of an answer.

Source: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0 (2002, last changed 2015).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from lxml import etree

OAI: Final = "http://www.openarchives.org/OAI/2.0/"
OAI_XSD: Final = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
IDENTIFIER: Final = "http://www.openarchives.org/OAI/2.0/oai-identifier"
# verb: what must be given, what may be given
VERBS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
}
RESUMED: Final = frozenset({"ListSets", "ListIdentifiers", "ListRecords"})
TOKEN: Final = "resumptionToken"  # noqa: S105 - the name of an argument of the protocol
_NAMES: Final[Any] = {None: OAI, "xsi": XSI}
_UNHOLDABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


class HarvestError(Exception):
    """What is wrong with a question, with the code that the protocol has for it."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True)
class Question:
    """A question that can be answered."""

    verb: str
    arguments: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return an argument, empty when it was not given."""
        return self.arguments.get(name, "")


def read_question(given: Iterable[tuple[str, Sequence[str]]]) -> Question:
    """Return the question of a request.

    Raises:
        HarvestError: the verb is unknown, or the arguments do not go with it.
    """
    values = {name: list(each) for name, each in given}
    verbs = values.pop("verb", [])
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise HarvestError("badVerb", f"The verb must be given once, one of: {', '.join(VERBS)}.")
    verb = verbs[0]
    repeated = sorted(name for name, each in values.items() if len(each) != 1)
    if repeated:
        raise HarvestError("badArgument", f"Given more than once: {', '.join(repeated)}.")
    arguments = {name: each[0] for name, each in values.items()}
    _check_arguments(verb, arguments)
    return Question(verb, arguments)


def _check_arguments(verb: str, arguments: Mapping[str, str]) -> None:
    needed, allowed = VERBS[verb]
    if TOKEN in arguments and verb in RESUMED:
        if len(arguments) > 1:
            raise HarvestError("badArgument", "A resumptionToken stands alone beside the verb.")
        return
    unknown = sorted(arguments.keys() - needed - allowed)
    if unknown:
        raise HarvestError("badArgument", f"{verb} does not take: {', '.join(unknown)}.")
    missing = sorted(name for name in needed if not arguments.get(name))
    if missing:
        raise HarvestError("badArgument", f"{verb} needs: {', '.join(missing)}.")
    read_window(arguments)


def read_window(arguments: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """Return the first moment wanted and the first moment no longer wanted.

    Raises:
        HarvestError: a date cannot be read, the granularities differ, or the end lies before the beginning.
    """
    start, end = arguments.get("from", ""), arguments.get("until", "")
    if start and end and len(start) != len(end):
        raise HarvestError("badArgument", "from and until must have the same granularity.")
    since, until = _moment(start), _moment(end)
    if since is not None and until is not None and until < since:
        raise HarvestError("badArgument", "until lies before from.")
    step = timedelta(days=1) if _DAY.fullmatch(end) else timedelta(seconds=1)
    try:
        return since, None if until is None else until + step
    except OverflowError:  # until the end of time is no end
        return since, None


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    if not (_DAY.fullmatch(text) or _SECOND.fullmatch(text)):
        raise HarvestError("badArgument", f"{text[:40]} is no date: write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise HarvestError("badArgument", f"{text[:40]} is no date.") from error


def stamp(moment: datetime) -> str:
    """Return a moment as the protocol writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def xml_text(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold."""
    return _UNHOLDABLE.sub("", text)


def tag(name: str) -> str:
    """Return the name of an element of the protocol."""
    return f"{{{OAI}}}{name}"


def put(parent: etree._Element, name: str, text: str = "", **given: str) -> etree._Element:
    """Add an element of the protocol."""
    child = etree.SubElement(parent, tag(name), {key: xml_text(value) for key, value in given.items()})
    child.text = xml_text(text) or None
    return child


def envelope(base: str, now: datetime, question: Question | None) -> etree._Element:
    """Return the root of an answer; the request is told with its arguments only where these were in order."""
    root = etree.Element(tag("OAI-PMH"), nsmap=_NAMES)
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI_XSD}")
    put(root, "responseDate", stamp(now))
    given = {"verb": question.verb, **question.arguments} if question else {}
    put(root, "request", base, **given)
    return root


def refusal(base: str, now: datetime, error: HarvestError, question: Question | None) -> etree._Element:
    """Return the answer to a question that cannot be answered."""
    root = envelope(base, now, None if error.code in ("badVerb", "badArgument") else question)
    put(root, "error", error.words, code=error.code)
    return root
