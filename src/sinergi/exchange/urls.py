"""Addresses of the exchange: imports and the API."""

from django.urls import include, path, re_path

from sinergi.exchange.api.addresses import API_PATTERNS, unknown_address
from sinergi.exchange.openrosa import addresses as openrosa
from sinergi.exchange.views import imports

app_name = "exchange"
urlpatterns = [
    path("impor/", imports.import_home, name="import_home"),
    path("impor/<uuid:id>/", imports.import_detail, name="import_detail"),
    path("impor/<uuid:id>/simpan/", imports.import_confirm, name="import_confirm"),
    path(
        "impor/<uuid:id>/berkas-bertanda/",
        imports.import_annotated,
        name="import_annotated",
    ),
    path("api/v1/", (API_PATTERNS, "api", "api")),
    re_path(r"^api/", unknown_address),
    path("odk/", include((openrosa.urlpatterns, "odk"))),
]
