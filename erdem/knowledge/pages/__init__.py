"""What each page of the register shows: one frozen dataclass a page."""

from erdem.knowledge.models import Consent
from erdem.knowledge.pages.access import limits_of
from erdem.knowledge.pages.bundles import bundle_page
from erdem.knowledge.pages.columns import chosen_columns, columns_page
from erdem.knowledge.pages.communities import community_list_page, community_page, homes, papers_page
from erdem.knowledge.pages.communities import trail as community_trail
from erdem.knowledge.pages.consent import (
    consent_list_page,
    new_question_page,
    question_form,
    question_page,
    record_consents_page,
    stored_form,
    subject_page,
)
from erdem.knowledge.pages.consent_decision import (
    answer_page,
    attach_page,
    consent_page,
    decide,
    decide_page,
    evidence_stream,
    withdraw_page,
)
from erdem.knowledge.pages.consent_papers import form_document, receipt_document
from erdem.knowledge.pages.descriptions import context_address, told
from erdem.knowledge.pages.disclosure import (
    checklist_page,
    disclosure_form,
    disclosure_page,
    leak_form_page,
    leak_list_page,
    leak_page,
)
from erdem.knowledge.pages.exchange import columns_link, problem_heads, problem_rows
from erdem.knowledge.pages.faces import face_list_page, face_page, flags_of, warning_page, why_page
from erdem.knowledge.pages.grants import grants_page, notices_page, revoke_page
from erdem.knowledge.pages.harvesting import answer as harvest_answer
from erdem.knowledge.pages.holders import (
    call_ask_page,
    call_form_page,
    call_list_page,
    call_page,
    holders_page,
)
from erdem.knowledge.pages.labels import (
    catalogue_page,
    community_labels_page,
    marks_on,
    notice_marks,
    wording_page,
)
from erdem.knowledge.pages.media import media_list_page, media_strip, media_url, size_words
from erdem.knowledge.pages.media_item import lines_page, media_form_page, media_page, segment_page
from erdem.knowledge.pages.media_manifest import information_of, manifest_of
from erdem.knowledge.pages.media_sending import sending_page, sent_page
from erdem.knowledge.pages.members import invitations, members_page
from erdem.knowledge.pages.protocols import editor_page, history_page
from erdem.knowledge.pages.readings import readings_heads, readings_page, readings_rows
from erdem.knowledge.pages.records import address, detail_page, export_heads, export_rows, list_page
from erdem.knowledge.pages.sealing import item_page, key_page, keys_page, sealed_page
from erdem.knowledge.pages.secrecy import secrecy_page
from erdem.knowledge.pages.unknown import unknown_heads, unknown_page, unknown_rows
from erdem.knowledge.pages.writing import (
    UploadPage,
    form_page,
    get_upload,
    import_page,
    step_page,
    substance_list_page,
    substance_page,
    upload_page,
)

__all__ = [
    "Consent",
    "UploadPage",
    "address",
    "answer_page",
    "attach_page",
    "bundle_page",
    "call_ask_page",
    "call_form_page",
    "call_list_page",
    "call_page",
    "catalogue_page",
    "checklist_page",
    "chosen_columns",
    "columns_link",
    "columns_page",
    "community_labels_page",
    "community_list_page",
    "community_page",
    "community_trail",
    "consent_list_page",
    "consent_page",
    "context_address",
    "decide",
    "decide_page",
    "detail_page",
    "disclosure_form",
    "disclosure_page",
    "editor_page",
    "evidence_stream",
    "export_heads",
    "export_rows",
    "face_list_page",
    "face_page",
    "flags_of",
    "form_document",
    "form_page",
    "get_upload",
    "grants_page",
    "harvest_answer",
    "history_page",
    "holders_page",
    "homes",
    "import_page",
    "information_of",
    "invitations",
    "item_page",
    "key_page",
    "keys_page",
    "leak_form_page",
    "leak_list_page",
    "leak_page",
    "limits_of",
    "lines_page",
    "list_page",
    "manifest_of",
    "marks_on",
    "media_form_page",
    "media_list_page",
    "media_page",
    "media_strip",
    "media_url",
    "members_page",
    "new_question_page",
    "notice_marks",
    "notices_page",
    "papers_page",
    "problem_heads",
    "problem_rows",
    "question_form",
    "question_page",
    "readings_heads",
    "readings_page",
    "readings_rows",
    "receipt_document",
    "record_consents_page",
    "revoke_page",
    "sealed_page",
    "secrecy_page",
    "segment_page",
    "sending_page",
    "sent_page",
    "size_words",
    "step_page",
    "stored_form",
    "subject_page",
    "substance_list_page",
    "substance_page",
    "told",
    "unknown_heads",
    "unknown_page",
    "unknown_rows",
    "upload_page",
    "warning_page",
    "why_page",
    "withdraw_page",
    "wording_page",
]
