from django.urls import path

from . import settings_views as views

urlpatterns = [
    path("manage/sms/", views.settings, name="sms-settings"),
    path("manage/sms/provider/", views.provider_part, name="sms-settings-provider"),
    path("manage/sms/pauses/", views.pause, name="sms-pause"),
    path("manage/sms/pauses/<int:pause_id>/end/", views.end_pause, name="sms-pause-end"),
    path("manage/sms/secrets/<int:secret_id>/revoke/", views.revoke_secret, name="sms-secret-revoke"),
]
