"""Addresses of consents and of what stands beside a record."""

from __future__ import annotations

from django.urls import path

from erdem.knowledge import views

urlpatterns = [
    path("consents/", views.consent_list, name="consent-list"),
    path("consents/<str:number>/", views.consent_detail, name="consent-detail"),
    path("consents/<str:number>/edit/", views.consent_edit, name="consent-edit"),
    path("consents/<str:number>/step/<slug:step>/", views.consent_step, name="consent-step"),
    path("consents/<str:number>/answer/", views.consent_answer, name="consent-answer"),
    path("consents/<str:number>/decide/", views.consent_decide, name="consent-decide"),
    path("consents/<str:number>/withdraw/", views.consent_withdraw, name="consent-withdraw"),
    path("consents/<str:number>/files/", views.consent_attach, name="consent-attach"),
    path("consents/<str:number>/files/<int:evidence>/", views.consent_file, name="consent-file"),
    path("consents/<str:number>/form.pdf", views.consent_form_pdf, name="consent-form-pdf"),
    path("consents/<str:number>/receipt.pdf", views.consent_receipt_pdf, name="consent-receipt-pdf"),
    path("consents/<str:number>/evidence/<slug:act>.json", views.consent_evidence, name="consent-evidence"),
    path("permits/<int:grant>/evidence/<slug:act>.json", views.grant_evidence, name="grant-evidence"),
    path("leaks/", views.leak_list, name="leak-list"),
    path("leaks/<int:leak>/", views.leak_detail, name="leak-detail"),
    path("<str:number>/consents/", views.record_consents, name="record-consents"),
    path("<str:number>/consents/new/", views.consent_new, name="consent-new"),
    path("<str:number>/checklist/", views.record_checklist, name="record-checklist"),
    path("<str:number>/disclosure/", views.record_disclosure, name="record-disclosure"),
    path("<str:number>/leak/", views.leak_new, name="leak-new"),
]
