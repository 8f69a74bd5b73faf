"""The address for harvesters (OAI-PMH)."""

from __future__ import annotations

from django.urls import path

from erdem.knowledge import views

app_name = "harvest"

urlpatterns = [path("", views.provider, name="oai")]
