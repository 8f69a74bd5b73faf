"""Addresses of findings."""

from __future__ import annotations

from django.urls import include, path

from erdem.overlap import bundle_views, views

app_name = "overlap"

urlpatterns = [
    path("", views.finding_list, name="finding-list"),
    path("export.<str:kind>", views.finding_export, name="finding-export"),
    path("screen/", views.screen, name="screen"),
    path("watch/", views.watch, name="watch"),
    path("screen/<uuid:progress_id>/", views.screen_progress, name="screen-progress"),
    path("dossiers/<str:number>.zip", bundle_views.dossier_bundle, name="dossier-bundle"),
    path("dossiers/<str:number>/", bundle_views.dossier_detail, name="dossier-detail"),
    path("dossiers/<str:number>/seal/", bundle_views.dossier_seal, name="dossier-seal"),
    path("dossiers/<str:number>.<str:kind>", views.dossier_file, name="dossier-file"),
    path("of-record/<str:number>/", views.record_findings, name="record-findings"),
    path("of-publications/", views.publication_marks, name="publication-marks"),
    path("of-publication/<str:key>/", views.publication_findings, name="publication-findings"),
    path("annotation/", include("erdem.overlap.annotation_urls")),
    path("<str:number>.json", views.finding_export_one, name="finding-json"),
    path("<str:number>/", views.finding_detail, name="finding-detail"),
    path("<str:number>/variants/", views.finding_variants, name="finding-variants"),
    path("<str:number>/step/", views.finding_step, name="finding-step"),
    path("<str:number>/evidence/", views.finding_evidence, name="finding-evidence"),
    path("<str:number>/dossier/", views.finding_dossier, name="finding-dossier"),
]
