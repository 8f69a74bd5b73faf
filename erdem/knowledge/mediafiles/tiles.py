"""Deep zoom: a picture cut into tiles under the addresses of the IIIF Image API 3.0, level 0.

All tiles lie uncompressed in one ZIP file, so that a picture of a thousand tiles is one stored file behind one lock.
Source: https://iiif.io/api/image/3.0/ (canonical form of region and size), section 4 and the level 0 profile.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from PIL import Image

from erdem.knowledge.mediafiles.pictures import as_jpeg, upright

TILE: Final = 512


@dataclass(frozen=True)
class Tile:
    """One tile: the region of the full picture it shows and the pixels it has itself."""

    region: tuple[int, int, int, int]
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """Its address below the image: region/size."""
        return f"{','.join(map(str, self.region))}/{self.size[0]},{self.size[1]}"


def scale_factors(width: int, height: int) -> list[int]:
    """Return 1, 2, 4 … until the whole picture fits into one tile."""
    steps = max(0, math.ceil(math.log2(max(width, height) / TILE)))
    return [2**step for step in range(steps + 1)]


def tiles_of(width: int, height: int) -> Iterator[Tile]:
    """Yield every tile of every scale, from the finest to the coarsest."""
    for factor in scale_factors(width, height):
        side = TILE * factor
        for top in range(0, height, side):
            for left in range(0, width, side):
                across, down = min(side, width - left), min(side, height - top)
                size = (math.ceil(across / factor), math.ceil(down / factor))
                yield Tile((left, top, across, down), size)


def make_tiles(path: Path, code: str, target: IO[bytes], previews: tuple[tuple[int, int], ...] = ()) -> tuple[int, int]:
    """Cut a picture and write the ZIP file; return width and height of the upright picture.

    The file carries no time: the same picture gives the same bytes, which are then stored once.

    Args:
        previews: sizes of the whole picture that are to be there too, as ``full/w,h``.

    Raises:
        Refused: the picture is damaged.
    """
    picture = upright(path, code)
    width, height = picture.size
    levels: dict[int, Image.Image] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for tile in tiles_of(width, height):
            factor = max(1, round(tile.region[2] / tile.size[0]), round(tile.region[3] / tile.size[1]))
            factor = next(known for known in scale_factors(width, height) if known >= factor)
            level = levels.get(factor)
            if level is None:
                levels.clear()
                smaller = (math.ceil(width / factor), math.ceil(height / factor))
                level = levels[factor] = picture.resize(smaller, Image.Resampling.BOX) if factor > 1 else picture
            left, top = tile.region[0] // factor, tile.region[1] // factor
            packed.writestr(
                zipfile.ZipInfo(tile.name), as_jpeg(level.crop((left, top, left + tile.size[0], top + tile.size[1])))
            )
        for across, down in previews:
            packed.writestr(
                zipfile.ZipInfo(f"full/{across},{down}"),
                as_jpeg(picture.resize((across, down), Image.Resampling.LANCZOS)),
            )
    return width, height


class TileFolder:
    """Reads tiles out of the ZIP file by the addresses that viewers use."""

    def __init__(self, stream: IO[bytes], width: int, height: int) -> None:
        self.packed = zipfile.ZipFile(stream)
        self.width, self.height = width, height

    def tile(self, region: str, size: str) -> bytes | None:
        """Return the JPEG of a region in a size, or None when level 0 does not hold it."""
        if size == "max":
            size = self._largest() if region == "full" else ",".join(region.split(",")[2:])
        for name in (f"{region}/{size}", f"0,0,{self.width},{self.height}/{size}" if region == "full" else ""):
            if name in self.packed.NameToInfo:
                return self.packed.read(name)
        return None

    def _largest(self) -> str:
        sizes = [name.removeprefix("full/") for name in self.packed.NameToInfo if name.startswith("full/")]
        whole = f"0,0,{self.width},{self.height}/{self.width},{self.height}"
        if whole in self.packed.NameToInfo:
            return f"{self.width},{self.height}"
        return max(sizes, key=lambda size: int(size.split(",")[0]), default="")


def image_information(address: str, width: int, height: int, previews: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    """Return the ``info.json`` of an image that is served as level 0."""
    return {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": address,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": width,
        "height": height,
        "sizes": [{"width": across, "height": down} for across, down in sorted(previews)],
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": scale_factors(width, height)}],
    }
