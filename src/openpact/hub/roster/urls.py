from django.urls import path

from .views import groups, groups_by_hand, people, people_by_hand

urlpatterns = [
    path("manage/people/", people.people_page, name="people"),
    path("manage/people/add/", people_by_hand.add_person, name="person-add"),
    path("manage/people/<int:person_id>/", people.person, name="person"),
    path("manage/people/<int:person_id>/change/", people_by_hand.change_person, name="person-change"),
    path("manage/people/<int:person_id>/left/", people_by_hand.person_left, name="person-left"),
    path("manage/people/<int:person_id>/back/", people_by_hand.person_back, name="person-back"),
    path("manage/people/<int:person_id>/put/", people_by_hand.put_person, name="person-put"),
    path("manage/people/<int:person_id>/take/", people_by_hand.take_person, name="person-take"),
    path("manage/groups/", groups.groups_page, name="groups"),
    path("manage/groups/new/", groups_by_hand.new_group, name="group-new"),
    path("manage/groups/<int:group_id>/", groups.group, name="group"),
    path("manage/groups/<int:group_id>/change/", groups_by_hand.change_group, name="group-change"),
    path("manage/groups/<int:group_id>/end/", groups_by_hand.end_group, name="group-end"),
    path("manage/groups/<int:group_id>/back/", groups_by_hand.bring_back_group, name="group-back"),
    path("manage/groups/<int:group_id>/hide/", groups_by_hand.hide_group, name="group-hide"),
    path("manage/groups/<int:group_id>/show/", groups_by_hand.show_group, name="group-show"),
    path("manage/groups/<int:group_id>/students/", groups_by_hand.pick_students, name="group-pick"),
    path("manage/groups/<int:group_id>/put/", groups_by_hand.put_into_group, name="group-put"),
    path("manage/groups/<int:group_id>/take/", groups_by_hand.take_out_of_group, name="group-take"),
]
