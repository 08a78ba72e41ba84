"""What drives, enforcement and the weekly return count, from hazards/reference.

The thirteen rows of the weekly return are an example: 示例，请按当年通知和周报表式核对.
"""

import csv
from pathlib import Path

from django.db import migrations

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


class Migration(migrations.Migration):
    replaces = [("hazards", "0044_drives_reference_data")]

    dependencies = [("hazards", "0004_escalation_steps")]

    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
