from django.urls import path

from .views import aspects, cycles, judge, manage, student

CYCLE = "manage/cycles/<int:cycle_id>/"

urlpatterns = [
    path("judge/", judge.overview, name="judge"),
    path("judge/<int:group_id>/", judge.judge_group, name="judge-group"),
    path("judge/<int:group_id>/aspects/", aspects.judge_aspects, name="judge-aspects"),
    path("judge/<int:group_id>/aspects/place/", aspects.place, name="judge-place"),
    path("judge/<int:group_id>/aspects/state/", aspects.state, name="judge-state"),
    path("judge/<int:group_id>/aspects/unlock/<int:person_id>/", aspects.unlock, name="judge-unlock"),
    path("judge/students/<int:person_id>/", student.student_judgements, name="student-judgements"),
    path("manage/cycles/", cycles.cycle_list, name="cycles"),
    path("manage/cycles/add/<int:year>/", cycles.add_year, name="cycles-add"),
    path(CYCLE, cycles.cycle_page, name="cycle"),
    path(f"{CYCLE}change/", cycles.change, name="cycle-change"),
    path(f"{CYCLE}close/", cycles.close, name="cycle-close"),
    path(f"{CYCLE}reopen/", cycles.reopen, name="cycle-reopen"),
    path(f"{CYCLE}delete/", cycles.delete, name="cycle-delete"),
    path(f"{CYCLE}remind/", cycles.remind, name="cycle-remind"),
    path("manage/judgements.csv", manage.judgements_file, name="judgements-file"),
]
