"""Addresses of the meetings app."""

from django.urls import URLPattern, path

from sinergi.meetings.views import public

app_name = "meetings"

public_urls: list[URLPattern] = [
    path("pertemuan/", public.meeting_list, name="meeting_list"),
    path("pertemuan/<slug:slug>/", public.meeting_show, name="meeting_show"),
    path("pertemuan/<slug:slug>/kini/", public.meeting_now, name="meeting_now"),
    path("pertemuan/<slug:slug>/agenda.json", public.agenda_json, name="agenda_json"),
    path("pertemuan/<slug:slug>/agenda.ics", public.agenda_ics, name="agenda_ics"),
    path("pertemuan/<slug:slug>/schedule.xml", public.schedule_xml, name="schedule"),
]

urlpatterns: list[URLPattern] = [*public_urls]
