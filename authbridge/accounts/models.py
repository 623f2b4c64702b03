"""People with a local account, the refresh tokens they hold, the log-ins that failed."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string

from authbridge.accounts.fields import NormalisedEmailField
from authbridge.accounts.managers import UserManager


def new_id() -> str:
    """32 random letters and digits (190 bits), the shape of Better Auth's own ids.

    Two such ids never meet, whichever side made them, and nobody chooses their own.
    """
    return get_random_string(32)


class Role(models.TextChoices):
    """What a person is to the product. It is set by staff, never by its owner."""

    USER = "user"
    SUPPORT = "support"
    ADMIN = "admin"


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a local account; `AUTH_USER_MODEL`. Logs in by e-mail."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    email = NormalisedEmailField("e-mail", unique=True, max_length=254)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.USER)
    is_staff = models.BooleanField("staff", default=False, help_text="May log in to the admin.")
    is_active = models.BooleanField(
        "active", default=True, help_text="Untick instead of deleting: nobody can log in, nothing is lost."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Sessions and the audit log know when somebody was here; a column would cost every log-in a write.
    last_login = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            # With `unique`, this makes addresses unique whatever their case, on every database and for
            # every writer, and keeps look-ups plain equality on one index.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_user_email_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_user_role_known"),
        ]
        # Staff are few among many; the index holds only them.
        indexes: ClassVar = [
            models.Index(fields=["email"], condition=models.Q(is_staff=True), name="accounts_user_staff")
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0] or self.email


class EndReason(models.TextChoices):
    """Why a family of refresh tokens ended before its time."""

    LOGOUT = "logout"
    REUSE = "reuse"
    PASSWORD = "password", "password changed"
    STAFF = "staff", "ended by staff"


class RefreshFamily(models.Model):
    """One log-in: every refresh token that descends from it. Its id is the `sid` of access tokens."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="families")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True, help_text="The absolute end: no rotation reaches past it.")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=16, choices=EndReason.choices, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True, help_text="Where the log-in came from.")
    user_agent = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "session"
        verbose_name_plural = "sessions"
        indexes: ClassVar = [models.Index(fields=["ended_at"], name="accounts_family_ended")]

    def __str__(self) -> str:
        return self.id


class LoginAttempts(models.Model):
    """Failed log-ins to one account from one address in the running window: the brute-force guard's row.

    The account need not exist: a guard that counted known accounts only would tell which are known.
    """

    account = models.CharField(max_length=254)
    address = models.CharField(max_length=45)
    failures = models.PositiveIntegerField()
    window_ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "login attempts"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "address"], name="accounts_loginattempts_pair")
        ]

    def __str__(self) -> str:
        return f"{self.account} from {self.address}"


class RefreshToken(models.Model):
    """One refresh token: never the token, only its SHA-256 digest."""

    digest = models.CharField(primary_key=True, max_length=64, editable=False)
    family = models.ForeignKey(RefreshFamily, on_delete=models.CASCADE, related_name="tokens")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    successor = models.CharField(max_length=64, blank=True, help_text="Digest of the token that replaced this one.")

    def __str__(self) -> str:
        # A digest names nothing useful to people, and a list of them is nobody's business.
        return f"refresh token of session {self.family_id}"
