"""The cases app: complaints, reports, penalties, patent disputes, legal aid, rights assistance, review, misuse."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CasesConfig(AppConfig):
    """Keeps what was handed in, what offices did about it, and by when they had to."""

    name = "erdem.cases"
    label = "cases"
    verbose_name = pgettext_lazy("section", "Cases")
    default_auto_field = "django.db.models.BigAutoField"
