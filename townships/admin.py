"""Reference data only. Places, people, accounts and ledgers have screens of their own."""

from django.contrib import admin

from townships.models import DutyKind, DutyRule, Sector


@admin.register(Sector)
class SectorAdmin(admin.ModelAdmin):
    list_display = ["name", "key", "is_high_risk", "return_table", "return_row", "position"]
    search_fields = ["name", "key"]


class DutyRuleInline(admin.TabularInline):
    model = DutyRule
    extra = 0


@admin.register(DutyKind)
class DutyKindAdmin(admin.ModelAdmin):
    list_display = ["name", "level", "is_first_responsible", "sensible_load", "source", "position"]
    list_filter = ["level"]
    search_fields = ["name", "key"]
    inlines = [DutyRuleInline]


@admin.register(DutyRule)
class DutyRuleAdmin(admin.ModelAdmin):
    list_display = ["kind", "minimum", "high_risk_only", "place_kind", "full_time_only", "source"]
    list_select_related = ["kind"]
