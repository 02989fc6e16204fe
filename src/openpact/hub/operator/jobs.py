"""Jobs, and what an operator may do with them: a failed one can be tried again, a waiting one cancelled."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from openpact.hub.platform import clock

from .base import ReadOnly
from .models import Job
from .site import site


@admin.register(Job, site=site)
class Jobs(ReadOnly):
    list_display = ("id", "task_name", "status", "attempts", "scheduled_at", "queue_name", "args")
    list_filter = ("status", "queue_name", "task_name")
    ordering = ("-id",)
    actions = ("try_again", "cancel")

    def has_change_permission(self, request, obj=None) -> bool:
        """Of the list, for its actions: a job itself is never edited."""
        return obj is None

    @admin.action(description=_("Try the failed ones again"))
    def try_again(self, request, queryset):
        chosen = list(queryset.filter(status="failed"))
        for job in chosen:
            app.job_manager.retry_job_by_id(job.id, clock.now(), job.priority, job.queue_name, job.lock)
        self._say(request, chosen, "tried again")

    @admin.action(description=_("Cancel the waiting ones"))
    def cancel(self, request, queryset):
        chosen = [
            job for job in queryset.filter(status="todo") if app.job_manager.cancel_job_by_id(job.id, abort=False)
        ]
        self._say(request, chosen, "cancelled")

    def _say(self, request, jobs: list[Job], what: str) -> None:
        for job in jobs:
            self.log_change(request, job, what)
        words = ngettext("One job is affected.", "%(number)d jobs are affected.", len(jobs)) % {"number": len(jobs)}
        self.message_user(request, words if jobs else _("None of these can be: nothing was changed."), messages.INFO)
