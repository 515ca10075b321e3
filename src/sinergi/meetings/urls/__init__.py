"""Addresses of the meetings app, along the way of a meeting."""

from django.urls import URLPattern

from sinergi.meetings.urls import attending, following, meeting, preparing

app_name = "meetings"

urlpatterns: list[URLPattern] = [
    *preparing.urlpatterns,
    *attending.urlpatterns,
    *meeting.urlpatterns,
    *following.urlpatterns,
]
