from django import forms
from django.utils.translation import gettext_lazy as _

from hazards.models import Drive
from townships.validators import sensible_date


def long_words(label):
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DriveForm(forms.ModelForm):
    aim = long_words(_("目标"))
    outcome = long_words(_("成效"))

    class Meta:
        model = Drive
        fields = ["name", "sector", "starts_on", "ends_on", "departments", "aim", "outcome"]
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.county = county
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators.append(sensible_date)

    def clean(self):
        given = super().clean()
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        return given

    def _get_validation_exclusions(self):
        # The county is not on the form, yet a second drive of the same name on the same day is refused beside the name.
        return super()._get_validation_exclusions() - {"county"}
