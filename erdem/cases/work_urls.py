"""Addresses of everyday work on cases."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import cases, staffing

urlpatterns = [
    path("", cases.case_list, name="case-list"),
    path("export.<str:kind>", cases.case_export, name="case-export"),
    path("new/", cases.case_new, name="case-new"),
    path("<str:number>/", cases.case_detail, name="case-detail"),
    path("<str:number>/step/<slug:step>/", cases.case_step, name="case-step"),
    path("<str:number>/assign/", staffing.case_assign, name="case-assign"),
    path("<str:number>/members/add/", staffing.member_add, name="case-member-add"),
    path("<str:number>/members/<int:key>/release/", staffing.member_release, name="case-member-release"),
]
