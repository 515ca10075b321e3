"""Addresses of the indicators app."""

from django.urls import path

from sinergi.indicators.views import plans, schemes

app_name = "indicators"
urlpatterns = [
    path("skema/", schemes.scheme_list, name="scheme_list"),
    path("skema/<int:pk>/", schemes.scheme_detail, name="scheme_detail"),
    path("skema/<int:pk>/salin/", schemes.scheme_copy, name="scheme_copy"),
    path("skema/<int:pk>/ubah/", schemes.scheme_edit, name="scheme_edit"),
    path("skema/<int:pk>/pratinjau/", schemes.scheme_preview, name="scheme_preview"),
    path("skema/<int:pk>/terbitkan/", schemes.scheme_publish, name="scheme_publish"),
    path("skema/<int:pk>/buang/", schemes.scheme_discard, name="scheme_discard"),
    path("target/", plans.target_list, name="target_list"),
    path("target/tambah/", plans.target_edit, name="target_add"),
    path("target/<int:pk>/", plans.target_edit, name="target_edit"),
    path("potret/", plans.snapshot_list, name="snapshot_list"),
    path("potret/ambil/", plans.snapshot_take, name="snapshot_take"),
    path("potret/<int:pk>/", plans.snapshot_detail, name="snapshot_detail"),
]
