"""Reference data only. Places, people, accounts and ledgers have screens of their own."""

from django.contrib import admin

from townships.models import (
    AccidentGrade,
    AccidentType,
    CertificateKind,
    DutyKind,
    DutyRule,
    EquipmentKind,
    Norm,
    Sector,
    StaffMinimum,
    WorkKind,
)


@admin.register(Sector)
class SectorAdmin(admin.ModelAdmin):
    list_display = ["name", "key", "is_high_risk", "return_table", "return_row", "position"]
    search_fields = ["name", "key"]


class DutyRuleInline(admin.TabularInline):
    model = DutyRule
    extra = 0


@admin.register(DutyKind)
class DutyKindAdmin(admin.ModelAdmin):
    list_display = ["name", "level", "is_first_responsible", "is_single_holder", "is_full_time", "team_kind", "sensible_load", "position"]
    list_filter = ["level", "team_kind"]
    search_fields = ["name", "key"]
    inlines = [DutyRuleInline]


@admin.register(DutyRule)
class DutyRuleAdmin(admin.ModelAdmin):
    list_display = [
        "kind",
        "minimum",
        "by_population",
        "certificate",
        "certified_minimum",
        "high_risk_only",
        "place_kind",
        "employees_over",
        "full_time_only",
        "is_full_time",
        "in_teams_only",
    ]
    list_select_related = ["kind", "certificate"]


@admin.register(Norm)
class NormAdmin(admin.ModelAdmin):
    """A new value is a new row from its year on."""

    list_display = ["key", "number", "unit", "from_year", "source"]
    list_filter = ["key"]


@admin.register(StaffMinimum)
class StaffMinimumAdmin(admin.ModelAdmin):
    list_display = ["population_from", "minimum", "source"]


@admin.register(EquipmentKind)
class EquipmentKindAdmin(admin.ModelAdmin):
    list_display = ["name", "unit", "minimum", "source", "key", "position"]


@admin.register(WorkKind)
class WorkKindAdmin(admin.ModelAdmin):
    list_display = ["name", "unit", "second_unit", "is_whole", "key", "position", "is_active"]
    search_fields = ["name", "key"]


@admin.register(AccidentGrade)
class AccidentGradeAdmin(admin.ModelAdmin):
    list_display = ["name", "rank", "dead_from", "injured_from", "loss_from", "source"]


@admin.register(AccidentType)
class AccidentTypeAdmin(admin.ModelAdmin):
    list_display = ["name", "key", "position", "source"]


@admin.register(CertificateKind)
class CertificateKindAdmin(admin.ModelAdmin):
    list_display = ["name", "key", "is_inspector_card", "source", "position"]
    search_fields = ["name", "key"]
