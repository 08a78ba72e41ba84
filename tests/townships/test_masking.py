import pytest
from django.template import engines

from townships.masking import mask
from townships.models import Role, User


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812348000", "138****8000"),
        ("430721198001011512", "4307**********1512"),
        ("0736-5551234", "073*****1234"),
        ("１３８-1234 8000", "138****8000"),
        ("5551234", "*****34"),
        ("", ""),
    ],
)
def test_mask_keeps_head_and_tail(number, shown):
    assert mask(number) == shown


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.BUREAU, "13812348000"),
        (Role.INSPECTOR, "13812348000"),
        (Role.OFFICIAL, "138****8000"),
        (Role.ADMINISTRATOR, "138****8000"),
        (Role.AUDITOR, "138****8000"),
    ],
)
def test_whoever_keeps_ledgers_sees_the_number(role, shown):
    template = engines["django"].from_string("{% load masking %}{{ phone|masked_for:user }}")

    assert template.render({"phone": "13812348000", "user": User(role=role)}) == shown
