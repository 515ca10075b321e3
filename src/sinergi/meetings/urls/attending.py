"""Addresses of those who take part: public pages, registration, delegations."""

from django.urls import URLPattern, path

from sinergi.meetings.views import (
    delegations,
    pools,
    public,
    registration,
)

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
        "pertemuan/<slug:slug>/tiket/<slug:code>/daring/",
        registration.ticket_move,
        name="ticket_move",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/jawab/",
        registration.ticket_answer,
        name="ticket_answer",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/kursi/",
        pools.ticket_ask,
        name="ticket_ask",
    ),
    path(
        "pertemuan/<slug:slug>/tiket/<slug:code>/kursi/kembali/",
        pools.ticket_give_back,
        name="ticket_give_back",
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

urlpatterns: list[URLPattern] = [
    *public_urls,
    *registration_urls,
    *delegation_urls,
]
