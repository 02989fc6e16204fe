from django.urls import path

from . import views

urlpatterns = [
    path("manage/setup/", views.setup, name="setup"),
    path("manage/setup/import/", views.first_import, name="setup-import"),
    path("manage/setup/done/", views.done, name="setup-done"),
    path("manage/setup/leave/", views.leave, name="setup-leave"),
    path("manage/setup/to/<slug:key>/", views.to, name="setup-to"),
    path("manage/setup/past/<slug:key>/", views.go_on, name="setup-step"),
]
