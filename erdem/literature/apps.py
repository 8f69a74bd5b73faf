"""Patent literature: publications of the patent offices, read by everyone, kept with their sources."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiteratureConfig(AppConfig):
    """Families, publications, text units, classifications, parties, stated facts and import runs."""

    name = "erdem.literature"
    label = "literature"
    verbose_name = _("Literature")
    default_auto_field = "django.db.models.BigAutoField"
