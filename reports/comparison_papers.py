"""A quarter's comparison written down as it was counted, to be printed and signed."""

from django.core.exceptions import PermissionDenied

from papers.printing import request_print
from reports.comparison import Comparison, quarter_of
from reports.models import ComparisonPaper
from townships.access import keeps_ledgers_of

COMPARISON = "comparison"


def write_down(county, year, quarter, *, by, at=None):
    """Returns the ComparisonPaper; its PDF is asked for at once."""
    if not (by.is_bureau and keeps_ledgers_of(by, county)):
        raise PermissionDenied
    comparison = Comparison(county, quarter_of(year, quarter), at=at)
    paper = ComparisonPaper.objects.create(
        county=county, year=year, quarter=quarter, content=comparison.frozen(), counted_at=comparison.counted_at, made_by=by
    )
    request_print(COMPARISON, paper.pk)
    return paper
