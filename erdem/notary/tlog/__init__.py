"""A transparency log in the form of C2SP: tiles, checkpoints, proofs, witnesses, monitor. Plain Python, no database.

`docs/reference/proofs.md` describes every format for those who verify without us.
"""

from erdem.notary.tlog.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    TreeHead,
    open_checkpoint,
    parse_checkpoint,
)
from erdem.notary.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash, root_of
from erdem.notary.tlog.keys import (
    LOG,
    WITNESS,
    SigningKey,
    VerifierKey,
    parse_signing_key,
    parse_verifier_key,
)
from erdem.notary.tlog.log import Appended, Appender
from erdem.notary.tlog.monitor import Ages, Finding, Kind, Report, find_forks, watch
from erdem.notary.tlog.notes import Note, Signature, Verified, parse_note, sign_note
from erdem.notary.tlog.proof_files import Policy, ProofFile, VerifiedProof, make_proof, parse_proof, verify_proof
from erdem.notary.tlog.proofs import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from erdem.notary.tlog.remote import HttpSource, Source
from erdem.notary.tlog.signed_record import FileRecord, SignedRecord, require_advance
from erdem.notary.tlog.storage import CHECKPOINT, FileStorage, Storage
from erdem.notary.tlog.tiles import Tile, TileReader, parse_path
from erdem.notary.tlog.trouble import (
    ConflictingResource,
    DamagedResource,
    HistoryConflict,
    KeyRefused,
    LogProblem,
    MissingResource,
    NoteRefused,
    ProofRefused,
    StorageFull,
    StorageProblem,
    WitnessUnavailable,
)
from erdem.notary.tlog.witness import FileStates, Witness
from erdem.notary.tlog.witness_client import Conflict, Cosigned, Refused, WitnessClient
from erdem.notary.tlog.witness_service import WitnessService

__all__ = [
    "CHECKPOINT",
    "EMPTY_ROOT",
    "LOG",
    "WITNESS",
    "Ages",
    "Appended",
    "Appender",
    "Checkpoint",
    "Conflict",
    "ConflictingResource",
    "Cosigned",
    "DamagedResource",
    "FileRecord",
    "FileStates",
    "FileStorage",
    "Finding",
    "HistoryConflict",
    "HttpSource",
    "KeyRefused",
    "Kind",
    "LogProblem",
    "MissingResource",
    "Note",
    "NoteRefused",
    "Policy",
    "ProofFile",
    "ProofRefused",
    "Refused",
    "Report",
    "Signature",
    "SignedCheckpoint",
    "SignedRecord",
    "SigningKey",
    "Source",
    "Storage",
    "StorageFull",
    "StorageProblem",
    "Tile",
    "TileReader",
    "TreeHead",
    "Verified",
    "VerifiedProof",
    "VerifierKey",
    "Witness",
    "WitnessClient",
    "WitnessService",
    "WitnessUnavailable",
    "consistency_proof",
    "find_forks",
    "inclusion_proof",
    "leaf_hash",
    "make_proof",
    "node_hash",
    "open_checkpoint",
    "parse_checkpoint",
    "parse_note",
    "parse_path",
    "parse_proof",
    "parse_signing_key",
    "parse_verifier_key",
    "require_advance",
    "root_of",
    "sign_note",
    "verify_consistency",
    "verify_inclusion",
    "verify_proof",
    "watch",
]
