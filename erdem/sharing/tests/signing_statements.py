"""Statements that an attack on signing is made of. ``{names}`` are keys of rows, filled in by the scene."""

from __future__ import annotations

NOW = "clock_timestamp()"


def signing(place: str, **given: str) -> str:
    """The statement that signs in a place; ``given`` says what is otherwise."""
    values = {
        "state": "'signed'",
        "method": "'electronic'",
        "proof": "'password'",
        "signed_name": "'kanari'",
        "certificate": "'kanari'",
        "decided_by_id": "{me}",
        "decided_at": "clock_timestamp()",
        "stamped_at": "clock_timestamp()",
    }
    return setting("sharing_signer", "{" + place + "}", **{**values, **given})


def setting(table: str, key: str, **values: str) -> str:
    """The statement that sets columns of a row."""
    return (
        f"UPDATE {table} SET " + ", ".join(f"{name} = {value}" for name, value in values.items()) + f" WHERE id = {key}"
    )


def place(key: str, **values: str) -> str:
    """Set columns of a place."""
    return setting("sharing_signer", "{" + key + "}", **values)


def envelope(**values: str) -> str:
    """Set columns of the envelope."""
    return setting("sharing_envelope", "{envelope}", **values)


def agreement(**values: str) -> str:
    """Set columns of the agreement."""
    return setting("sharing_agreement", "{agreement}", **values)


def refusing(key: str) -> str:
    """Refuse to sign in a place."""
    return place(key, state="'refused'", reason="'x'", decided_by_id="{me}", decided_at="clock_timestamp()")


def scanning(key: str, **given: str) -> str:
    """Hand in a scan for a place."""
    values = {
        "method": "'wet_ink'",
        "scan_blob_id": "{blob}",
        "scan_sha256": "'{blob_sha256}'",
        "scan_name": "'x'",
        "scan_by_id": "{me}",
        "scan_at": "clock_timestamp()",
    }
    return place(key, **{**values, **given})


def revision(number: str, signer: str, **given: str) -> str:
    """Add a file to the envelope."""
    values = {
        "envelope_id": "{envelope}",
        "number": number,
        "signer_id": signer,
        "blob_id": "{longer}",
        "sha256": "'{longer_sha256}'",
        "size": "{longer_size}",
        "previous_sha256": "'{last_sha256}'",
        "made_at": "clock_timestamp()",
        **given,
    }
    return f"INSERT INTO sharing_signedrevision ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def signing_with_file(key: str, number: str, **given: str) -> str:
    """Sign in a place, with the file that holds the signature."""
    return signing(key, **given) + "; " + revision(number, "{" + key + "}")


def naming(**given: str) -> str:
    """Name one more signer."""
    values = {
        "envelope_id": "{envelope}",
        "position": "9",
        "organisation_id": "{firm_org}",
        "user_id": "NULL",
        "name": "'x'",
        "role": "'user'",
        "method": "'electronic'",
        "state": "'waiting'",
        "reminders": "0",
        **given,
    }
    empty = ("signed_name", "proof", "certificate", "reason", "scan_sha256", "scan_name")
    values |= dict.fromkeys(empty, "''")
    return f"INSERT INTO sharing_signer ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def opening(**given: str) -> str:
    """Open another envelope."""
    values = {
        "number": "'QS-2026-9999'",
        "request_id": "{request}",
        "version_id": "{version}",
        "title": "'x'",
        "status": "'draft'",
        "status_reason": "''",
        "expires_on": "erdem_today() + 9",
        "document_blob_id": "{blob}",
        "document_sha256": "'{blob_sha256}'",
        "document_size": "{blob_size}",
        "opened_by_id": "{me}",
        "opened_at": "clock_timestamp()",
        "completed_sha256": "''",
        "proof_document": "''",
        **given,
    }
    return f"INSERT INTO sharing_envelope ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def entry(**given: str) -> str:
    """Write into the trail."""
    values = {
        "at": "now()",
        "actor_kind": "'person'",
        "actor_user_id": "{second_user}",
        "actor_label": "'x'",
        "action": "'sharing.sign'",
        "target_type": "'sharing.Envelope'",
        "target_id": "'{envelope}'",
        "place_code": "''",
        "detail": "'{}'",
        "cluster_id": "0",
        "transaction_id": "0",
        **given,
    }
    return f"INSERT INTO base_auditentry ({', '.join(values)}) VALUES ({', '.join(values.values())})"


COMPLETING = {
    "status": "'completed'",
    "ended_at": NOW,
    "completed_sha256": "'{last_sha256}'",
    "statement": "'{}'",
    "nonce": "'\\x00'",
    "leaf_id": "NULL",
}
