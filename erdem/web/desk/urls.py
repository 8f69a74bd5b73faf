"""Addresses of the first page."""

from __future__ import annotations

from django.urls import path

from erdem.web.desk import views

app_name = "web"
urlpatterns = [
    path("", views.desk, name="desk"),
]
