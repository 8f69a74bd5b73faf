"""Addresses of official documents; they hang on a case."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import details, papers

urlpatterns = [
    path("numbering/<int:office>/", papers.numbering, name="numbering"),
    path("<str:number>/note/<slug:what>/", details.detail_new, name="case-detail-new"),
    path("<str:number>/documents/new/<slug:template>/", papers.document_new, name="document-new"),
    path("<str:number>/documents/<int:key>/", papers.document_detail, name="document"),
    path("<str:number>/documents/<int:key>/edit/", papers.document_edit, name="document-edit"),
    path("<str:number>/documents/<int:key>/void/", papers.document_void, name="document-void"),
    path("<str:number>/documents/<int:key>/file.<str:kind>", papers.document_file, name="document-file"),
    path("<str:number>/documents/<int:key>/<slug:step>/", papers.document_step, name="document-step"),
]
