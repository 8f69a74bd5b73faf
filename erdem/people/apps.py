"""People, organisations, places."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Users, organisations with memberships and roles, administrative divisions."""

    name = "erdem.people"
    label = "people"
    verbose_name = _("People and places")
    default_auto_field = "django.db.models.BigAutoField"
