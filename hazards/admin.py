"""Reference data only: what may be done, what is counted. Ledgers and a county's own rows have screens of their own."""

from django.contrib import admin

from hazards.models import EnforcementKind, OutcomeKind, ViolationKind


@admin.register(EnforcementKind)
class EnforcementKindAdmin(admin.ModelAdmin):
    list_display = ["name", "unit", "is_whole", "officers", "is_money", "source", "key", "position", "is_active"]


@admin.register(ViolationKind)
class ViolationKindAdmin(admin.ModelAdmin):
    list_display = ["position", "name", "source", "key", "is_active"]


@admin.register(OutcomeKind)
class OutcomeKindAdmin(admin.ModelAdmin):
    list_display = ["name", "unit", "is_whole", "county", "enforcement_kind", "key", "position", "is_active"]
    list_select_related = ["county", "enforcement_kind"]
