"""Addresses of the portal app."""

from django.urls import path

from sinergi.portal.views import dashboards, home, library, methods, village

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("beranda/", home.public, name="public_home"),
    path("cara-menghitung/", methods.show, name="methods"),
    path("data-terbuka/", methods.open_data, name="open_data"),
    path("desa/", village.home, name="village"),
    path("dasbor/", dashboards.show, name="dashboard"),
    path(
        "dasbor/unduh/<slug:block>.<slug:kind>",
        dashboards.file,
        name="dashboard_file",
    ),
    path("dasbor/<str:code>/", dashboards.show, name="dashboard_of"),
    path("perpustakaan/<int:pk>/", library.show, name="library"),
    path(
        "perpustakaan/<int:pk>/<slug:block>.<slug:kind>",
        library.file,
        name="library_file",
    ),
]
