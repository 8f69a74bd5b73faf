"""What a signed PDF proves: each signature, its order and its time, and that nothing was changed or added since.

Each signature is judged at the moment of its own time-stamp: certificates for one signature live an hour, and what was good
then stays good. The library follows the changes between the revisions of the file; what it cannot see (bytes that no
signature covers) is compared here.
"""

from __future__ import annotations

import asyncio
import binascii
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import CMSExtractionError, SigningError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import (
    NoDSSFoundError,
    SignatureValidationError,
    ValidationInfoReadingError,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, collect_embedded_signatures
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from erdem.sharing.pades.preparing import BROKEN, SEAL
from erdem.sharing.pades.trouble import UNTRUSTED, Fault

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_SIGNATURES: Final = 64
CLOCKS: Final = dt.timedelta(minutes=10)
"""By how much a time-stamp may lie ahead of the clock of who checks."""
CONSTRUCTED: Final = 0x20
"""Bit of a DER tag that says that other values stand within."""
SM2_WITH_SM3: Final = "1.2.156.10197.1.501"
REASON: Final = re.compile(r"SHA-256 ([0-9a-f]{64}) of the first ([0-9]{1,10}) bytes")
"""How the seal names the document that was signed, in words that it signs."""
UNREADABLE = (*BROKEN, CMSExtractionError, SigningError, SignatureValidationError, PathError, ValidationError)
# The reader of signatures asserts, or gives up half-way, on files made to trick it: such a file does not hold.
FAILED = (*UNREADABLE, AssertionError, NotImplementedError, ValidationInfoReadingError, asyncio.InvalidStateError)


@dataclass(frozen=True)
class SignatureFound:
    """One signature: by whom, when, and what is wrong with it; all is well when there is no fault.

    ``covers`` is the number of bytes of the file that it stands for, ``time`` that of its time-stamp, ``stamped_by`` whose
    that is. ``place`` is what its certificate says it may sign.
    """

    field: str
    name: str = ""
    organisation: str = ""
    user_hash: str = ""
    place: str = ""
    reason: str = ""
    serial: str = ""
    time: dt.datetime | None = None
    stamped_by: str = ""
    covers: int = 0
    root: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Examined:
    """What came of examining a file.

    Attributes:
        signatures: in the order in which they were made.
        open_fields: places that nobody has signed.
        faults: all that is wrong, each once, the gravest first.
        document_sha256: of the document as it was before the pages of signatures, as the seal names it; empty without one.
    """

    signatures: tuple[SignatureFound, ...] = ()
    open_fields: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    document_sha256: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether everybody has signed and the house has sealed it."""
        return bool(self.signatures) and not self.open_fields and self.signatures[-1].field == SEAL

    @property
    def fits_together(self) -> bool:
        """Whether nothing is wrong but, at most, that its roots are not known to who checks."""
        return self.is_complete and set(self.faults) <= UNTRUSTED

    @property
    def holds(self) -> bool:
        """Whether it is complete and nothing is wrong, under roots that are known."""
        return self.is_complete and not self.faults


def looks_signed(content: bytes) -> bool:
    """Say whether a file is a PDF with signatures."""
    return content.startswith(b"%PDF") and b"/ByteRange" in content


def examine(
    content: bytes, roots: Sequence[bytes], time_roots: Sequence[bytes], at: dt.datetime | None = None
) -> Examined:
    """Examine all signatures of a PDF.

    Args:
        content: the file.
        roots: trusted roots of signers, DER: that of the installation, of a county's CA.
        time_roots: trusted roots of time authorities, DER.
        at: the moment of the check; now when left out.
    """
    if len(content) > MOST_BYTES:
        return Examined(faults=(Fault.NOT_READABLE,))
    try:
        reader = PdfFileReader(io.BytesIO(content))
        names = [name for name, _value, _ref in enumerate_sig_fields(reader)]
        embedded = collect_embedded_signatures(reader)
        first_names = _names_at_first(reader, embedded)
    except FAILED:
        return Examined(faults=(Fault.NOT_READABLE,))
    if not embedded or len(embedded) > MOST_SIGNATURES:
        return Examined(open_fields=tuple(names), faults=(Fault.NOT_SIGNED,))
    trust = _Trust(reader, roots, time_roots, at or dt.datetime.now(dt.UTC))
    found = tuple(_judged(one, content, trust) for one in embedded)
    open_fields = tuple(name for name in names if name not in {one.field for one in found})
    sha256, whole = _document(content, found)
    faults = [*(fault for one in found for fault in one.faults), *_of_all(found, names, first_names, open_fields)]
    faults += [] if whole else [Fault.CHANGED]
    ordered = tuple(fault for fault in Fault if fault in faults)
    return Examined(found, open_fields, ordered, sha256)


def _names_at_first(reader: PdfFileReader, embedded: Sequence[EmbeddedPdfSignature]) -> list[str]:
    """Return the fields that were there when the first signature was made."""
    if not embedded:
        return []
    then = reader.get_historical_resolver(embedded[0].signed_revision)
    return [name for name, _value, _ref in enumerate_sig_fields(then)]


def _of_all(
    found: Sequence[SignatureFound], names: Sequence[str], first_names: Sequence[str], open_fields: Sequence[str]
) -> Iterator[Fault]:
    """Yield what is wrong with the signatures taken together."""
    if sorted(names) != sorted(first_names) or len(set(names)) != len(names):
        yield Fault.ADDED_TO
    if open_fields:
        yield Fault.SIGNATURE_MISSING
    signed = [one.field for one in found]
    if signed != [name for name in first_names if name in signed]:
        yield Fault.OUT_OF_ORDER
    if any(one.place.rpartition("/")[2] != one.field for one in found):
        yield Fault.WRONG_PLACE
    if len({one.place.rpartition("/")[0] for one in found}) > 1:
        yield Fault.WRONG_PLACE
    times = [one.time for one in found if one.time is not None]
    if times != sorted(times):
        yield Fault.OUT_OF_ORDER
    if found[-1].field != SEAL:
        yield Fault.NOT_SEALED


def _document(content: bytes, found: Sequence[SignatureFound]) -> tuple[str, bool]:
    """Return the SHA-256 that the seal gives of the document, and whether the beginning of the file has it."""
    named = REASON.search(found[-1].reason) if found and found[-1].field == SEAL else None
    if named is None:
        return "", not found or found[-1].field != SEAL
    return named[1], hashlib.sha256(content[: int(named[2])]).hexdigest() == named[1]


class _Trust:
    """Whom the reader trusts, with what the file itself brings along to judge certificates by."""

    def __init__(
        self, reader: PdfFileReader, roots: Sequence[bytes], time_roots: Sequence[bytes], now: dt.datetime
    ) -> None:
        self.now = now
        self.roots = {bytes(one) for one in roots}
        self.time_roots = {bytes(one) for one in time_roots}
        try:
            self.dss: DocumentSecurityStore | None = DocumentSecurityStore.read_dss(reader)
            self.carried = [one.dump() for one in self.dss.load_certs()]
        except (NoDSSFoundError, *FAILED):
            self.dss, self.carried = None, []

    def context(self, moment: dt.datetime, roots: set[bytes]) -> ValidationContext:
        """Return how the library judges certificates at a moment. Roots in the file count: who trusts them is asked later."""
        own = [der for der in self.carried if _is_root(der)]
        arguments: dict[str, Any] = {
            "trust_roots": [x509.Certificate.load(der) for der in {*roots, *own}],
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "soft-fail",
            "retroactive_revinfo": True,
        }
        if self.dss is None:
            return ValidationContext(**arguments)
        return self.dss.as_validation_context(arguments)


def _is_root(der: bytes) -> bool:
    certificate = x509.Certificate.load(der)
    return bool(certificate.ca) and certificate.subject == certificate.issuer


def _judged(embedded: EmbeddedPdfSignature, content: bytes, trust: _Trust) -> SignatureFound:
    told: dict[str, Any] = {"field": str(embedded.field_name)}
    try:
        told |= _told(embedded)
        if not _bytes_are_plain(embedded, content):
            return SignatureFound(**told, faults=(Fault.CHANGED,))
        faults, more = asyncio.run(_validate(embedded, told.get("time"), trust))
        return SignatureFound(**told | more, faults=tuple(dict.fromkeys(faults)))
    except FAILED:
        computed = told.get("mechanism") != SM2_WITH_SM3
        told.pop("mechanism", None)
        return SignatureFound(**told, faults=(Fault.CHANGED if computed else Fault.NOT_COMPUTED,))


def _told(embedded: EmbeddedPdfSignature) -> dict[str, Any]:
    """Return what a signature says of itself."""
    certificate = embedded.signer_cert
    subject = certificate.subject.native
    first, *_others, start, length = (int(one) for one in embedded.byte_range)
    stamps = list(extract_tst_data_iter(embedded.signer_info, signed=False))
    info = stamps[0]["encap_content_info"]["content"].parsed if len(stamps) == 1 else None
    return {
        "name": str(subject.get("common_name", "")),
        "organisation": str(subject.get("organization_name", "")),
        "user_hash": str(subject.get("serial_number", "")),
        "place": str(subject.get("organizational_unit_name", "")),
        "reason": str(embedded.sig_object.get("/Reason", "")),
        "serial": format(certificate.serial_number, "x"),
        "time": None if info is None else info["gen_time"].native,
        "covers": start + length - first,
    }


def _bytes_are_plain(embedded: EmbeddedPdfSignature, content: bytes) -> bool:
    """Say whether the bytes that no signature covers are the signature itself, written in the one way, and zeros."""
    _zero, end, start, _length = (int(one) for one in embedded.byte_range)
    written, raw = content[end:start], bytes(embedded.pkcs7_content)
    digits = binascii.hexlify(raw)
    if written not in (b"<" + digits + b">", b"<" + digits.upper() + b">"):
        return False
    size = _whole(raw, 0)
    return 0 < size <= len(raw) and not any(raw[size:]) and _is_framed(embedded.signed_data)


def _whole(raw: bytes, start: int) -> int:
    """Return where the DER value that begins at ``start`` ends, when all within it fills its place exactly; 0 when it does not.

    An end-of-contents octet is none of DER, and would let zeros behind a value be taken into it (X.690, 8.1.5 and 10.1).
    """
    tag, head, length = raw[start], start + 2, raw[start + 1]
    if length & 0x80:
        head += length & 0x7F
        length = int.from_bytes(raw[start + 2 : head], "big")
    end = head + length
    if tag == 0 or end > len(raw) or length > len(raw):
        return 0
    if tag & CONSTRUCTED:
        place = head
        while place < end:
            place = _whole(raw, place)
            if not place:
                return 0
        return end if place == end else 0
    return end


def _is_framed(signed: cms.SignedData) -> bool:
    """Say whether what stands around the signed parts of a signature fits to them: nothing else protects it."""
    signer, certificates = signed["signer_infos"][0], [one.chosen for one in signed["certificates"]]
    named = signer["sid"].chosen
    stamps = [] if signed["encap_content_info"]["content_type"].native != "data" else _stamps_of(signer)
    return (
        len(signed["signer_infos"]) == 1
        and [one.dump() for one in signed["digest_algorithms"]] == [signer["digest_algorithm"].dump()]
        and signer["version"].native == "v1"
        and any(one.issuer.dump() == named["issuer"].dump() for one in certificates)
        and signed["version"].native in ("v1", "v3")
        and all(_is_framed(one) for one in stamps)
    )


def _stamps_of(signer: cms.SignerInfo) -> list[cms.SignedData]:
    return list(extract_tst_data_iter(signer, signed=False))


async def _validate(
    embedded: EmbeddedPdfSignature, moment: dt.datetime | None, trust: _Trust
) -> tuple[list[Fault], dict[str, Any]]:
    status = await async_validate_pdf_signature(
        embedded,
        signer_validation_context=trust.context(moment or trust.now, trust.roots),
        ts_validation_context=trust.context(moment or trust.now, trust.time_roots),
    )
    more = {"root": "", "stamped_by": ""}
    faults = []
    if not (status.intact and status.valid):
        faults.append(Fault.CHANGED)
    ends_it = embedded.field_name != SEAL or status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (ends_it and status.docmdp_ok) or status.modification_level == ModificationLevel.OTHER:
        faults.append(Fault.ADDED_TO)
    anchor = _anchor(status)
    if anchor is None:
        faults.append(_why(status))
    else:
        more["root"] = hashlib.sha256(anchor).hexdigest()
        faults += [] if anchor in trust.roots else [Fault.UNKNOWN_ROOT]
    faults += _time_faults(status.timestamp_validity, moment, trust)
    if status.timestamp_validity is not None:
        more["stamped_by"] = str(status.timestamp_validity.signing_cert.subject.native.get("common_name", ""))
    return faults, more


def _anchor(status: Any) -> bytes | None:
    """Return the root that a certificate leads to, DER; None when it leads to none."""
    if status.validation_path is None or not status.trusted:
        return None
    found: bytes = status.validation_path.trust_anchor.certificate.dump()
    return found


def _why(status: Any) -> Fault:
    """Say why a certificate does not lead to a root: none is known, or it does not fit."""
    return (
        Fault.UNKNOWN_ROOT
        if status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
        else Fault.CHANGED
    )


def _time_faults(stamp: Any, moment: dt.datetime | None, trust: _Trust) -> list[Fault]:
    if stamp is None or moment is None:
        return [Fault.NO_TIME]
    if not (stamp.intact and stamp.valid):
        return [Fault.CHANGED]
    if moment > trust.now + CLOCKS:
        return [Fault.WRONG_TIME]
    anchor = _anchor(stamp)
    if anchor is None:
        return [Fault.UNKNOWN_TIME_ROOT if _why(stamp) is Fault.UNKNOWN_ROOT else Fault.WRONG_TIME]
    return [] if anchor in trust.time_roots else [Fault.UNKNOWN_TIME_ROOT]


__all__ = ["Examined", "Fault", "SignatureFound", "examine", "looks_signed"]
