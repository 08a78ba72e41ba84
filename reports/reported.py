"""Which years a published report of the county counts: whoever changes a row of such a year says why."""

from reports.models import AnnualReport
from townships.amendments import tells_of_reports


@tells_of_reports
def counted_in_a_report(county, day):
    """Whether a published report covers that day: one made in November says nothing of December."""
    published = AnnualReport.objects.filter(county=county, year=day.year, state=AnnualReport.State.PUBLISHED)
    return published.filter(snapshot__start__lte=day.isoformat(), snapshot__end__gte=day.isoformat()).exists()
