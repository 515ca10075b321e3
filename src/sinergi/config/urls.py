"""Every address of the platform, app by app."""

from django.urls import include, path

from sinergi.config.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("sinergi.core.urls")),
    path("", include("sinergi.accounts.urls")),
    path("", include("sinergi.notices.urls")),
    path("", include("sinergi.regions.urls")),
    path("", include("sinergi.network.urls")),
    path("", include("sinergi.reports.urls")),
    path("", include("sinergi.indicators.urls")),
    path("", include("sinergi.stories.urls")),
    path("", include("sinergi.evaluation.urls")),
    path("", include("sinergi.benefits.urls")),
    path("", include("sinergi.meetings.urls")),
    path("", include("sinergi.exchange.urls")),
    path("", include("sinergi.portal.urls")),
]

handler400 = "sinergi.core.views.errors.bad_request"
handler403 = "sinergi.core.views.errors.forbidden"
handler404 = "sinergi.core.views.errors.not_found"
handler500 = "sinergi.core.views.errors.server_error"
