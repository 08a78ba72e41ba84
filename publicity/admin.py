"""Reference data only: what is counted. Activities and trainings have screens of their own."""

from django.contrib import admin

from publicity.models import ActivityKind


@admin.register(ActivityKind)
class ActivityKindAdmin(admin.ModelAdmin):
    list_display = ["name", "unit", "key", "position", "is_active"]
    search_fields = ["name", "key"]
