from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from townships.models import Role, User

pytestmark = pytest.mark.django_db


def test_first_administrator_gets_a_password_to_change():
    output = StringIO()

    call_command("create_administrator", "chief", stdout=output)

    user = User.objects.get(username="chief")
    assert (user.role, user.has_whole_deployment, user.must_change_password) == (Role.ADMINISTRATOR, True, True)
    assert user.check_password(output.getvalue().split()[-1])


def test_name_that_is_taken_is_refused():
    call_command("create_administrator", "chief", stdout=StringIO())

    with pytest.raises(CommandError):
        call_command("create_administrator", "chief")
