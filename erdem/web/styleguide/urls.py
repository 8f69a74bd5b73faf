"""Address of the style sheet page."""

from __future__ import annotations

from django.urls import path

from erdem.web.styleguide.views import styleguide

urlpatterns = [path("styleguide", styleguide, name="styleguide")]
