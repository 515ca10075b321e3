"""Addresses of the network app."""

from django.urls import URLPattern, path

from sinergi.network.views import (
    cards,
    library_acts,
    library_list,
    library_record,
    people,
    programmes,
)

app_name = "network"

people_urls: list[URLPattern] = [
    path("orang/", people.people_list, name="people_list"),
    path("orang/undang/", people.person_invite, name="person_invite"),
    path("orang/tanpa-akun/", cards.missing_list, name="missing_list"),
    path("orang/tanpa-akun/<str:code>/", cards.missing_detail, name="missing_detail"),
    path(
        "orang/tanpa-akun/<str:code>/buat/", cards.accounts_make, name="accounts_make"
    ),
    path(
        "orang/tanpa-akun/<str:code>/cetak-ulang/",
        cards.cards_again,
        name="cards_again",
    ),
    path("orang/<int:pk>/", people.person_detail, name="person_detail"),
    path("orang/<int:pk>/kartu/", cards.card_again, name="card_again"),
    path("orang/<int:pk>/tugas/", people.role_give, name="role_give"),
    path("orang/<int:pk>/tugas/<int:role>/akhiri/", people.role_end, name="role_end"),
    path("orang/<int:pk>/tutup/", people.account_close, name="account_close"),
    path("orang/<int:pk>/buka/", people.account_reopen, name="account_reopen"),
    path(
        "orang/<int:pk>/dua-langkah/",
        people.second_factor_reset,
        name="second_factor_reset",
    ),
]

library_urls: list[URLPattern] = [
    path("perpustakaan/", library_list.library_list, name="library_list"),
    path(
        "perpustakaan/unduh.<slug:extension>",
        library_list.library_download,
        name="library_download",
    ),
    path(
        "perpustakaan/kemitraan.<slug:extension>",
        library_list.partnership_download,
        name="partnership_download",
    ),
    path("perpustakaan/baru/", library_acts.library_new, name="library_new"),
    path(
        "perpustakaan/<int:library_id>/ubah/",
        library_acts.library_edit,
        name="library_edit",
    ),
    path(
        "perpustakaan/<int:library_id>/ganti-nama/",
        library_acts.library_rename,
        name="library_rename",
    ),
    path(
        "perpustakaan/<int:library_id>/pindah/",
        library_acts.library_move,
        name="library_move",
    ),
    path(
        "perpustakaan/<int:library_id>/gabung/",
        library_acts.library_merge,
        name="library_merge",
    ),
    path(
        "perpustakaan/<int:library_id>/tutup/",
        library_acts.library_close,
        name="library_close",
    ),
    path(
        "perpustakaan/<int:library_id>/konfirmasi/",
        library_acts.library_confirm,
        name="library_confirm",
    ),
    path(
        "perpustakaan/<int:library_id>/riwayat/",
        library_record.library_history,
        name="library_history",
    ),
    path(
        "perpustakaan/<int:library_id>/kemitraan/",
        library_record.library_partnership,
        name="library_partnership",
    ),
    path(
        "perpustakaan/<int:library_id>/kemitraan/baru/",
        library_record.partnership_new,
        name="partnership_new",
    ),
    path(
        "perpustakaan/<int:library_id>/kemitraan/<int:partnership_id>/akhiri/",
        library_record.partnership_end,
        name="partnership_end",
    ),
    path(
        "perpustakaan/<int:library_id>/kemitraan/<int:partnership_id>/konfirmasi/",
        library_record.partnership_confirm,
        name="partnership_confirm",
    ),
]

programme_urls: list[URLPattern] = [
    path("program/", programmes.programme_list, name="programme_list"),
    path(
        "program/<slug:key>/kalender/",
        programmes.programme_calendar,
        name="programme_calendar",
    ),
    path(
        "program/<slug:key>/kalender/ubah/",
        programmes.stages_edit,
        name="stages_edit",
    ),
]

urlpatterns: list[URLPattern] = [*library_urls, *programme_urls, *people_urls]
