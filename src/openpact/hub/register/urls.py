from django.urls import path

from .views import files, lists, settings

urlpatterns = [
    path("manage/register/", lists.register, name="register"),
    path("manage/register/upload/", files.upload, name="register-upload"),
    path("manage/register/fetch/", files.fetch_now, name="register-fetch"),
    path("manage/register/fetching/", files.fetch_progress, name="register-fetching"),
    path("manage/register/files/", files.files, name="register-files"),
    path("manage/register/files/<int:file_id>/", files.file, name="register-file"),
    path("manage/register/files/<int:file_id>/approve/", files.approve, name="register-approve"),
    path("manage/register/files/<int:file_id>/discard/", files.discard, name="register-discard"),
    path("manage/register/settings/", settings.settings, name="register-settings"),
    path("manage/register/judging/", settings.judging_needs, name="register-judging"),
]
