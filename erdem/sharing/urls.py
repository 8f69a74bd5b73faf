"""Addresses of requests for access. What hangs on a request has its addresses below ``requests/<number>/``."""

from __future__ import annotations

from django.urls import include, path

from erdem.sharing import report_urls
from erdem.sharing.views import asking, requests, spoken

app_name = "sharing"

urlpatterns = [
    path("", requests.request_list, name="request-list"),
    path("export.<str:kind>", requests.request_export, name="request-export"),
    path("requests/new/", requests.request_new, name="request-new"),
    path("requests/<str:number>/", requests.request_detail, name="request-detail"),
    path("requests/<str:number>/edit/", requests.request_edit, name="request-edit"),
    path("requests/<str:number>/submit/", requests.request_submit, name="request-submit"),
    path("requests/<str:number>/step/<str:step>/", requests.request_step, name="request-step"),
    path("requests/<str:number>/check/", asking.request_check, name="request-check"),
    path("requests/<str:number>/accept/", asking.request_accept, name="request-accept"),
    path("requests/<str:number>/approvals/<int:approval>/", asking.approval_record, name="approval-record"),
    path("requests/<str:number>/approvals/<int:approval>/file/", asking.approval_file, name="approval-file"),
    path("requests/<str:number>/records/<int:requested>/ask/", asking.record_escalate, name="record-escalate"),
    path("requests/<str:number>/answer/", asking.request_answer, name="request-answer"),
    path("requests/<str:number>/spoken/<int:community>/", spoken.spoken_answer, name="spoken-answer"),
    path("requests/<str:number>/spoken/<int:community>/decide/", spoken.spoken_decide, name="spoken-decide"),
    path("requests/<str:number>/spoken/<int:community>/<int:key>/file/", spoken.spoken_file, name="spoken-file"),
    path("requests/<str:number>/quorum/<str:record>/", asking.record_quorum, name="record-quorum"),
    path("", include(report_urls.urlpatterns)),
]
