"""Static TrueType fonts for printed documents, joined from the web font slices.

Web fonts come in about a hundred slices per weight, and a document renderer wants one file. The file named
``…-chinese-simplified-…`` lacks many characters of the classical formulas (栝 艽 苈 蔹 …), so the numbered
slices are joined: about 13,500 characters. Layout tables are dropped: slices disagree in them and horizontal
Chinese text does not need them.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

MONGOLIAN_SLICE = "@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2"
DROPPED = ("GSUB", "GPOS", "GDEF", "vhea", "vmtx", "BASE", "VORG", "VVAR", "HVAR", "MVAR")


@dataclass(frozen=True)
class PrintFont:
    """One font to build: its slices, the names it carries, and the weight to cut from a variable font."""

    file: str
    slices: str
    family: str
    style: str
    weight: int
    variable: bool = False


PRINT_FONTS = (
    PrintFont(
        "ErdemSerifSC-Bold.ttf",
        "@fontsource-variable/noto-serif-sc/files/noto-serif-sc-*-wght-normal.woff2",
        "Erdem Serif SC",
        "Bold",
        700,
        variable=True,
    ),
    PrintFont(
        "ErdemSansSC-Regular.ttf",
        "@fontsource/noto-sans-sc/files/noto-sans-sc-*-400-normal.woff2",
        "Erdem Sans SC",
        "Regular",
        400,
    ),
    PrintFont(
        "ErdemSansSC-Bold.ttf",
        "@fontsource/noto-sans-sc/files/noto-sans-sc-*-700-normal.woff2",
        "Erdem Sans SC",
        "Bold",
        700,
    ),
)


def build_print_fonts(modules: Path, target: Path) -> None:
    """Build every print font from the packages in ``modules`` into the folder ``target``."""
    workers = min(len(PRINT_FONTS), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        done = [pool.submit(build_one, modules, target, font) for font in PRINT_FONTS]
        for future in done:
            future.result()
    mongolian = TTFont(modules / MONGOLIAN_SLICE)
    mongolian.flavor = None
    mongolian.save(target / "NotoSansMongolian-Regular.ttf")
    shutil.copyfile(modules / "@fontsource/noto-sans-sc/LICENSE", target / "LICENSE.txt")


def build_one(modules: Path, target: Path, font: PrintFont) -> None:
    """Join the slices of one font into ``target / font.file``."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    slices = [path for path in sorted(modules.glob(font.slices)) if is_slice(path)]
    if not slices:
        raise FileNotFoundError(f"no slices for {font.file}")
    with tempfile.TemporaryDirectory(prefix="erdem-font-") as temporary:
        pieces = [plain_slice(path, Path(temporary) / f"{n}.ttf", font) for n, path in enumerate(slices)]
        joined = Merger().merge([str(piece) for piece in pieces])
        name_font(joined, font)
        joined.save(target / font.file)


def is_slice(path: Path) -> bool:
    """Numbered slices and the Latin ones; the incomplete whole-script file is left out."""
    return "chinese-simplified" not in path.name


def plain_slice(source: Path, target: Path, font: PrintFont) -> Path:
    """Write one slice without layout tables and, if variable, cut at the wanted weight."""
    piece = TTFont(source)
    for tag in DROPPED:
        if tag in piece:
            del piece[tag]
    if font.variable:
        instancer.instantiateVariableFont(piece, {"wght": font.weight}, inplace=True)
        if "STAT" in piece:
            del piece["STAT"]
    piece.flavor = None
    piece.save(target)
    return target


def name_font(joined: TTFont, font: PrintFont) -> None:
    """Give the joined font its family, style and weight, so that a renderer can choose it by name."""
    names = joined["name"]
    names.names = [record for record in names.names if record.nameID in {0, 5, 7, 8, 9, 13, 14}]
    full = f"{font.family} {font.style}"
    for name_id, text in ((1, font.family), (2, font.style), (4, full), (6, full.replace(" ", ""))):
        names.setName(text, name_id, 3, 1, 0x409)
    joined["OS/2"].usWeightClass = font.weight
    bold = font.weight >= 600
    joined["OS/2"].fsSelection = 0x20 if bold else 0x40
    joined["head"].macStyle = 1 if bold else 0


def coverage(path: Path) -> frozenset[int]:
    """The code points that the font in ``path`` can show."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
