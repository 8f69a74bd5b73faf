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
    path("import/<int:number>/pause", views.import_pause, name="import-pause"),
    path("import/<int:number>/go-on", views.import_resume, name="import-resume"),
    path("import/<int:number>/columns/", views.import_columns, name="import-columns"),
    path("import/<int:number>/refused/", views.refused_list, name="refused-list"),
    path("import/<int:number>/refused.csv", views.refused_export, name="refused-export"),
    path("import/<int:number>/refused-records", views.refused_records, name="refused-records"),
    path("import/<int:number>/read-again", views.refused_rerun, name="refused-rerun"),
    path("import/refused/<int:number>/", views.refused_record, name="refused-record"),
    path("import/refused/<int:number>/put-aside", views.refused_dismiss, name="refused-dismiss"),
    path("import/refused/<int:number>/take-back", views.refused_reopen, name="refused-reopen"),
    path("form/", views.search_form, name="search-form"),
    path("landscape/", views.landscape, name="landscape"),
    re_path(r"^landscape\.(?P<kind>csv|xlsx)$", views.landscape_export, name="landscape-export"),
    path("reports/", views.report_list, name="report-list"),
    path("reports/new/", views.report_new, name="report-new"),
    path("reports/<str:number>/", views.report_detail, name="report-detail"),
    re_path(r"^reports/(?P<number>[A-Z0-9-]+)\.(?P<kind>pdf|docx)$", views.report_file, name="report-file"),
    path("export.ris", views.publication_ris, name="publication-ris"),
    path("saved/", views.saved_list, name="saved-list"),
    path("saved/new/", views.saved_new, name="saved-new"),
    path("saved/read", views.saved_read_all, name="saved-read-all"),
    path("saved/mail-off/", views.saved_mail_off, name="saved-mail-off"),
    path("saved/<int:number>/", views.saved_detail, name="saved-detail"),
    path("saved/<int:number>/edit/", views.saved_edit, name="saved-edit"),
    path("saved/<int:number>/look", views.saved_look, name="saved-look"),
    path("saved/<int:number>/read", views.saved_read, name="saved-read"),
    path("saved/<int:number>/remove/", views.saved_remove, name="saved-remove"),
    path("collections/", views.collection_list, name="collection-list"),
    path("collections/add/", views.collection_add, name="collection-add"),
    path("collections/<int:number>/", views.collection_detail, name="collection-detail"),
    re_path(
        r"^collections/(?P<number>\d{1,18})/export\.(?P<kind>csv|xlsx|ris)$",
        views.collection_export,
        name="collection-export",
    ),
    path("collections/<int:number>/edit/", views.collection_edit, name="collection-edit"),
    path("collections/<int:number>/remove/", views.collection_remove, name="collection-remove"),
    path("collections/<int:number>/take-out", views.collection_take_out, name="collection-take-out"),
    path("collections/<int:number>/undo", views.collection_undo, name="collection-undo"),
    path("collections/<int:number>/<int:item>/", views.collection_item, name="collection-item"),
    path("<path:key>/record.ris", views.record_ris, name="record-ris"),
    path("<path:key>/similar/", views.publication_similar, name="publication-similar"),
    path("<path:key>/", views.publication_detail, name="publication-detail"),
]
