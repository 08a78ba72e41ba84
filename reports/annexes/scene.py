from dataclasses import dataclass

from reports.gather import gather_by_township
from townships.models import County, Township
from townships.period import Period


@dataclass(frozen=True)
class Scene:
    """Of which county and period the tables are, and its townships in their usual order."""

    county: County
    period: Period
    townships: list[Township]

    @classmethod
    def of(cls, county, period):
        return cls(county, period, list(Township.objects.in_county(county.pk).open_within(period.start, period.end).order_by("code")))

    def by_township(self, keys, cells, *, own_name="县本级"):
        """Lines of the county itself (if it has any), of every township, and their sum; `cells(numbers)` fills one."""
        found = gather_by_township(self.period, self.county, keys)
        places = [(None, own_name)] if any(found[key].get(None) for key in keys) else []
        places += [(township.pk, township.name) for township in self.townships]
        lines = {pk: [name, *cells({key: found[key].get(pk, 0) for key in keys})] for pk, name in places}
        return lines, ["合计", *cells({key: sum(found[key].values()) for key in keys})]
