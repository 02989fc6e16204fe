from django.urls import path

from . import views

urlpatterns = [
    path("manage/people/", views.people, name="people"),
    path("manage/people/<int:person_id>/", views.person, name="person"),
    path("manage/groups/", views.groups, name="groups"),
    path("manage/groups/<int:group_id>/", views.group, name="group"),
]
