"""Addresses of the meetings app."""

from django.urls import URLPattern, path

from sinergi.meetings.views import (
    after,
    agenda,
    certificates,
    classes,
    committee,
    delegations,
    exhibition,
    gate_phone,
    gates,
    invitations,
    materials,
    participants,
    plans,
    proposals,
    public,
    registration,
    replies,
    rooms,
    webhooks,
)

app_name = "meetings"

public_urls: list[URLPattern] = [
    path("pertemuan/", public.meeting_list, name="meeting_list"),
    path("pertemuan/<slug:slug>/", public.meeting_show, name="meeting_show"),
    path("pertemuan/<slug:slug>/kini/", public.meeting_now, name="meeting_now"),
    path("pertemuan/<slug:slug>/agenda.json", public.agenda_json, name="agenda_json"),
    path("pertemuan/<slug:slug>/agenda.ics", public.agenda_ics, name="agenda_ics"),
    path("pertemuan/<slug:slug>/schedule.xml", public.schedule_xml, name="schedule"),
]

registration_urls: list[URLPattern] = [
    path("pertemuan/<slug:slug>/daftar/", registration.register, name="register"),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/", registration.ticket, name="ticket"
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/batal/",
        registration.ticket_withdraw,
        name="ticket_withdraw",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/jawab/",
        registration.ticket_answer,
        name="ticket_answer",
    ),
]

delegation_urls: list[URLPattern] = [
    path(
        "pertemuan/<slug:slug>/delegasi/",
        delegations.delegation_list,
        name="delegation_list",
    ),
    path(
        "pertemuan/<slug:slug>/delegasi/<int:pk>/",
        delegations.delegation,
        name="delegation",
    ),
    path(
        "pertemuan/<slug:slug>/delegasi/<int:pk>/tambah/",
        delegations.delegate_add,
        name="delegate_add",
    ),
    path(
        "pertemuan/<slug:slug>/delegasi/<int:pk>/jawab/",
        delegations.delegation_reply,
        name="delegation_reply",
    ),
    path(
        "pertemuan/<slug:slug>/delegasi/<int:pk>/orang/<int:person>/ganti/",
        delegations.delegate_swap,
        name="delegate_swap",
    ),
    path(
        "pertemuan/<slug:slug>/delegasi/<int:pk>/orang/<int:person>/batal/",
        delegations.delegate_withdraw,
        name="delegate_withdraw",
    ),
]

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

