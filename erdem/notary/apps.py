"""The notary app: what existed when, provable without us."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class NotaryConfig(AppConfig):
    """Keeps the entries of the transparency logs and publishes them."""

    name = "erdem.notary"
    label = "notary"
    verbose_name = _("Proof of existence")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stop the program with a sentence when the time authorities of the settings cannot be used, not at the first stamp."""
        if settings.NOTARY_AUTHORITIES:
            from erdem.notary import authorities

            authorities.stampers()
        if settings.NOTARY_STRENGTHS:
            from erdem.notary import authorities

            authorities.strengths()
