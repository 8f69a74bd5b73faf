"""What people make of search results: saved searches with their new hits, collections with notes, search reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erdem.base.models import Blob
from erdem.literature.choices import AlertRhythm
from erdem.literature.models.documents import Publication
from erdem.people.models import Organisation


class SavedSearch(models.Model):
    """A search that a person keeps, and how often new hits are told.

    ``query`` and ``chosen`` are the search line and the ticked boxes as in the address of the list. The first run only
    looks; later ones tell what is new. ``organisation`` shares the search with an office; only the owner changes it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    query = models.TextField(_("search"), blank=True)
    chosen = models.JSONField(default=dict, blank=True)
    rhythm = models.CharField(_("tell me"), max_length=16, choices=AlertRhythm.choices, default=AlertRhythm.AT_ONCE)
    by_mail = models.BooleanField(_("also by e-mail"), default=False)
    last_run_at = models.DateTimeField(null=True, blank=True)
    last_mail_at = models.DateTimeField(null=True, blank=True)
    last_total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_a_name"),
            models.CheckConstraint(condition=Q(rhythm__in=AlertRhythm.values), name="saved_search_rhythm_known"),
            models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once"),
        ]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")

    def __str__(self) -> str:
        return self.name


class SavedSearchHit(models.Model):
    """A publication that a saved search has met. ``is_new`` ones are told, each once; the rest were there before."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="+")
    is_new = models.BooleanField(default=True)
    found_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["search", "publication"], name="saved_search_hit_once")]
        indexes = [
            models.Index(
                fields=["search"], condition=Q(is_new=True, read_at__isnull=True), name="saved_search_hit_unread"
            )
        ]
        verbose_name = _("hit of a saved search")
        verbose_name_plural = _("hits of saved searches")

    def __str__(self) -> str:
        return f"{self.search_id} {self.publication_id}"


class Collection(models.Model):
    """Publications put together by a person; with ``organisation`` the office reads and fills it too."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="collection_has_a_name"),
            models.UniqueConstraint(fields=["owner", "name"], name="collection_name_once"),
        ]
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def __str__(self) -> str:
        return self.name


class CollectionItem(models.Model):
    """A publication in a collection, with a note and a rating of one to five (nought: not rated)."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("note"), blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), default=0)
    added_by = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["collection_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "publication"], name="collection_item_once"),
            models.CheckConstraint(condition=Q(rating__lte=5), name="collection_rating_at_most_five"),
        ]
        verbose_name = _("publication in a collection")
        verbose_name_plural = _("publications in collections")

    def __str__(self) -> str:
        return f"{self.collection_id} {self.publication_id}"


class SearchReport(models.Model):
    """A search report (检索报告) as it was written on one day: question, strategy, corpus, hits, remarks. Never changed."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    user_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    question = models.TextField(_("question"))
    remarks = models.TextField(_("remarks"), blank=True)
    query = models.TextField(blank=True)
    chosen = models.JSONField(default=dict, blank=True)
    content = models.JSONField(default=dict)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(question=""), name="search_report_has_a_question")]
        verbose_name = _("search report")
        verbose_name_plural = _("search reports")

    def __str__(self) -> str:
        return self.number
