"""What can go wrong with a time-stamp, each with one plain sentence for the person who reads it."""

from __future__ import annotations


class StampingProblem(ValueError):
    """Base of everything this package refuses; the text is one plain sentence, ``code`` a stable slug."""

    code = "stamping"


class AuthorityProblem(StampingProblem):
    """No time-stamp came: the authority could not be reached, or its answer is no answer."""

    code = "authority"


class NoAuthority(AuthorityProblem):
    """No time authority is set up."""

    code = "no_authority"


class AuthorityUnreachable(AuthorityProblem):
    """The address does not answer, or answers with an error of HTTP."""

    code = "unreachable"


class AuthoritySlow(AuthorityProblem):
    """The answer did not come whole in the time allowed."""

    code = "slow"


class AnswerTooLarge(AuthorityProblem):
    """The answer is longer than any time-stamp is."""

    code = "too_large"


class AnswerNotUnderstood(AuthorityProblem):
    """The answer is no time-stamp response: another content type, or other bytes."""

    code = "not_understood"


class StatusRejected(AuthorityProblem):
    """The authority refused the request (PKIStatus other than granted, RFC 3161 section 2.4.2)."""

    code = "rejected"


class TooFewAuthorities(AuthorityProblem):
    """Fewer authorities stamped than were asked for."""

    code = "too_few"


class AlgorithmNotAllowed(StampingProblem):
    """The algorithm is unknown, weak, or not part of the profile."""

    code = "algorithm"


class SignatureNotSupported(StampingProblem):
    """The signature algorithm is one that this installation cannot compute, SM2 for instance."""

    code = "signature_not_supported"


class TokenProblem(StampingProblem):
    """The token does not prove what it is said to prove."""

    code = "token"


class TokenDamaged(TokenProblem):
    """The token is cut off, has bytes after its end, or is not built as RFC 3161 says."""

    code = "damaged"


class WrongImprint(TokenProblem):
    """The token stamps another digest than the one at hand."""

    code = "imprint"


class WrongNonce(TokenProblem):
    """The token answers another request: it may be an old one played again."""

    code = "nonce"


class WrongPolicy(TokenProblem):
    """The token was given under a policy that was not agreed."""

    code = "policy"


class WrongTime(TokenProblem):
    """The time in the token cannot be true."""

    code = "time"


class SignatureInvalid(TokenProblem):
    """The signature does not belong to the token, or its signed attributes do not."""

    code = "signature"


class WrongCertificate(TokenProblem):
    """The certificate is not one of a time authority, or not the one the token was signed with."""

    code = "certificate"


class UnknownRoot(TokenProblem):
    """The certificate does not lead to a trusted root."""

    code = "root"


class CertificateExpired(TokenProblem):
    """A certificate of the chain was not valid at the moment in question."""

    code = "expired"


class CertificateRevoked(TokenProblem):
    """A certificate of the chain was revoked, and the token is not safe from that."""

    code = "revoked"


class RevocationDamaged(TokenProblem):
    """Kept revocation data cannot be read or was not signed by who should have signed it."""

    code = "revocation_damaged"


class StampAltered(TokenProblem):
    """What is written beside the token differs from what the token says."""

    code = "altered"


class ImplementationsDisagree(TokenProblem):
    """The second, independent verification refuses what the first accepts."""

    code = "disagree"


class ChainBroken(TokenProblem):
    """A renewal does not cover what it should renew, or came too late."""

    code = "chain"
