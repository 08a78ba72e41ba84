"""Reference data only. Places, people, accounts and ledgers have screens of their own."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

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
from townships.models.chain import PLACE_KINDS


@admin.register(Sector)
class SectorAdmin(admin.ModelAdmin):
    list_display = ["name", "key", "is_high_risk", "return_table", "return_row", "position"]
    search_fields = ["name", "key"]


class DutyRuleForm(forms.ModelForm):
    """The kinds of places by their names, level by level: a code that is typed is easily one that no place has."""

    place_kind = forms.ChoiceField(label=_("仅限类别"), required=False, help_text=_("须与岗位的层级一致；空白为全部"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        levels = [(level.label, kinds.choices) for level, kinds in PLACE_KINDS.items()]
        self.fields["place_kind"].choices = [("", _("全部")), *levels]


class DutyRuleInline(admin.TabularInline):
    model = DutyRule
    form = DutyRuleForm
    extra = 0


@admin.register(DutyKind)
class DutyKindAdmin(admin.ModelAdmin):
    list_display = [
        "name",
        "level",
        "is_first_responsible",
        "is_single_holder",
        "is_full_time",
        "high_risk_only",
        "deputy_rank_only",
        "team_kind",
        "sensible_load",
        "position",
    ]
    list_filter = ["level", "team_kind"]
    search_fields = ["name", "key"]
    inlines = [DutyRuleInline]


@admin.register(DutyRule)
class DutyRuleAdmin(admin.ModelAdmin):
    form = DutyRuleForm
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
