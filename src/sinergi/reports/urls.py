"""Addresses of the reports app."""

from django.urls import path

from sinergi.reports.views import (
    activity_form,
    activity_list,
    evidence,
    inbox,
    periods,
    record,
    statistics,
)

app_name = "reports"
urlpatterns = [
    path("kegiatan/", activity_list.activity_list, name="activity_list"),
    path(
        "kegiatan/unduh.<str:extension>",
        activity_list.activity_download,
        name="activity_download",
    ),
    path("kegiatan/baru/", activity_form.activity_new, name="activity_new"),
    path("kegiatan/draf/", activity_form.activity_autosave, name="activity_autosave"),
    path(
        "kegiatan/<uuid:activity_id>/", record.activity_detail, name="activity_detail"
    ),
    path(
        "kegiatan/<uuid:activity_id>/ubah/",
        activity_form.activity_edit,
        name="activity_edit",
    ),
    path(
        "kegiatan/<uuid:activity_id>/kirim/",
        record.activity_submit,
        name="activity_submit",
    ),
    path(
        "kegiatan/<uuid:activity_id>/buang/",
        record.activity_discard,
        name="activity_discard",
    ),
    path(
        "kegiatan/<uuid:activity_id>/verifikasi/",
        record.activity_verify,
        name="activity_verify",
    ),
    path(
        "kegiatan/<uuid:activity_id>/kembalikan/",
        record.activity_return,
        name="activity_return",
    ),
    path(
        "kegiatan/<uuid:activity_id>/buka/",
        record.activity_reopen,
        name="activity_reopen",
    ),
    path(
        "kegiatan/<uuid:activity_id>/banding/<uuid:other_id>/",
        record.activity_compare,
        name="activity_compare",
    ),
    path(
        "kegiatan/<uuid:activity_id>/tanda/<int:flag_id>/",
        record.flag_dismiss,
        name="flag_dismiss",
    ),
    path(
        "kegiatan/<uuid:activity_id>/bukti/",
        evidence.evidence_add,
        name="evidence_add",
    ),
    path(
        "kegiatan/<uuid:activity_id>/bukti/<int:evidence_id>/",
        evidence.evidence_file,
        name="evidence_file",
    ),
    path(
        "kegiatan/<uuid:activity_id>/bukti/<int:evidence_id>/hapus/",
        evidence.evidence_remove,
        name="evidence_remove",
    ),
    path("kotak-masuk/", inbox.inbox, name="inbox"),
    path("kotak-masuk/verifikasi/", inbox.inbox_verify, name="inbox_verify"),
    path("kotak-masuk/dikembalikan/", inbox.inbox_returned, name="inbox_returned"),
    path("kotak-masuk/terverifikasi/", inbox.inbox_verified, name="inbox_verified"),
    path("kotak-masuk/belum-melapor/", inbox.inbox_silent, name="inbox_silent"),
    path("kotak-masuk/statistik/", inbox.inbox_statistics, name="inbox_statistics"),
    path("kotak-masuk/<uuid:activity_id>/", inbox.inbox, name="inbox_record"),
    path("statistik/", statistics.statistics_list, name="statistics_list"),
    path(
        "statistik/<int:statistics_id>/verifikasi/",
        statistics.statistics_verify,
        name="statistics_verify",
    ),
    path(
        "statistik/<int:statistics_id>/kembalikan/",
        statistics.statistics_return,
        name="statistics_return",
    ),
    path(
        "statistik/<str:month>/", statistics.statistics_month, name="statistics_month"
    ),
    path("kunci/", periods.period_list, name="period_list"),
    path("kunci/<int:lock_id>/buka/", periods.period_unlock, name="period_unlock"),
]
