"""Addresses of the clocks of cases."""

from __future__ import annotations

from django.urls import path

from erdem.cases.views import clocks

urlpatterns = [
    path("days/", clocks.days, name="days"),
    path("days/feed/<str:token>.ics", clocks.days_feed, name="days-feed"),
    path("<str:number>/clocks/<int:key>/", clocks.clock, name="clock"),
    path("<str:number>/clocks/<int:key>/pause/", clocks.clock_pause, name="clock-pause"),
    path("<str:number>/clocks/<int:key>/resume/", clocks.clock_resume, name="clock-resume"),
    path("<str:number>/clocks/<int:key>/extend/", clocks.clock_extend, name="clock-extend"),
    path("<str:number>/clocks/<int:key>/decide/", clocks.clock_decide, name="clock-decide"),
    path("<str:number>/clocks/<int:key>/stop/", clocks.clock_stop, name="clock-stop"),
]
