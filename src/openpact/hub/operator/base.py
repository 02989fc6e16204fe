"""What every list of the console has in common: an operator may look at it, and change nothing by it."""

from django.contrib import admin
from django.forms import Media
from django.utils.text import capfirst


class ReadOnly(admin.ModelAdmin):
    actions = None
    list_display_links = None
    list_per_page = 50
    show_full_result_count = True

    @property
    def media(self) -> Media:
        """Nothing is edited, so nothing of what editing needs: jQuery would write styles into the page."""
        return Media(js=["admin/js/actions.js"] if self.actions else [])

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.model._meta.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def has_module_permission(self, request) -> bool:
        return True

    def has_view_permission(self, request, obj=None) -> bool:
        """The list has all there is to see: nothing has a page of its own."""
        return obj is None

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
