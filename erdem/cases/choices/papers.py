"""Where an official document stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class DocumentStatus(models.TextChoices):
    """From the draft to the paper; an issued document is never changed, only declared void with a reason."""

    DRAFT = "draft", pgettext_lazy("official document", "draft")
    APPROVED = "approved", pgettext_lazy("official document", "approved")
    ISSUED = "issued", pgettext_lazy("official document", "issued")
    VOID = "void", pgettext_lazy("official document", "void")
