"""The states of each kind of case. A slug that two kinds share means the same thing in both."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ComplaintStatus(models.TextChoices):
    """Where a complaint stands (市场监督管理投诉举报处理暂行办法, Art. 9–22)."""

    RECEIVED = "received", pgettext_lazy("case", "received")
    SUPPLEMENTING = "supplementing", _("to be completed")
    DISPUTED = "disputed", _("two offices dispute the power")
    MEDIATING = "mediating", _("mediation")
    TESTING = "testing", _("waits for a test or appraisal")
    SETTLED = "settled", pgettext_lazy("case", "settled")
    TERMINATED = "terminated", _("mediation ended")
    REFUSED = "refused", _("not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "withdrawn")
    TRANSFERRED = "transferred", pgettext_lazy("case", "transferred")
    MERGED = "merged", pgettext_lazy("case", "merged")
    ARCHIVED = "archived", _("archived")
