"""Addresses of permits for those concerned."""

from __future__ import annotations

from django.urls import path

from erdem.sharing.views import permit_drafts as drafts
from erdem.sharing.views import permits as views

app_name = "permitting"

urlpatterns = [
    path("permits/", views.permit_list, name="permit-list"),
    path("permits/export.<str:kind>", views.permit_export, name="permit-export"),
    path("permits/<str:number>/parties.pdf", views.permit_whole_file, name="permit-whole-file"),
    path("permits/<str:number>/withdraw/<int:community>/", views.permit_withdraw, name="permit-withdraw"),
    path("permits/<str:number>/drafts/<str:form>/", drafts.permit_draft, name="permit-draft"),
    path("permits/<str:number>/drafts/<str:form>/file.<str:kind>", drafts.permit_draft_file, name="permit-draft-file"),
    path("permits/<str:number>/step/<str:step>/", views.permit_step, name="permit-step"),
    path("requests/<str:number>/permit/", views.request_permit, name="request-permit"),
    path("requests/<str:number>/permit/issue/", views.permit_issue, name="permit-issue"),
    path("requests/<str:number>/permit/words/", views.permit_matter, name="permit-matter"),
    path("requests/<str:number>/permit/publication/", views.permit_publication, name="permit-publication"),
    path("findings/<str:number>/drafts/<str:form>/", drafts.finding_draft, name="finding-draft"),
    path(
        "findings/<str:number>/drafts/<str:form>/file.<str:kind>", drafts.finding_draft_file, name="finding-draft-file"
    ),
]
