from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from townships.accounts import hand_over_password
from townships.models import Role, User


class Command(BaseCommand):
    help = "Makes the first administrator of a new deployment and prints a password to be changed at the first log-in."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username, **options):
        user = User(username=username, role=Role.ADMINISTRATOR)
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as invalid:
            raise CommandError(" ".join(invalid.messages)) from invalid
        password = hand_over_password(user)
        self.stdout.write(_("账号 %(username)s，初始密码 %(password)s") % {"username": username, "password": password})
