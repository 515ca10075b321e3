"""Addresses of the stories app."""

from django.urls import URLPattern, path

from sinergi.stories import views

app_name = "stories"

urlpatterns: list[URLPattern] = [
    path("perpustakaan/<int:library_id>/kisah/", views.story_list, name="story_list"),
    path(
        "perpustakaan/<int:library_id>/kisah/testimoni/baru/",
        views.testimony_new,
        name="testimony_new",
    ),
    path(
        "perpustakaan/<int:library_id>/kisah/produk/baru/",
        views.product_new,
        name="product_new",
    ),
    path(
        "perpustakaan/<int:library_id>/kisah/<slug:kind>/<int:pk>/tarik/",
        views.consent_withdraw,
        name="consent_withdraw",
    ),
    path("kisah/<slug:kind>/<int:pk>/foto/", views.photo, name="photo"),
]
