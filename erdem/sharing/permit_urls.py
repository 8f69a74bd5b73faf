"""Addresses of the public register of permits."""

from __future__ import annotations

from django.urls import path

from erdem.sharing.views import permit_register as views

app_name = "permits"

urlpatterns = [
    path("", views.permit_register, name="register"),
    path("check/", views.permit_check, name="check"),
    path("<str:number>.json", views.permit_json, name="permit-json"),
    path("<str:number>.pdf", views.permit_file, name="permit-file"),
    path("<str:number>/", views.permit, name="permit"),
    path("<str:number>/evidence.json", views.permit_evidence, name="permit-evidence"),
    path("<str:number>/latest.json", views.permit_latest, name="permit-latest"),
]
