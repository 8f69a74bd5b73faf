"""What somebody might try in SQL to have signed what nobody signed: who tries it, the statement, the rule that refuses it.

``{names}`` are keys of rows of the scene (``test_signing_attacks``). A statement that sees no row of its table changes none and
is refused by no rule: its rule is empty. Of three places the first is signed, the second asked, and the third waits.
"""

from __future__ import annotations

from erdem.sharing.tests.signing_statements import (
    COMPLETING,
    NOW,
    agreement,
    entry,
    envelope,
    naming,
    opening,
    place,
    refusing,
    revision,
    scanning,
    signing,
    signing_with_file,
)

OFFICE, PARTIES = "officer", "firm first second"
OUTSIDE = "third elsewhere auditor visitor other-firm"
INSIDE = "firm first second holder officer system"
Attack = tuple[str, str, str, str]


WHILE_IT_IS_SIGNED: list[Attack] = [
    ("sign for another", "firm first holder member officer system key", signing("s2"), "signed_by_who_is_meant"),
    ("sign unseen", OUTSIDE, signing("s2"), ""),
    ("sign out of order", "firm officer system", signing("s3"), "signed_in_order"),
    ("sign twice", "first officer", signing("s1"), "signature_stays"),
    ("refuse what one has signed", "first", refusing("s1"), "signature_stays"),
    ("take the signature back", "first officer system", place("s1", state="'asked'"), "signature_stays"),
    ("change the moment of a signature", INSIDE, place("s1", decided_at="'2020-01-01'"), "signature_stays"),
    ("change the name under a signature", INSIDE, place("s1", signed_name="'x'"), "signature_stays"),
    ("exchange the certificate", INSIDE, place("s1", certificate="'x'"), "signature_stays"),
    ("sign without a file", "second", signing("s2"), "signature_has_its_file"),
    (
        "sign in another's name",
        "second",
        signing_with_file("s2", "2", decided_by_id="{firm_user}"),
        "signed_by_who_is_meant",
    ),
    ("sign in nobody's name", "second", signing_with_file("s2", "2", decided_by_id="NULL"), "signed_by_who_is_meant"),
    ("sign as of long ago", "second", signing_with_file("s2", "2", decided_at="'2020-01-01'"), "signed_at_its_moment"),
    (
        "sign as of tomorrow",
        "second",
        signing_with_file("s2", "2", stamped_at=NOW + " + interval '1 day'"),
        "signed_at_its_moment",
    ),
    ("sign with another proof", "second", signing_with_file("s2", "2", proof="'paper'"), "signed_with_its_proof"),
    ("sign without a proof", "second", signing_with_file("s2", "2", proof="''"), "signed_with_its_proof"),
    ("sign without a name", "second", signing_with_file("s2", "2", signed_name="' '"), "signed_with_its_proof"),
    ("sign without a certificate", "second", signing_with_file("s2", "2", certificate="''"), "signer_signed_whole"),
    (
        "confirm one's own signature",
        "second",
        signing_with_file("s2", "2", confirmed_by_id="{me}"),
        "signed_with_its_proof",
    ),
    (
        "sign and quieten the letters",
        "second",
        signing_with_file("s2", "2", reminders="7"),
        "signer_changes_by_its_steps",
    ),
    (
        "sign on paper without paper",
        OFFICE,
        signing("s2", method="'wet_ink'", proof="'paper'", confirmed_by_id="{me}"),
        "signer_scan_seen_by_two",
    ),
    (
        "sign on paper for oneself",
        "second",
        signing("s2", method="'wet_ink'", proof="'paper'", confirmed_by_id="{me}"),
        "signed_by_who_is_meant",
    ),
    ("refuse for another", "firm first officer system", refusing("s2"), "signed_by_who_is_meant"),
    ("refuse out of turn", "firm", refusing("s3"), "signed_in_order"),
    ("refuse without a reason", "second", refusing("s2").replace("'x'", "' '"), "signer_refused_with_reason"),
    ("put another party into a place", INSIDE, place("s2", organisation_id="{firm_org}"), "signer_stays"),
    ("put a person into a place", INSIDE, place("s2", user_id="{officer_user}"), "signer_stays"),
    ("change the order", INSIDE, place("s3", position="7"), "signer_stays"),
    ("rename a signer", INSIDE, place("s2", name="'x'"), "signer_stays"),
    ("take the turn", "firm officer system", place("s3", state="'asked'", asked_at=NOW), "signed_in_order"),
    ("send somebody back", "second officer system", place("s2", state="'waiting'"), "signed_by_who_is_meant"),
    ("silence the letters", PARTIES + " officer", place("s2", next_reminder_at="NULL"), "signer_changes_by_its_steps"),
    ("count letters that were not sent", "firm officer", place("s2", reminders="99"), "signer_changes_by_its_steps"),
    ("lay a certificate ready", INSIDE, place("s2", certificate="'x'"), "signer_changes_by_its_steps"),
    ("lay a reason ready", INSIDE, place("s2", reason="'x'"), "signer_changes_by_its_steps"),
    ("confirm before there is a scan", OFFICE, place("s2", confirmed_by_id="{me}"), "signer_changes_by_its_steps"),
    ("a scan for another", "firm first holder", scanning("s2"), "scan_by_party_or_office"),
    ("a scan out of turn", "firm officer", scanning("s3"), "scan_by_party_or_office"),
    (
        "a scan in another's name",
        OFFICE,
        scanning("s2", scan_by_id="{second_user}"),
        "scan_by_party_or_office",
    ),
    (
        "a scan of another file",
        "second officer",
        scanning("s2", scan_sha256="repeat('0', 64)"),
        "scan_by_party_or_office",
    ),
    ("a scan of long ago", "second", scanning("s2", scan_at="'2020-01-01'"), "scan_by_party_or_office"),
    ("turn a place into one on paper", "firm officer", place("s2", method="'wet_ink'"), "scan_by_party_or_office"),
    ("remove a signer", INSIDE, "DELETE FROM sharing_signer WHERE id = {s2}", ""),
    ("remove the envelope", INSIDE, "DELETE FROM sharing_envelope WHERE id = {envelope}", ""),
    ("remove a file", INSIDE, "DELETE FROM sharing_signedrevision", ""),
    ("empty the signers", "officer system", "TRUNCATE sharing_signer CASCADE", "permission denied"),
    ("empty the envelopes", "officer system", "TRUNCATE sharing_envelope CASCADE", "permission denied"),
    ("one more signer after sending", INSIDE, naming(), "signer_stays"),
    ("one more signer who has signed", OFFICE, naming(state="'signed'"), "signer_stays"),
    ("complete it early", INSIDE, envelope(**COMPLETING), "envelope_completed_by_all"),
    (
        "say that it was refused",
        INSIDE,
        envelope(status="'refused'", status_reason="'x'", ended_at=NOW),
        "refused_by_somebody",
    ),
    ("let it run out before its day", INSIDE, envelope(status="'expired'", ended_at=NOW), "runs_out_after_its_day"),
    (
        "call it off as a party",
        "firm first second holder",
        envelope(status="'cancelled'", status_reason="'x'", ended_at=NOW),
        "envelope_tended_by_the_office",
    ),
    (
        "call it off without a reason",
        "officer system",
        envelope(status="'cancelled'", ended_at=NOW),
        "envelope_ended_with_reason",
    ),
    (
        "call it off as of long ago",
        OFFICE,
        envelope(status="'cancelled'", status_reason="'x'", ended_at="'2020-01-01'"),
        "envelope_changes_by_its_steps",
    ),
    ("prepare it anew", "officer system", envelope(status="'draft'", ended_at=NOW), "illegal_step"),
    (
        "another digest of the document",
        INSIDE,
        envelope(document_sha256="repeat('0', 64)"),
        "envelope_keeps_its_document",
    ),
    ("another document", INSIDE, envelope(document_blob_id="{blob}"), "envelope_keeps_its_document"),
    ("another length of the document", INSIDE, envelope(document_size="7"), "envelope_keeps_its_document"),
    ("another title", INSIDE, envelope(title="'x'"), "envelope_keeps_its_document"),
    ("a later last day", INSIDE, envelope(expires_on="expires_on + 99"), "envelope_keeps_its_document"),
    ("another version", INSIDE, envelope(version_id="version_id + 1"), "envelope_keeps_its_document"),
    ("another moment of sending", INSIDE, envelope(sent_at="'2020-01-01'"), "envelope_changes_by_its_steps"),
    ("a proof laid ready", INSIDE, envelope(statement="'{}'"), "envelope_changes_by_its_steps"),
    ("a seal laid ready", INSIDE, envelope(completed_sha256="'{last_sha256}'"), "envelope_changes_by_its_steps"),
    (
        "exchange the file",
        INSIDE,
        "UPDATE sharing_signedrevision SET blob_id = {longer}, sha256 = '{longer_sha256}'",
        "",
    ),
    ("exchange the words of the terms", INSIDE, "UPDATE sharing_agreementversion SET document = '{}'", ""),
    ("one more file without a signature", INSIDE, revision("2", "{s2}"), "signed_file_with_its_signature"),
    ("a second file of one signature", INSIDE, revision("2", "{s1}"), "signed_file_with_its_signature"),
    ("a seal before all have signed", INSIDE, revision("2", "NULL"), "signed_file_with_its_signature"),
    ("a file beside the order", INSIDE, revision("5", "{s2}"), "signed_file_only_grows"),
    (
        "a file over another one",
        INSIDE,
        revision("2", "{s2}", previous_sha256="repeat('0', 64)"),
        "signed_file_only_grows",
    ),
    ("a file unseen", OUTSIDE, revision("2", "{s2}"), "signed_file_only_grows"),
    (
        "a file that takes the place of one",
        INSIDE,
        revision("1", "{s1}") + " ON CONFLICT (envelope_id, number) DO UPDATE SET blob_id = EXCLUDED.blob_id",
        "signed_file_only_grows",
    ),
    (
        "sign with a shorter file",
        "second",
        signing("s2") + "; " + revision("2", "{s2}", blob_id="{blob}", sha256="'{blob_sha256}'", size="{blob_size}"),
        "signed_file_only_grows",
    ),
    (
        "sign with a length of one's own",
        "second",
        signing("s2") + "; " + revision("2", "{s2}", size="{longer_size} + 1"),
        "signed_file_only_grows",
    ),
    (
        "sign with a file of long ago",
        "second",
        signing("s2") + "; " + revision("2", "{s2}", made_at="'2020-01-01'"),
        "signed_at_its_moment",
    ),
    (
        "sign for two",
        "second",
        signing_with_file("s2", "2") + "; " + signing("s3"),
        "signed_by_who_is_meant",
    ),
    ("mark the terms as signed", PARTIES, agreement(status="'signed'", signed_at=NOW), "agreement_step_by_its_party"),
    (
        "mark the terms as signed for the office",
        "officer system",
        agreement(status="'signed'", signed_at=NOW),
        "agreement_signed_by_all",
    ),
    ("mark the terms as signed unseen", OUTSIDE, agreement(status="'signed'", signed_at=NOW), ""),
    ("a moment of signing laid ready", PARTIES + " officer system", agreement(signed_at=NOW), "agreement_changes_by"),
    (
        "another moment of settling",
        PARTIES + " officer system",
        agreement(settled_at="'2020-01-01'"),
        "agreement_changes_by",
    ),
    ("a second envelope of the version", OFFICE, opening(), "envelope_once_a_version"),
    ("an envelope by a party", PARTIES, opening(), "row-level"),
    ("an envelope unseen", "third elsewhere other-firm", opening(), "row-level"),
    ("an envelope in another's name", OFFICE, opening(opened_by_id="{firm_user}"), "envelope_changes_by_its_steps"),
    ("an envelope of long ago", OFFICE, opening(opened_at="'2020-01-01'"), "envelope_changes_by_its_steps"),
    (
        "an envelope of another digest",
        OFFICE,
        opening(document_sha256="repeat('0', 64)"),
        "envelope_keeps_its_document",
    ),
    ("an envelope of another length", OFFICE, opening(document_size="1"), "envelope_keeps_its_document"),
    ("an envelope that runs at once", OFFICE, opening(status="'running'"), "illegal_step"),
    ("an entry in another's name", "firm officer visitor", entry(), "row-level"),
    ("an entry as the system", "firm officer", entry(actor_kind="'system'", actor_user_id="NULL"), "row-level"),
    ("rewrite the trail", INSIDE, "UPDATE base_auditentry SET action = 'x'", "permission denied"),
    ("remove from the trail", INSIDE, "DELETE FROM base_auditentry", "permission denied"),
    (
        "one more step of the way",
        "officer system",
        "INSERT INTO base_workflowstep (document_type, name, source, target)"
        " VALUES ('sharing.envelope', 'x', 'completed', 'running')",
        "permission denied",
    ),
    ("rules that sleep", "officer system", "ALTER TABLE sharing_signer DISABLE TRIGGER ALL", "must be owner"),
    ("rules of a copy", "officer system", "SET LOCAL session_replication_role = replica", "permission denied"),
]

