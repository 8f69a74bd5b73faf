"""Addresses of the office for what people hand in, below ``cases/filings/``."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import filings, identity

urlpatterns = [
    path("", filings.filing_list, name="filing-list"),
    path("new/", filings.filing_new, name="filing-new"),
    path("identities/", identity.unlock_list, name="unlock-list"),
    path("identities/<int:key>/decide/", identity.unlock_decide, name="unlock-decide"),
    path("identities/<int:key>/open/", identity.identity_open, name="identity-open"),
    path("<str:number>/", filings.filing_detail, name="filing-detail"),
    path("<str:number>/open/", filings.filing_open, name="filing-open"),
    path("<str:number>/join/", filings.filing_join, name="filing-join"),
    path("<str:number>/pass-on/", filings.filing_pass_on, name="filing-pass-on"),
    path("<str:number>/take-back/", filings.filing_take_back, name="filing-take-back"),
    path("<str:number>/say/", filings.filing_say, name="filing-say"),
    path("<str:number>/add/", filings.filing_add, name="filing-add"),
    path("<str:number>/identity/", identity.unlock_ask, name="unlock-ask"),
    path("<str:number>/files/<int:key>/", filings.filing_file, name="filing-file"),
]
