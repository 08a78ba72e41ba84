from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.townships import DutyFactory, VillageFactory
from townships.models import DutyKind, DutyRule

pytestmark = pytest.mark.django_db


def run(*arguments):
    output = StringIO()
    call_command("gaps", *arguments, stdout=output)
    return output.getvalue().splitlines()


def test_one_line_for_each_gap_and_totals():
    kind = DutyKind.objects.get(key="village_supervisor")
    DutyRule.objects.exclude(kind=kind).delete()
    township = VillageFactory(name="清泉村", township__name="官亭乡").township
    left = VillageFactory(name="石门村", township=township)
    DutyFactory(kind=kind, place=left, person__name="李明", starts_on="2026-01-01", person__left_on="2026-06-01")

    assert run("--on", "2026-11-24") == [
        "官亭乡\t清泉村\t村安全监管员\t0/1\t无人任职",
        "官亭乡\t石门村\t村安全监管员\t0/1\t任职人已离任\t李明",
        "2026-11-24：空白点 2 处，岗位落实率 0.0%（0/2）",
        "官亭乡\t2\t0.0%（0/2）",
    ]


def test_county_without_places():
    assert run("--on", "2026-11-24") == ["2026-11-24：空白点 0 处，岗位落实率 —"]


def test_a_day_that_is_none_is_refused_in_chinese():
    with pytest.raises(CommandError, match="日期应写作 2026-11-24，不是 2026-13-44"):
        run("--on", "2026-13-44")
