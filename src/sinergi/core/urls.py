"""Addresses of the core: preferences, jobs, the living style page."""

from django.urls import path

from sinergi.core.views import jobs, preferences, style

app_name = "core"
urlpatterns = [
    path("bahasa/<str:code>/", preferences.language, name="language"),
    path("tema/<str:theme>/", preferences.theme, name="theme"),
    path("proses/", jobs.job_list, name="job_list"),
    path("proses/<uuid:id>/", jobs.job_detail, name="job_detail"),
    path("proses/<uuid:id>/lanjutkan/", jobs.job_resume, name="job_resume"),
    path("gaya/", style.style_page, name="style"),
]
