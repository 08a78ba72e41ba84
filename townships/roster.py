from django.db import transaction
from django.db.models import Max

from townships.models import County, Person


def enrol(person):
    """Save a new person under the county's next roster number (在册编号)."""
    return enrol_all([person], county=person.county_id)[0]


@transaction.atomic
def enrol_all(people, *, county):
    """The same of many people of one county (its key), numbered in their order."""
    # Lock the county: two clerks may enrol somebody in the same second.
    County.objects.select_for_update(of=("self",)).get(pk=county)
    for number, person in enumerate(people, highest_number(county) + 1):
        person.number = number
    return Person.objects.bulk_create(people)


def highest_number(county):
    return Person.objects.filter(county=county).aggregate(highest=Max("number"))["highest"] or 0
