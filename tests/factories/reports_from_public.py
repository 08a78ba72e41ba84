"""Reports as they come in: by the code of a place, through the real way in."""

import uuid
from datetime import timedelta

from hazards import reporting
from hazards.codes import codes_of
from hazards.models import PublicReport
from tests.factories.hazards import FOUND_AT, HazardFactory
from tests.factories.townships import EnterpriseFactory, InspectorFactory


def code_of(place):
    return codes_of([place])[place.pk]


def ReportFactory(*, place=None, at=FOUND_AT, **told):  # noqa: N802 (used like the factories)
    place = place or EnterpriseFactory()
    return reporting.receive(code_of(place), at=at, submission=uuid.uuid4(), **({"text": "矿洞口顶板掉石头"} | told))


def report_at(state, **told):
    """A report that walked to this state by a real step, a day after it came in."""
    report = ReportFactory(**told)
    by, at = InspectorFactory(township=report.township), report.received_at + timedelta(days=1)
    match state:
        case PublicReport.State.ACCEPTED:
            reporting.accept(report, by=by, at=at)
        case PublicReport.State.MERGED:
            reporting.merge(report, HazardFactory(place=report.place), by=by, at=at)
        case PublicReport.State.DECLINED:
            reporting.decline(report, by=by, at=at, refusal="untrue", note="到场查看，没有")
    report.refresh_from_db()
    return report
