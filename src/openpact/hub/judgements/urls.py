from django.urls import path

from .views import judge, manage, student

urlpatterns = [
    path("judge/", judge.overview, name="judge"),
    path("judge/<int:group_id>/", judge.judge_group, name="judge-group"),
    path("judge/students/<int:person_id>/", student.student_judgements, name="student-judgements"),
    path("manage/judgements/", manage.judgements, name="judgements"),
    path("manage/judgements.csv", manage.judgements_file, name="judgements-file"),
]
