"""Every address of the stand-in SMSs: /<sms>/<school number>/<tab>/…"""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve

from .sms.views import classes, index, log, pact, people, results

tabs = [
    path("classes/", classes.classes, name="classes"),
    path("classes/<int:pk>/", classes.one_class, name="class"),
    path("classes/<int:pk>/join/", classes.join, name="class-join"),
    path("classes/<int:pk>/take-out/<int:person>/", classes.take_out, name="class-take-out"),
    path("students/<int:pk>/otj/", people.enter_otj, name="person-otj"),
    path("results/", results.results, name="results"),
    path("pact/", pact.pact, name="pact"),
    path("pact/configuration/", pact.configuration, name="pact-configuration"),
    path("pact/upload/", pact.upload, name="pact-upload"),
    path("pact/collect/", pact.collect, name="pact-collect"),
    path("pact/disconnect/", pact.disconnect, name="pact-disconnect"),
    path("log/", log.log, name="log"),
    path("log/<int:pk>/", log.entry, name="log-entry"),
    path("<slug:kind>/", people.people, name="people"),
    path("<slug:kind>/add/", people.add, name="person-add"),
    path("<slug:kind>/<int:pk>/", people.person, name="person"),
    path("<slug:kind>/<int:pk>/leave/", people.leave, name="person-leave"),
    path("<slug:kind>/<int:pk>/come-back/", people.come_back, name="person-come-back"),
]

urlpatterns = [
    path("", index.index, name="index"),
    path("role/", index.switch_role, name="role"),
    path("healthz", index.healthz, name="healthz"),
    path("static/<path:path>", serve, {"document_root": settings.STATIC_ROOT_FOR_PAGES}, name="static"),
    path("<slug:provider>/<int:number>/", include(tabs)),
]
