"""The three bands a match is read in: the engine says which, a measurement says how often the band is right.

``seeds/band_precision.json`` holds the measurement: for each band the labelled pairs in it, how many of them are true, and
the interval; the data and the size of the pool for all. Without the file, or a band in it, the page says that it was not
measured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from erdem.base.formatting import number
from erdem.overlap.choices import ScoreBand
from erdem.overlap.engine.weights import ALARM


def band_of(match: Mapping[str, Any]) -> str:
    """Return the band of a stored match; one that names none is banded as `erdem.overlap.engine.bands` does."""
    named = match.get("band")
    if named in ScoreBand.values:
        return str(named)
    if match.get("alarm"):
        return ScoreBand.UPPER
    return ScoreBand.MIDDLE if float(match.get("score") or 0) >= ALARM / 2 else ScoreBand.LOWER


def band_label(band: str) -> str:
    """Return the word for a band."""
    return str(dict(ScoreBand.choices).get(band, band))


@dataclass(frozen=True)
class Precision:
    """How often a band was right: ``true`` of ``pairs`` labelled pairs, with the interval, the data and the pool.

    ``real_true`` of ``real_pairs`` are the pairs of real patents among them; the others are made.
    """

    true: int
    pairs: int
    low: float | None
    high: float | None
    data: str
    pool: int | None
    real_true: int | None = None
    real_pairs: int | None = None


@cache
def measured() -> dict[str, Precision]:
    """Return the measurement of each band; empty when there is none."""
    file = resources.files("erdem.overlap").joinpath("seeds/band_precision.json")
    if not file.is_file():
        return {}
    held = json.loads(file.read_text(encoding="utf-8"))
    bands = held.get("bands") or {}
    rows = bands.items() if isinstance(bands, dict) else [(row.get("band"), row) for row in bands]
    return {str(band): _precision(row, held) for band, row in rows if row.get("pairs")}


def _precision(row: Mapping[str, Any], held: Mapping[str, Any]) -> Precision:
    low, high = row.get("interval") or (None, None)
    pool = held.get("pool_size") or held.get("pool")
    real = row.get("real") or {}
    return Precision(
        int(row["true"]),
        int(row["pairs"]),
        low,
        high,
        str(held.get("data") or ""),
        int(pool) if pool else None,
        real.get("true"),
        real.get("pairs"),
    )


def band_sentence(band: str) -> str:
    """Say how often the band was right, with its base: 上档：标注对中21/22属实（95%区间…）."""
    found = measured().get(band)
    if found is None:
        return _("%(band)s: how often it is right has not been measured.") % {"band": band_label(band)}
    given = {"band": band_label(band), "true": found.true, "pairs": found.pairs}
    said = _("%(band)s: of the labelled pairs %(true)s/%(pairs)s are true") % given
    if found.low is not None and found.high is not None:
        said += _(" (95%% interval %(low)s–%(high)s%%)") % {
            "low": round(found.low * 100),
            "high": round(found.high * 100),
        }
    if found.real_pairs is not None and found.real_pairs < found.pairs:
        real = {"true": found.real_true, "pairs": found.real_pairs}
        said += _(", of those of real patents %(true)s/%(pairs)s, the others are made") % real
    if found.pool:
        said += _(", in a pool of %(count)s records") % {"count": number(found.pool)}
    return _("%(sentence)s.") % {"sentence": said}
