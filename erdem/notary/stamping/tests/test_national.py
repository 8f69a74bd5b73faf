"""The place for a national authority: SM2 with SM3 through a plug; here the openssl program lends the algorithm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest
from asn1crypto import pem

from erdem.notary.stamping import (
    SM2_WITH_SM3,
    Algorithm,
    HttpAuthority,
    LocalAuthority,
    ProfileName,
    Stamp,
    TimeAuthority,
    digest_of,
    verify,
)
from erdem.notary.stamping.local import POLICY
from erdem.notary.stamping.tests.openssl import made, needs_openssl, openssl
from erdem.notary.stamping.tests.services import Service, served
from erdem.notary.stamping.trouble import SignatureInvalid, SignatureNotSupported, StampingProblem

pytestmark = needs_openssl
DIGEST = digest_of(Algorithm.SM3, b"what was known")
SM2 = ("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678")
IDENTITY = ("-sigopt", "distid:1234567812345678")
EXTENSIONS = (
    "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
)


@dataclass(frozen=True)
class Program:
    """Signs and verifies with SM2 by the openssl program: what a certified module would do."""

    folder: Path
    certificates: tuple[bytes, ...]
    digest_algorithm: Algorithm = Algorithm.SM3
    signature_oid: str = SM2_WITH_SM3

    def sign(self, message: bytes) -> bytes:
        (self.folder / "message").write_bytes(message)
        return made("pkeyutl", "-sign", *SM2, "-inkey", self.folder / "tsa.key", "-in", self.folder / "message")

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        names = {"key": public_key, "message": message, "signature": signature}
        for name, content in names.items():
            (self.folder / name).write_bytes(content)
        where = ("-pubin", "-keyform", "DER", "-inkey", self.folder / "key", "-in", self.folder / "message")
        return openssl("pkeyutl", "-verify", *SM2, *where, "-sigfile", self.folder / "signature").returncode == 0


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """An SM2 root and an SM2 certificate for time-stamps, made by openssl."""
    folder = tmp_path_factory.mktemp("national")
    for name in ("root", "tsa"):
        made("ecparam", "-name", "SM2", "-genkey", "-noout", "-out", folder / f"{name}.key")
    root = (
        "-key",
        folder / "root.key",
        "-sm3",
        "-subj",
        "/CN=National root",
        "-days",
        "9",
        "-out",
        folder / "root.pem",
    )
    made("req", "-new", "-x509", *IDENTITY, *root)
    made(
        "req",
        "-new",
        "-key",
        folder / "tsa.key",
        "-sm3",
        "-subj",
        "/CN=National TSA",
        "-out",
        folder / "tsa.csr",
    )
    (folder / "extensions").write_text(EXTENSIONS)
    signed = ("-CA", folder / "root.pem", "-CAkey", folder / "root.key", "-CAcreateserial", "-sm3", "-days", "8")
    where = (*IDENTITY, "-extfile", folder / "extensions", "-out", folder / "tsa.pem")
    made("x509", "-req", "-in", folder / "tsa.csr", *signed, *where)
    return Program(folder, (pem.unarmor((folder / "tsa.pem").read_bytes())[2],))


@pytest.fixture(scope="module")
def stamp(program: Program) -> Stamp:
    """A stamp of SM3 signed with SM2, had over HTTP."""
    national = LocalAuthority(program.folder / "unused", signer=program, profile=ProfileName.GM)
    with served(Service(national.answer)) as url:
        roots = (program.folder / "root.pem").read_text()
        described = TimeAuthority("National", url, (POLICY,), roots, Algorithm.SM3, profile=ProfileName.GM)
        return HttpAuthority(described, plugs={SM2_WITH_SM3: program}).stamp(DIGEST, Algorithm.SM3)


@pytest.fixture(scope="module")
def roots(program: Program) -> list[bytes]:
    return [pem.unarmor((program.folder / "root.pem").read_bytes())[2]]


def test_a_token_signed_with_sm2_verifies_through_a_plug(stamp: Stamp, roots: list[bytes], program: Program) -> None:
    verified = verify(stamp, DIGEST, roots, plugs={SM2_WITH_SM3: program})
    assert (verified.algorithm, verified.signature) == (Algorithm.SM3, "SM2 with SM3")
    assert verified.keys == ("sm2-256", "sm2-256")
    assert verified.signer == "CN=National TSA"
    assert not verified.second_opinion


def test_without_a_plug_it_is_refused_and_never_pretended(stamp: Stamp, roots: list[bytes]) -> None:
    with pytest.raises(SignatureNotSupported, match="SM2 with SM3 cannot be verified by this installation"):
        verify(stamp, DIGEST, roots)


def test_a_turned_bit_in_the_signature_is_caught_by_the_plug(
    stamp: Stamp, roots: list[bytes], program: Program
) -> None:
    changed = bytearray(stamp.token)
    changed[-1] ^= 1
    with pytest.raises(SignatureInvalid):
        verify(bytes(changed), DIGEST, roots, plugs={SM2_WITH_SM3: program})


def test_turned_bits_of_an_sm2_token_are_caught(stamp: Stamp, roots: list[bytes], program: Program) -> None:
    for bit in range(0, len(stamp.token) * 8, 211):
        changed = bytearray(stamp.token)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(StampingProblem):
            verify(bytes(changed), DIGEST, roots, plugs={SM2_WITH_SM3: program})


def test_openssl_verifies_the_sm2_chain_itself(stamp: Stamp, program: Program, tmp_path: Path) -> None:
    (tmp_path / "token.der").write_bytes(stamp.token)
    text = made("ts", "-reply", "-token_in", "-in", tmp_path / "token.der", "-token_out", "-text")
    assert b"Hash Algorithm: sm3" in text
    chain = (
        "-vfyopt",
        IDENTITY[1],
        "-purpose",
        "timestampsign",
        "-CAfile",
        program.folder / "root.pem",
        program.folder / "tsa.pem",
    )
    assert b"OK" in made("verify", *chain)
    assert stamp.time <= dt.datetime.now(dt.UTC)
