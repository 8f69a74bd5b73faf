"""The catalogue of labels and notices: what each one asks of a reader, and what the machine does about it.

Codes and names are those of Local Contexts (20 TK labels, 10 BC labels, four notices), so that systems understand each other;
the artwork and the words are our own: a stamp of two characters and one plain sentence, which a community replaces by its own
wording. What a label does (`EffectClass`, the rows of ``LabelRule``) is our rule and decided with the communities,
not by Local Contexts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from erdem.knowledge.choices import EffectClass


class Family(StrEnum):
    """Whether a label speaks of knowledge, of living things, or is a notice of an institution."""

    KNOWLEDGE = "TK"
    BIOCULTURAL = "BC"
    NOTICE = "notice"


class Category(StrEnum):
    """The three sorts of labels, and the two sorts of notices."""

    PROVENANCE = "provenance"
    PROTOCOL = "protocol"
    PERMISSION = "permission"
    DISCLOSURE = "disclosure"
    ENGAGEMENT = "engagement"


EFFECTS: dict[EffectClass, Any] = {
    EffectClass.HOLDER: _(
        "Outside the community only the title is known; with a group named, only the named holders read it."
    ),
    EffectClass.GROUP: _("Outside the group only the title is known, and of the community only the group reads it."),
    EffectClass.GENDER_HARD: _(
        "Only the group of men or women that the community has named reads it; outside only the title."
    ),
    EffectClass.GENDER_SOFT: _(
        "Outside the community one sentence about it is known; a group that reads it may be named."
    ),
    EffectClass.TIME: _("Outside the season nobody reads it; others learn no more than what it is and where."),
    EffectClass.PURPOSE: _("A permit for any other purpose is refused."),
    EffectClass.MULTI: _("It opens only as far as all communities that hold it have agreed."),
    EffectClass.ADVISORY: _("It is shown wherever the record is shown; nothing is closed."),
}

GROUPED = (EffectClass.GROUP, EffectClass.GENDER_HARD, EffectClass.GENDER_SOFT, EffectClass.HOLDER)

CATEGORIES: dict[Category, Any] = {
    Category.PROVENANCE: _("Whose it is"),
    Category.PROTOCOL: _("How it is treated"),
    Category.PERMISSION: _("What is allowed"),
    Category.DISCLOSURE: _("Notice of an institution"),
    Category.ENGAGEMENT: _("Offer of an institution"),
}


@dataclass(frozen=True)
class Label:
    """One label or notice.

    ``name`` is the name Local Contexts gives it, ``stamp`` our mark of two characters, ``title`` what it is called on our
    pages, ``asks`` one sentence what it asks of a reader.
    """

    code: str
    name: str
    category: Category
    effect: EffectClass
    stamp: str
    title: Any
    asks: Any
    family: Family = Family.KNOWLEDGE

    @property
    def takes_group(self) -> bool:
        """True when a group of the community may be named with it."""
        return self.effect in GROUPED

    @property
    def needs_group(self) -> bool:
        """True when it means nothing without a group of the community."""
        return self.effect == EffectClass.GENDER_HARD or (self.effect == EffectClass.GROUP and self.code != "tkco")

    @property
    def sort(self) -> str:
        """How its stamp is drawn: by category, and by whether it speaks of living things."""
        if self.family == Family.NOTICE:
            return "notice"
        return f"{self.category} er-lab--living" if self.family == Family.BIOCULTURAL else str(self.category)

    @property
    def does(self) -> Any:
        """What the machine does about it, in a sentence."""
        return EFFECTS[self.effect]

    @property
    def group_kinds(self) -> tuple[str, ...]:
        """Which kinds of groups may be named with it; empty for any."""
        return _GROUP_KINDS.get(self.code, ())


_GROUP_KINDS = {
    "tkcl": ("clan",),
    "bccl": ("clan",),
    "tkf": ("family",),
    "tkwr": ("women",),
    "tkwg": ("women",),
    "tkmr": ("men",),
    "tkmg": ("men",),
    "tkss": ("named_holders",),
}

Effect = EffectClass
P, C, M = Category.PROVENANCE, Category.PROTOCOL, Category.PERMISSION
BC = Family.BIOCULTURAL

LABELS: tuple[Label, ...] = (
    Label("tka", "TK Attribution (TK A)", P, Effect.ADVISORY, "署名", _("Name the source"),
          _("When you use it, name the community and the people it comes from.")),
    Label("tkcl", "TK Clan (TK CL)", P, Effect.GROUP, "氏族", _("For the clan only"),
          _("It belongs to one clan; whoever is not of the clan learns no more than its title.")),
    Label("tkf", "TK Family (TK F)", P, Effect.GROUP, "家族", _("For the family only"),
          _("It is handed on within one family; whoever is not of the family learns no more than its title.")),
    Label("tkmc", "TK Multiple Communities (TK MC)", P, Effect.MULTI, "共有", _("Held by several communities"),
          _("Several communities hold it together; ask all of them, one alone cannot allow it.")),
    Label("tkcv", "TK Community Voice (TK CV)", P, Effect.ADVISORY, "口述", _("Hear the community itself"),
          _("There is more than one way to tell it; listen to the community and add its voice.")),
    Label("tkcr", "TK Creative (TK CR)", P, Effect.ADVISORY, "创作", _("A creative practice"),
          _("It goes on in living works; respect the makers and ask them before you adapt it.")),
    Label("tkv", "TK Verified (TK V)", C, Effect.ADVISORY, "核实", _("Checked by the community"),
          _("The community has checked how it is told here and agrees with it.")),
    Label("tknv", "TK Non-Verified (TK NV)", C, Effect.ADVISORY, "待核", _("Not yet checked by the community"),
          _("The community has not checked how it is told here; do not rely on it alone.")),
    Label("tks", "TK Seasonal (TK S)", C, Effect.TIME, "时令", _("Only in its season"),
          _("It is heard or used only in its season; wait for the season.")),
    Label("tkwg", "TK Women General (TK WG)", C, Effect.GENDER_SOFT, "女性", _("Belongs to women's circles"),
          _("It is customarily for women; if you are not among them, think before you go on.")),
    Label("tkmg", "TK Men General (TK MG)", C, Effect.GENDER_SOFT, "男性", _("Belongs to men's circles"),
          _("It is customarily for men; if you are not among them, think before you go on.")),
    Label("tkmr", "TK Men Restricted (TK MR)", C, Effect.GENDER_HARD, "限男", _("For the named men only"),
          _("Only the men whom the community has named read it.")),
    Label("tkwr", "TK Women Restricted (TK WR)", C, Effect.GENDER_HARD, "限女", _("For the named women only"),
          _("Only the women whom the community has named read it.")),
    Label("tkcs", "TK Culturally Sensitive (TK CS)", C, Effect.ADVISORY, "敏感", _("Treat with care"),
          _("It is culturally sensitive; read it with respect and do not show it around.")),
    Label("tkss", "TK Secret / Sacred (TK SS)", C, Effect.HOLDER, "秘传", _("Secret or sacred"),
          _("It is for its holders alone; do not ask for it, copy it or pass it on.")),
    Label("tkoc", "TK Open to Commercialization (TK OC)", M, Effect.PURPOSE, "可商", _("Commercial use can be talked about"),
          _("The community is open to commercial use; agree on terms and benefit first.")),
    Label("tknc", "TK Non-Commercial (TK NC)", M, Effect.PURPOSE, "非商", _("No commercial use"),
          _("Use it for study and common good, not for business.")),
    Label("tkco", "TK Community Use Only (TK CO)", M, Effect.GROUP, "社区", _("For the community only"),
          _("It is used within the community only; others learn no more than its title.")),
    Label("tko", "TK Outreach (TK O)", M, Effect.PURPOSE, "教育", _("For teaching and outreach"),
          _("Use it to teach and to make known, for nothing else.")),
    Label("tkcb", "TK Open to Collaboration (TK CB)", M, Effect.ADVISORY, "合作", _("Open to working together"),
          _("The community is ready to work with you; get in touch first.")),
    Label("bcp", "BC Provenance (BC P)", P, Effect.ADVISORY, "来源", _("From this place and people"),
          _("The living thing comes from the land of this community; state it wherever you use it."), BC),
    Label("bcmc", "BC Multiple Communities (BC MC)", P, Effect.MULTI, "多社", _("From the land of several communities"),
          _("Several communities look after it together; ask all of them."), BC),
    Label("bccb", "BC Open to Collaboration (BC CB)", M, Effect.ADVISORY, "共研", _("Open to research together"),
          _("The community is ready for joint research; get in touch first."), BC),
    Label("bcoc", "BC Open to Commercialization (BC OC)", M, Effect.PURPOSE, "可开", _("Development can be talked about"),
          _("The community is open to commercial development; agree on terms and benefit first."), BC),
    Label("bcr", "BC Research Use (BC R)", M, Effect.PURPOSE, "科研", _("For research only"),
          _("Use it for research that brings in nothing; for anything else ask anew."), BC),
    Label("bccv", "BC Consent Verified (BC CV)", C, Effect.ADVISORY, "已同", _("Consent has been checked"),
          _("Consent and permits for collecting and using it are in order."), BC),
    Label("bccnv", "BC Consent Non-Verified (BC CNV)", C, Effect.ADVISORY, "未同", _("Consent has not been checked"),
          _("Nobody has checked whether consent was given; clear it up before you use it."), BC),
    Label("bccl", "BC Clan (BC CL)", P, Effect.GROUP, "部族", _("For the clan only"),
          _("It is in the care of one clan; whoever is not of the clan learns no more than its title."), BC),
    Label("bco", "BC Outreach (BC O)", M, Effect.PURPOSE, "科普", _("For teaching and outreach"),
          _("Use the material to teach and to make known, for nothing else."), BC),
    Label("bcnc", "BC Non-Commercial (BC NC)", M, Effect.PURPOSE, "不商", _("No commercial development"),
          _("Do not develop it for business."), BC),
)  # fmt: skip

NOTICES: tuple[Label, ...] = (
    Label("attribution_incomplete", "Attribution Incomplete", Category.DISCLOSURE, Effect.ADVISORY, "缺名",
          _("The source is not fully known"),
          _("People or communities are missing from what is written here; tell us if you know them."), Family.NOTICE),
    Label("biocultural", "BC Notice", Category.DISCLOSURE, Effect.ADVISORY, "生物", _("A community has rights in the material"),
          _("A community has an interest in this living material; rules for it may follow."), Family.NOTICE),
    Label("traditional_knowledge", "TK Notice", Category.DISCLOSURE, Effect.ADVISORY, "传统",
          _("A community has rights in the knowledge"),
          _("A community has an interest in this knowledge; rules for it may follow."), Family.NOTICE),
    Label("open_to_collaborate", "Open to Collaborate", Category.ENGAGEMENT, Effect.ADVISORY, "愿谈",
          _("The institution wants to work with communities"),
          _("The institution that keeps it is ready to talk with the communities it comes from."), Family.NOTICE),
)  # fmt: skip

BY_CODE: dict[str, Label] = {label.code: label for label in (*LABELS, *NOTICES)}
NOTICE_CODES = tuple(notice.code for notice in NOTICES)

REPLACED_BY: dict[str, tuple[str, ...]] = {
    "attribution_incomplete": ("tka", "bcp"),
    "traditional_knowledge": tuple(label.code for label in LABELS if label.family == Family.KNOWLEDGE),
    "biocultural": tuple(label.code for label in LABELS if label.family == Family.BIOCULTURAL),
    "open_to_collaborate": ("tkcb", "bccb"),
}
"""Which labels of a community take the place of a notice that an institution has put there."""

CONFLICTS: tuple[tuple[str, str], ...] = (
    ("tkoc", "tknc"),
    ("bcoc", "bcnc"),
    ("tkv", "tknv"),
    ("bccv", "bccnv"),
    ("tkmr", "tkwr"),
)
"""Pairs of which only one may stand on a record: together they would say nothing."""
