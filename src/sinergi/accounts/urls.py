"""Addresses of the accounts: of django-allauth only those listed here exist."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import include, path

from sinergi.accounts.views import card, link, own, password, token

ours = [
    path("akun/", own.home, name="home"),
    path("akun/kata-sandi/", password.change, name="password"),
    path("akun/lupa/", password.forgotten, name="forgotten"),
    path("akun/tautan/<str:code>/", link.link_open, name="link"),
    path("akun/sesi/", own.sessions, name="sessions"),
    path("akun/token/", token.token_list, name="tokens"),
    path("akun/token/<int:pk>/cabut/", token.token_revoke, name="token_revoke"),
    path("kartu/", card.card_type, name="card_type"),
    path("kartu/<str:code>/", card.card_use, name="card"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    path(
        "akun/masuk/",
        account.LoginView.as_view(template_name="accounts/login.html"),
        name="account_login",
    ),
    path(
        "akun/keluar/",
        account.LogoutView.as_view(template_name="accounts/logout.html"),
        name="account_logout",
    ),
    path(
        "akun/pastikan/",
        account.ReauthenticateView.as_view(template_name="accounts/confirm.html"),
        name="account_reauthenticate",
    ),
    path(
        "akun/masuk/kode/",
        second_step.AuthenticateView.as_view(template_name="accounts/code.html"),
        name="mfa_authenticate",
    ),
    path(
        "akun/pastikan/kode/",
        second_step.ReauthenticateView.as_view(template_name="accounts/confirm.html"),
        name="mfa_reauthenticate",
    ),
    path(
        "akun/dua-langkah/",
        second_step.IndexView.as_view(template_name="accounts/second_step.html"),
        name="mfa_index",
    ),
    path(
        "akun/dua-langkah/pasang/",
        totp.ActivateTOTPView.as_view(template_name="accounts/second_step_add.html"),
        name="mfa_activate_totp",
    ),
    path(
        "akun/dua-langkah/lepas/",
        totp.DeactivateTOTPView.as_view(
            template_name="accounts/second_step_remove.html"
        ),
        name="mfa_deactivate_totp",
    ),
    path(
        "akun/dua-langkah/pemulihan/",
        recovery.ViewRecoveryCodesView.as_view(template_name="accounts/recovery.html"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "akun/dua-langkah/pemulihan/baru/",
        recovery.GenerateRecoveryCodesView.as_view(
            template_name="accounts/recovery_renew.html"
        ),
        name="mfa_generate_recovery_codes",
    ),
]
