from django.urls import path

from . import access_views, account_views, email_views, invitation_views, inviting_views, sign_on, user_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("schools/<int:number>/", views.school_home, name="school-home"),
    path("schools/<int:number>/manage/", views.manage, name="manage"),
    path("schools/<int:number>/manage/users/", user_views.users, name="users"),
    path("schools/<int:number>/manage/users/invite/", inviting_views.invite, name="invite"),
    path("schools/<int:number>/manage/users/invite-several/", inviting_views.invite_several, name="invite-several"),
    path("schools/<int:number>/manage/users/invite-staff/", user_views.invite_known_staff, name="invite-staff"),
    path(
        "schools/<int:number>/manage/users/invitations/<int:invitation_id>/resend/",
        user_views.resend,
        name="resend-invitation",
    ),
    path(
        "schools/<int:number>/manage/users/invitations/<int:invitation_id>/role/",
        user_views.invited_role,
        name="invitation-role",
    ),
    path(
        "schools/<int:number>/manage/users/invitations/<int:invitation_id>/withdraw/",
        user_views.withdraw,
        name="withdraw-invitation",
    ),
    path("schools/<int:number>/manage/users/<int:access_id>/", access_views.user, name="user"),
    path("schools/<int:number>/manage/users/<int:access_id>/role/", access_views.change_role, name="user-role"),
    path("schools/<int:number>/manage/users/<int:access_id>/remove/", access_views.remove, name="user-remove"),
    path("schools/<int:number>/manage/users/<int:access_id>/give-back/", access_views.give_back, name="user-give-back"),
    path("schools/<int:number>/manage/users/<int:access_id>/link/", access_views.link, name="user-link"),
    path("schools/<int:number>/manage/users/<int:access_id>/unlink/", access_views.unlink, name="user-unlink"),
    path("invitations/<str:token>/", invitation_views.invitation, name="invitation"),
    path("account/", account_views.your_account, name="your-account"),
    path("account/second-factor/", account_views.second_factor_needed, name="second-factor-needed"),
    path("account/sessions/<int:session_id>/end/", account_views.end_session, name="end-session"),
    path("account/sessions/end-others/", account_views.end_other_sessions, name="end-other-sessions"),
    path("account/sign-on/<int:connection_id>/disconnect/", account_views.disconnect, name="disconnect-sign-on"),
    path("account/email/", email_views.change, name="email-change"),
    path("account/email/withdraw/", email_views.withdraw, name="email-withdraw"),
    path("account/email/send-again/", email_views.send_again, name="email-send-again"),
    path("account/email/confirm/<str:token>/", email_views.confirm, name="email-confirm"),
    path("account/email/not-me/<str:token>/", email_views.refuse, name="email-refuse"),
    path("account/email/undo/<str:token>/", email_views.undo, name="email-undo"),
    # Before allauth's own: its lists are on Your account.
    path("accounts/oidc/sign-on/login/", sign_on.start, name="sign-on"),
    path("accounts/2fa/", views.on_your_account),
    path("accounts/2fa/webauthn/", views.on_your_account),
    path("accounts/sessions/", views.on_your_account),
    path("accounts/3rdparty/", views.on_your_account),
    # And what PaCT does not use: see views.not_here.
    path("accounts/email/", views.not_here),
    path("accounts/confirm-email/", views.not_here),
    path("accounts/confirm-email/<str:key>/", views.not_here),
    path("accounts/login/code/confirm/", views.not_here),
    path("accounts/3rdparty/signup/", views.not_here),
]
