"""Addresses of the regions app."""

from django.urls import path

from sinergi.regions.views import search

app_name = "regions"
urlpatterns = [
    path("wilayah/cari/", search.region_search, name="region_search"),
]
