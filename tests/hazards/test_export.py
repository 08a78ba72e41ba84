from datetime import date

import pytest
from django.urls import reverse

from hazards.models import Hazard
from tests.factories.hazards import HazardFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory
from tests.spreadsheets import NAMESPACE, rows_of, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return EnterpriseFactory(name="红星采石场", township__name="官亭乡")


@pytest.fixture
def export(as_user):
    def read(user, **filters):
        return as_user(user).get(reverse("hazards:export"), filters).getvalue()

    return read


def test_export_is_the_ledger(export, place):
    hazard = HazardFactory(place=place)

    title, heads, row = rows_of(export(BureauFactory(county=place.county)))

    assert title[0].startswith(f"{place.county}安全生产事故隐患台账")
    assert heads[:3] == ["编号", "乡镇（街道）", "单位或部位"]
    assert row[:3] == [hazard.number, "官亭乡", "红星采石场"]


def test_export_tells_the_day_that_a_failed_re_inspection_named_beside_the_deadline(export, place):
    hazard = HazardFactory(place=place)
    Hazard.objects.filter(pk=hazard.pk).update(deadline=date(2026, 4, 30), redo_by=date(2026, 5, 20))

    _title, heads, row = rows_of(export(BureauFactory(county=place.county)))

    assert heads[heads.index("整改期限") + 1] == "复查后的限期"
    # 30 April and 20 May, counted as spreadsheets do.
    assert row[row.index("46142") + 1] == "46162"


def test_export_obeys_scope(export, place):
    HazardFactory(place=place), HazardFactory()

    assert len(rows_of(export(InspectorFactory(township=place.township)))) == 3


def test_export_obeys_filters(export, place):
    HazardFactory(place=place, description="皮带轮"), HazardFactory(place=place, description="灭火器")

    (_title, _heads, row) = rows_of(export(BureauFactory(county=place.county), q="灭火器"))

    assert "灭火器" in row


def test_what_people_typed_is_no_formula(export, place):
    HazardFactory(place=place, description='=HYPERLINK("http://x","y")')

    content = export(BureauFactory(county=place.county))

    assert '=HYPERLINK("http://x","y")' in rows_of(content)[2]
    assert sheet_of(content).find(".//x:f", NAMESPACE) is None


def test_phones_are_masked_for_those_who_only_read(export, place):
    HazardFactory(place=place)
    Hazard.objects.update(responsible_phone="13812345678")

    assert "138****5678" in rows_of(export(OfficialFactory(county=place.county)))[2]
    assert "13812345678" in rows_of(export(BureauFactory(county=place.county)))[2]
