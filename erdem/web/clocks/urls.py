"""Addresses of the calendar and of the periods, under ``/calendar/``."""

from __future__ import annotations

from django.urls import path

from erdem.web.clocks import keeping_views, views

app_name = "clocks"
urlpatterns = [
    path("", views.year, name="year"),
    path("due/", views.due, name="due"),
    path("rules/", views.rules, name="rules"),
    path("rules/export.xlsx", views.rules_export, name="rules-export"),
    path("rules/<int:key>/version/", keeping_views.version, name="version"),
    path("load/", keeping_views.load, name="load"),
    path("local/", keeping_views.local, name="local"),
    path("local/<int:key>/switch/", keeping_views.switch, name="switch"),
    path("<int:number>/moved/", views.moved, name="moved"),
    path("<int:number>/moved/export.xlsx", views.moved_export, name="moved-export"),
]
