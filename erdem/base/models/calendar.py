"""The calendar of working days: one row a year, one row a day that differs from Monday to Friday, and what a place adds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class YearStanding(models.TextChoices):
    """Whether the State Council's notice of a year has been loaded."""

    ANNOUNCED = "announced", _("announced")
    PROVISIONAL = "provisional", _("provisional")


class DayKind(models.TextChoices):
    """In what a day differs from the week."""

    OFF = "off", _("day off")
    MAKE_UP = "make_up", _("make-up working day")


class CalendarYear(models.Model):
    """A year of the calendar. Provisional: only the days fixed by law are off, as long as no notice of it was loaded."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    standing = models.CharField(_("standing"), max_length=12, choices=YearStanding.choices)
    source = models.CharField(_("source"), max_length=300)
    notice_number = models.CharField(_("number of the notice"), max_length=60, blank=True)
    recorded_by = models.CharField(_("loaded by"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(condition=Q(standing__in=YearStanding.values), name="calendar_year_standing_known"),
            models.CheckConstraint(condition=~Q(source=""), name="calendar_year_has_a_source"),
            models.CheckConstraint(condition=Q(year__gte=1949, year__lte=2100), name="calendar_year_in_range"),
        ]
        verbose_name = _("year of the calendar")
        verbose_name_plural = _("years of the calendar")

    def __str__(self) -> str:
        return f"{self.year}: {self.standing}"


class CalendarDay(models.Model):
    """A day that is off, weekends within a holiday included, or a Saturday or Sunday on which people work."""

    day = models.DateField(_("day"), primary_key=True)
    year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    kind = models.CharField(_("kind"), max_length=8, choices=DayKind.choices)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="calendar_day_kind_known"),
            models.CheckConstraint(condition=Q(day__year=models.F("year_id")), name="calendar_day_in_its_year"),
        ]
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


class LocalHoliday(models.Model):
    """A day off in one place and all within it. Off by default: whether it stops a legal period is for the region to say."""

    place_code = models.CharField(_("division code"), max_length=12)
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=100)
    basis = models.CharField(_("legal basis"), max_length=300)
    is_active = models.BooleanField(_("counts as a day off"), default=False)
    recorded_by = models.CharField(_("entered by"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("entered at"), auto_now=True)

    class Meta:
        ordering = ["day", "place_code"]
        constraints = [
            models.UniqueConstraint(fields=["place_code", "day"], name="local_holiday_once"),
            models.CheckConstraint(condition=Q(place_code__regex=r"^\d{6,12}$"), name="local_holiday_place_is_digits"),
            models.CheckConstraint(condition=~Q(basis=""), name="local_holiday_has_a_basis"),
        ]
        verbose_name = _("local holiday")
        verbose_name_plural = _("local holidays")

    def __str__(self) -> str:
        return f"{self.day} {self.place_code}: {self.name}"
