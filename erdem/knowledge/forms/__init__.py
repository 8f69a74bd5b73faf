"""Parsing of what comes with an address or a form."""

from erdem.knowledge.forms.community import (
    AnswerForm,
    CallForm,
    CustodianForm,
    DecideForm,
    GroupForm,
    InviteForm,
    JoinForm,
    PaperForm,
    ProfileForm,
    holder_forms,
    initial_profile,
    read_reading_filter,
)
from erdem.knowledge.forms.consent import ConsentAnswerForm, ConsentForm, EvidenceForm, WithdrawForm
from erdem.knowledge.forms.disclosure import CloseLeakForm, DisclosureForm, LeakForm, SecrecyForm, read_checklist
from erdem.knowledge.forms.media import (
    MediaFileForm,
    MediaForm,
    SegmentForm,
    clock,
    initial_media,
    initial_segment,
)
from erdem.knowledge.forms.other import ReasonForm, SubstanceForm, UploadForm, initial_substance, read_filter
from erdem.knowledge.forms.protocols import (
    GrantForm,
    NoticeForm,
    ProtocolForm,
    WordingForm,
    initial_protocol,
    read_face_filter,
)
from erdem.knowledge.forms.record import WholeForm
from erdem.knowledge.forms.rows import rearranged
from erdem.knowledge.forms.sealing import EndKeyForm, HolderKeyForm, SealForm, SecretForm, SplitForm

__all__ = [
    "AnswerForm",
    "CallForm",
    "CloseLeakForm",
    "ConsentAnswerForm",
    "ConsentForm",
    "CustodianForm",
    "DecideForm",
    "DisclosureForm",
    "EndKeyForm",
    "EvidenceForm",
    "GrantForm",
    "GroupForm",
    "HolderKeyForm",
    "InviteForm",
    "JoinForm",
    "LeakForm",
    "MediaFileForm",
    "MediaForm",
    "NoticeForm",
    "PaperForm",
    "ProfileForm",
    "ProtocolForm",
    "ReasonForm",
    "SealForm",
    "SecrecyForm",
    "SecretForm",
    "SegmentForm",
    "SplitForm",
    "SubstanceForm",
    "UploadForm",
    "WholeForm",
    "WithdrawForm",
    "WordingForm",
    "clock",
    "holder_forms",
    "initial_media",
    "initial_profile",
    "initial_protocol",
    "initial_segment",
    "initial_substance",
    "read_checklist",
    "read_face_filter",
    "read_filter",
    "read_reading_filter",
    "rearranged",
]
