from django.db import transaction
from django.db.models import Max

from townships.models import County, Person


@transaction.atomic
def enrol(person):
    """Save a new person under the county's next roster number (在册编号)."""
    # Lock the county: two clerks may enrol somebody in the same second.
    County.objects.select_for_update(of=("self",)).get(pk=person.county_id)
    person.number = highest_number(person.county_id) + 1
    person.save()
    return person


def highest_number(county):
    return Person.objects.filter(county=county).aggregate(highest=Max("number"))["highest"] or 0