after_urls: list[URLPattern] = [
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

committee_urls: list[URLPattern] = [
    path("pertemuan/baru/", committee.meeting_new, name="meeting_new"),
    path("pertemuan/<slug:slug>/ubah/", committee.meeting_edit, name="meeting_edit"),
    path("pertemuan/<slug:slug>/salin/", committee.meeting_copy, name="meeting_copy"),
    path(
        "pertemuan/<slug:slug>/umumkan/",
        committee.meeting_publish,
        name="meeting_publish",
    ),
    path("pertemuan/<slug:slug>/tutup/", committee.meeting_close, name="meeting_close"),
    path(
        "pertemuan/<slug:slug>/panitia/",
        committee.committee_home,
        name="committee_home",
    ),
    path("pertemuan/<slug:slug>/panitia/lokasi/", committee.hub_edit, name="hub_edit"),
    path(
        "pertemuan/<slug:slug>/panitia/anggaran/",
        committee.budget_edit,
        name="budget_edit",
    ),
    path(
        "pertemuan/<slug:slug>/panitia/pertanyaan/",
        committee.question_edit,
        name="question_edit",
    ),
    path(
        "pertemuan/<slug:slug>/panitia/anggota/",
        committee.member_edit,
        name="member_edit",
    ),
    path(
        "pertemuan/<slug:slug>/panitia/anggota/<int:pk>/",
        committee.member_duties,
        name="member_duties",
    ),
    path(
        "pertemuan/<slug:slug>/panitia/kuota/<int:pk>/",
        committee.capacity_edit,
        name="capacity_edit",
    ),
]

invitation_urls: list[URLPattern] = [
    path(
        "pertemuan/<slug:slug>/undangan/mitra/",
        invitations.invitation_partners,
        name="invitation_partners",
    ),
    path(
        "pertemuan/<slug:slug>/undangan/tamu/",
        invitations.invitation_guest,
        name="invitation_guest",
    ),
    path(
        "pertemuan/<slug:slug>/undangan/kirim/",
        invitations.invitation_mail,
        name="invitation_mail",
    ),
    path(
        "pertemuan/<slug:slug>/undangan/surat/",
        invitations.letter_pack,
        name="letter_pack",
    ),
    path(
        "pertemuan/<slug:slug>/undangan/surat/<uuid:job>/",
        invitations.letter_download,
        name="letter_download",
    ),
    path(
        "pertemuan/<slug:slug>/delegasi/<int:pk>/surat.pdf",
        invitations.letter,
        name="letter",
    ),
    path(
        "pertemuan/<slug:slug>/delegasi/<int:pk>/tautan/",
        invitations.invitation_link,
        name="invitation_link",
    ),
    path(
        "pertemuan/<slug:slug>/jawaban/<str:secret>/",
        replies.invitation_reply,
        name="invitation_reply",
    ),
    path(
        "pertemuan/<slug:slug>/jawaban/<str:secret>/orang/",
        replies.invitation_person,
        name="invitation_person",
    ),
    path(
        "pertemuan/<slug:slug>/jawaban/<str:secret>/surat.pdf",
        replies.invitation_letter,
        name="invitation_letter",
    ),
]

participant_urls: list[URLPattern] = [
    path(
        "pertemuan/<slug:slug>/peserta/",
        participants.participant_list,
        name="participant_list",
    ),
    path(
        "pertemuan/<slug:slug>/peserta/peserta.<slug:extension>",
        participants.participant_download,
        name="participant_download",
    ),
    path(
        "pertemuan/<slug:slug>/peserta/baru/",
        participants.participant_new,
        name="participant_new",
    ),
    path(
        "pertemuan/<slug:slug>/peserta/<int:pk>/",
        participants.participant_show,
        name="participant_show",
    ),
    path(
        "pertemuan/<slug:slug>/peserta/<int:pk>/daring/",
        participants.participant_move,
        name="participant_move",
    ),
    path(
        "pertemuan/<slug:slug>/peserta/<int:pk>/batal/",
        participants.participant_withdraw,
        name="participant_withdraw",
    ),
    path(
        "pertemuan/<slug:slug>/kuota/<int:pk>/tunggu/",
        participants.waiting_list,
        name="waiting_list",
    ),
]

agenda_urls: list[URLPattern] = [
    path("pertemuan/<slug:slug>/agenda/", agenda.agenda_editor, name="agenda_editor"),
    path(
        "pertemuan/<slug:slug>/agenda/sesi/baru/",
        agenda.session_new,
        name="session_new",
    ),
    path(
        "pertemuan/<slug:slug>/agenda/sesi/<int:pk>/",
        agenda.session_edit,
        name="session_edit",
    ),
    path(
        "pertemuan/<slug:slug>/agenda/sesi/<int:pk>/hapus/",
        agenda.session_remove,
        name="session_remove",
    ),
    path("pertemuan/<slug:slug>/agenda/ruang/", agenda.room_edit, name="room_edit"),
    path("pertemuan/<slug:slug>/agenda/jalur/", agenda.track_edit, name="track_edit"),
    path("pertemuan/<slug:slug>/agenda/putaran/", agenda.round_edit, name="round_edit"),
    path(
        "pertemuan/<slug:slug>/agenda/topik/baru/", agenda.topic_new, name="topic_new"
    ),
    path(
        "pertemuan/<slug:slug>/agenda/topik/<int:pk>/",
        agenda.topic_edit,
        name="topic_edit",
    ),
    path(
        "pertemuan/<slug:slug>/agenda/topik/<int:pk>/hapus/",
        agenda.topic_remove,
        name="topic_remove",
    ),
    path(
        "pertemuan/<slug:slug>/agenda/terbitkan/",
        agenda.agenda_publish,
        name="agenda_publish",
    ),
    path(
        "pertemuan/<slug:slug>/perubahan/", agenda.agenda_changes, name="agenda_changes"
    ),
]

proposal_urls: list[URLPattern] = [
    path(
        "pertemuan/<slug:slug>/usulan/", proposals.proposal_list, name="proposal_list"
    ),
    path(
        "pertemuan/<slug:slug>/usulan/baru/",
        proposals.proposal_new,
        name="proposal_new",
    ),
    path(
        "pertemuan/<slug:slug>/usulan/<int:pk>/",
        proposals.proposal_show,
        name="proposal_show",
    ),
    path(
        "pertemuan/<slug:slug>/usulan/<int:pk>/nilai/",
        proposals.proposal_review,
        name="proposal_review",
    ),
    path(
        "pertemuan/<slug:slug>/usulan/<int:pk>/terima/",
        proposals.proposal_accept,
        name="proposal_accept",
    ),
    path(
        "pertemuan/<slug:slug>/usulan/<int:pk>/tolak/",
        proposals.proposal_decline,
        name="proposal_decline",
    ),
    path(
        "pertemuan/<slug:slug>/usulan/<int:pk>/tarik/",
        proposals.proposal_withdraw,
        name="proposal_withdraw",
    ),
]

urlpatterns: list[URLPattern] = [
    *committee_urls,
    *invitation_urls,
    *participant_urls,
    *agenda_urls,
    *proposal_urls,
    *public_urls,
    *registration_urls,
    *delegation_urls,
    *room_urls,
    *gate_urls,
    *exhibition_urls,
    *class_urls,
    *after_urls,
]
