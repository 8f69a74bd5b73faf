"""Who sees and does what in the register, a module for each subject. Each visibility rule exists a second time in ``sql/``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db.models import Model, Q

from erdem.base.actor import Actor
from erdem.knowledge.models import (
    AccessGrant,
    CommunityLabel,
    Holding,
    IgnoredName,
    Ingredient,
    LabelRule,
    LabelUse,
    Material,
    NoticeUse,
    Origin,
    ProcessStep,
    Product,
    ProtocolVersion,
    Record,
    RecordFace,
    RecordImport,
    RecordName,
    RecordPlace,
    Source,
    Substance,
    SubstanceName,
    SubstanceRelation,
)
from erdem.knowledge.policies.labels import (
    can_decide,
    can_end_notice,
    can_place_notice,
    can_word,
    visible_notices,
    visible_protocol_versions,
    visible_wordings,
)
from erdem.knowledge.policies.lexicon import can_edit_lexicon, visible_ignored_names, visible_substances
from erdem.knowledge.policies.records import (
    HOLDERS,
    OFFICERS,
    can_change,
    can_draft,
    can_import,
    can_register,
    can_return,
    can_set_limit,
    can_submit,
    can_withdraw,
    granted,
    holders_of,
    is_holder,
    is_member,
    is_steward,
    served_records,
    serves,
    visible_imports,
    visible_records,
)
from erdem.knowledge.policies.wall import (
    visible_faces,
    visible_grants,
    visible_holdings,
    visible_label_rules,
    visible_label_uses,
)

__all__ = [
    "HOLDERS",
    "OFFICERS",
    "VISIBLE",
    "can_change",
    "can_decide",
    "can_draft",
    "can_edit_lexicon",
    "can_end_notice",
    "can_import",
    "can_place_notice",
    "can_register",
    "can_return",
    "can_set_limit",
    "can_submit",
    "can_withdraw",
    "can_word",
    "granted",
    "holders_of",
    "is_holder",
    "is_member",
    "is_steward",
    "served_records",
    "serves",
    "visible_faces",
    "visible_grants",
    "visible_holdings",
    "visible_ignored_names",
    "visible_imports",
    "visible_label_rules",
    "visible_label_uses",
    "visible_notices",
    "visible_protocol_versions",
    "visible_records",
    "visible_substances",
    "visible_wordings",
]

_CHILDREN: tuple[type[Model], ...] = (
    RecordName,
    Origin,
    Source,
    RecordPlace,
    Ingredient,
    ProcessStep,
    Material,
    Product,
)
VISIBLE: dict[type[Model], Callable[[Actor], Q]] = {
    Record: visible_records,
    **dict.fromkeys(_CHILDREN, partial(visible_records, through="record__")),
    **dict.fromkeys((Substance, SubstanceName, SubstanceRelation), visible_substances),
    IgnoredName: visible_ignored_names,
    RecordImport: visible_imports,
    RecordFace: visible_faces,
    Holding: visible_holdings,
    LabelRule: visible_label_rules,
    LabelUse: visible_label_uses,
    AccessGrant: visible_grants,
    CommunityLabel: visible_wordings,
    ProtocolVersion: visible_protocol_versions,
    NoticeUse: visible_notices,
}
