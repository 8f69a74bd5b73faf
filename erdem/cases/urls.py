"""Addresses of cases. Each part has its own module, joined here; what hangs on a case lies below its number."""

from __future__ import annotations

from django.urls import include, path

from erdem.cases import campaign_urls, clock_urls, figures_urls, intake_urls, paper_urls, rights_urls, work_urls

app_name = "cases"

urlpatterns = [
    path("filings/", include(intake_urls.urlpatterns)),
    path("", include(figures_urls.urlpatterns)),
    path("", include(campaign_urls.urlpatterns)),
    path("", include(rights_urls.urlpatterns)),
    path("", include(paper_urls.urlpatterns)),
    path("", include(clock_urls.urlpatterns)),
    path("", include(work_urls.urlpatterns)),
]
