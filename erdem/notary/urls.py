"""Addresses of the logs and of their verification."""

from __future__ import annotations

from django.urls import path

from erdem.notary import audit_views, views

app_name = "notary"

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/erdem-verifier.html", views.verifier, name="verifier"),
    path("audit/", audit_views.audit_heads, name="audit-heads"),
    path("audit/<int:number>/evidence.json", audit_views.audit_evidence, name="audit-evidence"),
    path("log/<slug:log>/", views.log_detail, name="log-detail"),
    path("log/<slug:log>/checkpoint", views.log_checkpoint, name="log-checkpoint"),
    path("log/<slug:log>/key", views.log_key, name="log-key"),
    path("log/<slug:log>/stamps/<int:stamp>/token.der", views.stamp_token, name="stamp-token"),
    path("log/<slug:log>/stamps/<int:stamp>/archive.json", views.stamp_archive, name="stamp-archive"),
    path("log/<slug:log>/stamps/<int:stamp>/checkpoint", views.stamp_checkpoint, name="stamp-checkpoint"),
    path("log/<slug:log>/entry/<int:index>.tlog-proof", views.log_entry, name="log-entry"),
    path("log/<slug:log>/tile/<path:tile>", views.log_tile, name="log-tile"),
]
