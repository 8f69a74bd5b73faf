"""Certificates that are none: hostile and broken PDF files are refused with a sentence, in little memory."""

from __future__ import annotations

import contextlib
import io
import json
import tracemalloc
import zlib

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erdem.notary.certificate_file import (
    CERTIFICATE_FORMAT,
    MOST_PDF,
    PdfRefused,
    read_certificate,
)
from erdem.notary.checking import Trusted, check
from erdem.notary.evidence import Fault

TOLD = json.dumps({"format": CERTIFICATE_FORMAT, "number": "示例"}, ensure_ascii=False, separators=(",", ":")).encode()
PROOF = b"c2sp.org/tlog-proof@v1\nindex 0\n\nnothing\n"


def embedded(content: bytes, *, packed: bool = True, length: int | None = None) -> bytes:
    stream = zlib.compress(content) if packed else content
    size = len(stream) if length is None else length
    head = f"<< /Type /EmbeddedFile {'/Filter /FlateDecode' if packed else ''} /Length {size} >>\nstream\n"
    return b"9 0 obj\n" + head.encode() + stream + b"\nendstream\nendobj\n"


def a_pdf(*parts: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"".join(parts) + b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def written_by_pypdf(**attachments: bytes) -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in attachments.items():
        writer.add_attachment(name, content)
    return writer


def saved(writer: pypdf.PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_both_attachments_are_found_packed_or_not_whoever_wrote_the_file() -> None:
    for pdf in (
        a_pdf(embedded(PROOF), embedded(TOLD)),
        a_pdf(embedded(TOLD, packed=False), embedded(PROOF, packed=False)),
        saved(written_by_pypdf(a=TOLD, b=PROOF)),
    ):
        carried = read_certificate(pdf)
        assert (carried.told["number"], carried.proof) == ("示例", PROOF)


BROKEN = {
    "no attachment": (saved(written_by_pypdf()), Fault.NO_EVIDENCE),
    "only what it says": (a_pdf(embedded(TOLD)), Fault.DAMAGED),
    "says it twice": (a_pdf(embedded(TOLD), embedded(TOLD), embedded(PROOF)), Fault.DAMAGED),
    "two proofs": (a_pdf(embedded(TOLD), embedded(PROOF), embedded(PROOF)), Fault.DAMAGED),
    "too large": (b"%PDF" + bytes(MOST_PDF), Fault.NO_EVIDENCE),
    "cut short": (a_pdf(embedded(TOLD), embedded(PROOF))[:-40], Fault.DAMAGED),
    "cut stream": (a_pdf(embedded(TOLD), embedded(PROOF, length=9999)), Fault.DAMAGED),
    "stream of another length": (a_pdf(embedded(TOLD), embedded(PROOF, length=9)), Fault.DAMAGED),
    "half a stream": (a_pdf(embedded(TOLD), embedded(zlib.compress(PROOF)[:-9], packed=False)), Fault.DAMAGED),
    "thousands of attachments": (a_pdf(*[embedded(PROOF)] * 5000), Fault.NO_EVIDENCE),
    "thousands of names": (a_pdf(b"/EmbeddedFiles " * 100_000), Fault.NO_EVIDENCE),
    "names without streams": (a_pdf(b"/EmbeddedFile "), Fault.DAMAGED),
    "a bomb": (a_pdf(embedded(TOLD), embedded(bytes(64_000_000))), Fault.NO_EVIDENCE),
    "deep nesting": (a_pdf(embedded(TOLD[:-1] + b',"a":' + b"[" * 60_000 + b"}"), embedded(PROOF)), Fault.DAMAGED),
    "another spelling": (a_pdf(embedded(TOLD + b" "), embedded(PROOF)), Fault.DAMAGED),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_or_hostile_file_is_refused_with_a_sentence(what: str) -> None:
    content, fault = BROKEN[what]
    tracemalloc.start()
    found = check(content, Trusted())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.form, found.holds) == ("certificate", False)
    if what == "half a stream":
        assert found.fault is not None  # what is left is no proof
    else:
        assert found.fault == fault
    assert found.why.endswith(".")
    assert peak < 40 * 1024 * 1024, "more memory than the largest certificate takes"


def test_an_encrypted_file_is_refused() -> None:
    writer = written_by_pypdf(a=TOLD, b=PROOF)
    writer.encrypt("示例", algorithm="AES-256")
    found = check(saved(writer), Trusted())
    assert (found.holds, found.fault) == (False, Fault.NO_EVIDENCE)
    assert "encrypted" in found.why


def test_a_certificate_within_a_certificate_is_not_followed() -> None:
    inner = a_pdf(embedded(TOLD), embedded(PROOF))
    for _depth in range(50):
        inner = a_pdf(embedded(TOLD), embedded(inner))
    assert not check(inner, Trusted()).holds


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_no_rubbish_is_a_fault_of_ours(before: bytes, after: bytes) -> None:
    for content in (
        b"%PDF" + before + b"/EmbeddedFile" + after + b"%%EOF",
        a_pdf(embedded(TOLD), before, embedded(PROOF), after),
        a_pdf(embedded(before), embedded(after)),
    ):
        with contextlib.suppress(PdfRefused):
            read_certificate(content)
        assert not check(content, Trusted()).holds
