"""Addresses of annotation, below those of findings."""

from __future__ import annotations

from django.urls import path

from erdem.overlap import annotation_views as views

urlpatterns = [
    path("", views.set_list, name="annotation-list"),
    path("new/", views.set_new, name="annotation-new"),
    path("<int:key>/", views.set_detail, name="annotation-set"),
    path("<int:key>/assign/", views.set_assign, name="annotation-assign"),
    path("<int:key>/close/", views.set_close, name="annotation-close"),
    path("<int:key>/export.<str:kind>", views.set_export, name="annotation-export"),
    path("<int:key>/pairs/<int:position>/", views.pair_label, name="annotation-pair"),
    path("<int:key>/pairs/<int:position>/labels/", views.pair_compare, name="annotation-compare"),
    path("<int:key>/pairs/<int:position>/spans/", views.pair_spans, name="annotation-spans"),
]
