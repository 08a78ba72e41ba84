"""What the beat does so that no paper is forgotten and none is left behind."""

import logging
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from papers import leases, printing
from papers.models import PrintJob

logger = logging.getLogger(__name__)


def sweep(*, at=None):
    """Sends again what waits without a message on its way, and gives up what killed its worker too often."""
    at = at or timezone.now()
    for job in PrintJob.objects.lapsed(at).filter(attempts__gte=PrintJob.MAX_ATTEMPTS):
        give_up_lapsed(job)
    # A message may have been lost with the broker; sending each job again at every sweep would only fill the queue.
    sent_long_ago = Q(sent_at__isnull=True) | Q(sent_at__lt=at - timedelta(seconds=settings.PRINT_LEASE_SECONDS))
    for job_pk in PrintJob.objects.claimable(at).filter(sent_long_ago).values_list("pk", flat=True):
        printing.send(job_pk)


def give_up_lapsed(job):
    logger.error("%s stopped its worker %s times", job, job.attempts)
    try:
        printing.give_up(job, job.token, _("排版多次中断，请联系管理员后再试"))
    except leases.LeaseLostError:
        logger.info("%s came back", job)


def remove_orphans():
    """Files of workers that died before they could finish, and papers that were printed again."""
    folder = Path(default_storage.path("papers"))
    # A file younger than a lease may belong to a worker that is just finishing.
    before = time.time() - settings.PRINT_LEASE_SECONDS
    old = [path for path in folder.glob("*/*") if path.stat().st_mtime < before]
    names = {f"papers/{path.parent.name}/{path.name}": path for path in old}
    kept = set(PrintJob.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names.keys() - kept:
        names[name].unlink(missing_ok=True)
