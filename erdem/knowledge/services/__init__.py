"""Writes of the register and the lexicon, and what the installation brings along."""

from collections.abc import Callable

from erdem.knowledge.content import RecordContent
from erdem.knowledge.entries import SEEDS, content_of, read_contents, seed_contents, seed_substances
from erdem.knowledge.models import Record
from erdem.knowledge.services.bundles import ask_for_bundle, drop_ended_bundles, fetch_bundle, make_bundle
from erdem.knowledge.services.calls import AnswerContent, answer_call, call_off, decide_call, open_call, term_on
from erdem.knowledge.services.certificates import issue_certificate, revoke_certificate
from erdem.knowledge.services.changing import ChangeImporter
from erdem.knowledge.services.communities import (
    ContactLine,
    ProfileContent,
    change_community,
    close_community,
    hand_to_custodian,
    propose_community,
    recognise_community,
)
from erdem.knowledge.services.consent import (
    ask_consent,
    change_consent,
    draft_consent,
    give_consent,
    needs_resolution,
    refuse_consent,
    renew_consent,
    rewrite_consent,
    withdraw_consent,
)
from erdem.knowledge.services.consent import content_of as consent_content_of
from erdem.knowledge.services.consent_acts import expire_consents, note_act, note_personal_act, require_consent
from erdem.knowledge.services.consent_evidence import attach_evidence, note_evidence_opened
from erdem.knowledge.services.consent_reminders import send_reminders
from erdem.knowledge.services.describing import read_description
from erdem.knowledge.services.disclosure import (
    answer_checklist,
    answer_secrecy,
    close_leak,
    decide_disclosure,
    report_leak,
    require_secrecy_check,
)
from erdem.knowledge.services.exporting import take_out_records
from erdem.knowledge.services.grants import (
    Decided,
    GrantTerms,
    forbidding_label,
    grant_access,
    grant_by_decision,
    revoke_access,
    withdraw_grants,
)
from erdem.knowledge.services.history import leave_trace
from erdem.knowledge.services.holder_keys import ShareKeeper, change_secret, end_key, list_key, note_split
from erdem.knowledge.services.holdings import (
    answer_invitation,
    claim_record,
    hand_over_lead,
    invite_community,
    judge_claim,
    leave_record,
    return_to_record,
)
from erdem.knowledge.services.importing import Importer, ImportOptions, ImportOutcome, import_entries
from erdem.knowledge.services.kin import answer_hint, decide_kin, find_kin, settle_kin
from erdem.knowledge.services.lexicon import (
    RelationLine,
    SubstanceContent,
    add_substance,
    change_substance,
    load_lexicon,
    relink_ingredients,
    request_relink,
)
from erdem.knowledge.services.lexicon_names import heed_name, ignore_name, name_substance, unname_substance
from erdem.knowledge.services.limits import set_legal_limit
from erdem.knowledge.services.media import change_media, file_facts, move_media, remove_media, take_in_media
from erdem.knowledge.services.media_copies import make_media_copies
from erdem.knowledge.services.media_reading import confirm_lines, read_media, request_reading
from erdem.knowledge.services.media_uploads import (
    ChecksumDiffers,
    OffsetDiffers,
    UploadBusy,
    UploadOver,
    begin_upload,
    clear_uploads,
    give_up_upload,
    largest_upload,
    receive_piece,
    take_in_upload,
)
from erdem.knowledge.services.media_words import SegmentContent, add_segment, change_segment, remove_segment
from erdem.knowledge.services.notices import end_notice, place_notice
from erdem.knowledge.services.papers import PaperContent, keep_paper, withdraw_paper
from erdem.knowledge.services.places import PlaceReader
from erdem.knowledge.services.protocols import (
    ProtocolMoved,
    apply_label,
    change_protocol,
    remove_label,
    restore_protocol,
)
from erdem.knowledge.services.proving import prove_older_versions
from erdem.knowledge.services.public_notices import (
    Complaint,
    answer_objection,
    end_due_public_notices,
    end_public_notice,
    file_objection,
)
from erdem.knowledge.services.readings import is_noted, note_export, note_reading, reason_of
from erdem.knowledge.services.records import (
    STEPS_OF_A_RECORD,
    change_record,
    draft_record,
    register_record,
    return_record,
    submit,
    what_is_missing,
    withdraw_record,
)
from erdem.knowledge.services.removal import remove_content
from erdem.knowledge.services.review import assign_expert, cast_vote, declare_interest, give_notice, release_expert
from erdem.knowledge.services.sealing import (
    SealedContent,
    SealedMeanwhile,
    drop_old_versions,
    note_fetching,
    seal_anew,
    seal_content,
)
from erdem.knowledge.services.seasons import extend_seasons
from erdem.knowledge.services.stages import (
    Classification,
    classify,
    classify_again,
    confirm_consent,
    deposit_record,
    release_case,
    review_again,
    take_case,
)
from erdem.knowledge.services.uploads import check_again, check_upload, confirm_upload, import_upload, receive_upload
from erdem.knowledge.services.versions import restore_version
from erdem.knowledge.services.wordings import LANGUAGES, Wording, approve_wording, word_label
from erdem.knowledge.services.yearly import open_yearly_reviews, review_yearly

