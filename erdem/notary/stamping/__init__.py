"""Time-stamps of outside authorities (RFC 3161): asked for, verified, kept, renewed. Plain Python.

`docs/reference/timestamps.md` says what is kept and how others verify it without us.
"""

from erdem.notary.stamping.archive import (
    ArchiveChain,
    Due,
    Renewal,
    begin,
    due,
    evidence_record,
    limits,
    renew_hash,
    renew_time_stamp,
    verify_chain,
)
from erdem.notary.stamping.authority import NoStamper, Stamper, TimeAuthority
from erdem.notary.stamping.certificates import read_pem, write_pem
from erdem.notary.stamping.exchange import Request, accept, build_request, read_response
from erdem.notary.stamping.local import LocalAuthority
from erdem.notary.stamping.pool import Failure, NotEnoughStamps, PoolAnswer, stamp_by_all
from erdem.notary.stamping.profile import PROFILES, Algorithm, Profile, ProfileName, digest_of, digests_of
from erdem.notary.stamping.remote import HttpAuthority, WebFetch
from erdem.notary.stamping.revocation import Fetch, Revocation
from erdem.notary.stamping.signatures import SM2_WITH_SM3, SignatureVerifier, TokenSigner, Verifiers
from erdem.notary.stamping.stamp import Stamp
from erdem.notary.stamping.strength import Strength, Use, bundled_strengths, read_strengths
from erdem.notary.stamping.trouble import AuthorityProblem, StampingProblem, TokenProblem
from erdem.notary.stamping.verification import Verified, verify

__all__ = [
    "PROFILES",
    "SM2_WITH_SM3",
    "Algorithm",
    "ArchiveChain",
    "AuthorityProblem",
    "Due",
    "Failure",
    "Fetch",
    "HttpAuthority",
    "LocalAuthority",
    "NoStamper",
    "NotEnoughStamps",
    "PoolAnswer",
    "Profile",
    "ProfileName",
    "Renewal",
    "Request",
    "Revocation",
    "SignatureVerifier",
    "Stamp",
    "Stamper",
    "StampingProblem",
    "Strength",
    "TimeAuthority",
    "TokenProblem",
    "TokenSigner",
    "Use",
    "Verified",
    "Verifiers",
    "WebFetch",
    "accept",
    "begin",
    "build_request",
    "bundled_strengths",
    "digest_of",
    "digests_of",
    "due",
    "evidence_record",
    "limits",
    "read_pem",
    "read_response",
    "read_strengths",
    "renew_hash",
    "renew_time_stamp",
    "stamp_by_all",
    "verify",
    "verify_chain",
    "write_pem",
]
