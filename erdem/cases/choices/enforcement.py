"""The states of reports and penalties. A slug that two kinds share means the same thing in both."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportStatus(models.TextChoices):
    """Where a report of an offence stands (市场监督管理投诉举报处理暂行办法, Art. 24–32)."""

    RECEIVED = "received", pgettext_lazy("case", "received")
    CHECKING = "checking", pgettext_lazy("case", "being checked")
    EXTENDED = "extended", _("checked longer, with approval")
    FILED = "filed", pgettext_lazy("report", "investigation opened")
    NOT_FILED = "not_filed", _("no investigation")
    TRANSFERRED = "transferred", pgettext_lazy("case", "transferred")
    MERGED = "merged", pgettext_lazy("case", "merged")
    TOLD = "told", _("reporter told")
    ARCHIVED = "archived", _("archived")


class PenaltyStatus(models.TextChoices):
    """Where a penalty stands in the ordinary procedure (行政处罚法, Art. 54–66)."""

    CLUE = "clue", pgettext_lazy("case", "clue")
    CHECKING = "checking", pgettext_lazy("case", "being checked")
    FILED = "filed", pgettext_lazy("case", "opened for investigation")
    INVESTIGATING = "investigating", _("investigation")
    TESTING = "testing", _("waits for a test or appraisal")
    SUSPENDED = "suspended", pgettext_lazy("case", "suspended")
    INVESTIGATED = "investigated", pgettext_lazy("case", "investigation finished")
    REVIEWING = "reviewing", pgettext_lazy("case", "legal review")
    REVIEWED = "reviewed", _("legal review passed")
    NOTIFIED = "notified", _("party told what is intended")
    STATED = "stated", _("statement and defence heard")
    HEARING = "hearing", pgettext_lazy("case", "hearing")
    HEARD = "heard", _("hearing held")
    DECIDED = "decided", pgettext_lazy("penalty", "decided")
    SERVED = "served", pgettext_lazy("penalty", "decision served")
    EXECUTING = "executing", _("being carried out")
    PUBLISHED = "published", pgettext_lazy("case", "published")
    ANNULLED = "annulled", _("changed or annulled by review")
    NOT_FILED = "not_filed", _("no investigation")
    TRANSFERRED = "transferred", pgettext_lazy("case", "transferred")
    MERGED = "merged", pgettext_lazy("case", "merged")
    ARCHIVED = "archived", _("archived")
