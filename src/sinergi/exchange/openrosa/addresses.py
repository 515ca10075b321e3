"""Addresses of OpenRosa, each below the study's key or the interviewer's token."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from sinergi.exchange.openrosa import views

_study: list[URLPattern | URLResolver] = [
    path("formList", views.form_list, name="form_list"),
    path("submission", views.submission, name="submission"),
    path("forms/<str:form_id>.xml", views.form, name="form"),
    path("forms/<str:form_id>/manifest", views.manifest, name="manifest"),
    path("forms/<str:form_id>/files/<str:name>", views.form_file, name="form_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("key/<str:token>/", include(_study)),
    path("<str:key>/", include(_study)),
    re_path(r"^", views.unknown, name="unknown"),
]
