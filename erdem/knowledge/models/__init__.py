"""Tables of the register and of the lexicon."""

from erdem.knowledge.models.body import Ingredient, Material, ProcessStep, Product
from erdem.knowledge.models.calls import HolderAnswer, HolderCall
from erdem.knowledge.models.certificates import Certificate, CertificateAct
from erdem.knowledge.models.community import AuthorityPaper, CommunityContact, CommunityProfile
from erdem.knowledge.models.consent import Consent, ConsentAct, ConsentEvidence, ConsentRecord
from erdem.knowledge.models.disclosure import (
    ChecklistAnswer,
    ChecklistItem,
    DisclosureDecision,
    Leak,
    LegalPeriod,
    SecrecyCheck,
)
from erdem.knowledge.models.exchange import ColumnWord, CommunityBundle
from erdem.knowledge.models.importing import RecordImport
from erdem.knowledge.models.labels import CommunityLabel, NoticeUse, ProtocolVersion
from erdem.knowledge.models.lexicon import IgnoredName, Substance, SubstanceName, SubstanceRelation
from erdem.knowledge.models.listing import PublicListing
from erdem.knowledge.models.media import Capture, Media, MediaFile, MediaTrace, Segment, TextLine
from erdem.knowledge.models.proofs import ConsentProof, GrantProof
from erdem.knowledge.models.provenance import Origin, RecordName, RecordPlace, Source
from erdem.knowledge.models.record import Record
from erdem.knowledge.models.registering import (
    Handling,
    KinCandidate,
    KinHint,
    KinLink,
    RegisterRule,
    RegisterStep,
    YearlyReview,
)
from erdem.knowledge.models.reviewing import (
    ExpertAssignment,
    ExpertVote,
    Objection,
    Objector,
    PublicNotice,
    ReviewRound,
)
from erdem.knowledge.models.sealing import (
    HolderKey,
    HolderKeySecret,
    RecoveryShare,
    RecoverySplit,
    SealedItem,
    SealedRecipient,
    SealedVersion,
)
from erdem.knowledge.models.uploading import Upload
from erdem.knowledge.models.versions import Correction, RecordVersion, Removal, Tombstone, VersionProof
from erdem.knowledge.models.wall import AccessGrant, Holding, LabelRule, LabelUse, RecordFace

__all__ = [
    "AccessGrant",
    "AuthorityPaper",
    "Capture",
    "Certificate",
    "CertificateAct",
    "ChecklistAnswer",
    "ChecklistItem",
    "ColumnWord",
    "CommunityBundle",
    "CommunityContact",
    "CommunityLabel",
    "CommunityProfile",
    "Consent",
    "ConsentAct",
    "ConsentEvidence",
    "ConsentProof",
    "ConsentRecord",
    "Correction",
    "DisclosureDecision",
    "ExpertAssignment",
    "ExpertVote",
    "GrantProof",
    "Handling",
    "HolderAnswer",
    "HolderCall",
    "HolderKey",
    "HolderKeySecret",
    "Holding",
    "IgnoredName",
    "Ingredient",
    "KinCandidate",
    "KinHint",
    "KinLink",
    "LabelRule",
    "LabelUse",
    "Leak",
    "LegalPeriod",
    "Material",
    "Media",
    "MediaFile",
    "MediaTrace",
    "NoticeUse",
    "Objection",
    "Objector",
    "Origin",
    "ProcessStep",
    "Product",
    "ProtocolVersion",
    "PublicListing",
    "PublicNotice",
    "Record",
    "RecordFace",
    "RecordImport",
    "RecordName",
    "RecordPlace",
    "RecordVersion",
    "RecoveryShare",
    "RecoverySplit",
    "RegisterRule",
    "RegisterStep",
    "Removal",
    "ReviewRound",
    "SealedItem",
    "SealedRecipient",
    "SealedVersion",
    "SecrecyCheck",
    "Segment",
    "Source",
    "Substance",
    "SubstanceName",
    "SubstanceRelation",
    "TextLine",
    "Tombstone",
    "Upload",
    "VersionProof",
    "YearlyReview",
]
