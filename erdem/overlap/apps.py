"""The overlap app: traditional knowledge against the literature, findings and dossiers."""

from django.apps import AppConfig


class OverlapConfig(AppConfig):
    """Screens records against publications and keeps what people decide about the findings."""

    name = "erdem.overlap"
    label = "overlap"
    default_auto_field = "django.db.models.BigAutoField"
