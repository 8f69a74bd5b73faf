"""Reading a bundle: each file is compared with the manifest. Whether that stands in the log: `erdem.notary.checking`.

The verdict is about names and contents. How a ZIP was packed (order, times, compression, comments) makes no difference to it:
a bundle that somebody packed again still holds. What two programs could unpack to two different things is refused. Plain Python;
files are read a piece at a time and never further than the manifest says, so that no archive can fill the memory.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

from erdem.notary.bundle import (
    BESIDE,
    FORMAT,
    MANIFEST,
    MOST_BYTES,
    MOST_FILES,
    PATH,
    PIECE,
    PROOF,
    SUMS,
    Basis,
    DateKind,
    DateRefused,
    StatedDate,
    digests,
    sums_of,
)
from erdem.notary.canonical import CanonicalProblem, canonical, read
from erdem.notary.evidence import MOST_BYTES as MOST_EVIDENCE
from erdem.notary.evidence import Fault

MOST_MANIFEST: Final = 8 * 1024 * 1024
MOST_DIRECTORY: Final = 4 * 1024 * 1024
NAMED: Final = 12
_END, _LOCATOR, _TAIL = b"PK\x05\x06", b"PK\x06\x07", 22 + 65_535
_TROUBLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip


class BundleRefused(Exception):
    """The archive or its manifest is refused; the text is one plain sentence."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


@dataclass(frozen=True)
class BundleRead:
    """What stands in a bundle, compared with its manifest.

    Attributes:
        manifest: its text.
        told: what the manifest says.
        files: each file of the manifest with its ``state``: ``ok``, ``changed``, ``missing``.
        extra: names in the archive that the manifest does not know, made harmless for showing.
        evidence: the evidence file of the manifest, None when there is none.
    """

    manifest: str
    told: dict[str, Any]
    files: list[dict[str, Any]]
    extra: list[str]
    evidence: bytes | None

    @property
    def differences(self) -> str:
        """A sentence that names what is changed, missing or too much; empty when all is as the manifest says."""
        found = {
            "changed": [file["path"] for file in self.files if file["state"] == "changed"],
            "missing": [file["path"] for file in self.files if file["state"] == "missing"],
            "not in the manifest": self.extra,
        }
        said = [f"{word}: {_listing(names)}" for word, names in found.items() if names]
        return f"The files are not those of the manifest; {'; '.join(said)}." if said else ""


def read_bundle(stream: IO[bytes]) -> BundleRead:
    """Read a bundle, which may be larger than the memory, and compare every file with the manifest.

    Raises:
        BundleRefused: it is none, or is damaged, or could be unpacked to something else.
    """
    try:
        with _opened(stream) as archive:
            return _read(archive)
    except _TROUBLE as error:
        raise BundleRefused(Fault.DAMAGED, f"The archive is damaged: {str(error)[:200]}") from error


