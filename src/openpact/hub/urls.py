"""Every address the hub answers. A school's pages carry its number, so two schools are never mixed."""

from django.urls import include, path

from .accounts import urls as accounts
from .api import urls as api
from .audit import urls as audit
from .judgements import urls as judgements
from .notices import urls as notices
from .operator import urls as operator
from .platform import urls as platform
from .register import urls as register
from .reports import urls as reports
from .roster import urls as roster
from .schools import urls as schools
from .setup import urls as setup
from .sms import urls as sms

urlpatterns = [
    path("", include(platform.urlpatterns)),
    path("", include(accounts.urlpatterns)),
    path("accounts/", include("allauth.urls")),
    path("", include(operator.urlpatterns)),
    path("api/", include(api.urlpatterns)),
    path("schools/<int:number>/", include(audit.urlpatterns)),
    path("schools/<int:number>/", include(notices.urlpatterns)),
    path("schools/<int:number>/", include(schools.urlpatterns)),
    path("schools/<int:number>/", include(roster.urlpatterns)),
    path("schools/<int:number>/", include(register.urlpatterns)),
    path("schools/<int:number>/", include(setup.urlpatterns)),
    path("schools/<int:number>/", include(sms.urlpatterns)),
    path("schools/<int:number>/", include(judgements.urlpatterns)),
    path("schools/<int:number>/", include(reports.urlpatterns)),
]
