from django.urls import path

from . import views

urlpatterns = [path("manage/audit/", views.audit, name="audit")]
