"""Reference data only: what the quarterly comparison compares."""

from django.contrib import admin

from reports.models import Indicator


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ["name", "part", "whole", "direction", "definition", "position", "is_active"]
