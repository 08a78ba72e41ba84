"""A slip of the finger types a number that no database can sum: every form says where numbers end."""

import pytest
from django import forms
from django.core.validators import DecimalValidator, MaxValueValidator
from django.forms.models import BaseModelForm
from django.urls import get_resolver

pytestmark = pytest.mark.django_db

OURS = {"townships", "hazards", "publicity", "reports", "papers"}


def all_forms(base):
    for form in base.__subclasses__():
        yield form
        yield from all_forms(form)


def numbers_typed(form):
    return [
        (name, field)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.IntegerField) and not isinstance(field.widget, forms.HiddenInput)
    ]


def validators_of(form, name, field):
    meta = getattr(form, "_meta", None)
    ours = {column.name: column._validators for column in meta.model._meta.fields} if meta and meta.model else {}
    return [*field.validators, *ours.get(name, [])]


def ends(validator):
    return isinstance(validator, DecimalValidator) or (isinstance(validator, MaxValueValidator) and validator.limit_value < 10**12)


def test_every_number_that_users_type_has_an_upper_limit():
    # The addresses import every form there is.
    assert get_resolver().url_patterns
    ours = [form for form in [*all_forms(forms.Form), *all_forms(BaseModelForm)] if form.__module__.partition(".")[0] in OURS]
    endless = {
        f"{form.__name__}.{name}"
        for form in ours
        for name, field in numbers_typed(form)
        if not any(ends(validator) for validator in validators_of(form, name, field))
    }

    assert sorted(endless) == []
