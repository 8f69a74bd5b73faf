"""Addresses of everyday work on cases."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import cases, desk, handing, inspections, parties, staffing

urlpatterns = [
    path("", cases.case_list, name="case-list"),
    path("export.<str:kind>", cases.case_export, name="case-export"),
    path("new/", cases.case_new, name="case-new"),
    path("bulk/", handing.case_bulk, name="case-bulk"),
    path("hand-over/", handing.hand_over, name="hand-over"),
    path("stand-ins/", handing.cover_list, name="cover-list"),
    path("stand-ins/<int:key>/end/", handing.cover_end, name="cover-end"),
    path("parties/", parties.party_list, name="party-list"),
    path("parties/new/", parties.party_new, name="party-new"),
    path("parties/<int:key>/", parties.party_detail, name="party-detail"),
    path("parties/<int:key>/edit/", parties.party_edit, name="party-edit"),
    path("parties/<int:key>/merge/<int:into>/", parties.party_merge, name="party-merge"),
    path("<str:number>/", cases.case_detail, name="case-detail"),
    path("<str:number>/step/<slug:step>/", cases.case_step, name="case-step"),
    path("<str:number>/assign/", staffing.case_assign, name="case-assign"),
    path("<str:number>/parties/add/", parties.case_party_add, name="case-party-add"),
    path("<str:number>/parties/<int:key>/remove/", parties.case_party_remove, name="case-party-remove"),
    path("<str:number>/notes/new/", desk.note_new, name="note-new"),
    path("<str:number>/notes/<int:key>/review/", desk.note_review, name="note-review"),
    path("<str:number>/evidence/new/", desk.evidence_new, name="evidence-new"),
    path("<str:number>/evidence/<int:ordinal>/", desk.evidence_detail, name="evidence-detail"),
    path("<str:number>/evidence/<int:ordinal>/check/", desk.evidence_check, name="evidence-check"),
    path("<str:number>/evidence/<int:ordinal>/custody/", desk.evidence_custody, name="evidence-custody"),
    path("<str:number>/evidence/<int:ordinal>/file/", desk.evidence_file, name="evidence-file"),
    path("<str:number>/evidence/<int:ordinal>/redact/", desk.evidence_redact, name="evidence-redact"),
    path("<str:number>/evidence/<int:ordinal>/pages/<int:page>/", desk.evidence_page, name="evidence-page"),
    path("<str:number>/inspections/new/", inspections.inspection_new, name="inspection-new"),
    path("<str:number>/inspections/form.html", inspections.inspection_offline, name="inspection-offline"),
    path("<str:number>/inspections/hand-in/", inspections.inspection_upload, name="inspection-upload"),
    path("<str:number>/inspections/<str:inspection>/", inspections.inspection_detail, name="inspection-detail"),
    path("<str:number>/inspections/<str:inspection>/record.pdf", inspections.inspection_pdf, name="inspection-pdf"),
    path("<str:number>/members/add/", staffing.member_add, name="case-member-add"),
    path("<str:number>/members/<int:key>/release/", staffing.member_release, name="case-member-release"),
]
