"""The notary app: what existed when, provable without us."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotaryConfig(AppConfig):
    """Keeps the entries of the transparency logs and publishes them."""

    name = "erdem.notary"
    label = "notary"
    verbose_name = _("Proof of existence")
    default_auto_field = "django.db.models.BigAutoField"
