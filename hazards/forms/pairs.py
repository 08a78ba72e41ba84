"""Several lines of two fields each, such as a department and whom it sent; empty lines are left out."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PairsWidget(forms.MultiWidget):
    template_name = "hazards/widgets/pairs.html"

    def __init__(self, first, second, lines):
        super().__init__([widget for _line in range(lines) for widget in (first, second)])

    def decompress(self, pairs):
        return [value for pair in pairs or [] for value in pair]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        parts = context["widget"]["subwidgets"]
        context["widget"]["pairs"] = list(zip(parts[::2], parts[1::2], strict=True))
        return context


class PairsField(forms.MultiValueField):
    """[(first, second), …]; `half` is said where a line has only one of the two, `twice` where two lines begin alike."""

    def __init__(self, first, second, *, half, twice, lines=4, **kwargs):
        self.half, self.twice = half, twice
        fields = [field for _line in range(lines) for field in (first, second)]
        widget = PairsWidget(first.widget, second.widget, lines)
        super().__init__(fields, widget=widget, require_all_fields=False, required=False, **kwargs)

    def compress(self, values):
        pairs = [(first, second) for first, second in zip(values[::2], values[1::2], strict=False) if first or second]
        if any(not (first and second) for first, second in pairs):
            raise forms.ValidationError(self.half, code="half")
        if len({first for first, _second in pairs}) < len(pairs):
            raise forms.ValidationError(self.twice, code="twice")
        return pairs


class DepartmentsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, department):
        return department.as_choice


def text(label, length):
    attrs = {"aria-label": label, "placeholder": label, "class": "form-control"}
    return forms.CharField(max_length=length, required=False, widget=forms.TextInput(attrs=attrs))


class PartiesField(PairsField):
    """Which departments took part in a visit, and whom they sent."""

    def __init__(self, **kwargs):
        words = {"half": _("部门和参加人员都要填写。"), "twice": _("同一部门填了两行，请写在一行里。")}
        super().__init__(DepartmentChoice(), text(_("参加人员姓名"), 100), **words, **kwargs)

    def offer(self, departments):
        choices = [("", _("选择部门")), *((department.pk, department.name) for department in departments)]
        for field, widget in zip(self.fields[::2], self.widget.widgets[::2], strict=True):
            field.departments, widget.choices = departments, choices


class DepartmentChoice(forms.Field):
    """One of the departments that were offered."""

    departments = ()
    widget = forms.Select(attrs={"aria-label": _("部门"), "class": "form-select"})

    def __init__(self):
        super().__init__(required=False)

    def to_python(self, pk):
        if not pk:
            return None
        found = next((department for department in self.departments if str(department.pk) == str(pk)), None)
        if found is None:
            raise forms.ValidationError(_("请从列表中选择部门。"), code="unknown")
        return found
