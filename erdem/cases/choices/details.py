"""Closed lists of what hangs on a penalty or a complaint: measures, reviews, service, execution, agreement."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeasureKind(models.TextChoices):
    """What was done so that evidence or goods stay (行政处罚法 56; 行政强制法 22–28)."""

    PRESERVATION = "preservation", _("preservation of evidence")
    SEIZURE = "seizure", pgettext_lazy("measure", "seizure")
    SEALING = "sealing", pgettext_lazy("measure", "sealing")


class LimitationGround(models.TextChoices):
    """Why an offence that ended long ago is pursued all the same (行政处罚法 36)."""

    LIFE_HEALTH_FINANCE = "life_health_finance", _("life, health or financial safety with harmful results")
    CONTINUING = "continuing", _("it still goes on, or went on until it was found")


class ReviewGround(models.TextChoices):
    """Why the law asks for a legal review before the decision (行政处罚法 58)."""

    PUBLIC_INTEREST = "public_interest", _("major public interest")
    HEARING = "hearing", _("after a hearing")
    COMPLEX = "complex", _("complex, several legal relations")
    OTHER = "other", pgettext_lazy("ground of a legal review", "another law or rule")


class ServiceWay(models.TextChoices):
    """How a document reached somebody."""

    DIRECT = "direct", pgettext_lazy("service", "handed over")
    LEFT = "left", pgettext_lazy("service", "left behind")
    MAIL = "mail", pgettext_lazy("service", "by mail")
    ELECTRONIC = "electronic", pgettext_lazy("service", "electronically")
    ENTRUSTED = "entrusted", pgettext_lazy("service", "through another office")
    ANNOUNCEMENT = "announcement", pgettext_lazy("service", "by announcement")


class ExecutionKind(models.TextChoices):
    """What was done so that a penalty is carried out."""

    PAYMENT = "payment", pgettext_lazy("execution", "payment")
    INSTALMENTS = "instalments", pgettext_lazy("execution", "instalments approved")
    REMINDER = "reminder", pgettext_lazy("execution", "reminder")
    COURT = "court", _("court asked to enforce")
    DONE = "done", _("carried out in full")
    ENDED = "ended", _("enforcement ended")


class AgreementForm(models.TextChoices):
    """How an agreement of the parties was fixed (处理暂行办法 22)."""

    WRITTEN = "written", _("written agreement signed by both")
    AT_ONCE = "at_once", _("performed at once")
    WAIVED = "waived", _("both do without a written agreement")


class FigureName(models.TextChoices):
    """Limits and rates that a law or rule sets in figures; their values are dated rows."""

    SPOT_PERSON = "spot_person", _("most that a person is fined on the spot, in fen")
    SPOT_ORGANISATION = "spot_organisation", _("most that an organisation is fined on the spot, in fen")
    SURCHARGE = "surcharge", _("surcharge a day, in percent of the fine")
    SURCHARGE_CAP = "surcharge_cap", _("most of the surcharge, in percent of the fine")
    SMALLEST_CELL = "smallest_cell", _("smallest number of cases that is told of other counties")
