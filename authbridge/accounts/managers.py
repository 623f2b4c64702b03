"""How users are made and found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

from authbridge.accounts.fields import normalise_email

if TYPE_CHECKING:
    from authbridge.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail; the password is hashed here and never kept."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The one spelling of an address; Django's own lowers the domain alone."""
        return normalise_email(email or "")

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Store a new user. Without a password nobody can log in until one is set by a reset.

        Raises `ValueError` for an empty address, `IntegrityError` for a taken one.
        """
        address = self.normalize_email(email)
        if not address:
            raise ValueError("A user needs an e-mail address: it is the name people log in with.")
        user = self.model(email=address, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Store a new user who may do everything in the admin."""
        for flag in ("is_staff", "is_superuser"):
            if extra.setdefault(flag, True) is not True:
                raise ValueError(f"A superuser has {flag}=True.")
        extra.setdefault("role", "admin")
        return self.create_user(email, password, **extra)
