"""Migration 0049: circulars of half months, which had a table of their own, become bulletins."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hazards.models import Bulletin, NumberSeries
from hazards.numbering import next_number
from papers.models import PrintJob
from tests.factories.hazards import FOUND_AT
from tests.factories.townships import BureauFactory

pytestmark = pytest.mark.django_db
migration = import_module("hazards.migrations.0049_one_kind_of_bulletin")


@pytest.fixture
def apps_of_before():
    """With the table of before, beside what has become of bulletins since."""
    state = MigrationLoader(connection).project_state(("hazards", "0049_one_kind_of_bulletin"))
    before = MigrationLoader(connection).project_state(("hazards", "0047_joined_choices"))
    state.add_model(before.models["hazards", "circular"])
    with connection.schema_editor() as editor:
        editor.create_model(state.apps.get_model("hazards", "Circular"))
    return state.apps


def test_a_circular_keeps_its_number_its_series_and_its_paper(apps_of_before):
    bureau = BureauFactory()
    told = {"county_id": bureau.county_id, "starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 15), "year": 2026, "sequence": 4}
    circular = apps_of_before.get_model("hazards", "Circular").objects.create(
        content={"number": "2026年第4期"}, issued_at=FOUND_AT, issued_by_id=bureau.pk, **told
    )
    job = PrintJob.objects.create(kind="circular", subject_id=circular.pk)
    NumberSeries.objects.create(key=f"circular:{bureau.county_id}", year=2026, last=4)

    migration.keep_circulars(apps_of_before, None)

    kept, job = Bulletin.objects.get(), PrintJob.objects.get(pk=job.pk)
    assert (kept.kind, kept.sequence, kept.ends_on) == ("major", 4, date(2026, 3, 15))
    assert (kept.created_by, kept.issued_on, str(kept)) == (bureau, date(2026, 3, 2), f"{bureau.county}重大隐患半月通报（2026年第4期）")
    assert (job.kind, job.subject_id) == ("bulletin", kept.pk)
    assert next_number(f"bulletin:major:{bureau.county_id}", 2026) == 5
