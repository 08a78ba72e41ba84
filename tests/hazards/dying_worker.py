"""A worker that raises what is due and stands still before it tells anybody, so that whoever started it can kill it there.

    python -m tests.hazards.dying_worker 2026-06-01T10:00:00+08:00 [apart]

`apart`: step and message are not one transaction, which shows what a kill would do then.
"""

import sys
import time
from datetime import datetime

import django

django.setup()

from hazards import escalation  # noqa: E402 (the models are there after the setup)
from hazards.models import Hazard  # noqa: E402


def stand_still(*told):
    print("raised", flush=True)  # noqa: T201 (this is what the test waits for)
    time.sleep(600)


escalation.tell_of_escalation = stand_still
if "apart" in sys.argv:
    escalation.raise_step = escalation.raise_step.__wrapped__
    type(Hazard.objects.all()).select_for_update = lambda self, **kwargs: self
escalation.raise_due(at=datetime.fromisoformat(sys.argv[1]))
