from django.core.management.base import BaseCommand
from django.utils import translation

from hazards.life import page


class Command(BaseCommand):
    help = "Print docs/hazard-life.md: the hazard's life as the code has it."

    def handle(self, **options):
        with translation.override("zh-hans"):
            self.stdout.write(page(), ending="")
