"""Any number of authorities at once: those that answer are kept, those that fail are named with their reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from erdem.notary.stamping.authority import Stamper
from erdem.notary.stamping.profile import Algorithm
from erdem.notary.stamping.stamp import Stamp
from erdem.notary.stamping.trouble import AlgorithmNotAllowed, StampingProblem, TooFewAuthorities


@dataclass(frozen=True)
class Failure:
    """An authority that gave no stamp for an algorithm: the slug and the sentence of its error."""

    authority: str
    algorithm: Algorithm
    code: str
    reason: str


@dataclass(frozen=True)
class PoolAnswer:
    """What a round of asking brought, in the order of the authorities."""

    stamps: tuple[Stamp, ...]
    failures: tuple[Failure, ...]

    def authorities(self, algorithm: Algorithm) -> int:
        """Return how many different signers stamped the digest of an algorithm: two names of one signer count once."""
        return len({stamp.certificates[0] for stamp in self.stamps if stamp.algorithm is algorithm})


class NotEnoughStamps(TooFewAuthorities):
    """Fewer authorities stamped than needed; ``answer`` holds the stamps that did come, they need not be thrown away."""

    def __init__(self, message: str, answer: PoolAnswer) -> None:
        super().__init__(message)
        self.answer = answer


def stamp_by_all(stampers: Sequence[Stamper], digests: Mapping[Algorithm, bytes], needed: int = 1) -> PoolAnswer:
    """Have each authority stamp the digest of each algorithm of its profile, all at the same time.

    Args:
        stampers: the authorities.
        digests: the digest of the item by algorithm.
        needed: how many different authorities must have stamped, for each algorithm that any of them works with.

    Raises:
        NotEnoughStamps: fewer did.
        AlgorithmNotAllowed: a profile calls for an algorithm whose digest was not given.
    """
    orders = [(one, algorithm) for one in stampers for algorithm in one.authority.algorithms]
    if missing := sorted({algorithm for _, algorithm in orders} - digests.keys()):
        raise AlgorithmNotAllowed(f"The profile calls for digests that were not given: {', '.join(missing)}.")
    with ThreadPoolExecutor(max_workers=max(1, len(orders))) as workers:
        results = list(workers.map(lambda order: _try(order[0], digests[order[1]], order[1]), orders))
    answer = PoolAnswer(
        tuple(result for result in results if isinstance(result, Stamp)),
        tuple(result for result in results if isinstance(result, Failure)),
    )
    wanted = sorted({algorithm for _, algorithm in orders}) or sorted(digests)
    for algorithm in wanted:
        if (came := answer.authorities(algorithm)) < needed:
            raise NotEnoughStamps(_too_few(algorithm, came, needed, answer.failures), answer)
    return answer


def _try(stamper: Stamper, digest: bytes, algorithm: Algorithm) -> Stamp | Failure:
    try:
        return stamper.stamp(digest, algorithm)
    except StampingProblem as error:
        return Failure(stamper.authority.name, algorithm, error.code, str(error))


def _too_few(algorithm: Algorithm, came: int, needed: int, failures: Sequence[Failure]) -> str:
    reasons = " ".join(failure.reason for failure in failures if failure.algorithm is algorithm)
    return f"{needed} authorities should stamp with {algorithm}, {came} did. {reasons}".rstrip()
