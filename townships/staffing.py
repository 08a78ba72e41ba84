"""专职人员配备: how many full-time people a township needs. Gap list, station page, self-check, letters and drawings all have it from here.

Two papers ask: 3名以上专职安监员 whatever the size (second document), and more in big townships (StaffMinimum). The stricter counts.
"""

from copy import copy

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from townships.models import StaffMinimum, StationYear, Township


class Staffing:
    """What is asked in one year, by the population that the year's facts give, or else the township's entry."""

    def __init__(self, year):
        self.year = year

    @cached_property
    def minimums(self):
        return list(StaffMinimum.objects.order_by("-population_from"))

    @cached_property
    def populations(self):
        # Unordered: the order of its townships would join the table that the outer query reads, under the same name.
        filed = StationYear.objects.counted().filter(place=OuterRef("pk"), year=self.year).order_by().values("population")[:1]
        return dict(Township.objects.order_by().values_list("pk", Coalesce(Subquery(filed), "population")))

    def applied(self, rule, township):
        """The rule as it holds in this township (a key); without a population nothing is known but the rule's own number."""
        population = self.populations.get(township)
        asked = next((row for row in self.minimums if population and row.population_from <= population), None)
        if asked is None or asked.minimum <= rule.minimum:
            return rule
        raised = copy(rule)
        raised.minimum, raised.source = asked.minimum, asked.source
        # Where all of them must be certified, all of the larger number must.
        raised.certified_minimum = asked.minimum if rule.certified_minimum == rule.minimum else rule.certified_minimum
        return raised
