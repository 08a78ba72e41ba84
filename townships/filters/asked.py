from django import forms
from django.utils.translation import gettext_lazy as _

from townships.models import Township


class AskedForm(forms.Form):
    """What a list that is worked out, and is no queryset, is filtered by."""

    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), required=False, empty_label=_("全部"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["township"].queryset = Township.objects.named_for(user)

    def asked(self, name):
        """What is filtered by, or None; what can't be understood filters nothing and is told beside its field."""
        self.is_valid()
        return self.cleaned_data.get(name) or None
