"""Addresses of evaluation."""

from django.urls import URLPattern, path

from sinergi.evaluation.views import (
    comparing,
    filling,
    imports,
    instruments,
    interviewers,
    links,
    progress,
    responses,
    results,
    samples,
    studies,
)

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
    path("evaluasi/<slug:slug>/hasil/banding/", comparing.compare, name="compare"),
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

field_urls: list[URLPattern] = [
    path("evaluasi/<slug:slug>/lapangan/", progress.progress, name="progress"),
    path(
        "evaluasi/<slug:slug>/pencacah/",
        interviewers.interviewer_list,
        name="interviewer_list",
    ),
    path(
        "evaluasi/<slug:slug>/pencacah/terlambat/",
        interviewers.late_switch,
        name="late_switch",
    ),
    path(
        "evaluasi/<slug:slug>/pencacah/<int:pk>/cabut/",
        interviewers.interviewer_revoke,
        name="interviewer_revoke",
    ),
    path(
        "evaluasi/<slug:slug>/pencacah/<int:pk>/kartu/",
        interviewers.interviewer_renew,
        name="interviewer_renew",
    ),
    path(
        "evaluasi/<slug:slug>/jawaban/", responses.response_list, name="response_list"
    ),
    path(
        "evaluasi/<slug:slug>/jawaban/unduh.<str:extension>",
        responses.response_download,
        name="response_download",
    ),
    path(
        "evaluasi/<slug:slug>/jawaban/<int:pk>/",
        responses.response_show,
        name="response_show",
    ),
    path(
        "evaluasi/<slug:slug>/jawaban/<int:pk>/kecualikan/",
        responses.response_exclude,
        name="response_exclude",
    ),
    path(
        "evaluasi/<slug:slug>/jawaban/<int:pk>/sertakan/",
        responses.response_include,
        name="response_include",
    ),
    path(
        "evaluasi/<slug:slug>/jawaban/<int:pk>/berkas/<int:file>/",
        responses.response_file,
        name="response_file",
    ),
]

instrument_urls: list[URLPattern] = [
    path(
        "evaluasi/<slug:slug>/kuesioner/",
        instruments.instrument_list,
        name="instrument_list",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/baru/",
        instruments.instrument_new,
        name="instrument_new",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/templat/<slug:audience>/",
        instruments.instrument_template,
        name="instrument_template",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/templat/<slug:audience>.xlsx",
        instruments.template_download,
        name="template_download",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/",
        instruments.instrument_show,
        name="instrument_show",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/cetak/",
        instruments.instrument_print,
        name="instrument_print",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/unduh.xlsx",
        instruments.instrument_download,
        name="instrument_download",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/tahap/",
        instruments.instrument_move,
        name="instrument_move",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/berkas/",
        instruments.instrument_files,
        name="instrument_files",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/tautan/",
        links.link_list,
        name="link_list",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/tautan.csv",
        links.link_download,
        name="link_download",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/tautan/cetak/",
        links.link_print,
        name="link_print",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/impor/",
        imports.import_new,
        name="import_new",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/impor/<uuid:key>/",
        imports.import_show,
        name="import_show",
    ),
    path(
        "evaluasi/<slug:slug>/kuesioner/<int:pk>/impor/<uuid:key>/simpan/",
        imports.import_store,
        name="import_store",
    ),
]

#: What respondents open; short, as it stands on paper.
filling_urls: list[URLPattern] = [
    path("isi/<slug:token>/", filling.fill_start, name="fill_start"),
    path("isi/<slug:token>/<int:number>/", filling.fill_page, name="fill_page"),
    path("isi/<slug:token>/selesai/", filling.fill_done, name="fill_done"),
]

urlpatterns: list[URLPattern] = [
    *study_urls,
    *instrument_urls,
    *filling_urls,
    *field_urls,
    *result_urls,
]
