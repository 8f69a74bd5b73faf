"""The part of the table of access that belongs to labels, protocols, faces and grants. The holder is a bearer, not a steward."""

from __future__ import annotations

from typing import Any

from erdem.base.actor import SYSTEM, acting_as
from erdem.knowledge.models import GrantProof
from tests.route import HIDDEN, LOCKED_METHOD, MOVED, OK, REFUSED, UNCLEAR, Route, all_of, signed_in
from tests.world import World


def _shared(world: World) -> tuple[Any, ...]:
    return (world.shared_record.number,)


def _secret(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number,)


def _community(world: World) -> tuple[Any, ...]:
    return (world.labels.wording.community_id,)


def _wording(world: World) -> tuple[Any, ...]:
    return (world.labels.wording.community_id, "tkcs")


def _recording(world: World) -> tuple[Any, ...]:
    return (world.labels.wording.pk, "mn")


def _notice(world: World) -> tuple[Any, ...]:
    return (world.shared_record.number, world.labels.open_notice.pk)


def _secret_notice(world: World) -> tuple[Any, ...]:
    return (world.own_secret.number, world.labels.notice.pk)


def _grant(world: World) -> tuple[Any, ...]:
    return (world.shared_record.number, 1)


def _grant_proof(_world: World) -> tuple[Any, ...]:
    with acting_as(SYSTEM):
        return (GrantProof.objects.values_list("grant_id", flat=True)[0], "given")


OF_A_GRANT = (MOVED, OK, OK, HIDDEN, HIDDEN)
"""For the community that gave it and for whom it is."""
FOR_THE_COMMUNITY = (MOVED, OK, HIDDEN, HIDDEN, HIDDEN)
BY_STEWARDS = signed_in(REFUSED)
OF_A_SECRET = (MOVED, REFUSED, HIDDEN, HIDDEN, HIDDEN)
PLACED = {"code": "attribution_incomplete", "institution": "1"}
LABELS = (
    Route("knowledge:label-list", all_of(OK)),
    Route("knowledge:community-labels", FOR_THE_COMMUNITY, "", _community),
    Route("knowledge:label-wording", FOR_THE_COMMUNITY, "", _wording),
    Route("knowledge:label-wording", (MOVED, REFUSED, HIDDEN, HIDDEN, HIDDEN), "by no steward", _wording, "post"),
    Route("knowledge:label-audio", (HIDDEN, OK, HIDDEN, HIDDEN, HIDDEN), "on a secret record", _recording),
    Route("knowledge:face-list", all_of(OK)),
    Route("knowledge:face-list", all_of(OK), "search", query="q=示例&tier=D3"),
    Route("knowledge:record-why", all_of(OK), "registered, D3", _shared),
    Route("knowledge:record-why", (HIDDEN, OK, HIDDEN, HIDDEN, HIDDEN), "secret", _secret),
    Route("knowledge:record-seen", (HIDDEN, MOVED, HIDDEN, HIDDEN, HIDDEN), "secret", _secret, "post"),
    Route("knowledge:record-seen", all_of(LOCKED_METHOD), "not by a link", _secret),
    Route("knowledge:record-protocol", BY_STEWARDS, "registered, D3", _shared),
    Route("knowledge:record-protocol", OF_A_SECRET, "secret", _secret),
    Route("knowledge:record-protocol", OF_A_SECRET, "secret, save", _secret, "post", {"do": "save", "version": "1"}),
    Route("knowledge:protocol-history", BY_STEWARDS, "registered, D3", _shared),
    Route("knowledge:protocol-history", OF_A_SECRET, "secret", _secret),
    Route("knowledge:record-grants", BY_STEWARDS, "registered, D3", _shared),
    Route("knowledge:record-grants", OF_A_SECRET, "secret", _secret),
    Route("knowledge:grant-revoke", BY_STEWARDS, "registered, D3", _grant),
    Route("knowledge:grant-evidence", OF_A_GRANT, "registered, D3", _grant_proof),
    Route("knowledge:record-notices", (MOVED, REFUSED, REFUSED, OK, REFUSED), "registered, D3", _shared),
    Route("knowledge:record-notices", OF_A_SECRET, "secret", _secret),
    Route(
        "knowledge:record-notices",
        (MOVED, REFUSED, REFUSED, UNCLEAR, REFUSED),
        "of another institution",
        _shared,
        "post",
        PLACED,
    ),
    Route(
        "knowledge:notice-end",
        (MOVED, REFUSED, REFUSED, MOVED, REFUSED),
        "registered, D3",
        _notice,
        "post",
        {"reason": "示例"},
    ),
    Route("knowledge:notice-end", OF_A_SECRET, "secret", _secret_notice, "post", {"reason": "示例"}),
)
