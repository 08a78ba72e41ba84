import pytest
from django import forms

from tests.factories.townships import TownshipFactory
from townships.models import Township
from townships.widgets import InitialsSelect

pytestmark = pytest.mark.django_db


class Choice(forms.Form):
    township = forms.ModelChoiceField(Township.objects.all(), widget=InitialsSelect)


def test_options_carry_their_pinyin_initials():
    TownshipFactory(name="官亭乡")

    assert 'data-initials="gtx"' in str(Choice()["township"])
