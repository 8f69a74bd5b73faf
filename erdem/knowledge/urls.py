"""Addresses of the register."""

from __future__ import annotations

from django.urls import path, re_path

from erdem.knowledge import community_urls, consent_urls, views
from erdem.knowledge import community_urls, views
from erdem.knowledge.urls_media import urlpatterns as media_urls

app_name = "knowledge"

urlpatterns = [
    path("", views.record_list, name="record-list"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", views.record_export, name="record-export"),
    re_path(r"^export/records\.(?P<kind>csv|xlsx)$", views.record_take_out, name="record-take-out"),
    path("context.jsonld", views.context, name="context"),
    path("bundles/", views.bundle_list, name="bundle-list"),
    path("bundles/<int:community>/ask", views.bundle_ask, name="bundle-ask"),
    path("bundles/<uuid:key>.zip", views.bundle_file, name="bundle-file"),
    path("new/", views.record_new, name="record-new"),
    path("new/secrecy/", views.secrecy_check, name="secrecy-check"),
    path("import/", views.record_import, name="record-import"),
    re_path(r"^import/template\.(?P<kind>csv|xlsx)$", views.import_template, name="import-template"),
    path("import/<uuid:key>/", views.import_detail, name="import-detail"),
    path("import/<uuid:key>/progress", views.import_progress, name="import-progress"),
    path("import/<uuid:key>/columns", views.import_columns, name="import-columns"),
    path("import/<uuid:key>/confirm", views.import_confirm, name="import-confirm"),
    path("import/<uuid:key>/problems.<slug:kind>", views.import_problems, name="import-problems"),
    path("substances/", views.substance_list, name="substance-list"),
    path("substances/new/", views.substance_new, name="substance-new"),
    path("substances/unknown/", views.substance_unknown, name="substance-unknown"),
    path("substances/<slug:key>/", views.substance_edit, name="substance-edit"),
    path("keys/", views.key_list, name="key-list"),
    path("keys/<int:key>/", views.key_detail, name="key-detail"),
    path("keys/<int:key>/secret", views.key_secret, name="key-secret"),
    path("keys/<int:key>/split", views.key_split, name="key-split"),
    path("keys/<int:key>/end", views.key_end, name="key-end"),
    path("<str:number>/sealed/", views.sealed_list, name="sealed-list"),
    path("<str:number>/sealed/<int:ordinal>/", views.sealed_item, name="sealed-item"),
    path("<str:number>/sealed/<int:ordinal>/drop", views.sealed_drop, name="sealed-drop"),
    path("<str:number>/sealed/<int:ordinal>/<int:version>.age", views.sealed_ciphertext, name="sealed-ciphertext"),
    *community_urls.urlpatterns,
    path("<str:number>/holders/", views.record_holders, name="record-holders"),
    path("<str:number>/holders/<slug:act>/", views.record_holders_begin, name="record-holders-begin"),
    path("<str:number>/holdings/<int:holding>/", views.record_holding, name="record-holding"),
    path("<str:number>/call/", views.call_new, name="call-new"),
    path("<str:number>/record.jsonld", views.record_linked_data, name="record-linked-data"),
    path("<str:number>/record.dc.xml", views.record_dublin_core, name="record-dublin-core"),
    *consent_urls.urlpatterns,
    path("labels/", views.label_list, name="label-list"),
    path("labels/<int:community_id>/", views.community_labels, name="community-labels"),
    path("labels/<int:community_id>/<slug:code>/", views.label_wording, name="label-wording"),
    path("labels/recording/<int:wording_id>/<slug:language>", views.label_audio, name="label-audio"),
    path("titles/", views.face_list, name="face-list"),
    path("<str:number>/protocol/", views.record_protocol, name="record-protocol"),
    path("<str:number>/protocol/history/", views.protocol_history, name="protocol-history"),
    path("<str:number>/access/", views.record_grants, name="record-grants"),
    path("<str:number>/access/<int:grant_id>/revoke/", views.grant_revoke, name="grant-revoke"),
    path("<str:number>/notices/", views.record_notices, name="record-notices"),
    path("<str:number>/notices/<int:notice_id>/end/", views.notice_end, name="notice-end"),
    path("<str:number>/why/", views.record_why, name="record-why"),
    path("<str:number>/go-on/", views.record_seen, name="record-seen"),
    *media_urls,
    path("<str:number>/", views.record_detail, name="record-detail"),
    path("<str:number>/edit/", views.record_edit, name="record-edit"),
    path("<str:number>/limit/", views.record_limit, name="record-limit"),
    path("<str:number>/step/<slug:step>/", views.record_step, name="record-step"),
]
