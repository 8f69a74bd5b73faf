"""The writing of tokens: TSTInfo signed as CMS SignedData with a signing-certificate-v2 attribute (RFC 3161, RFC 5816)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, core, tsp, x509

from erdem.notary.stamping.profile import Algorithm, digest_of
from erdem.notary.stamping.signatures import RSA, TokenSigner
from erdem.notary.stamping.structures import algorithm_identifier, message_imprint, sequence


@dataclass(frozen=True)
class Statement:
    """What an authority is about to sign. Times are cut to whole seconds."""

    digest: bytes
    algorithm: Algorithm
    policy: str
    serial: int
    time: dt.datetime
    accuracy: int
    nonce: int | None = None


def assemble(statement: Statement, signer: TokenSigner, *, with_certificates: bool = True) -> bytes:
    """Return a token, DER."""
    content = _tst_info(statement).dump()
    certificate = signer.certificates[0]
    attributes = _signed_attributes(content, certificate, signer.digest_algorithm)
    signature = signer.sign(attributes.dump())
    parsed = x509.Certificate.load(certificate)
    signer_info = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {"issuer_and_serial_number": {"issuer": parsed.issuer, "serial_number": parsed.serial_number}}
        ),
        "digest_algorithm": algorithm_identifier(signer.digest_algorithm),
        "signed_attrs": attributes,
        "signature_algorithm": _signature_algorithm(signer.signature_oid),
        "signature": signature,
    }
    signed = {
        "version": "v3",
        "digest_algorithms": [algorithm_identifier(signer.digest_algorithm)],
        "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
        "signer_infos": [signer_info],
    }
    if with_certificates:
        signed["certificates"] = [cms.CertificateChoices.load(one) for one in signer.certificates]
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump())


def grant(token: bytes) -> bytes:
    """Return a response that carries a token, DER."""
    return sequence(tsp.PKIStatusInfo({"status": "granted"}).dump(), token)


def refuse(failure: str, text: str) -> bytes:
    """Return a response that refuses, with a failure of RFC 3161 section 2.4.2 (``bad_alg``, ``unaccepted_policy``…)."""
    status = tsp.PKIStatusInfo({"status": "rejection", "status_string": [text], "fail_info": {failure}})
    return sequence(status.dump())


def _tst_info(statement: Statement) -> Any:
    values: dict[str, Any] = {
        "version": "v1",
        "policy": statement.policy,
        "message_imprint": message_imprint(statement.digest, statement.algorithm),
        "serial_number": statement.serial,
        "gen_time": statement.time.astimezone(dt.UTC).replace(microsecond=0),
        "accuracy": {"seconds": statement.accuracy},
    }
    if statement.nonce is not None:
        values["nonce"] = statement.nonce
    return tsp.TSTInfo(values)


def _signed_attributes(content: bytes, certificate: bytes, algorithm: Algorithm) -> Any:
    named: dict[str, Any] = {"cert_hash": digest_of(algorithm, certificate)}
    if algorithm is not Algorithm.SHA256:  # the default must not be written (DER)
        named["hash_algorithm"] = algorithm_identifier(algorithm)
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [digest_of(algorithm, content)]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [{"certs": [named]}]}),
        ]
    )


def _signature_algorithm(oid: str) -> Any:
    algorithm: dict[str, Any] = {"algorithm": oid}
    if oid.startswith(RSA.rpartition(".")[0]):
        algorithm["parameters"] = None
    return cms.SignedDigestAlgorithm(algorithm)
