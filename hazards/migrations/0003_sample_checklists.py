"""Checklists to begin with, of every sector, from hazards/reference/checklists.csv: 示例, each county takes over and edits its own.

Articles that were checked stand as they are; where a standard changes with its edition the row says 请按现行标准核对.
"""

import csv
from itertools import groupby
from pathlib import Path

from django.db import migrations
from django.utils import timezone

FILE = Path(__file__).resolve().parents[1] / "reference" / "checklists.csv"
LIST = ["sector", "level", "site_kind", "list"]


def add_samples(apps, schema_editor):
    sectors = {sector.key: sector for sector in apps.get_model("townships", "Sector").objects.all()}
    with FILE.open(encoding="utf-8", newline="") as file:
        for (sector, level, site_kind, name), items in groupby(csv.DictReader(file), lambda row: tuple(row[name] for name in LIST)):
            add_sample(apps, items, sector=sectors[sector], level=level, site_kind=site_kind, name=name)


def add_sample(apps, items, **fields):
    checklist = apps.get_model("hazards", "Checklist").objects.create(**fields)
    version = apps.get_model("hazards", "ChecklistVersion").objects.create(
        checklist=checklist, number=1, issued_at=timezone.now(), note="随系统提供的示例，请按当地情况和现行标准修改"
    )
    item = apps.get_model("hazards", "ChecklistItem")
    item.objects.bulk_create(
        item(version=version, position=position, is_frozen=True, **{name: value for name, value in row.items() if name not in LIST})
        for position, row in enumerate(items, 1)
    )


class Migration(migrations.Migration):
    replaces = [("hazards", "0032_sample_checklists")]

    dependencies = [("hazards", "0002_append_only_tables"), ("townships", "0003_reference_data")]

    operations = [migrations.RunPython(add_samples, migrations.RunPython.noop)]
