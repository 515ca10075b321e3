"""Addresses of what follows: feedback, materials, certificates and action plans."""

from django.urls import URLPattern, path

from sinergi.meetings.views import (
    after,
    certificates,
    materials,
    plans,
)

urlpatterns: list[URLPattern] = [
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/sesudah/",
        after.after_show,
        name="after_show",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/umpan-balik/",
        after.feedback_give,
        name="feedback_give",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/sertifikat.pdf",
        after.ticket_certificate,
        name="ticket_certificate",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/materi/<int:pk>/",
        after.ticket_material,
        name="ticket_material",
    ),
    path("pertemuan/<slug:slug>/hasil/", after.meeting_results, name="meeting_results"),
    path(
        "pertemuan/<slug:slug>/umpan-balik/",
        after.feedback_results,
        name="feedback_results",
    ),
    path(
        "pertemuan/<slug:slug>/umpan-balik/unduh.<str:extension>",
        after.feedback_download,
        name="feedback_download",
    ),
    path(
        "pertemuan/<slug:slug>/materi/", materials.material_list, name="material_list"
    ),
    path(
        "pertemuan/<slug:slug>/materi/tambah/",
        materials.material_add,
        name="material_add",
    ),
    path(
        "pertemuan/<slug:slug>/materi/<int:pk>/berkas/",
        materials.material_file,
        name="material_file",
    ),
    path(
        "pertemuan/<slug:slug>/materi/<int:pk>/hapus/",
        materials.material_remove,
        name="material_remove",
    ),
    path(
        "pertemuan/<slug:slug>/sertifikat/",
        certificates.certificate_list,
        name="certificate_list",
    ),
    path(
        "pertemuan/<slug:slug>/sertifikat/aturan/",
        certificates.certificate_rules,
        name="certificate_rules",
    ),
    path(
        "pertemuan/<slug:slug>/sertifikat/terbitkan/",
        certificates.certificate_issue,
        name="certificate_issue",
    ),
    path(
        "pertemuan/<slug:slug>/sertifikat/cetak/",
        certificates.certificate_print,
        name="certificate_print",
    ),
    path(
        "pertemuan/<slug:slug>/sertifikat/berkas/<uuid:job>/",
        certificates.pack,
        name="pack",
    ),
    path(
        "pertemuan/<slug:slug>/sertifikat/<int:pk>/",
        certificates.certificate_show,
        name="certificate_show",
    ),
    path(
        "pertemuan/<slug:slug>/sertifikat/<int:pk>/cetak.pdf",
        certificates.certificate_pdf,
        name="certificate_pdf",
    ),
    path(
        "pertemuan/<slug:slug>/sertifikat/<int:pk>/akhiri/",
        certificates.certificate_end,
        name="certificate_end",
    ),
    path("c/", certificates.certificate_ask, name="certificate_ask"),
    path("c/<path:token>.json", certificates.certificate_json, name="certificate_json"),
    path("c/<path:token>", certificates.certificate_check, name="certificate_check"),
    path(
        ".well-known/sinergi-keys.json", certificates.signing_keys, name="signing_keys"
    ),
    path("pertemuan/<slug:slug>/rencana/", plans.plan_list, name="plan_list"),
    path(
        "pertemuan/<slug:slug>/rencana/unduh.<str:extension>",
        plans.plan_download,
        name="plan_download",
    ),
    path("pertemuan/<slug:slug>/rencana/<int:pk>/", plans.plan, name="plan"),
    path(
        "pertemuan/<slug:slug>/rencana/<int:pk>/ubah/",
        plans.plan_change,
        name="plan_change",
    ),
    path(
        "pertemuan/<slug:slug>/rencana/<int:pk>/hapus/",
        plans.plan_remove,
        name="plan_remove",
    ),
    path(
        "pertemuan/<slug:slug>/delegasi/<int:pk>/rencana/tulis/",
        plans.plan_write,
        name="plan_write",
    ),
    path("rencana/berhenti/<str:token>/", plans.reminders_stop, name="reminders_stop"),
]
