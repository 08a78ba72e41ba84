from django import forms
from django.utils.translation import gettext_lazy as _


class HalfMonthForm(forms.Form):
    """Which half month; the first of those offered unless another is chosen."""

    half = forms.ChoiceField(label=_("期间"))

    def __init__(self, *args, halves, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.halves = {str(half.start): half for half in halves}
        self.fields["half"].choices = [(key, f"{half.start} — {half.end}") for key, half in self.halves.items()]

    @property
    def runs(self):
        """Whether the chosen one is not over: a circular of it leaves out what still comes."""
        return self.chosen is not None and self.chosen.end >= self.today

    @property
    def chosen(self):
        return self.halves[self.cleaned_data["half"]] if self.is_valid() else next(iter(self.halves.values()), None)
