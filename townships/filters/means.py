from townships.filters.ledger import LedgerFilter
from townships.models import Investment


class InvestmentFilter(LedgerFilter):
    day_field = "spent_on"
    text_fields = ["note"]

    class Meta:
        model = Investment
        fields = ["q", "township", "source", "purpose", "start", "end", "state"]
