import uuid

from django import forms
from django.utils import timezone

from townships.models import Township


class LedgerForm(forms.ModelForm):
    """A new or corrected ledger row: whose it is, within the scope of who writes it, and once per submission."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    county_itself = ""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.pk:
            del self.fields["submission"]
        if user.township_id:
            del self.fields["township"]
        else:
            self._narrow_townships(user)

    def _narrow_townships(self, user):
        townships = Township.objects.visible_to(user)
        self.fields["township"].queryset = townships.open_on(timezone.localdate()) | townships.filter(pk=self.instance.township_id)
        self.fields["township"].empty_label = self.county_itself

    def details(self):
        """What was told, as the deeds take it."""
        own = {"township": self.user.township} if self.user.township_id else {}
        return {**self.cleaned_data, **own}
