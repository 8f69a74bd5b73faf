"""The part of the table of access that belongs to dossiers and their bundles: for whoever sees the finding."""

from __future__ import annotations

from typing import Any

from tests.route import HIDDEN, MOVED, OK, Route
from tests.world import World


def _dossier(world: World) -> tuple[Any, ...]:
    return (world.dossier.number,)


FOR_THE_OFFICE = (MOVED, HIDDEN, HIDDEN, OK, HIDDEN)
BUNDLES = (
    Route("overlap:dossier-detail", FOR_THE_OFFICE, "", _dossier),
    Route("overlap:dossier-bundle", FOR_THE_OFFICE, "", _dossier),
    Route("overlap:dossier-seal", (MOVED, HIDDEN, HIDDEN, MOVED, HIDDEN), "", _dossier, "post"),
)