WHEN_ALL_HAVE_SIGNED: list[Attack] = [
    ("open it again", INSIDE, envelope(status="'running'", sent_at=NOW), "envelope_keeps_its_document"),
    ("call it off", INSIDE, envelope(status="'cancelled'", status_reason="'x'"), "envelope_keeps_its_document"),
    ("another sealed file", INSIDE, envelope(completed_sha256="repeat('0', 64)"), "envelope_keeps_its_document"),
    ("another statement", INSIDE, envelope(statement="'{}'"), "envelope_keeps_its_document"),
    ("another day of the end", INSIDE, envelope(ended_at="'2020-01-01'"), "envelope_keeps_its_document"),
    ("no proof", INSIDE, envelope(leaf_id="NULL"), "envelope_keeps_its_document"),
    ("sign once more", "first firm", signing("s1"), "signature_stays"),
    ("one more file", INSIDE, revision("5", "NULL"), "signed_file_only_grows"),
    ("one more signer", INSIDE, naming(), "signer_stays"),
    ("another envelope", OFFICE, opening(), "envelope_once_a_version"),
    ("go back to the table", PARTIES, agreement(status="'negotiating'", settled_id="NULL"), "agreement_signed_stays"),
    ("break it off", PARTIES, agreement(status="'broken_off'", ended_at=NOW), "agreement_signed_stays"),
    ("a party notes it", PARTIES, agreement(status="'signed'", signed_at=NOW), "agreement_step_by_its_party"),
    (
        "note it as of long ago",
        "officer system",
        agreement(status="'signed'", signed_at="'2020-01-01'"),
        "changes_by_its",
    ),
]

