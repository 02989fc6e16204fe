from django.urls import path

from .views import aspects, cycles, exemplars, judge, manage, sets, student

CYCLE = "manage/cycles/<int:cycle_id>/"
EXEMPLAR = "<int:exemplar_id>/"

urlpatterns = [
    path("judge/", judge.overview, name="judge"),
    path("judge/<int:group_id>/", judge.judge_group, name="judge-group"),
    path("judge/<int:group_id>/aspects/", aspects.judge_aspects, name="judge-aspects"),
    path("judge/<int:group_id>/aspects/place/", aspects.place, name="judge-place"),
    path("judge/<int:group_id>/aspects/state/", aspects.state, name="judge-state"),
    path("judge/<int:group_id>/aspects/unlock/<int:person_id>/", aspects.unlock, name="judge-unlock"),
    path("judge/students/<int:person_id>/", student.student_judgements, name="student-judgements"),
    path("judge/sets/<str:area>/<str:aspect>/", sets.set_help, name="set-help"),
    path(f"judge/exemplars/{EXEMPLAR}", exemplars.exemplar, name="exemplar"),
    path(f"judge/exemplars/{EXEMPLAR}file/", exemplars.file, name="exemplar-file"),
    path("manage/exemplars/", exemplars.exemplar_list, name="exemplars"),
    path("manage/exemplars/add/", exemplars.add, name="exemplar-add"),
    path(f"manage/exemplars/{EXEMPLAR}change/", exemplars.change, name="exemplar-change"),
    path(f"manage/exemplars/{EXEMPLAR}remove/", exemplars.remove, name="exemplar-remove"),
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
