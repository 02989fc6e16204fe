"""What every list of the console has in common: an operator may look at it, and change nothing by it."""

from django.contrib import admin


class ReadOnly(admin.ModelAdmin):
    actions = None
    list_per_page = 50
    show_full_result_count = True

    def has_module_permission(self, request) -> bool:
        return True

    def has_view_permission(self, request, obj=None) -> bool:
        return True

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
