"""Certificates as files: the evidence within a PDF, taken out and checked. Plain Python, no PDF library.

A certificate carries two files: ``certificate.json``, what it says about itself, and either the evidence of the version (the
holders' copy) or the proof of its entry (the copy for others). They are found by reading through the file once and never by
following its directories: those of a hostile file lead anywhere. What is found so proves what the entry proves. That the *page*
is untouched is shown by the certificate's own evidence alone, which names the SHA-256 of the whole file.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from erdem.notary.canonical import is_canonical
from erdem.notary.evidence import Fault

PDF_START: Final = b"%PDF"
CERTIFICATE_FORMAT: Final = "erdem-certificate@v1"
CERTIFICATE_KIND: Final = "certificate"
FILE_NAMES: Final = ("pdf", "public_pdf")
"""Under which names a statement gives the SHA-256 of the files of a certificate."""
PERMIT_MARK: Final = b'"schema":"absPermit"'
"""Stands in the certificate of compliance that the paper of a permit carries."""
MOST_PDF: Final = 16 * 1024 * 1024
MOST_ATTACHED: Final = 8 * 1024 * 1024
"""Bytes of one attachment, unpacked. No certificate is issued of what is larger."""
MOST_FILES: Final = 16
"""Places in a file that may speak of attachments; ours has four."""
LONGEST_HEAD: Final = 2048
_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d{1,9})(?! +\d+ +R)")


class PdfRefused(ValueError):
    """The PDF holds no evidence that can be read; the text is one sentence in English."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault


@dataclass(frozen=True)
class Carried:
    """What a certificate carries: what it says of itself, and evidence or proof."""

    told: dict[str, Any]
    proof: bytes
    """An evidence file or a proof file."""


def read_certificate(content: bytes) -> Carried:
    """Take out of a PDF what a certificate carries, in one pass, with bounded memory.

    Raises:
        PdfRefused: it is too large, encrypted or cut short, or carries not exactly what a certificate does.
    """
    if len(content) > MOST_PDF:
        raise PdfRefused(Fault.NO_EVIDENCE, "The PDF is larger than any certificate is.")
    if b"%%EOF" not in content[-1024:]:
        raise PdfRefused(Fault.DAMAGED, "The PDF is cut short: its end is missing.")
    if b"/Encrypt" in content:
        raise PdfRefused(Fault.NO_EVIDENCE, "The PDF is encrypted. A certificate never is.")
    told, proofs = [], []
    for attached in filter(_is_of_a_certificate, _attached(content)):
        said = _certificate_json(attached)
        if said is None:
            proofs.append(attached)
        else:
            told.append(said)
    if not told and not proofs:
        raise PdfRefused(Fault.NO_EVIDENCE, "The PDF carries no evidence: it is no certificate of this kind.")
    if len(told) != 1 or len(proofs) != 1:
        raise PdfRefused(Fault.DAMAGED, "The PDF does not carry exactly what a certificate carries.")
    return Carried(told[0], proofs[0])


def _is_of_a_certificate(attached: bytes) -> bool:
    """What a permit says of itself is no proof: its evidence is a file beside it."""
    return not (attached.startswith(b"{") and PERMIT_MARK in attached[:65_536])


def _attached(content: bytes) -> Iterator[bytes]:
    """Yield the embedded files, unpacked, in the order of the file."""
    place, seen = 0, 0
    while (place := content.find(b"/EmbeddedFile", place)) >= 0:
        seen += 1
        if seen > MOST_FILES:
            raise PdfRefused(Fault.NO_EVIDENCE, "The PDF carries more files than any certificate does.")
        end = place + len(b"/EmbeddedFile")
        if content[end : end + 1] != b"s":  # /EmbeddedFiles is the directory
            yield _stream(content, place)
        place = end


def _stream(content: bytes, place: int) -> bytes:
    """Return the stream whose dictionary says at ``place`` that it is an embedded file."""
    begin = _STREAM.search(content, place, place + LONGEST_HEAD)
    start = content.rfind(b" obj", max(0, place - LONGEST_HEAD), place)
    if begin is None or start < 0:
        raise PdfRefused(Fault.DAMAGED, "A file within the PDF is damaged.")
    head = content[start : begin.start()]
    length = _LENGTH.search(head)
    last = begin.end() + int(length[1]) if length else content.find(b"endstream", begin.end())
    if not 0 < last <= len(content) or content[last : last + 12].lstrip()[:9] not in (b"endstream", b""):
        raise PdfRefused(Fault.DAMAGED, "A file within the PDF is cut short.")
    return _unpacked(content[begin.end() : last], is_packed=b"/FlateDecode" in head)


def _unpacked(stream: bytes, *, is_packed: bool) -> bytes:
    if not is_packed:
        found, rest = stream[: MOST_ATTACHED + 1], b""
    else:
        unpacker = zlib.decompressobj()
        try:
            found = unpacker.decompress(stream, MOST_ATTACHED + 1)
        except zlib.error as error:
            raise PdfRefused(Fault.DAMAGED, "A file within the PDF is damaged.") from error
        rest = b"" if unpacker.eof else b"more"
    if len(found) > MOST_ATTACHED:
        raise PdfRefused(Fault.NO_EVIDENCE, "A file within the PDF is larger than any evidence is.")
    if rest:
        raise PdfRefused(Fault.DAMAGED, "A file within the PDF is cut short.")
    return found


def _certificate_json(attached: bytes) -> dict[str, Any] | None:
    """Return what a certificate says of itself, or None when the attachment is something else."""
    if CERTIFICATE_FORMAT.encode() not in attached[:4096] or len(attached) > 65_535:
        return None
    try:
        told = json.loads(attached)
    except (ValueError, RecursionError) as error:
        raise PdfRefused(Fault.DAMAGED, "What the certificate says of itself is damaged.") from error
    if not isinstance(told, dict) or told.get("format") != CERTIFICATE_FORMAT or not is_canonical(attached):
        raise PdfRefused(Fault.DAMAGED, "What the certificate says of itself is damaged.")
    return told


def what_differs(told: Mapping[str, Any], detail: Mapping[str, Any]) -> str:
    """Say what does not fit between what a certificate says and what its proof proves; nothing when all fits."""
    if told.get("commitment") != detail["commitment"]:
        return "another commitment"
    if (told.get("log"), told.get("index")) != (detail["log"], detail["index"]):
        return "another place in the log"
    if told.get("size") != detail["size"]:
        return "another size of the log"
    return ""
