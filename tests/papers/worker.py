"""`celery -A tests.papers.worker`: the product's own worker with papers that a test can watch and hold up.

LEAFLETS is a folder: each attempt writes started-<pid> there and waits until there is a file called go.
"""

import os
import time
from pathlib import Path

import django

django.setup()

from config.celery import app  # noqa: E402, F401
from papers.models import PrintJob  # noqa: E402
from papers.printing import printer  # noqa: E402
from tests.papers.leaflets import leaflet  # noqa: E402


def count(job):
    """Fails on the second finish of the same job."""
    PrintJob.objects.create(kind="finished", subject_id=job.pk)


@printer("leaflet", finished=count)
def print_leaflet(subject_id, progress):
    folder = Path(os.environ["LEAFLETS"])
    (folder / f"started-{os.getpid()}").touch()
    while not (folder / "go").exists():
        progress(1, 2, "排版")
        time.sleep(0.05)
    return leaflet(str(os.getpid()))
