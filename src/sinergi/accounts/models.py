"""People who sign in, and the ways they do."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Finds users as Django's authentication wants them found."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of this user name, whatever the letter case typed."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Someone with an account. What they may do is in network's assignments.

    A village manager needs no e-mail. `full_name` is one field, as on the identity
    card. `is_demonstration` marks the invented people of the demonstration.
    `unread_count` is kept by the notices, so that no page has to count messages.
    """

    username = models.CharField(
        max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    unread_count = models.PositiveIntegerField(default=0)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_once_any_case"),
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def initials(self) -> str:
        """Up to two first letters of the name, for the avatar."""
        return "".join(word[0] for word in self.full_name.split()[:2]).upper()


class LoginCard(models.Model):
    """A printed one-time code with which a person first signs in.

    Only the hash of the code is kept. A card works once, for 30 days, and no longer
    once another one is issued.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"card {self.pk}"


class AccessToken(models.Model):
    """A key with which another program acts as a user. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.pk}"


class Invitation(models.Model):
    """A link by e-mail with which a person sets a password: invitation or reset."""

    class Purpose(models.TextChoices):
        INVITE = "invite"
        RESET = "reset"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class AttemptCounter(models.Model):
    """How often something was tried lately, by a hash of what it was tried on.

    Shared by all processes, so that a limit holds whichever of them is asked.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    window_ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"attempts {self.pk}"
