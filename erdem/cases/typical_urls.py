"""Public addresses of typical cases, below ``typical-cases/``."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import typical_public

app_name = "typical"

urlpatterns = [
    path("", typical_public.typical_published, name="list"),
    path("<str:number>/", typical_public.typical_read, name="read"),
]
