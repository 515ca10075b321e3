"""Addresses of evaluation."""

from django.urls import URLPattern, path

from sinergi.evaluation.views import results, samples, studies

app_name = "evaluation"

study_urls: list[URLPattern] = [
    path("evaluasi/", studies.study_list, name="study_list"),
    path("evaluasi/baru/", studies.study_new, name="study_new"),
    path("evaluasi/perencana/", samples.sample_plan, name="sample_plan"),
    path("evaluasi/<slug:slug>/", studies.study_show, name="study_show"),
    path("evaluasi/<slug:slug>/ubah/", studies.study_edit, name="study_edit"),
    path("evaluasi/<slug:slug>/tahap/", studies.study_move, name="study_move"),
    path("evaluasi/<slug:slug>/sampel/", samples.sample, name="sample"),
    path(
        "evaluasi/<slug:slug>/sampel/rancangan/",
        samples.design_edit,
        name="design_edit",
    ),
    path("evaluasi/<slug:slug>/sampel/undi/", samples.sample_draw, name="sample_draw"),
    path(
        "evaluasi/<slug:slug>/sampel/unduh.<str:extension>",
        samples.sample_download,
        name="sample_download",
    ),
    path(
        "evaluasi/<slug:slug>/sampel/daftar.pdf", samples.sample_pdf, name="sample_pdf"
    ),
    path("evaluasi/<slug:slug>/sampel/<int:pk>/", samples.unit_show, name="unit_show"),
]

result_urls: list[URLPattern] = [
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

urlpatterns: list[URLPattern] = [*study_urls, *result_urls]
