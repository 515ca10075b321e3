"""Addresses of valuation."""

from django.urls import URLPattern, path

from sinergi.benefits.views import editing, results

app_name = "benefits"

unit_values: list[URLPattern] = [
    path("manfaat/nilai-satuan/", editing.unit_value_list, name="unit_value_list"),
    path("manfaat/nilai-satuan/baru/", editing.unit_value_edit, name="unit_value_new"),
    path(
        "manfaat/nilai-satuan/survei/",
        editing.unit_value_survey,
        name="unit_value_survey",
    ),
    path(
        "manfaat/nilai-satuan/<slug:key>/",
        editing.unit_value_edit,
        name="unit_value_edit",
    ),
]

making: list[URLPattern] = [
    path("manfaat/baru/", editing.valuation_new, name="valuation_new"),
    path("manfaat/<slug:slug>/atur/", editing.valuation_edit, name="valuation_edit"),
    path(
        "manfaat/<slug:slug>/rincian/", editing.valuation_lines, name="valuation_lines"
    ),
    path(
        "manfaat/<slug:slug>/terbitkan/",
        editing.valuation_publish,
        name="valuation_publish",
    ),
    path("manfaat/<slug:slug>/biaya/ambil/", editing.costs_take, name="costs_take"),
    path("manfaat/<slug:slug>/biaya/baru/", editing.cost_edit, name="cost_new"),
    path("manfaat/<slug:slug>/biaya/<int:pk>/", editing.cost_edit, name="cost_edit"),
    path(
        "manfaat/<slug:slug>/biaya/<int:pk>/hapus/",
        editing.cost_remove,
        name="cost_remove",
    ),
    path("manfaat/<slug:slug>/jenis/baru/", editing.stream_edit, name="stream_new"),
    path(
        "manfaat/<slug:slug>/jenis/<int:pk>/", editing.stream_edit, name="stream_edit"
    ),
    path(
        "manfaat/<slug:slug>/jenis/<int:pk>/hapus/",
        editing.stream_remove,
        name="stream_remove",
    ),
]

reading: list[URLPattern] = [
    path("manfaat/", results.valuation_list, name="valuation_list"),
    path("manfaat/<slug:slug>/", results.valuation_show, name="valuation_show"),
    path(
        "manfaat/<slug:slug>/berkas/<slug:kind>/",
        results.valuation_file,
        name="valuation_file",
    ),
]

urlpatterns: list[URLPattern] = [*unit_values, *making, *reading]