def _opened(stream: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive once its directory is known to be small; every name stands once and leads nowhere else."""
    end = stream.seek(0, io.SEEK_END)
    start = stream.seek(max(0, end - _TAIL))
    tail = stream.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise BundleRefused(Fault.DAMAGED, "The archive is cut short: its end is missing.")
    count, directory, begins, comment = struct.unpack("<HIIH", tail[at + 10 : at + 22])
    if start + at + 22 + comment != end or begins + directory != start + at:
        raise BundleRefused(
            Fault.DAMAGED, "The archive does not fit together: something stands before, between or behind it."
        )
    if (
        tail[max(0, at - 20) :].startswith(_LOCATOR)
        or count == 0xFFFF
        or directory > MOST_DIRECTORY
        or count > MOST_FILES + 50
    ):
        raise BundleRefused(
            Fault.DAMAGED, f"The archive has more than {MOST_FILES:,} entries, or says so; no bundle has."
        )
    archive = zipfile.ZipFile(stream)
    _require_plain(archive.infolist())
    return archive


def _require_plain(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if name.startswith("/") or "\\" in name or ":" in name or "\x00" in name or ".." in name.split("/"):
            raise BundleRefused(
                Fault.DAMAGED, f"The archive is refused: the name {_shown(name)} leads out of its folder."
            )
        if name.casefold() in seen:
            raise BundleRefused(Fault.DAMAGED, f"The archive is refused: the name {_shown(name)} stands in it twice.")
        if entry.flag_bits & 0x41:
            raise BundleRefused(Fault.DAMAGED, f"The archive is refused: {_shown(name)} is encrypted.")
        if entry.external_attr >> 16 & 0o170000 == 0o120000:
            raise BundleRefused(Fault.DAMAGED, f"The archive is refused: {_shown(name)} is a link.")
        seen.add(name.casefold())
    if sum(entry.file_size for entry in entries) > MOST_BYTES + MOST_EVIDENCE + 2 * MOST_MANIFEST:
        raise BundleRefused(Fault.DAMAGED, f"The archive unpacks to more than {MOST_BYTES:,} bytes; no bundle does.")


def _shown(name: str) -> str:
    return ascii(name[:80])


def _read(archive: zipfile.ZipFile) -> BundleRead:
    entries = {entry.orig_filename: entry for entry in archive.infolist() if not entry.is_dir()}
    if MANIFEST not in entries:
        raise BundleRefused(Fault.NO_EVIDENCE, f"This archive is no evidence bundle: it has no {MANIFEST}.")
    text = _whole(archive, entries[MANIFEST], MOST_MANIFEST)
    told = _manifest(text)
    files = [_compared(archive, entries, listed) for listed in told["files"]]
    extra = sorted(entries.keys() - {listed["path"] for listed in files} - BESIDE)
    if SUMS in entries and not _says(archive, entries[SUMS], sums_of(told["files"], text)):
        files.append({"path": SUMS, "role": "list", "state": "changed"})
    evidence = _whole(archive, entries[PROOF], MOST_EVIDENCE) if PROOF in entries else None
    return BundleRead(text.decode(), told, files, [_shown(name) for name in extra], evidence)


def _whole(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BundleRefused(Fault.DAMAGED, f"{_shown(entry.orig_filename)} is larger than any bundle's is.")
    return content


def _says(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, expected: bytes) -> bool:
    try:
        return entry.file_size == len(expected) and _whole(archive, entry, len(expected)) == expected
    except (*_TROUBLE, BundleRefused):
        return False


def _manifest(text: bytes) -> dict[str, Any]:
    try:
        told = read(text)
        spelled = canonical(told)
    except CanonicalProblem as error:
        raise BundleRefused(Fault.DAMAGED, f"The manifest is damaged: {error}") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BundleRefused(
            Fault.NO_EVIDENCE, f"This archive is no evidence bundle: its manifest does not say “{FORMAT}”."
        )
    if spelled != text:
        raise BundleRefused(Fault.DAMAGED, "The manifest is damaged: it is not written as canonical JSON.")
    if not _is_whole(told):
        raise BundleRefused(
            Fault.INCOMPLETE, "The manifest is incomplete: number, moment, files, dates or what is missing."
        )
    _require_honest(told["dates"])
    return told


def _is_whole(told: dict[str, Any]) -> bool:
    texts = all(isinstance(told.get(name), str) for name in ("number", "made_at"))
    lists = all(isinstance(told.get(name), list) for name in ("files", "missing", "dates"))
    return texts and lists and _are_files(told["files"]) and _are_told(told["missing"], ("what", "why"))


def _are_files(files: list[Any]) -> bool:
    """Say whether each file has a plain path that stands once, a size, digests and a role."""
    if not _are_told(files, ("path", "sha256", "sm3", "role", "media_type")):
        return False
    paths = [entry["path"] for entry in files]
    plain = all(PATH.fullmatch(path) and path not in BESIDE for path in paths)
    sizes = all(type(entry.get("bytes")) is int and 0 <= entry["bytes"] <= MOST_BYTES for entry in files)
    return plain and sizes and len({path.casefold() for path in paths}) == len(paths) <= MOST_FILES


def _are_told(rows: list[Any], names: tuple[str, ...]) -> bool:
    return all(isinstance(row, dict) and all(isinstance(row.get(name), str) for name in names) for row in rows)


def _require_honest(dates: list[Any]) -> None:
    """Refuse a manifest that offers a date as something it is not, above all our own as one of publication."""
    for date in dates:
        try:
            StatedDate(DateKind(date["kind"]), Basis(date["basis"]), str(date["date"]), str(date["of"]))
        except DateRefused as error:
            raise BundleRefused(Fault.OWN_DATE, f"The manifest breaks the rule of dates. {error}") from error
        except (KeyError, TypeError, ValueError) as error:
            raise BundleRefused(
                Fault.INCOMPLETE, "The manifest is incomplete: a date does not say its kind and basis."
            ) from error


def _compared(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], listed: dict[str, Any]) -> dict[str, Any]:
    told = {name: listed[name] for name in ("path", "role", "bytes", "sha256", "media_type")}
    entry = entries.get(listed["path"])
    if entry is None:
        return {**told, "state": "missing"}
    expected = (listed["bytes"], listed["sha256"], listed["sm3"])
    if entry.file_size != listed["bytes"]:
        return {**told, "state": "changed"}
    try:
        same = digests(_pieces(archive, entry, listed["bytes"])) == expected
    except _TROUBLE:
        same = False
    return {**told, "state": "ok" if same else "changed"}


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """Yield the content, and no more than one piece beyond what it should be, however far it would unpack."""
    read_so_far = 0
    with archive.open(entry) as stream:
        while read_so_far <= most and (piece := stream.read(PIECE)):
            read_so_far += len(piece)
            yield piece


def _listing(names: list[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
