"""Addresses of signing."""

from __future__ import annotations

from django.urls import path

from erdem.sharing.views import signing, wet_ink

app_name = "signing"
OF = "requests/<str:number>/signing/"
urlpatterns = [
    path("to-sign/", signing.to_sign, name="to-sign"),
    path(OF, signing.envelope, name="envelope"),
    path(f"{OF}cancel/", signing.cancel, name="cancel"),
    path(f"{OF}agreement.pdf", signing.file, name="file"),
    path(f"{OF}evidence.json", signing.evidence, name="evidence"),
    path(f"{OF}pages/<str:sha256>/<int:page>.png", signing.page, name="page"),
    path(f"{OF}<int:position>/sign/", signing.sign, name="sign"),
    path(f"{OF}<int:position>/refuse/", signing.refuse, name="refuse"),
    path(f"{OF}<int:position>/paper/", wet_ink.hand_in, name="wet-ink"),
    path(f"{OF}<int:position>/confirm/", wet_ink.confirm, name="confirm"),
    path(f"{OF}<int:position>/scan/", wet_ink.scan, name="scan"),
]
