from django.urls import path

from . import views

urlpatterns = [
    path("manage/notices/", views.notices, name="notices"),
    path("manage/notices/closed/", views.closed, name="notices-closed"),
    path("manage/notices/digest/", views.digest, name="notices-digest"),
    path("manage/notices/<int:notice_id>/", views.put_aside, name="notice"),
]
