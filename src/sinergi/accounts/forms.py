"""Forms of signing in and of one's own account; throttled before anything is told."""

import datetime as dt
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.errors import Throttled
from sinergi.accounts.models import User
from sinergi.accounts.rules import (
    ATTEMPTS_PER_CODE,
    SHARED_PHONE,
    SHARED_PHONE_SECONDS,
    TOKEN_SCOPES,
    network_of,
    normal_card_code,
)
from sinergi.accounts.services import (
    forget_attempts,
    take_attempt,
    take_login_attempt,
    use_code_once,
)

_NAME_ATTRS = {
    "autocomplete": "username",
    "autocapitalize": "none",
    "spellcheck": "false",
}
_CODE_ATTRS = {"autocomplete": "one-time-code", "inputmode": "numeric"}


def _password_hint() -> str:
    return " ".join(str(text) for text in password_validators_help_texts()[1:2])


password_hint = lazy(_password_hint, str)


def address_of(request: HttpRequest) -> str:
    """The address from which a request comes, as attempts are counted by it."""
    return network_of(get_adapter(request).get_client_ip(request))


class LoginForm(AllauthLoginForm):
    """User name or e-mail address, password, and whether the phone is shared."""

    shared = forms.BooleanField(
        label=_("This is a shared phone"),
        help_text=_("You are logged out after 15 idle minutes; no draft stays behind."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("User name"),
            help_text=_("Printed on your card. No e-mail needed."),
            max_length=254,
            widget=forms.TextInput(attrs=_NAME_ATTRS),
        )
        self.fields["password"] = forms.CharField(
            label=_("Your password"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.order_fields(["login", "password", "shared"])

    def _clean_with_password(self, credentials: dict[str, str]) -> dict[str, Any]:
        account, address = self.cleaned_data["login"], address_of(self.request)
        try:
            take_login_attempt(account=account, address=address)
        except Throttled as error:
            raise forms.ValidationError(str(error), code="throttled") from error
        cleaned: dict[str, Any] = super()._clean_with_password(credentials)
        forget_attempts(account=account, address=address)
        return cleaned

    def login(
        self, request: HttpRequest, redirect_url: str | None = None
    ) -> HttpResponse:
        """Sign in; on a shared phone for a quarter of an hour of rest at most."""
        response: HttpResponse = super().login(request, redirect_url)
        if self.cleaned_data["shared"]:
            request.session[SHARED_PHONE] = True
            request.session.set_expiry(SHARED_PHONE_SECONDS)
        return response


class ConfirmPasswordForm(AllauthReauthenticateForm):
    """One's own password once more, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=_("Your password"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )

    def clean_password(self) -> str:
        """Count the attempt, then check."""
        account, address = self.user.username, address_of(context.request)
        try:
            take_login_attempt(account=account, address=address)
        except Throttled as error:
            raise forms.ValidationError(str(error), code="throttled") from error
        password: str = super().clean_password()
        forget_attempts(account=account, address=address)
        return password


class _CodeForm(forms.Form):
    """Six digits (or a recovery code), few attempts, each code once."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code from the app"),
            help_text=_("Six digits, or one of your recovery codes."),
            max_length=20,
            widget=forms.TextInput(attrs=_CODE_ATTRS),
        )

    def clean_code(self) -> str:
        """Count the attempt, check, and refuse a code that was just used."""
        try:
            take_attempt(key=f"second step {self.user.pk}", limit=ATTEMPTS_PER_CODE)
        except Throttled as error:
            raise forms.ValidationError(str(error), code="throttled") from error
        code: str = super().clean_code()  # type: ignore[misc]
        if not use_code_once(user_id=self.user.pk, code=code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(_CodeForm, AuthenticateForm):
    """The second step of signing in."""


class ConfirmCodeForm(_CodeForm, ReauthenticateForm):
    """The second step once more, before something delicate."""


class ActivateForm(_CodeForm, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six digits that the app shows now.")


class NewPasswordForm(forms.Form):
    """A password of one's own, typed twice."""

    password = forms.CharField(
        label=_("Your new password"),
        help_text=password_hint(),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Your new password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        first, second = (self.cleaned_data.get(name) for name in ("password", "again"))
        if first and second and first != second:
            self.add_error("again", _("The two passwords differ. Type both again."))
        return self.cleaned_data


class ChangePasswordForm(NewPasswordForm):
    """A new password in place of the old one."""

    current = forms.CharField(
        label=_("Password of today"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current", "password", "again"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_current(self) -> str:
        """Count the attempt, then check."""
        try:
            take_attempt(key=f"change password {self.user.pk}", limit=ATTEMPTS_PER_CODE)
        except Throttled as error:
            raise forms.ValidationError(str(error), code="throttled") from error
        current: str = self.cleaned_data["current"]
        if not self.user.check_password(current):
            raise get_adapter().validation_error("incorrect_password")
        return current


class CardForm(forms.Form):
    """The code of a login card, typed by hand."""

    code = forms.CharField(
        label=_("Code on your card"),
        help_text=_("Twelve letters and digits in three groups; capitals or not."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        """The code as stored; unknown letters are told at the next step."""
        code = normal_card_code(self.cleaned_data["code"])
        if not code.isascii() or not code.isalnum():
            raise forms.ValidationError(
                _("A code has letters and digits only. Check each on your card.")
            )
        return code


class ForgottenForm(forms.Form):
    """For whom a new password is asked."""

    name = forms.CharField(
        label=_("User name or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs=_NAME_ATTRS),
    )


class TokenForm(forms.Form):
    """A new access token."""

    SCOPES = [
        ("read", _("Read data")),
        ("report", _("Record activities and statistics")),
        ("verify", _("Verify or return reports")),
        ("manage", _("Change libraries, partnerships and accounts")),
    ]
    DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]

    name = forms.CharField(
        label=_("What is it for?"),
        help_text=_("For example the name of the other program."),
        max_length=100,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        help_text=_("Never more than you may do yourself."),
        choices=SCOPES,
        initial=TOKEN_SCOPES[:1],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("How long does it work?"), choices=DAYS, coerce=int, initial=90
    )

    def expires_at(self) -> dt.datetime:
        """The end of the chosen time."""
        return timezone.now() + dt.timedelta(days=self.cleaned_data["days"])
