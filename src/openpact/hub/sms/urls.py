from django.urls import path

from . import settings_urls, upload_views, views
from .lists import views as list_views

urlpatterns = [
    path("manage/exchanges/", views.exchanges, name="exchanges"),
    path("manage/exchanges/upload/", upload_views.upload_file, name="upload-file"),
    path("manage/exchanges/upload/list/", list_views.bring_list, name="upload-list"),
    path("manage/exchanges/upload/<slug:which>.csv", list_views.list_template, name="upload-template"),
    path("manage/exchanges/<uuid:exchange_id>/", views.exchange, name="exchange"),
    path("manage/exchanges/<uuid:exchange_id>/rows/", views.exchange_rows, name="exchange-rows"),
    path("manage/exchanges/<uuid:exchange_id>/approve/", views.approve, name="exchange-approve"),
    path("manage/exchanges/<uuid:exchange_id>/discard/", views.discard, name="exchange-discard"),
    path("manage/exchanges/<uuid:exchange_id>/revert/", views.revert, name="exchange-revert"),
    *settings_urls.urlpatterns,
]
