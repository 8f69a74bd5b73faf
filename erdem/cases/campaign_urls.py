"""Addresses of campaigns and typical cases. They come before those of cases, since a number is any word."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import campaigns, targets, typical

urlpatterns = [
    path("campaigns/", campaigns.campaign_list, name="campaign-list"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign-new"),
    path("campaigns/<str:number>/", campaigns.campaign_detail, name="campaign"),
    path("campaigns/<str:number>/edit/", campaigns.campaign_edit, name="campaign-edit"),
    path("campaigns/<str:number>/report/", campaigns.campaign_report, name="campaign-report"),
    path("campaigns/<str:number>/step/<slug:step>/", campaigns.campaign_step, name="campaign-step"),
    path("campaigns/<str:number>/offices/invite/", campaigns.campaign_invite, name="campaign-invite"),
    path("campaigns/<str:number>/offices/<int:key>/answer/", campaigns.campaign_answer, name="campaign-answer"),
    path("campaigns/<str:number>/offices/<int:key>/end/", campaigns.campaign_end_part, name="campaign-end-part"),
    path("campaigns/<str:number>/<str:paper>.<str:kind>", campaigns.campaign_file, name="campaign-file"),
    path("campaigns/<str:number>/targets/propose/", targets.target_propose, name="target-propose"),
    path("campaigns/<str:number>/targets/add/", targets.target_add, name="target-add"),
    path("campaigns/<str:number>/targets/list.pdf", targets.target_print, name="target-print"),
    path("campaigns/<str:number>/targets/export.<str:kind>", targets.target_export, name="target-export"),
    path("campaigns/<str:number>/targets/<int:ordinal>/", targets.target_detail, name="target"),
    path("campaigns/<str:number>/targets/<int:ordinal>/arrange/", targets.target_arrange, name="target-arrange"),
    path("campaigns/<str:number>/targets/<int:ordinal>/move/", targets.target_move, name="target-move"),
    path("campaigns/<str:number>/targets/<int:ordinal>/knows/", targets.target_knows, name="target-knows"),
    path("campaigns/<str:number>/targets/<int:ordinal>/result/", targets.target_result, name="target-result"),
    path("campaigns/<str:number>/targets/<int:ordinal>/case/", targets.target_case, name="target-case"),
    path("typical/", typical.typical_list, name="typical-list"),
    path("typical/<int:key>/", typical.typical_detail, name="typical"),
    path("typical/<int:key>/edit/", typical.typical_edit, name="typical-edit"),
    path("typical/<int:key>/submit/", typical.typical_submit, name="typical-submit"),
    path("typical/<int:key>/check/", typical.typical_check, name="typical-check"),
    path("typical/<int:key>/step/<slug:step>/", typical.typical_step, name="typical-step"),
    path("<str:number>/typical/new/", typical.typical_new, name="typical-new"),
]
