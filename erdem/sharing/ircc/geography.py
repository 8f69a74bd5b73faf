"""Reading a GeoJSON (RFC 7946) so far as a certificate needs it: bounded, in degrees of WGS 84, and nothing beside geometry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

MOST_POSITIONS: Final = 5_000
DEPTHS: Final = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
DEEPEST: Final = 8


def is_geography(given: Any) -> bool:
    """Say whether something is GeoJSON of positions on Earth: a geometry, a feature or a collection of them."""
    positions = _positions(given, 0)
    return positions is not None and 0 < positions <= MOST_POSITIONS


def _positions(given: Any, depth: int) -> int | None:
    """Return the number of positions, None when it is no GeoJSON."""
    if not isinstance(given, Mapping) or depth > DEEPEST:
        return None
    kind = given.get("type")
    if kind == "FeatureCollection":
        return _of_many(given.get("features"), depth)
    if kind == "GeometryCollection":
        return _of_many(given.get("geometries"), depth)
    if kind == "Feature":
        return _positions(given.get("geometry"), depth + 1)
    return _coordinates(given.get("coordinates"), DEPTHS[kind]) if kind in DEPTHS else None


def _of_many(parts: Any, depth: int) -> int | None:
    if not isinstance(parts, list):
        return None
    counted = [_positions(part, depth + 1) for part in parts]
    return None if None in counted else sum(filter(None, counted))


def _coordinates(given: Any, depth: int) -> int | None:
    if not isinstance(given, list) or (depth and len(given) > MOST_POSITIONS):
        return None
    if depth == 0:
        return 1 if _is_position(given) else None
    counted = [_coordinates(part, depth - 1) for part in given]
    return None if None in counted else sum(filter(None, counted))


def _is_position(given: list[Any]) -> bool:
    if len(given) not in (2, 3) or any(isinstance(one, bool) or not isinstance(one, int | float) for one in given):
        return False
    longitude, latitude = float(given[0]), float(given[1])
    return -180 <= longitude <= 180 and -90 <= latitude <= 90
