import sys

from django.core.management import BaseCommand

from config.health import findings


class Command(BaseCommand):
    help = "One line for each of database, broker, worker, storage and fonts; exit status 1 if one is broken."
    requires_system_checks = []

    def handle(self, **options):
        all_well = True
        for label, is_well, words in findings():
            self.stdout.write(f"[{'ok' if is_well else 'fail'}] {label}：{words}")
            all_well = all_well and is_well
        if not all_well:
            sys.exit(1)
