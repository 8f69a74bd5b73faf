"""Geometry of the drawn figures: the tile gram of counties and the chart of months.

Pure arithmetic over plain data; the templates only place what is computed here, so that a chart, its
description and the table of the same data cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SIDE = 36
PITCH = 38
STEPS = (0, 1, 3, 6, 10)
LEAGUE_NAMES: dict[str, tuple[float, float, str]] = {
    "阿拉善盟": (2, 291, "start"),
    "巴彦淖尔市": (127, 253, "start"),
    "乌海市": (23, 405, "start"),
    "鄂尔多斯市": (278, 443, "start"),
    "包头市": (249, 215, "middle"),
    "呼和浩特市": (428, 405, "start"),
    "乌兰察布市": (405, 215, "middle"),
    "锡林郭勒盟": (642, 177, "end"),
    "赤峰市": (595, 403, "start"),
    "通辽市": (808, 329, "start"),
    "兴安盟": (718, 139, "end"),
    "呼伦贝尔市": (682, 21, "end"),
}
"""Free ground beside each league of the schematic grid: x, y, anchor."""


@dataclass(frozen=True)
class Tile:
    """One county as drawn: place of its square, words and depth of colour (q0 to q4)."""

    code: str
    name: str
    short: str
    league: str
    value: int
    url: str
    x: float
    y: float
    depth: str
    size: str
    own: bool

    @property
    def ring(self) -> tuple[float, float]:
        """Corner of the outline around the ring of one's own county."""
        return self.x - 2, self.y - 2

    @property
    def middle(self) -> float:
        """Horizontal middle of the square."""
        return self.x + SIDE / 2

    @property
    def first_line(self) -> float:
        """Height of the short name."""
        return self.y + 13

    @property
    def second_line(self) -> float:
        """Height of the figure."""
        return self.y + 27


@dataclass(frozen=True)
class LeagueName:
    """Name of a league beside its counties."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class TileGram:
    """Everything drawn: squares, borders between leagues, names, ring of one's own county, key."""

    tiles: tuple[Tile, ...]
    edges: str
    names: tuple[LeagueName, ...]
    width: int
    height: int
    total: int
    own: Tile | None
    ranked: tuple[Tile, ...]
    key: tuple[tuple[str, str, int], ...]


def tile_gram(
    tiles: Sequence[Mapping[str, Any]],
    values: Mapping[str, int] | None = None,
    urls: Mapping[str, str] | None = None,
    *,
    own: str = "",
    steps: Sequence[int] = STEPS,
) -> TileGram:
    """Lay out a tile gram.

    ``tiles``: rows with code, row, col, name, short, league and optionally value (else 0) and url; ``values`` and
    ``urls`` by code may be given beside them.
    ``own``: code of the reader's county. ``steps``: smallest value of each of at most five depths of colour.
    """
    places = ({**row, **_figure(str(row["code"]), values or {}, urls or {})} for row in tiles)
    drawn = tuple(_tile(row, own, steps) for row in places)
    cells = {(int(row["row"]), int(row["col"])): str(row["league"]) for row in tiles}
    columns = max((column for _, column in cells), default=0) + 1
    rows = max((row for row, _ in cells), default=0) + 1
    return TileGram(
        tiles=drawn,
        edges=_edges(cells),
        names=_league_names(cells),
        width=columns * PITCH + 4,
        height=rows * PITCH + 4,
        total=sum(tile.value for tile in drawn),
        own=next((tile for tile in drawn if tile.own), None),
        ranked=tuple(sorted(drawn, key=lambda tile: (-tile.value, tile.code))),
        key=_key(steps),
    )


def _figure(code: str, values: Mapping[str, int], urls: Mapping[str, str]) -> dict[str, Any]:
    """What stands beside the rows for one county."""
    found: dict[str, Any] = {}
    if code in values:
        found["value"] = values[code]
    if code in urls:
        found["url"] = urls[code]
    return found


