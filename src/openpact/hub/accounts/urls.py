from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("schools/<int:number>/", views.school_home, name="school-home"),
    path("schools/<int:number>/manage/", views.manage, name="manage"),
    # Before allauth's own: see views.not_here.
    path("accounts/email/", views.not_here),
    path("accounts/confirm-email/", views.not_here),
    path("accounts/confirm-email/<str:key>/", views.not_here),
    path("accounts/password/set/", views.not_here),
    path("accounts/reauthenticate/", views.not_here),
    path("accounts/login/code/confirm/", views.not_here),
]
