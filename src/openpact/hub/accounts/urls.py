from django.urls import path

from . import invitation_views, user_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("schools/<int:number>/", views.school_home, name="school-home"),
    path("schools/<int:number>/manage/", views.manage, name="manage"),
    path("schools/<int:number>/manage/users/", user_views.users, name="users"),
    path("schools/<int:number>/manage/users/invite/", user_views.invite, name="invite"),
    path("schools/<int:number>/manage/users/invite-staff/", user_views.invite_known_staff, name="invite-staff"),
    path(
        "schools/<int:number>/manage/users/invitations/<int:invitation_id>/resend/",
        user_views.resend,
        name="resend-invitation",
    ),
    path(
        "schools/<int:number>/manage/users/invitations/<int:invitation_id>/withdraw/",
        user_views.withdraw,
        name="withdraw-invitation",
    ),
    path("invitations/<str:token>/", invitation_views.invitation, name="invitation"),
    # Before allauth's own: see views.not_here.
    path("accounts/email/", views.not_here),
    path("accounts/confirm-email/", views.not_here),
    path("accounts/confirm-email/<str:key>/", views.not_here),
    path("accounts/password/set/", views.not_here),
    path("accounts/reauthenticate/", views.not_here),
    path("accounts/login/code/confirm/", views.not_here),
]
