from django.urls import path

from . import views

urlpatterns = [
    path("manage/school/", views.school_settings, name="school-settings"),
    path("manage/school/terms/<int:year>/", views.school_terms, name="school-terms"),
]
