"""The kit as a Django app."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Kit tables and templates."""

    name = "erdem.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