STEPS: dict[str, Callable[..., Record]] = {
    **STEPS_OF_A_RECORD,
    "deposit": deposit_record,
    "classify_again": classify_again,
    "review_again": review_again,
}
"""Steps that need no more than a button, or a button and a reason."""

__all__ = [
    "LANGUAGES",
    "SEEDS",
    "STEPS",
    "AnswerContent",
    "ChangeImporter",
    "ChecksumDiffers",
    "Classification",
    "Complaint",
    "ContactLine",
    "Decided",
    "GrantTerms",
    "ImportOptions",
    "ImportOutcome",
    "Importer",
    "OffsetDiffers",
    "PaperContent",
    "PlaceReader",
    "ProfileContent",
    "ProtocolMoved",
    "RecordContent",
    "RelationLine",
    "SealedContent",
    "SealedMeanwhile",
    "SegmentContent",
    "ShareKeeper",
    "SubstanceContent",
    "UploadBusy",
    "UploadOver",
    "Wording",
    "add_segment",
    "add_substance",
    "answer_call",
    "answer_checklist",
    "answer_hint",
    "answer_invitation",
    "answer_objection",
    "answer_secrecy",
    "apply_label",
    "approve_wording",
    "ask_consent",
    "ask_for_bundle",
    "assign_expert",
    "attach_evidence",
    "begin_upload",
    "call_off",
    "cast_vote",
    "change_community",
    "change_consent",
    "change_media",
    "change_protocol",
    "change_record",
    "change_secret",
    "change_segment",
    "change_substance",
    "check_again",
    "check_upload",
    "claim_record",
    "classify",
    "classify_again",
    "clear_uploads",
    "close_community",
    "close_leak",
    "confirm_consent",
    "confirm_lines",
    "confirm_upload",
    "consent_content_of",
    "content_of",
    "decide_call",
    "decide_disclosure",
    "decide_kin",
    "declare_interest",
    "deposit_record",
    "draft_consent",
    "draft_record",
    "drop_ended_bundles",
    "drop_old_versions",
    "end_due_public_notices",
    "end_key",
    "end_notice",
    "end_public_notice",
    "expire_consents",
    "extend_seasons",
    "fetch_bundle",
    "file_facts",
    "file_objection",
    "find_kin",
    "forbidding_label",
    "give_consent",
    "give_notice",
    "give_up_upload",
    "grant_access",
    "grant_by_decision",
    "hand_over_lead",
    "hand_to_custodian",
    "heed_name",
    "ignore_name",
    "import_entries",
    "import_upload",
    "invite_community",
    "is_noted",
    "issue_certificate",
    "judge_claim",
    "keep_paper",
    "largest_upload",
    "leave_record",
    "leave_trace",
    "list_key",
    "load_lexicon",
    "make_bundle",
    "make_media_copies",
    "move_media",
    "name_substance",
    "needs_resolution",
    "note_act",
    "note_evidence_opened",
    "note_export",
    "note_fetching",
    "note_personal_act",
    "note_reading",
    "note_split",
    "open_call",
    "open_yearly_reviews",
    "place_notice",
    "propose_community",
    "prove_older_versions",
    "read_contents",
    "read_description",
    "read_media",
    "reason_of",
    "receive_piece",
    "receive_upload",
    "recognise_community",
    "refuse_consent",
    "register_record",
    "release_case",
    "release_expert",
    "relink_ingredients",
    "remove_content",
    "remove_label",
    "remove_media",
    "remove_segment",
    "renew_consent",
    "report_leak",
    "request_reading",
    "request_relink",
    "require_consent",
    "require_secrecy_check",
    "restore_protocol",
    "restore_version",
    "return_record",
    "return_to_record",
    "review_again",
    "review_yearly",
    "revoke_access",
    "revoke_certificate",
    "rewrite_consent",
    "seal_anew",
    "seal_content",
    "seed_contents",
    "seed_substances",
    "send_reminders",
    "set_legal_limit",
    "settle_kin",
    "submit",
    "take_case",
    "take_in_media",
    "take_in_upload",
    "take_out_records",
    "term_on",
    "unname_substance",
    "what_is_missing",
    "withdraw_consent",
    "withdraw_grants",
    "withdraw_paper",
    "withdraw_record",
    "word_label",
]
