"""An analysis written down as it was counted, to be printed and sent round."""

from django.core.exceptions import PermissionDenied

from papers.printing import request_print
from reports.models import AnalysisPaper
from townships.access import keeps_ledgers_of

ANALYSIS = "analysis"


def write_down(patterns, words, *, by):
    """Returns the AnalysisPaper; its PDF is asked for at once. `words` name the period: 2026年二季度."""
    place = patterns.place
    if place is None or not keeps_ledgers_of(by, place):
        raise PermissionDenied
    township = place if patterns.is_of_township else None
    paper = AnalysisPaper.objects.create(
        county_id=place.county_id if township else place.pk,
        township_id=township and township.pk,
        start=patterns.period.start,
        end=patterns.period.end,
        title=f"{place.name}{words}隐患规律分析报告",
        content=patterns.frozen(),
        counted_at=patterns.counted_at,
        made_by=by,
    )
    request_print(ANALYSIS, paper.pk)
    return paper
