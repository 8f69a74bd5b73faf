"""Addresses of terms, under the request that they are negotiated for."""

from __future__ import annotations

from django.urls import path

from erdem.sharing.views import terms

app_name = "terms"

urlpatterns = [
    path("clauses/", terms.clause_library, name="library"),
    path("requests/<str:number>/terms/", terms.terms_detail, name="detail"),
    path("requests/<str:number>/terms/edit/", terms.terms_edit, name="edit"),
    path("requests/<str:number>/terms/history/", terms.terms_history, name="history"),
    path("requests/<str:number>/terms/assent/", terms.terms_assent, name="assent"),
    path("requests/<str:number>/terms/comments/", terms.terms_comment, name="comment"),
    path("requests/<str:number>/terms/comments/<int:comment>/resolve/", terms.terms_resolve, name="resolve"),
    path("requests/<str:number>/terms/extend/", terms.terms_extend, name="extend"),
    path("requests/<str:number>/terms/break-off/", terms.terms_break_off, name="break-off"),
    path("requests/<str:number>/terms/<int:version>/", terms.terms_version, name="version"),
    path("requests/<str:number>/terms/<int:version>/terms.pdf", terms.terms_pdf, name="pdf"),
    path("requests/<str:number>/terms/<int:version>/terms.docx", terms.terms_docx, name="docx"),
]
