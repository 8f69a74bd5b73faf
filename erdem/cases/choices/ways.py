"""What can be done about misuse, what aid is about, and who gives it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """What an office may do about a right or a use that comes near to registered knowledge."""

    OBSERVATION = "observation", _("third-party observation")
    PATENT_INVALIDATION = "patent_invalidation", _("request for invalidation of a patent")
    DESIGN_INVALIDATION = "design_invalidation", _("request for invalidation of a design")
    TM_OPPOSITION = "tm_opposition", _("opposition to a trademark")
    TM_INVALIDATION = "tm_invalidation", _("request for invalidation of a trademark")
    GI_OBJECTION = "gi_objection", _("objection to a geographical indication")
    LETTER = "letter", _("lawyer's letter")
    NEGOTIATION = "negotiation", pgettext_lazy("action against misuse", "negotiation")
    REFER_PATENT = "refer_patent", _("referral as a patent dispute")
    REFER_REPORT = "refer_report", _("referral as a report of an offence")


class Answer(models.TextChoices):
    """What a community answers. Nothing is no consent."""

    NONE = "", _("no answer yet")
    YES = "yes", pgettext_lazy("consent to act", "agrees")
    NO = "no", pgettext_lazy("consent to act", "does not agree")


class AidNeed(models.TextChoices):
    """What help with rights is asked for (F14)."""

    ADVICE = "advice", pgettext_lazy("help with rights", "advice")
    INFRINGEMENT_OPINION = "infringement_opinion", _("opinion on infringement, for reference")
    EVIDENCE = "evidence", _("guidance on evidence")
    OVERSEAS = "overseas", _("dispute abroad")
    EARLY_WARNING = "early_warning", _("analysis and early warning")
    REFERRAL = "referral", _("a lawyer or expert is looked for")
    FAIR_OR_SHOP = "fair_or_shop", _("fair or online shop")


class AidGround(models.TextChoices):
    """Why somebody may have legal aid (法律援助法, Art. 41–42)."""

    HARDSHIP = "hardship", _("economic hardship, with proof")
    PROMISE = "promise", _("economic hardship, by a promise of good faith")
    EXEMPT_SUPPORTED = "exempt_supported", _("supported by the state, not checked")
    EXEMPT_ASSISTANCE = "exempt_assistance", _("receives social assistance, not checked")
    EXEMPT_LABOUR = "exempt_labour", _("migrant worker claiming pay or work injury, not checked")
    EXEMPT_OTHER = "exempt_other", _("another group that the law does not have checked")


class Standing(models.TextChoices):
    """As what somebody asks for a decision on patent infringement (裁决办法, Art. 12)."""

    OWNER = "owner", _("owner of the patent")
    EXCLUSIVE = "exclusive", _("exclusive licensee")
    SOLE = "sole", _("sole licensee")
    ORDINARY = "ordinary", _("ordinary licensee")
    HEIR = "heir", _("lawful heir of the owner")


class PatentType(models.TextChoices):
    """The type of a patent; a utility model or design is examined only by an evaluation report."""

    INVENTION = "invention", pgettext_lazy("patent", "invention")
    UTILITY = "utility", pgettext_lazy("patent", "utility model")
    DESIGN = "design", pgettext_lazy("patent", "design")


class Track(models.TextChoices):
    """What is asked for in a patent dispute: a decision on infringement, or mediation (细则, Art. 102)."""

    INFRINGEMENT = "infringement", _("decision on infringement")
    OWNERSHIP = "ownership", _("mediation: who owns the application or patent")
    INVENTOR = "inventor", _("mediation: who is the inventor")
    REWARD = "reward", _("mediation: award and remuneration")
    PROVISIONAL_FEE = "provisional_fee", _("mediation: fee for use before the grant")
    OTHER = "other", _("mediation: another dispute about a patent")
