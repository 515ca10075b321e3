"""Addresses of the committee before a meeting: frame, people, agenda."""

from django.urls import URLPattern, path

from sinergi.meetings.views import (
    agenda,
    committee,
    invitations,
    participants,
    pools,
    proposals,
    replies,
)

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
        pools.capacity_edit,
        name="capacity_edit",
    ),
    path("pertemuan/<slug:slug>/panitia/kuota/baru/", pools.pool_new, name="pool_new"),
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
]
