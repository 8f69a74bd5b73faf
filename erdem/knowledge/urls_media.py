"""Addresses of media, below the record they belong to."""

from __future__ import annotations

from django.urls import path, re_path

from erdem.knowledge.views import media, media_sending, media_words

ITEM = "<str:number>/media/<int:key>/"
IMAGE = r"^(?P<number>[^/]+)/media/(?P<key>\d{1,18})/image/"

urlpatterns = [
    path("<str:number>/media/", media.media_list, name="media-list"),
    path("<str:number>/media/add/", media_sending.media_add, name="media-add"),
    path("<str:number>/media/manifest.json", media.media_manifest, name="media-manifest"),
    path("<str:number>/media/uploads/", media_sending.media_upload_begin, name="media-upload-begin"),
    path("<str:number>/media/uploads/<uuid:key>", media_sending.media_upload, name="media-upload"),
    path("<str:number>/media/uploads/<uuid:key>/state/", media_sending.media_upload_page, name="media-upload-page"),
    path(ITEM, media.media_detail, name="media-detail"),
    path(f"{ITEM}edit/", media.media_edit, name="media-edit"),
    path(f"{ITEM}move/", media.media_move, name="media-move"),
    path(f"{ITEM}remove/", media.media_remove, name="media-remove"),
    path(f"{ITEM}progress", media.media_progress, name="media-progress"),
    path(f"{ITEM}files/<slug:role>", media.media_file, name="media-file"),
    path(f"{ITEM}image/info.json", media.media_image, name="media-image"),
    re_path(
        IMAGE + r"(?P<region>full|[\d,]{7,40})/(?P<size>max|\d{1,6},\d{1,6})/0/default\.jpg$",
        media.media_tile,
        name="media-tile",
    ),
    path(f"{ITEM}captions/<slug:language>.vtt", media.media_captions, name="media-captions"),
    path(f"{ITEM}text/", media_words.media_text, name="media-text"),
    path(f"{ITEM}words/", media_words.segment_add, name="media-segment-add"),
    path(f"{ITEM}words/<int:segment_key>/", media_words.segment_edit, name="media-segment"),
]
