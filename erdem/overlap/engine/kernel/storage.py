"""The index of the kernel on disk: a folder of arrays, memory-mapped, and a manifest that says what they are.

The manifest (`index.json`) holds the format version, the metric, the hash of the pool, the version of the lexicon, the
sizes, and for each array its file, type, shape and BLAKE2b digest. A folder is written beside its place and renamed, so
that a reader sees all of it or nothing. What does not fit is refused with a sentence and made again, never read.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from erdem.overlap.engine.kernel.compositions import Compositions
from erdem.overlap.engine.kernel.layout import KernelIndex, Tables
from erdem.overlap.engine.kernel.similarity import Metric

FORMAT = 3
MANIFEST = "index.json"
BLOCK = 1 << 20


class UnusableIndexError(Exception):
    """The folder holds no index that fits; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What an index was made from: two indexes of one identity are equal."""

    pool: str
    lexicon: str
    metric: str


def identity(pool: Compositions, information: npt.NDArray[np.floating], lexicon: str, metric: Metric) -> Identity:
    """Identity of the index that `layout.build` would make; the hash covers compositions and weights."""
    digest = hashlib.blake2b(digest_size=16)
    for array in (pool.starts, pool.terms, np.asarray(information, dtype=np.float64)):
        digest.update(np.ascontiguousarray(array).tobytes())
        digest.update(b"|")
    return Identity(digest.hexdigest(), lexicon, metric.name.lower())


def save(index: KernelIndex, folder: Path, made_from: Identity) -> None:
    """Writes the index as `folder`, whole or not at all; what was there is replaced. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        files = {name: _write(beside, name, array) for name, array in _arrays(index)}
        sizes = {"formulas": index.size, "substances": index.weights.size, "groups": int(index.tables.groups[0])}
        manifest = {"format": FORMAT, **asdict(made_from), "rare": index.rare, "sizes": sizes, "arrays": files}
        (beside / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        _put_in_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def load(folder: Path, expected: Identity) -> KernelIndex:
    """The index in `folder`, its arrays mapped, not read.

    Raises:
        UnusableIndexError: nothing there, another format, made from something else, or damaged.
    """
    manifest = _manifest(folder)
    if manifest.get("format") != FORMAT:
        raise UnusableIndexError(f"{folder} is in format {manifest.get('format')!r}; this program reads {FORMAT}")
    for key, value in asdict(expected).items():
        if manifest.get(key) != value:
            raise UnusableIndexError(f"{folder} was made from another {key}: {manifest.get(key)!r}, not {value!r}")
    try:
        described = dict(manifest["arrays"])
        arrays = {name: _read(folder, name, described[name]) for name in _names()}
        rare = float(manifest["rare"])
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise UnusableIndexError(f"{folder} is damaged: {error}") from error
    pool = Compositions(arrays["starts"], arrays["pool_terms"], arrays["unknown"])
    tables = Tables(**{name: arrays[name] for name in Tables._fields})
    return KernelIndex(Metric[expected.metric.upper()], pool, tables.weights, rare, tables)


def load_or_build(
    folder: Path, expected: Identity, build: Callable[[], KernelIndex], tell: Callable[[str], None] | None = None
) -> KernelIndex:
    """The index in `folder`; when it does not fit, it is made again, and `tell` gets the reason. Raises OSError."""
    try:
        return load(folder, expected)
    except UnusableIndexError as refused:
        if tell is not None:
            tell(f"{refused}. It is made again.")
    save(build(), folder, expected)
    return load(folder, expected)


def _names() -> tuple[str, ...]:
    return (*Tables._fields, "starts", "pool_terms", "unknown")


def _arrays(index: KernelIndex) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    pool = index.pool
    yield from zip(_names(), (*index.tables, pool.starts, pool.terms, pool.unknown), strict=True)


def _write(folder: Path, name: str, array: npt.NDArray[Any]) -> dict[str, Any]:
    path = folder / f"{name}.npy"
    with path.open("wb") as stream:
        np.save(stream, np.ascontiguousarray(array), allow_pickle=False)
        stream.flush()
        os.fsync(stream.fileno())
    return {"type": array.dtype.str, "shape": list(array.shape), "digest": _digest(path)}


def _read(folder: Path, name: str, described: dict[str, Any]) -> npt.NDArray[Any]:
    path = folder / f"{name}.npy"
    if _digest(path) != described["digest"]:
        raise ValueError(f"{path.name} is not what was written")
    # Copy-on-write, so that the compiled code sees the one kind of array it was compiled for.
    mapped = np.load(path, mmap_mode="c" if 0 not in described["shape"] else None, allow_pickle=False)
    if [mapped.dtype.str, list(mapped.shape)] != [described["type"], described["shape"]]:
        raise ValueError(f"{path.name} has another type or shape")
    return np.asarray(mapped)


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnusableIndexError(f"{folder} holds no index") from error
    except (OSError, ValueError) as error:
        raise UnusableIndexError(f"{folder / MANIFEST} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise UnusableIndexError(f"{folder / MANIFEST} is no manifest")
    return found


def _put_in_place(beside: Path, folder: Path) -> None:
    """Renames; a folder that is in the way is renamed first, since a full folder cannot be replaced in one step."""
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
        folder.rename(old / folder.name)
        beside.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        beside.rename(folder)
