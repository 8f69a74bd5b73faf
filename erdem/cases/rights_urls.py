"""Addresses of P4–P8. Those without a number come first, since a number is any word."""

from __future__ import annotations

from django.urls import path

from erdem.cases.pages.rights import THERE
from erdem.cases.views import aid, misuse, patents, review

urlpatterns = [
    path("roster/", aid.aid_roster, name="aid-roster"),
    path("roster/add/", aid.provider_add, name="aid-provider-add"),
    path("roster/<int:key>/", aid.provider_change, name="aid-provider-change"),
    path("roster/<int:key>/availability/", aid.provider_availability, name="aid-provider-availability"),
    path("rate/<str:token>/", aid.aid_rate, name="aid-rate"),
    path("about-finding/<str:finding>/", misuse.misuse_new, name="misuse-new"),
    path("<str:number>/holders/ask/", misuse.misuse_ask, name="misuse-ask"),
    path("<str:number>/holders/<int:key>/answer/", misuse.misuse_answer, name="misuse-answer"),
    path("<str:number>/way/", misuse.misuse_choose, name="misuse-choose"),
    path("<str:number>/submission/", misuse.misuse_submit, name="misuse-submit"),
    path("<str:number>/request/", patents.patent_request, name="patent-request"),
    path("<str:number>/check/", patents.patent_check, name="patent-check"),
    path("<str:number>/package/", patents.patent_package, name="patent-package"),
    path("<str:number>/package/<int:key>.zip", patents.patent_package_file, name="patent-package-file"),
    path("<str:number>/transfer/", patents.patent_transfer, name="patent-transfer"),
    *(
        path(f"<str:number>/follow/{step}/", patents.patent_follow, {"step": step}, name=f"patent-follow-{step}")
        for step in THERE
    ),
    path("<str:number>/application/", aid.aid_application, name="aid-application"),
    path("<str:number>/provider/", aid.aid_assign, name="aid-assign"),
    path("<str:number>/provider/release/", aid.aid_release, name="aid-release"),
    path("<str:number>/opinion/", aid.aid_opinion, name="aid-opinion"),
    path("<str:number>/feedback/", aid.aid_feedback, name="aid-feedback"),
    path("<str:number>/review/new/", review.review_new, name="review-new"),
    path("<str:number>/review/organ/", review.review_organ, name="review-organ"),
    *(
        path(f"<str:number>/review/{step}/", review.review_result, {"step": step}, name=f"review-{step}")
        for step in ("decide", "judge")
    ),
    path("<str:number>/period/", review.period_begin, name="rights-period"),
    path("<str:number>/papers/<slug:slug>.<str:kind>", review.case_paper, name="case-paper"),
]
