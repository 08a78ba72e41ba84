"""What drives, enforcement and the weekly return count, from hazards/reference; departments that were typed become rows.

The thirteen rows of the weekly return are an example: 示例，请按当年通知和周报表式核对.
"""

import csv
from pathlib import Path

from django.db import migrations
from django.utils import timezone

from townships.append_only import AppendOnly

FOLDER = Path(__file__).resolve().parents[1] / "reference"
SAMPLE = "示例：参照打非治违专项行动的分类，请按当年通知和周报表式核对"


def rows_of(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(enumerate(csv.DictReader(file), 1))


def add_kinds(apps, schema_editor):
    enforcement_kind = apps.get_model("hazards", "EnforcementKind")
    for position, row in rows_of("enforcement_kinds"):
        told = {"is_money": bool(row["is_money"]), "handles": bool(row["handles"]), "officers": int(row["officers"])}
        enforcement_kind.objects.create(position=position, **row | told)
    kinds = {kind.key: kind for kind in enforcement_kind.objects.all()}
    for position, row in rows_of("outcome_kinds"):
        told = row | {"enforcement_kind": kinds.get(row["enforcement_kind"])}
        apps.get_model("hazards", "OutcomeKind").objects.create(position=position, **told)
    for position, row in rows_of("violation_kinds"):
        apps.get_model("hazards", "ViolationKind").objects.create(position=position, source=SAMPLE, **row)


def add_departments(apps, schema_editor):
    """Every county that is there gets the list; a drive names those of it that its old text names."""
    department, drive = apps.get_model("hazards", "Department"), apps.get_model("hazards", "Drive")
    for county in apps.get_model("townships", "County").objects.all():
        for position, row in rows_of("departments"):
            department.objects.create(county=county, name=row["name"], position=position)
    for each in drive.objects.exclude(departments_told=""):
        told = {name.strip().removeprefix("县").removeprefix("市").removeprefix("区") for name in each.departments_told.split("、")}
        each.departments.set(department.objects.filter(county=each.county, name__in=told))


def start_drives(apps, schema_editor):
    """A drive that was entered before drives had a state is under way, or was."""
    apps.get_model("hazards", "Drive").objects.filter(starts_on__lte=timezone.localdate()).update(state="running")


class Migration(migrations.Migration):
    dependencies = [("hazards", "0044_drives_and_enforcement"), ("townships", "0002_reference_data")]

    operations = [
        migrations.RunPython(add_kinds, migrations.RunPython.noop),
        migrations.RunPython(add_departments, migrations.RunPython.noop),
        migrations.RunPython(start_drives, migrations.RunPython.noop),
        AppendOnly("hazards_driveevent"),
        AppendOnly("hazards_drivesummary"),
        AppendOnly("hazards_illegalactevent"),
        AppendOnly("hazards_weeklyreturn"),
    ]
