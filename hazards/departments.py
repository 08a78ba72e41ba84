"""The departments of a county: its own list, to begin with the shipped one."""

import csv
from pathlib import Path

from django.core.exceptions import PermissionDenied

from .models import Department

FILE = Path(__file__).resolve().parent / "reference" / "departments.csv"


def adopt_departments(county, *, by):
    """Add what of the shipped list the county lacks; returns the new rows. Nothing that it changed is touched."""
    if not (by.is_bureau and by.county_id == county.pk):
        raise PermissionDenied
    with FILE.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    known = set(Department.objects.in_county(county).values_list("name", flat=True))
    return Department.objects.bulk_create(
        [Department(county=county, name=name, position=position) for position, name in enumerate(names, 1) if name not in known],
        ignore_conflicts=True,
    )
