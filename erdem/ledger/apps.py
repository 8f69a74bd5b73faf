"""The ledger app: double-entry books of benefits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Keeps what is owed to whom, what has arrived, and what waits."""

    name = "erdem.ledger"
    label = "ledger"
    verbose_name = _("Ledger")
    default_auto_field = "django.db.models.BigAutoField"
