"""Addresses of evaluation."""

from django.urls import URLPattern, path

from sinergi.evaluation.views import results

app_name = "evaluation"

result_urls = [
    path("evaluasi/<slug:slug>/hasil/", results.results, name="results"),
    path(
        "evaluasi/<slug:slug>/hasil.<str:extension>",
        results.results_download,
        name="results_download",
    ),
    path(
        "evaluasi/<slug:slug>/data-mikro.<str:extension>",
        results.microdata_download,
        name="microdata_download",
    ),
]

urlpatterns: list[URLPattern] = [*result_urls]
