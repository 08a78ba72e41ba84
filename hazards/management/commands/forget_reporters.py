from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from hazards.reporting import forget_persons


class Command(BaseCommand):
    help = "Deletes names and telephone numbers of reporters whose report is over and was kept for REPORTER_KEPT_DAYS."

    def handle(self, **options):
        self.stdout.write(_("已删除 %(count)s 条举报的举报人信息。") % {"count": forget_persons(timezone.now())})
