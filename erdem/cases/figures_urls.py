"""Addresses of figures about cases. They come before those with a number, since a number is any word."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import figures

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/cases/", figures.figures_cases, name="figures-cases"),
    path("figures/export.<str:kind>", figures.figures_export, name="figures-export"),
]
