"""Addresses of use reports, audits, what is due, what arrived, and the figures of fairness."""

from __future__ import annotations

from django.urls import path

from erdem.sharing.views import benefits, figures, report_audits, use_reports

urlpatterns = [
    path("reports/", use_reports.report_list, name="report-list"),
    path("reports/<int:key>/", use_reports.report_detail, name="report-detail"),
    path("reports/<int:key>/lines/", use_reports.line_add, name="report-line-add"),
    path("reports/<int:key>/lines/<int:position>/remove/", use_reports.line_remove, name="report-line-remove"),
    path("reports/<int:key>/files/", use_reports.file_add, name="report-file-add"),
    path("reports/<int:key>/files/<int:file_key>/", use_reports.report_file, name="report-file"),
    path("reports/<int:key>/submit/", use_reports.report_submit, name="report-submit"),
    path("reports/<int:key>/accept/", use_reports.report_accept, name="report-accept"),
    path("reports/<int:key>/return/", use_reports.report_return, name="report-return"),
    path("reports/<int:key>/correct/", use_reports.report_correct, name="report-correct"),
    path("audits/", report_audits.audit_list, name="audit-list"),
    path("audits/draw/", report_audits.audit_draw, name="audit-draw"),
    path("audits/<int:key>/", report_audits.audit_detail, name="audit-detail"),
    path("audits/<int:key>/answer/", report_audits.audit_answer, name="audit-answer"),
    path("audits/<int:key>/close/", report_audits.audit_close, name="audit-close"),
    path("due/<int:key>/", benefits.obligation_detail, name="obligation-detail"),
    path("due/<int:key>/reached/", benefits.milestone_reach, name="milestone-reach"),
    path("due/<int:key>/deliveries/", benefits.delivery_report, name="delivery-report"),
    path("deliveries/<int:key>/answer/", benefits.delivery_answer, name="delivery-answer"),
    path("deliveries/<int:key>/file/", benefits.delivery_file, name="delivery-file"),
    path("community/<int:key>/", benefits.community, name="community-benefit"),
    path("community/<int:key>/<str:kind>", benefits.community_file, name="community-benefit-file"),
    path("firm/", benefits.firm, name="firm-benefit"),
    path("firm/<str:kind>", benefits.firm_file, name="firm-benefit-file"),
    path("figures/", figures.fairness, name="fairness"),
    path("figures/fairness.xlsx", figures.fairness_file, name="fairness-file"),
]
