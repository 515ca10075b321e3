"""Addresses of the notices app."""

from django.urls import path

from sinergi.notices.views import message_list

app_name = "notices"
urlpatterns = [path("pesan/", message_list, name="message_list")]
