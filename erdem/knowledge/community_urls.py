"""Addresses of communities and of calls for holders, below those of the register."""

from __future__ import annotations

from django.urls import path, re_path

from erdem.knowledge import views

urlpatterns = [
    path("communities/", views.community_list, name="community-list"),
    path("communities/new/", views.community_new, name="community-new"),
    path("communities/<int:key>/", views.community_detail, name="community-detail"),
    path("communities/<int:key>/edit/", views.community_edit, name="community-edit"),
    path("communities/<int:key>/step/<slug:step>/", views.community_step, name="community-step"),
    path("communities/<int:key>/custodian/", views.community_custodian, name="community-custodian"),
    path("communities/<int:key>/papers/", views.community_papers, name="community-papers"),
    path("communities/<int:key>/papers/<int:paper>/file", views.community_paper_file, name="community-paper-file"),
    path(
        "communities/<int:key>/papers/<int:paper>/withdraw/",
        views.community_paper_withdraw,
        name="community-paper-withdraw",
    ),
    path("communities/<int:key>/members/", views.community_members, name="community-members"),
    path("communities/<int:key>/invite/", views.community_invite, name="community-invite"),
    path("communities/<int:key>/join/", views.community_join, name="community-join"),
    path("communities/<int:key>/leave/", views.community_leave, name="community-leave"),
    path("communities/<int:key>/answer/<int:asked>/", views.community_answer, name="community-answer"),
    path("communities/<int:key>/retire/<int:membership>/", views.community_retire, name="community-retire"),
    path("communities/<int:key>/groups/", views.community_group_new, name="community-group-new"),
    path("communities/<int:key>/groups/<int:group>/", views.community_group_place, name="community-group-place"),
    path("communities/<int:key>/readings/", views.community_readings, name="community-readings"),
    re_path(
        r"^communities/(?P<key>\d+)/readings/export\.(?P<kind>csv|xlsx)$",
        views.community_readings_export,
        name="community-readings-export",
    ),
    path("invitations/<int:asked>/", views.invitation_answer, name="invitation-answer"),
    path("calls/", views.call_list, name="call-list"),
    path("calls/<str:number>/", views.call_detail, name="call-detail"),
    path("calls/<str:number>/decide/", views.call_decide, name="call-decide"),
    path("calls/<str:number>/off/", views.call_off, name="call-off"),
]
