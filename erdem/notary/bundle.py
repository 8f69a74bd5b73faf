"""Evidence bundles: a dossier with all that belongs to it in one archive that can be checked without us. Plain Python.

A bundle is a ZIP of stored files: the manifest, which names every file with its digests, role and origin; the files; a list of
digests for ``sha256sum``; and, beside them, the proof that the manifest stands in the log. The same input gives the same
bytes. Format: ``docs/reference/proofs.md``, section “Bundles”; reading: `erdem.notary.bundle_reading`.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import IO, Any, Final

from cryptography.hazmat.primitives import hashes

from erdem.notary.canonical import canonical

FORMAT: Final = "erdem-bundle@v1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
README: Final = "README.txt"
PROOF: Final = "proof/evidence.json"
BESIDE: Final = frozenset({MANIFEST, SUMS, PROOF})
"""Files that the manifest does not list: itself, what follows from it, and its proof."""
PIECE: Final = 1 << 20
MOST_BYTES: Final = 2 * 1024 * 1024 * 1024
MOST_FILES: Final = 10_000
PATH: Final = re.compile(r"(?!\.)[A-Za-z0-9._-]{1,80}(?:/(?!\.)[A-Za-z0-9._-]{1,80}){0,4}")
"""ASCII alone, so that no two programs read two names in one entry; no part of it begins with a dot."""
RULE: Final = {
    "zh": "本平台登记、写入日志或者发现的日期只标为 logged，任何情况下都不作为公开日。公开日只取自来源文献或者公开文本本身。",
    "en": (
        "The dates on which this platform registered, logged or found something are of kind logged and are never offered as"
        " dates of publication. Dates of publication come from sources and published documents alone."
    ),
}


class Role(StrEnum):
    """What a file is in its bundle."""

    DOSSIER_PDF = "dossier_pdf"
    DOSSIER_DOCX = "dossier_docx"
    SOURCE = "source"
    PAGE_IMAGE = "page_image"
    PUBLICATION = "publication"
    CLAIM_CHART = "claim_chart"
    TRANSLATION = "translation"
    CUSTODY = "custody"
    TIMESTAMP = "timestamp"
    CHECKLIST = "checklist"
    PROOF_OF_RECORD = "proof_of_record"
    README = "readme"


class DateKind(StrEnum):
    """What a date is the date of."""

    PUBLISHED = "published"
    FILED = "filed"
    CAPTURED = "captured"
    LOGGED = "logged"


class Basis(StrEnum):
    """What a date is taken from."""

    SOURCE = "source"
    PUBLICATION = "publication"
    CAPTURE = "capture"
    PLATFORM = "platform"


TAKEN_FROM: Final = {
    DateKind.PUBLISHED: frozenset({Basis.SOURCE, Basis.PUBLICATION}),
    DateKind.FILED: frozenset({Basis.PUBLICATION}),
    DateKind.CAPTURED: frozenset({Basis.CAPTURE}),
    DateKind.LOGGED: frozenset({Basis.PLATFORM}),
}


class DateRefused(ValueError):
    """A date is offered as something that it is not; above all our own as one of publication."""


class BundleProblem(ValueError):
    """A bundle cannot be written like this; the text is one plain sentence."""


@dataclass(frozen=True)
class StatedDate:
    """One date of a bundle, as it is stated.

    Raises:
        DateRefused: its kind does not go with what it is taken from.
    """

    kind: DateKind
    basis: Basis
    date: str
    of: str

    def __post_init__(self) -> None:
        if self.basis not in TAKEN_FROM[self.kind]:
            message = f"A date of the {self.basis} is never one of kind {self.kind}: {self.date} ({self.of[:80]})."
            raise DateRefused(message)

    def told(self) -> dict[str, str]:
        """Return it as it stands in the manifest."""
        return {"basis": str(self.basis), "date": self.date, "kind": str(self.kind), "of": self.of}


@dataclass(frozen=True)
class Origin:
    """Where a file came from, when (ISO 8601, or empty when it is not known), and what made it."""

    source: str
    at: str = ""
    tool: str = ""


@dataclass(frozen=True)
class Member:
    """One file of a bundle; ``content`` is bytes, or opens a stream when it is large. It is read twice."""

    path: str
    role: Role
    media_type: str
    origin: Origin
    content: bytes | Callable[[], IO[bytes]]

    def pieces(self) -> Iterator[bytes]:
        """Yield the content a piece at a time."""
        with io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content() as stream:
            while piece := stream.read(PIECE):
                yield piece


@dataclass(frozen=True)
class Content:
    """All that a bundle says besides its files: number of the dossier, moment, dates, and what is not there and why."""

    number: str
    made_at: str
    dates: Sequence[StatedDate] = ()
    missing: Sequence[tuple[str, str]] = ()


def digests(pieces: Iterable[bytes]) -> tuple[int, str, str]:
    """Return size, SHA-256 and SM3 of a content that comes in pieces."""
    size, sha256, sm3 = 0, hashlib.sha256(), hashes.Hash(hashes.SM3())
    for piece in pieces:
        size += len(piece)
        sha256.update(piece)
        sm3.update(piece)
    return size, sha256.hexdigest(), sm3.finalize().hex()


def readme() -> Member:
    """Return the file that says how a bundle is checked."""
    content = resources.files("erdem.notary").joinpath("offline", "bundle-readme.txt").read_bytes()
    return Member(README, Role.README, "text/plain; charset=utf-8", Origin("erdem"), content)


def write_bundle(target: IO[bytes], content: Content, members: Iterable[Member]) -> str:
    """Write a bundle without its proof; return the manifest.

    Args:
        target: can be sought in, and is empty.
        content: what it says of itself.
        members: its files, in any order; the one that says how to check comes by itself.

    Raises:
        BundleProblem: a path stands twice or is not plain, or it is too much.
    """
    ordered = sorted((readme(), *members), key=lambda member: member.path)
    _require_plain(ordered)
    listed = [_listed(member) for member in ordered]
    if sum(entry["bytes"] for entry in listed) > MOST_BYTES:
        raise BundleProblem(f"The files of a bundle are together at most {MOST_BYTES:,} bytes.")
    manifest = canonical(
        {
            "format": FORMAT,
            "number": content.number,
            "made_at": content.made_at,
            "files": listed,
            "missing": [{"what": what, "why": why} for what, why in content.missing],
            "dates": [date.told() for date in content.dates],
            "rule": RULE,
        }
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        _store(archive, MANIFEST, [manifest], len(manifest))
        sums = sums_of(listed, manifest)
        _store(archive, SUMS, [sums], len(sums))
        for member, entry in zip(ordered, listed, strict=True):
            _store(archive, member.path, member.pieces(), entry["bytes"])
    return manifest.decode()


def add_proof(bundle: IO[bytes], evidence: bytes) -> None:
    """Put the evidence file of the manifest beside the content of a bundle. The content stays as it is."""
    with zipfile.ZipFile(bundle, "a", zipfile.ZIP_STORED, allowZip64=False) as archive:
        _store(archive, PROOF, [evidence], len(evidence))


def sums_of(files: Iterable[dict[str, Any]], manifest: bytes) -> bytes:
    """Return the list of digests as ``sha256sum --check`` reads it."""
    lines = [f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n"]
    lines += [f"{entry['sha256']}  {entry['path']}\n" for entry in files]
    return "".join(lines).encode()


def _listed(member: Member) -> dict[str, Any]:
    size, sha256, sm3 = digests(member.pieces())
    return {
        "path": member.path,
        "bytes": size,
        "sha256": sha256,
        "sm3": sm3,
        "media_type": member.media_type,
        "role": str(member.role),
        "origin": {"from": member.origin.source, "at": member.origin.at, "tool": member.origin.tool},
    }


def _require_plain(members: Sequence[Member]) -> None:
    if len(members) > MOST_FILES:
        raise BundleProblem(f"A bundle has at most {MOST_FILES:,} files.")
    seen: set[str] = set()
    for member in members:
        if not PATH.fullmatch(member.path) or member.path in BESIDE or member.path.startswith("proof/"):
            raise BundleProblem(f"“{member.path[:80]}” is no path for a file of a bundle.")
        if member.path.casefold() in seen:
            raise BundleProblem(f"“{member.path}” stands twice in the bundle.")
        seen.add(member.path.casefold())


def _store(archive: zipfile.ZipFile, path: str, pieces: Iterable[bytes], size: int) -> None:
    entry = zipfile.ZipInfo(
        path, (1980, 1, 1, 0, 0, 0)
    )  # the first moment that a ZIP can name, the same in every bundle
    entry.create_system, entry.external_attr, entry.file_size = 3, 0o100644 << 16, size
    with archive.open(entry, "w") as written:
        for piece in pieces:
            written.write(piece)
