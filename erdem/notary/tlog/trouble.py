"""What can be wrong with a log, a proof, a key or the storage: one sentence for the person who reads it."""

from __future__ import annotations


class LogProblem(Exception):
    """Anything that a transparency log, its proofs, its witnesses or its storage can refuse; the text says what."""


class ProofRefused(LogProblem):
    """An inclusion or consistency proof does not lead to the expected root, or is not one."""


class KeyRefused(LogProblem):
    """A key is mistyped, of a kind that is not known here, or does not fit its own identifier."""


class NoteRefused(LogProblem):
    """A signed note, checkpoint or proof file is malformed, or its signatures do not suffice."""


class HistoryConflict(LogProblem):
    """What is asked for would rewrite what the log has already signed. Nothing was signed."""


class WitnessUnavailable(LogProblem):
    """A witness cannot be reached, or answers something that the protocol does not know."""


class StorageProblem(LogProblem):
    """The storage of a log cannot give or take a resource."""


class MissingResource(StorageProblem):
    """There is no such resource. Never raised when the storage could merely not be asked."""


class DamagedResource(StorageProblem):
    """A resource is there, but cut short or otherwise not what its name says."""


class ConflictingResource(StorageProblem):
    """An immutable resource is there already with other content. The one that is there was kept."""


class StorageFull(StorageProblem):
    """There is no space left. What was complete stays as it was; nothing half-written carries a final name."""
