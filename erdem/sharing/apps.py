"""The sharing app: access request, consent of the holders, terms, permit, use report, benefit."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class SharingConfig(AppConfig):
    """Keeps who asked for knowledge, what the holders decided, and what was promised, used and returned."""

    name = "erdem.sharing"
    label = "sharing"
    verbose_name = pgettext_lazy("section", "Sharing")
    default_auto_field = "django.db.models.BigAutoField"
