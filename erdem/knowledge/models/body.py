"""Typed bodies of records: ingredients of a formula, steps and materials of a process."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from erdem.knowledge.models.lexicon import Substance
from erdem.knowledge.models.record import Record


class Ingredient(models.Model):
    """One ingredient as written, and what it was read as.

    ``dose`` is kept as written; ``low`` and ``high`` are the interval in ``unit`` when it could be read (``quantity_kind``
    and ``dimension`` as in `erdem.lib.quantity`). ``inherited`` says the amount was written at a later ingredient (各).
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="ingredients")
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name as written"), max_length=200)
    folded = models.CharField(max_length=200, blank=True, db_index=True)
    substance = models.ForeignKey(
        Substance,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ingredients",
        verbose_name=_("substance"),
    )
    part = models.CharField(_("part"), max_length=100, blank=True)
    processing = models.CharField(_("processing"), max_length=300, blank=True)
    dose = models.CharField(_("dose as written"), max_length=200, blank=True)
    quantity_kind = models.CharField(max_length=16, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=32, blank=True)
    dimension = models.CharField(max_length=16, blank=True)
    inherited = models.BooleanField(default=False)
    in_method = models.BooleanField(_("named only in the method"), default=False)

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="ingredient_has_a_name"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__gte=0, high__gte=F("low")),
                name="ingredient_amount_is_an_interval",
            ),
        ]
        verbose_name = _("ingredient")
        verbose_name_plural = _("ingredients")

    def __str__(self) -> str:
        return self.name


class ProcessStep(models.Model):
    """One step of a process, in order. Temperature and time stay as written."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="steps")
    ordinal = models.PositiveSmallIntegerField(default=0)
    operation = models.CharField(_("operation"), max_length=200)
    materials = models.CharField(_("materials"), max_length=300, blank=True)
    tool = models.CharField(_("tool"), max_length=200, blank=True)
    temperature = models.CharField(_("temperature"), max_length=100, blank=True)
    duration = models.CharField(_("time"), max_length=100, blank=True)
    product = models.CharField(_("product"), max_length=200, blank=True)

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(operation__regex=r"\S"), name="step_names_its_operation"),
        ]
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.operation


class Material(models.Model):
    """A material of a process, as written."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="materials")
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("material"), max_length=200)
    substance = models.ForeignKey(Substance, on_delete=models.SET_NULL, null=True, blank=True, related_name="materials")

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [models.CheckConstraint(condition=Q(name__regex=r"\S"), name="material_has_a_name")]
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What comes out of a process or formula, as written."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="products")
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("product"), max_length=200)

    class Meta:
        ordering = ["record_id", "ordinal", "id"]
        constraints = [models.CheckConstraint(condition=Q(name__regex=r"\S"), name="product_has_a_name")]
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.name
