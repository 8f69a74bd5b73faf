"""Addresses of the literature."""

from __future__ import annotations

from django.urls import path, re_path

from erdem.literature import views

app_name = "literature"

urlpatterns = [
    path("", views.publication_list, name="publication-list"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", views.publication_export, name="publication-export"),
    path("import/", views.publication_import, name="publication-import"),
    path("import/<int:number>/", views.import_run, name="import-run"),
    path("import/<int:number>/progress", views.import_progress, name="import-progress"),
    path("import/<int:number>/save", views.import_confirm, name="import-confirm"),
    path("import/<int:number>/problems.csv", views.import_problems, name="import-problems"),
    path("landscape/", views.landscape, name="landscape"),
    re_path(r"^landscape\.(?P<kind>csv|xlsx)$", views.landscape_export, name="landscape-export"),
    path("reports/", views.report_list, name="report-list"),
    path("reports/new/", views.report_new, name="report-new"),
    path("reports/<str:number>/", views.report_detail, name="report-detail"),
    re_path(r"^reports/(?P<number>[A-Z0-9-]+)\.(?P<kind>pdf|docx)$", views.report_file, name="report-file"),
    path("<path:key>/", views.publication_detail, name="publication-detail"),
]
