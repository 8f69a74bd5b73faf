"""The web app: settings, navigation, wiring, portal."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The only app that knows every other."""

    name = "erdem.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect events with those who listen."""
        from erdem.web import wiring

        wiring.connect()
