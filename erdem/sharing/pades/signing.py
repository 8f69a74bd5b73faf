"""One signature: added to the file with its time-stamp, shown in its field (PAdES baseline B-T, EN 319 142-1)."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from erdem.sharing.pades.authority import Signer
from erdem.sharing.pades.preparing import BROKEN
from erdem.sharing.pades.trouble import NotSignable, SigningProblem

RESERVED = 16_384
"""Bytes kept free in the file for a signature with its time-stamp and both chains."""
FILLING = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins.uniform(0))


@dataclass(frozen=True)
class Stamped:
    """A time-stamp and what proves that its certificates were good: all DER."""

    token: bytes = field(repr=False)
    certificates: tuple[bytes, ...] = field(default=(), repr=False)
    crls: tuple[bytes, ...] = field(default=(), repr=False)
    ocsps: tuple[bytes, ...] = field(default=(), repr=False)


class TimeStamps(Protocol):
    """Who gives time-stamps (RFC 3161)."""

    def stamp(self, digest: bytes, algorithm: str) -> Stamped:
        """Return a time-stamp of a digest.

        Raises:
            SigningProblem: none came; nothing is signed then.
        """


@dataclass(frozen=True)
class Appearance:
    """What is shown in the field: a PDF of one page of its size."""

    pdf: bytes = field(repr=False)


@dataclass(frozen=True)
class Signing:
    """What is said with a signature, for any PDF reader: who, why, where."""

    field: str
    name: str
    reason: str
    location: str = ""


@dataclass(frozen=True)
class Signed:
    """The file with the signature added, and the time-stamp that it got."""

    pdf: bytes = field(repr=False)
    stamped: Stamped = field(repr=False)


def sign(document: bytes, signing: Signing, signer: Signer, stamps: TimeStamps, appearance: Appearance) -> Signed:
    """Add a signature with its time-stamp in an empty field; what was there stays as it is, byte for byte.

    The first signature of a file also says that from now on nothing but signatures may be added (DocMDP, ISO 32000-2 12.8.2.2).

    Raises:
        NotSignable: the file is damaged, or the field is not there, or it is signed already.
        SigningProblem: no time-stamp came, or the signer failed.
    """
    is_first = _require_empty(document, signing.field)
    bridge, clock = _Bridge(signer), _Clock(stamps)
    metadata = signers.PdfSignatureMetadata(
        field_name=signing.field,
        md_algorithm=signer.digest_algorithm,
        name=signing.name,
        reason=signing.reason,
        location=signing.location or None,
        subfilter=SigSeedSubFilter.PADES,
        certify=is_first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    with tempfile.TemporaryDirectory(prefix="erdem-signing-") as folder:
        shown = Path(folder) / "appearance.pdf"
        shown.write_bytes(appearance.pdf)
        style = StaticStampStyle.from_pdf_file(str(shown), border_width=0, background_layout=FILLING)
        written = io.BytesIO()
        try:
            pdf_signer = signers.PdfSigner(metadata, bridge, timestamper=clock, stamp_style=style)
            pdf_signer.sign_pdf(
                IncrementalPdfFileWriter(io.BytesIO(document)), output=written, bytes_reserved=2 * RESERVED
            )
        except (SigningError, *BROKEN) as error:
            raise NotSignable(f"The PDF could not be signed: {error}") from error
    result = written.getvalue()
    if not result.startswith(document) or clock.given is None:
        raise NotSignable("The PDF could not be signed without changing what was there.")
    return Signed(result, clock.given)


def add_revocation(
    document: bytes, certificates: Sequence[bytes], crls: Sequence[bytes], ocsps: Sequence[bytes]
) -> bytes:
    """Add what proves that certificates were good when they signed (PAdES B-LT): certificates, CRLs and OCSP answers, DER.

    Raises:
        NotSignable: the file or a piece of the material is damaged.
    """
    stream = io.BytesIO(document)
    try:
        DocumentSecurityStore.add_dss(
            stream,
            None,
            certs=[x509.Certificate.load(one) for one in dict.fromkeys(certificates)],
            crls=[crl.CertificateList.load(one) for one in dict.fromkeys(crls)],
            ocsps=[ocsp.OCSPResponse.load(one) for one in dict.fromkeys(ocsps)],
            force_write=True,
        )
    except BROKEN as error:
        raise NotSignable("The proof that the certificates were good could not be added.") from error
    return stream.getvalue()


def _require_empty(document: bytes, wanted: str) -> bool:
    """Say whether no field is signed yet; refuse a field that is missing or signed."""
    try:
        found = {name: value for name, value, _ref in enumerate_sig_fields(PdfFileReader(io.BytesIO(document)))}
    except BROKEN as error:
        raise NotSignable("The PDF is damaged, so that it cannot be signed.") from error
    if wanted not in found or found[wanted] is not None:
        raise NotSignable("This place of the PDF does not exist or is signed already. Nothing was signed.")
    return all(value is None for value in found.values())


class _Bridge(signers.Signer):
    """Our `Signer` as the library asks it."""

    def __init__(self, signer: Signer) -> None:
        chain = [x509.Certificate.load(one) for one in signer.certificates]
        store = SimpleCertificateStore()
        store.register_multiple(chain[1:])  # the library adds the signer's own
        super().__init__(
            signing_cert=chain[0],
            cert_registry=store,
            embed_roots=False,
            signature_mechanism=cms.SignedDigestAlgorithm({"algorithm": signer.signature_oid}),
        )
        self.signer = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Return the signature; bytes of the same length when only the size is asked for."""
        return bytes(256) if dry_run else self.signer.sign(data)


class _Clock(TimeStamper):
    """Our `TimeStamps` as the library asks it. It is asked once: room for the answer is kept beforehand."""

    def __init__(self, stamps: TimeStamps) -> None:
        super().__init__(include_nonce=False)
        self.stamps = stamps
        self.given: Stamped | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """Return the token over the signature."""
        self.given = self.stamps.stamp(message_digest, md_algorithm)
        return cms.ContentInfo.load(self.given.token)


__all__ = ["Appearance", "Signed", "Signing", "SigningProblem", "Stamped", "TimeStamps", "add_revocation", "sign"]