def _tile(row: Mapping[str, Any], own: str, steps: Sequence[int]) -> Tile:
    code, value = str(row["code"]), int(row.get("value") or 0)
    short = str(row["short"])
    return Tile(
        code=code,
        name=str(row["name"]),
        short=short,
        league=str(row["league"]),
        value=value,
        url=str(row.get("url") or ""),
        x=3 + int(row["col"]) * PITCH,
        y=3 + int(row["row"]) * PITCH,
        depth=f"q{sum(1 for step in steps[1:] if value >= step)}",
        size="small" if len(short) > 2 else "",
        own=code == own,
    )


def _edges(cells: Mapping[tuple[int, int], str]) -> str:
    """Path of the outer borders and the borders between leagues."""
    lines = []
    for (row, column), league in cells.items():
        x, y = 2 + column * PITCH, 2 + row * PITCH
        if cells.get((row - 1, column)) != league:
            lines.append(f"M{x} {y}h{PITCH}")
        if cells.get((row, column - 1)) != league:
            lines.append(f"M{x} {y}v{PITCH}")
        if (row + 1, column) not in cells:
            lines.append(f"M{x} {y + PITCH}h{PITCH}")
        if (row, column + 1) not in cells:
            lines.append(f"M{x + PITCH} {y}v{PITCH}")
    return "".join(lines)


def _league_names(cells: Mapping[tuple[int, int], str]) -> tuple[LeagueName, ...]:
    """Names of the leagues that are drawn, at the places that were set for them."""
    drawn = dict.fromkeys(cells.values())
    return tuple(LeagueName(league, *LEAGUE_NAMES[league]) for league in drawn if league in LEAGUE_NAMES)


def _key(steps: Sequence[int]) -> tuple[tuple[str, str, int], ...]:
    """Key of depths: class, words (0, 1–2, ≥10) and horizontal place."""
    words = []
    for place, low in enumerate(steps):
        high = steps[place + 1] - 1 if place + 1 < len(steps) else None
        text = f"≥{low}" if high is None else str(low) if high == low else f"{low}–{high}"
        words.append((f"q{place}", text, 4 + place * 62))
    return tuple(words)


@dataclass(frozen=True)
class Bar:
    """One month: its label, both counts and where they stand."""

    label: str
    count: int
    second: int | None
    x: float
    y: float
    height: float
    middle: float
    second_y: float | None
    last: bool

    @property
    def above(self) -> float:
        """Height of the figure written over the bar."""
        return round(self.y - 7, 1)


@dataclass(frozen=True)
class MonthChart:
    """Bars of counts, line of a second count, and the heights of the ruled lines."""

    bars: tuple[Bar, ...]
    line: str
    rules: tuple[tuple[int, float, float], ...]
    bar_width: float
    width: int = 420
    height: int = 230
    floor: int = 200


def month_chart(months: Sequence[Mapping[str, Any]]) -> MonthChart:
    """Lay out months, each with label, count and optionally second."""
    floor, ceiling, left, right = 200.0, 34.0, 30.0, 420.0
    counts = [int(month["count"]) for month in months]
    seconds = [month.get("second") for month in months]
    top = _round_top(max([*counts, *(int(value) for value in seconds if value is not None), 1]))
    pitch = (right - left) / max(len(months), 1)
    width = round(pitch * 0.68, 1)

    def height(value: int) -> float:
        return round(floor - (floor - ceiling) * value / top, 1)

    bars = []
    for place, month in enumerate(months):
        x = round(left + pitch * place + (pitch - width) / 2, 1)
        count, second = counts[place], seconds[place]
        bars.append(
            Bar(
                label=str(month["label"]),
                count=count,
                second=None if second is None else int(second),
                x=x,
                y=height(count),
                height=round(floor - height(count), 1),
                middle=round(x + width / 2, 1),
                second_y=None if second is None else height(int(second)),
                last=place == len(months) - 1,
            )
        )
    points = [f"{bar.middle} {bar.second_y}" for bar in bars if bar.second_y is not None]
    rules = tuple((value, height(value), height(value) + 4) for value in (0, top // 3, top // 3 * 2, top))
    return MonthChart(tuple(bars), f"M{'L'.join(points)}" if points else "", rules, width)


def _round_top(largest: int) -> int:
    """Smallest pleasant top of the scale that three equal steps can reach."""
    step = 1
    while step * 3 < largest:
        step = step * 2 if str(step)[0] in "15" else int(step * 2.5)
    return step * 3
