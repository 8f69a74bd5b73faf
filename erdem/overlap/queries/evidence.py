"""The stored evidence of a finding, read into typed values. Plain Python: the page, the dossier and exports share it."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def fingerprint(value: object) -> str:
    """Return the SHA-256 of a JSON value in canonical form: the snapshot hash of what the engine was given."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def text_hash(text: str) -> str:
    """Return the SHA-256 of one text as it was read."""
    return hashlib.sha256(text.encode()).hexdigest()


def compose(match: dict[str, Any], record_row: dict[str, Any], patent_row: dict[str, Any]) -> dict[str, Any]:
    """Return what is stored with a finding: the engine's answer and the hashes of everything it read."""
    return {
        "match": match,
        "read": {
            "record": fingerprint(record_row),
            "publication": fingerprint(patent_row),
            "claims": [text_hash(str(text)) for text in patent_row.get("claims") or ()],
        },
    }


def facts_of(evidence: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a finding that are copies of its evidence, kept for sorting and filtering."""
    match = evidence["match"]
    return {
        "relation": match["relation"],
        "score": min(1.0, max(0.0, float(match["score"]))),
        "rank": max(1, int(match["rank"])),
        "is_alarm": bool(match.get("alarm")),
        "pool_size": int(evidence.get("pool") or 1),
        "engine_version": str(evidence.get("engine_version", "")),
        "lexicon_version": str(evidence.get("lexicon_version", "")),
    }


def same_evidence(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Say whether two runs found the same thing in the same texts. Versions alone make no difference to a reader."""
    return all(fingerprint(first.get(part)) == fingerprint(second.get(part)) for part in ("match", "read"))
