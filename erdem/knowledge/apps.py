"""Traditional knowledge: the register of records and the lexicon of substances."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """Records with typed bodies, their sources and places, the substance lexicon, imports."""

    name = "erdem.knowledge"
    label = "knowledge"
    verbose_name = _("Traditional knowledge")
    default_auto_field = "django.db.models.BigAutoField"
