from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.based_on import ComparedRowForm
from townships.forms.campaign import RosterField, long_text
from townships.forms.fields import IN_YUAN, DayField, ForgivingText
from townships.models import Investment, Person, TownshipPlan
from townships.township_plans import TRANSITIONS


class TownshipPlanForm(ComparedRowForm):
    """May be saved unfinished; what is missing is told when it is to be filed."""

    responsible = RosterField(label=_("创建负责人"), required=False, help_text=_("填姓名或在册编号"))
    funds_source = forms.ChoiceField(label=_("经费来源"), choices=[("", _("请选择")), *Investment.Source.choices], required=False)
    method = long_text(_("创建工作方法"))

    class Meta:
        model = TownshipPlan
        fields = ["responsible", "funds_source", "funds", "method", "mentoring_unit"]
        field_classes = {"mentoring_unit": ForgivingText}
        help_texts = {"funds": _("以元为单位，可不填")}
        error_messages = {"funds": IN_YUAN}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].people = Person.objects.filter(township=self.instance.township_id).serving_on(timezone.localdate())
        self.initial["responsible"] = f"{self.instance.responsible.number:04}" if self.instance.responsible_id else ""


class PlanStepForm(forms.Form):
    on = DayField(label=_("日期"), initial=timezone.localdate)
    reason = forms.CharField(label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        if TRANSITIONS[action].needs_reason:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("原因")
