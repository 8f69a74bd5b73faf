"""The addresses to which the QR codes of certificates lead: open to everybody who has the number."""

from __future__ import annotations

from django.urls import path

from erdem.knowledge.views import certificates

app_name = "certificates"

urlpatterns = [
    path("<str:number>/", certificates.certificate, name="certificate"),
    path("<str:number>/certificate.pdf", certificates.certificate_public_file, name="public-file"),
    path("<str:number>/evidence.json", certificates.certificate_evidence, name="evidence"),
    path("<str:number>/revocation.json", certificates.certificate_revocation, name="revocation"),
]
