from django.urls import path

from . import views

urlpatterns = [
    path("reports/", views.completion_report, name="reports"),
    path("reports/judgements/", views.judgements_report, name="reports-judgements"),
]
