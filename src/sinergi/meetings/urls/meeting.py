"""Addresses of a meeting's days: room, gates, exhibition, classes, updates."""

from django.urls import URLPattern, path

from sinergi.meetings.views import (
    classes,
    exhibition,
    gate_phone,
    gates,
    rooms,
    updates,
    webhooks,
)

room_urls: list[URLPattern] = [
    path("pertemuan/<slug:slug>/ruang-daring/", rooms.room_show, name="room_show"),
    path("pertemuan/<slug:slug>/ruang-daring/atur/", rooms.room_set, name="room_set"),
    path(
        "pertemuan/<slug:slug>/ruang-daring/sambung/",
        rooms.room_connect,
        name="room_connect",
    ),
    path(
        "pertemuan/<slug:slug>/ruang-daring/tautan/",
        rooms.room_links,
        name="room_links",
    ),
    path(
        "pertemuan/<slug:slug>/ruang-daring/laporan/",
        rooms.room_report,
        name="room_report",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/masuk/",
        rooms.room_enter,
        name="room_enter",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/keluar/",
        rooms.room_leave,
        name="room_leave",
    ),
    path("webhook/zoom/", webhooks.zoom, name="webhook_zoom"),
]

gate_urls: list[URLPattern] = [
    path("pertemuan/<slug:slug>/gerbang/", gate_phone.gate_page, name="gate_page"),
    path(
        "pertemuan/<slug:slug>/gerbang/pekerja.js",
        gate_phone.gate_worker,
        name="gate_worker",
    ),
    path("pertemuan/<slug:slug>/pintu/", gates.gate_list, name="gate_list"),
    path(
        "pertemuan/<slug:slug>/pintu/<int:pk>/ponsel/",
        gates.gate_invite,
        name="gate_invite",
    ),
    path(
        "pertemuan/<slug:slug>/pintu/<int:pk>/cabut/",
        gates.gate_revoke,
        name="gate_revoke",
    ),
    path("pertemuan/<slug:slug>/pintu/ganda/", gates.door_doubles, name="door_doubles"),
    path(
        "pertemuan/<slug:slug>/pintu/sesi/", gates.door_sessions, name="door_sessions"
    ),
    path("pertemuan/<slug:slug>/pintu/datang-langsung/", gates.walk_in, name="walk_in"),
    path(
        "pertemuan/<slug:slug>/kartu-peserta/", gates.badges_start, name="badges_start"
    ),
    path(
        "pertemuan/<slug:slug>/kartu-peserta/<uuid:job>.pdf",
        gates.badges_file,
        name="badges_file",
    ),
]

exhibition_urls: list[URLPattern] = [
    path("pertemuan/<slug:slug>/pameran/", exhibition.exhibition, name="exhibition"),
    path(
        "pertemuan/<slug:slug>/pameran/hasil/",
        exhibition.exhibition_results,
        name="exhibition_results",
    ),
    path(
        "pertemuan/<slug:slug>/pameran/atur/",
        exhibition.stall_edit,
        name="stall_edit",
    ),
    path(
        "pertemuan/<slug:slug>/pameran/<int:number>/",
        exhibition.stall,
        name="stall",
    ),
    path(
        "pertemuan/<slug:slug>/pengumuman/",
        exhibition.announcement_list,
        name="announcement_list",
    ),
    path(
        "pertemuan/<slug:slug>/pengumuman/<int:pk>/tarik/",
        exhibition.announcement_withdraw,
        name="announcement_withdraw",
    ),
]

class_urls: list[URLPattern] = [
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/kelas/",
        classes.topics_rank,
        name="topics_rank",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/kelas/alasan/",
        classes.class_reasons,
        name="class_reasons",
    ),
    path("pertemuan/<slug:slug>/panitia/kelas/", classes.run_list, name="run_list"),
    path(
        "pertemuan/<slug:slug>/panitia/kelas/isi/",
        classes.interests_prefill,
        name="interests_prefill",
    ),
    path(
        "pertemuan/<slug:slug>/panitia/kelas/<int:pk>/",
        classes.run_detail,
        name="run_detail",
    ),
    path(
        "pertemuan/<slug:slug>/panitia/kelas/<int:pk>/terbitkan/",
        classes.run_publish,
        name="run_publish",
    ),
]

update_urls: list[URLPattern] = [
    path("pertemuan/<slug:slug>/capaian/", updates.update_list, name="update_list"),
    path(
        "pertemuan/<slug:slug>/capaian/siapkan/",
        updates.update_prepare,
        name="update_prepare",
    ),
    path(
        "pertemuan/<slug:slug>/capaian/<int:pk>/",
        updates.update_show,
        name="update_show",
    ),
    path(
        "pertemuan/<slug:slug>/capaian/<int:pk>/salindia.pdf",
        updates.update_pdf,
        name="update_pdf",
    ),
    path(
        "pertemuan/<slug:slug>/capaian/<int:pk>/ubah/",
        updates.update_edit,
        name="update_edit",
    ),
    path(
        "pertemuan/<slug:slug>/capaian/<int:pk>/potret-baru/",
        updates.update_refresh,
        name="update_refresh",
    ),
    path(
        "pertemuan/<slug:slug>/capaian/<int:pk>/terbitkan/",
        updates.update_publish,
        name="update_publish",
    ),
    path(
        "pertemuan/<slug:slug>/capaian/<int:pk>/tarik/",
        updates.update_withdraw,
        name="update_withdraw",
    ),
]

urlpatterns: list[URLPattern] = [
    *room_urls,
    *gate_urls,
    *exhibition_urls,
    *class_urls,
    *update_urls,
]
