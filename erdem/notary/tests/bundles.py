"""Bundles for tests: the same every time, with a proof that they can be checked by. All of it is invented."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from erdem.notary.bundle import (
    Basis,
    Content,
    DateKind,
    Member,
    Origin,
    Role,
    StatedDate,
    add_proof,
    write_bundle,
)
from erdem.notary.canonical import commit
from erdem.notary.entries import entry_of
from erdem.notary.evidence import write_evidence
from erdem.notary.tlog import Appender, FileRecord, FileStorage, SigningKey, TileReader, make_proof
from erdem.notary.tlog.keys import LOG

VECTOR = Path(__file__).parent / "vectors" / "bundle.zip"
NUMBER = "ZJ-2026-0001"
MADE_AT = "2026-11-26T08:00:00Z"
KEY = SigningKey("log.example.org/register", LOG, bytes(range(32)))
MEMBERS = (
    Member(
        "sources/sources.json",
        Role.SOURCE,
        "application/json",
        Origin("TK-152530-0001", MADE_AT, "erdem 1"),
        '[{"title":"示例方书","year":1330}]'.encode(),
    ),
    Member(
        "dossier/ZJ-2026-0001.pdf",
        Role.DOSSIER_PDF,
        "application/pdf",
        Origin("ZJ-2026-0001", MADE_AT, "erdem 1"),
        b"%PDF-1.7 invented\n",
    ),
    Member("pages/01.png", Role.PAGE_IMAGE, "image/png", Origin("示例"), lambda: io.BytesIO(b"\x89PNG invented" * 20)),
)
CONTENT = Content(
    NUMBER,
    MADE_AT,
    (
        StatedDate(DateKind.PUBLISHED, Basis.SOURCE, "1330", "示例方书"),
        StatedDate(DateKind.LOGGED, Basis.PLATFORM, "2026-11-26", "ZJ-2026-0001"),
    ),
    (("library and call number", "not recorded"),),
)


def content_of(members: tuple[Member, ...] = MEMBERS, content: Content = CONTENT) -> tuple[bytes, str]:
    """Return a bundle without proof, and its manifest."""
    target = io.BytesIO()
    manifest = write_bundle(target, content, members)
    return target.getvalue(), manifest


def evidence_for(manifest: str, folder: Path, *, number: str = NUMBER, kind: str = "dossier") -> bytes:
    """Return the evidence of a manifest, in a log of two entries."""
    statement = {"number": number, "sha256": hashlib.sha256(manifest.encode()).hexdigest()}
    nonce = bytes(range(32))
    storage = FileStorage(folder / "log")
    appender = Appender(storage, KEY.name, [KEY], FileRecord(folder / "signed", KEY.name))
    note = appender.append(0, [b"another", entry_of(kind, commit(statement, nonce))]).checkpoint.note
    proof = make_proof(TileReader(storage.get, 2), 1, note).encode()
    return write_evidence(kind=kind, statement=statement, document=manifest, nonce=nonce, proof=proof, key=KEY.verifier)


def proven(content: bytes, evidence: bytes) -> bytes:
    """Return a bundle with its proof beside it."""
    whole = io.BytesIO(content)
    add_proof(whole, evidence)
    return whole.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def contents(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive of stored entries, without asking for their checksums."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {}
        for entry in archive.infolist():
            start = entry.header_offset + 30 + len(entry.orig_filename)
            found[entry.orig_filename] = content[start : start + entry.file_size]
        return found


def packed(files: dict[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack as somebody else's program would."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, content)
    return target.getvalue()


def repacked(content: bytes, other: dict[str, bytes | None]) -> bytes:
    """Pack an archive again with other files in it; None leaves a file out."""
    files = {**unpacked(content), **other}
    return packed({name: each for name, each in files.items() if each is not None})
