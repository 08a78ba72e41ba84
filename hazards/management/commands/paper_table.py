from django.core.management.base import BaseCommand
from django.utils import translation

from hazards.paper_table import page


class Command(BaseCommand):
    help = "Print docs/papers.md: the kinds of papers as the code has them."

    def handle(self, **options):
        with translation.override("zh-hans"):
            self.stdout.write(page(), ending="")
