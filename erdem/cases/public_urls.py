"""Public addresses of complaints, below ``complain/``."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import public, tracking

app_name = "complain"

urlpatterns = [
    path("bodies/", public.router, name="router"),
    path("start/", public.start, name="start"),
    path("form/<int:number>/", public.step, name="step"),
    path("form/send/", public.review, name="review"),
    path("form/drop/", public.drop, name="drop"),
    path("track/", tracking.track, name="track"),
    path("track/leave/", tracking.leave, name="leave"),
    path("mine/<str:number>/", tracking.filing, name="filing"),
    path("mine/<str:number>/say/", tracking.say, name="say"),
    path("mine/<str:number>/add/", tracking.add, name="add"),
    path("mine/<str:number>/withdraw/", tracking.withdraw, name="withdraw"),
    path("mine/<str:number>/files/<int:key>/", tracking.file, name="file"),
]
