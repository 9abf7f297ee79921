from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from holdfast.kernel import clock


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account that signs in with `email`. Without a password it can only come in by single sign-on."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. What it may do comes from the posts that its person holds, never from the account."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(
        "organisation.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="user"
    )
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Data:
        personal: dict[str, str] = {
            "email": "6 years after they left",
            "password": "6 years after they left",
            "last_login": "6 years after they left",
            "person": "6 years after they left",
        }
        not_personal = ("id", "is_active", "created")

    def __str__(self) -> str:
        return self.email
