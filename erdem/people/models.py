"""Users, organisations, memberships and places."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from erdem.people.choices import (
    GroupKind,
    OrganisationKind,
    PlaceLevel,
    PlaceType,
    RequestDirection,
    RequestState,
    Role,
)


class Place(models.Model):
    """An administrative division, in force or retired (GB/T 2260). Mongolian names await a human source."""

    code = models.CharField(_("division code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    name_mn = models.CharField(_("Mongolian name"), max_length=100, blank=True)
    short_name = models.CharField(_("short name"), max_length=20, blank=True)
    pinyin = models.CharField(max_length=200, blank=True)
    level = models.CharField(_("level"), max_length=16, choices=PlaceLevel.choices)
    type = models.CharField(_("type"), max_length=24, choices=PlaceType.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^(\d{6}|\d{9}|\d{12})$"), name="place_code_is_digits"),
            models.CheckConstraint(condition=Q(level__in=PlaceLevel.values), name="place_level_known"),
            models.UniqueConstraint(
                fields=["tile_row", "tile_column"],
                condition=Q(tile_row__isnull=False),
                name="place_tile_once",
            ),
        ]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name


class RetiredPlace(models.Model):
    """A division code that is no longer in force, kept because old records carry it."""

    code = models.CharField(_("division code"), max_length=12)
    name = models.CharField(_("name"), max_length=100)
    valid_from = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    successors = models.ManyToManyField(Place, related_name="predecessors", blank=True)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "name", "valid_from"], name="retired_place_once", nulls_distinct=False
            )
        ]
        verbose_name = _("retired division")
        verbose_name_plural = _("retired divisions")

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class User(AbstractUser):
    """A person with an account. The shown name is one field: names here are not split into first and last."""

    first_name = None  # type: ignore[assignment]  # one field carries the name, in any script
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(_("name"), max_length=100, blank=True)
    display_name_mn = models.CharField(_("Mongolian name"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="user_email_once")]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Return the name to show."""
        return self.display_name or self.username

    def get_short_name(self) -> str:
        """Return the name to show."""
        return self.get_full_name()


class Organisation(models.Model):
    """A community, office, institution, enterprise or service point."""

    kind = models.CharField(_("kind"), max_length=24, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=200)
    name_mn = models.CharField(_("Mongolian name"), max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("place"))
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
            models.UniqueConstraint(fields=["kind", "name"], name="organisation_name_once"),
        ]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in an organisation. Who belongs to which community is personal: only members and machines see it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    title = models.CharField(_("post"), max_length=50, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["organisation_id", "user_id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=models.F("since")),
                name="membership_ends_after_it_begins",
            ),
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user_id} · {self.organisation_id} · {self.role}"


class Group(models.Model):
    """A group that a community declares: a clan, a family, its women, the named holders of one thing."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(_("kind"), max_length=16, choices=GroupKind.choices)
    name = models.CharField(_("name"), max_length=100)
    name_mn = models.CharField(_("Mongolian name"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["organisation_id", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_kind_known"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="group_has_a_name"),
            models.UniqueConstraint(fields=["organisation", "name"], name="group_name_once"),
        ]
        verbose_name = _("group of a community")
        verbose_name_plural = _("groups of communities")

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A person's place in a group, declared by the person or by a steward of the community; never inferred."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="group_places")
    declared_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["group_id", "user_id"]
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="group_member_once")]
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")

    def __str__(self) -> str:
        return f"{self.group_id} · {self.user_id}"


class MembershipRequest(models.Model):
    """An invitation by a steward or a person's wish to belong; the other side answers. Seen by the person and the stewards.

    With a ``group`` it is the person's own word about a place in that group, and carries no role.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="membership_requests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="membership_requests")
    role = models.CharField(_("role"), max_length=24, choices=Role.choices, blank=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    direction = models.CharField(max_length=16, choices=RequestDirection.choices)
    state = models.CharField(_("state"), max_length=16, choices=RequestState.choices, default=RequestState.OPEN)
    note = models.CharField(_("a word to the stewards"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[Role.BEARER, Role.STEWARD], group__isnull=True)
                | Q(role="", group__isnull=False, direction=RequestDirection.ASKED),
                name="request_for_a_role_or_a_group",
            ),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(condition=Q(direction__in=RequestDirection.values), name="request_direction_known"),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN) ^ Q(answered_at__isnull=False), name="request_closed_with_a_date"
            ),
            models.UniqueConstraint(
                fields=["organisation", "user", "role", "group"],
                condition=Q(state=RequestState.OPEN),
                name="request_open_once",
                nulls_distinct=False,
            ),
        ]
        verbose_name = _("question of membership")
        verbose_name_plural = _("questions of membership")

    def __str__(self) -> str:
        return f"{self.user_id} · {self.organisation_id} · {self.role} · {self.state}"


class ApiKey(models.Model):
    """A key with which a program acts for a person, within ``scopes`` and so many requests a minute.

    Only the SHA-256 of the key is kept; ``prefix`` are its first characters, to tell keys apart. The key itself is shown
    once, when it is made.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    per_minute = models.PositiveIntegerField(_("requests a minute"), default=60)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="api_key_sha256_is_hex"),
            models.CheckConstraint(condition=~Q(name=""), name="api_key_has_a_name"),
            models.CheckConstraint(condition=Q(per_minute__gte=1, per_minute__lte=6000), name="api_key_rate_plausible"),
        ]
        verbose_name = _("key for programs")
        verbose_name_plural = _("keys for programs")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class ApiUse(models.Model):
    """How often a key was used in one minute; old minutes are swept away."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="uses")
    minute = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-minute"]
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="api_use_once_a_minute")]
        verbose_name = _("use of a key")
        verbose_name_plural = _("uses of keys")

    def __str__(self) -> str:
        return f"{self.key_id} {self.minute:%H:%M} {self.requests}"
