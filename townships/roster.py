from django.db import transaction
from django.db.models import Max

from townships.models import County, Person


@transaction.atomic
def enrol(person):
    """Save a new person under the county's next roster number (在册编号)."""
    # Lock the county: two clerks may enrol somebody in the same second.
    County.objects.select_for_update(of=("self",)).get(pk=person.county_id)
    highest = Person.objects.filter(county=person.county_id).aggregate(highest=Max("number"))["highest"]
    person.number = (highest or 0) + 1
    person.save()
    return person