WHEN_SOMEBODY_REFUSED: list[Attack] = [
    ("sign after all", "second", signing("s2"), "signature_stays"),
    ("sign after somebody refused", "firm", signing("s3"), "signer_stays"),
    ("take the refusal back", "second officer system", place("s2", state="'asked'"), "signature_stays"),
    ("another reason", INSIDE, place("s2", reason="'y'"), "signature_stays"),
    ("another reason of the end", INSIDE, envelope(status_reason="'y'"), "envelope_keeps_its_document"),
    ("go on", INSIDE, envelope(status="'running'", sent_at=NOW), "envelope_keeps_its_document"),
    ("complete it all the same", INSIDE, envelope(**COMPLETING), "envelope_keeps_its_document"),
    (
        "mark the terms as signed",
        "officer system",
        agreement(status="'signed'", signed_at=NOW),
        "agreement_signed_by_all",
    ),
]

WHILE_IT_IS_PREPARED: list[Attack] = [
    ("sign before it is sent", PARTIES, signing("s2"), "signed_while_running"),
    ("send it as a party", PARTIES, envelope(status="'running'", sent_at=NOW), "envelope_tended_by_the_office"),
    ("send it without its file", "officer system", envelope(status="'running'", sent_at=NOW), "envelope_sent_whole"),
    ("the file of a party", PARTIES, revision("0", "NULL"), "envelope_tended_by_the_office"),
    ("a signer by a party", PARTIES, naming(), "row-level"),
    ("a signer who has signed", OFFICE, naming(state="'signed'"), "signer_stays"),
    ("a signer who is decided", OFFICE, naming(decided_by_id="{me}"), "signer_stays"),
    (
        "the office signs for a community",
        OFFICE,
        naming(position="1", organisation_id="{first_org}", user_id="{me}")
        + "; "
        + revision("0", "NULL")
        + "; "
        + envelope(status="'running'", sent_at=NOW)
        + "; UPDATE sharing_signer SET state = 'asked' WHERE position = 1 AND envelope_id = {envelope}"
        + "; UPDATE sharing_signer SET state = 'signed', proof = 'password', signed_name = 'x', certificate = 'x',"
        " decided_by_id = {me}, decided_at = now(), stamped_at = now() WHERE position = 1 AND envelope_id = {envelope}",
        "signed_by_who_is_meant",
    ),
]

WHEN_TERMS_ARE_OPEN_AGAIN: list[Attack] = [
    ("sign the old terms", "second", signing_with_file("s2", "2"), "signed_while_terms_stand"),
    ("an envelope of terms that are not settled", OFFICE, opening(number="'QS-2026-9998'"), "row-level"),
    ("mark them as signed", "system", agreement(status="'signed'", signed_at=NOW), "agreement_signed_by_all"),
]

WHEN_THE_REQUEST_HAS_ENDED: list[Attack] = [
    ("sign", "second", signing_with_file("s2", "2"), "signed_while_request_stands")
]

AFTER_THE_LAST_DAY: list[Attack] = [
    ("sign", "second", signing_with_file("s2", "2"), "signed_in_time"),
    ("refuse", "second", refusing("s2"), "signed_in_time"),
    ("sign for the office", OFFICE, signing_with_file("s2", "2"), "signed_in_time"),
    ("a later day", INSIDE, envelope(expires_on="erdem_today()"), "envelope_keeps_its_document"),
    (
        "let it run out as a party",
        PARTIES,
        envelope(status="'expired'", ended_at=NOW),
        "envelope_tended_by_the_office",
    ),
]
