"""Addresses of the places, under ``/places/``."""

from __future__ import annotations

from django.urls import path, register_converter

from erdem.people import views


class DivisionCode:
    """Six, nine or twelve digits."""

    regex = r"\d{6}(?:\d{3}){0,2}"

    def to_python(self, value: str) -> str:
        """Keep the digits as text: codes are names, not numbers."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code."""
        return str(value)


register_converter(DivisionCode, "division")

app_name = "people"
urlpatterns = [
    path("", views.place_list, name="place-list"),
    path("export.csv", views.place_export, {"kind": "csv"}, name="place-export-csv"),
    path("export.xlsx", views.place_export, {"kind": "xlsx"}, name="place-export-xlsx"),
    path("<division:code>/", views.place_detail, name="place-detail"),
]
