"""The part of the table of access that belongs to taking records out, bringing them back, and describing them to programs."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, REFUSED, UNCLEAR, Route, all_of, signed_in
from tests.world import World


def _open(world: World) -> tuple[Any, ...]:
    return (world.open_record.number,)


def _draft(world: World) -> tuple[Any, ...]:
    return (world.own_draft.number,)


def _secret(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number,)


def _upload(world: World) -> tuple[Any, ...]:
    return (world.record_import.pk,)


def _own_community(world: World) -> tuple[Any, ...]:
    (community,) = world.people.holder.organisation_ids
    return (community,)


_FORMATS = "metadataPrefix=oai_dc"
EXCHANGE = (
    Route("knowledge:record-take-out", signed_in(), "all fields, CSV", lambda _: ("csv",)),
    Route("knowledge:record-take-out", signed_in(), "all fields, XLSX", lambda _: ("xlsx",)),
    Route("knowledge:import-columns", (MOVED, HIDDEN, HIDDEN, OK, HIDDEN), "the officer's file", _upload),
    Route(
        "knowledge:import-columns",
        (MOVED, HIDDEN, HIDDEN, UNCLEAR, HIDDEN),
        "two columns of one meaning",
        _upload,
        "post",
        {"column-0": "name", "column-1": "name"},
    ),
    Route("knowledge:bundle-list", signed_in()),
    Route("knowledge:bundle-ask", (MOVED, REFUSED, REFUSED, REFUSED, REFUSED), "by a bearer", _own_community, "post"),
    Route("knowledge:bundle-file", (MOVED, *(HIDDEN,) * 4), "by a bearer", lambda world: (world.bundle.pk,)),
    Route("knowledge:context", all_of(OK)),
    Route("knowledge:record-linked-data", all_of(OK), "open to everybody, D4", _open),
    Route("knowledge:record-linked-data", (HIDDEN, OK, HIDDEN, OK, HIDDEN), "a draft of the community, D2", _draft),
    Route(
        "knowledge:record-linked-data", (HIDDEN, OK, HIDDEN, HIDDEN, HIDDEN), "a secret of the community, D1", _secret
    ),
    Route("knowledge:record-dublin-core", all_of(OK), "open to everybody, D4", _open),
    Route("knowledge:record-dublin-core", (HIDDEN, OK, HIDDEN, OK, HIDDEN), "a draft of the community, D2", _draft),
    Route("harvest:oai", all_of(OK), "who it is", query="verb=Identify"),
    Route("harvest:oai", all_of(OK), "formats", query="verb=ListMetadataFormats"),
    Route("harvest:oai", all_of(OK), "sets", query="verb=ListSets"),
    Route("harvest:oai", all_of(OK), "identifiers", query=f"verb=ListIdentifiers&{_FORMATS}"),
    Route("harvest:oai", all_of(OK), "records as Dublin Core", query=f"verb=ListRecords&{_FORMATS}"),
    Route("harvest:oai", all_of(OK), "records with all fields", query="verb=ListRecords&metadataPrefix=erdem"),
    Route("harvest:oai", all_of(OK), "no such record", query=f"verb=GetRecord&{_FORMATS}&identifier=x"),
    Route("harvest:oai", all_of(OK), "posted", method="post", data={"verb": "Identify"}),
)
