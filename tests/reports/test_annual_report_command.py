import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from reports.document import Document
from reports.models import AnnualReport
from reports.publishing import draft_for
from tests.factories.hazards import InspectionFactory
from tests.factories.publicity import ActivityFactory
from tests.factories.townships import BureauFactory, CountyFactory, EnterpriseFactory, TownshipFactory
from townships.figure import all_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory(county__name="临澧县", county__code="430724")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("reports.document.typeset", lambda html: b"%PDF " + html.encode())


def test_a_pdf_and_its_figures(township, tmp_path):
    ActivityFactory(township=township, quantity=32, cost=Decimal("12.50"))
    call_command("annual_report", year=2026, output=tmp_path / "report.pdf", figures=tmp_path / "figures.json")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    figures = {figure.pop("key"): figure for figure in json.loads((tmp_path / "figures.json").read_text())}
    assert set(figures) == set(all_figures())
    assert figures["publicity.leaflets"] == {"label": "宣传资料", "unit": "份", "value": 32}
    assert figures["publicity.cost"]["value"] == 12.5
    assert not AnnualReport.objects.exists()


def test_the_county_is_named_by_its_code_when_there_are_several(township, quick, tmp_path):
    CountyFactory(name="石门县", code="430726")
    output = tmp_path / "report.pdf"
    call_command("annual_report", county="430726", year=2026, output=output)
    assert "石门县2026年" in output.read_text()
    with pytest.raises(CommandError, match="430724 临澧县, 430726 石门县"):
        call_command("annual_report", year=2026, output=output)


def test_of_several_counties_the_only_one_that_inspected_needs_no_code(township, quick, tmp_path):
    CountyFactory(name="石门县", code="430726")
    InspectionFactory(place=EnterpriseFactory(township=township))

    call_command("annual_report", year=2026, output=tmp_path / "report.pdf")

    assert "临澧县2026年" in (tmp_path / "report.pdf").read_text()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"county": "999999", "year": 2026}, "没有代码为 999999 的县。"),
        ({"year": 2099}, "2099"),
        ({"year": 2026, "output": "/nowhere/report.pdf"}, "No such file"),
    ],
)
def test_mistakes_are_told_in_a_sentence(township, quick, tmp_path, options, complaint):
    with pytest.raises(CommandError, match=complaint):
        call_command("annual_report", **({"output": str(tmp_path / "report.pdf")} | options))


def test_an_empty_deployment_says_so(tmp_path):
    with pytest.raises(CommandError, match="load_demo"):
        call_command("annual_report", year=2026, output=tmp_path / "report.pdf")


def test_a_report_says_what_its_snapshot_says_whatever_the_ledgers_do(township):
    ActivityFactory(township=township, quantity=32)
    report, _is_new = draft_for(township.county, 2026, by=BureauFactory(county=township.county))
    before = Document.of(report).html()
    ActivityFactory(township=township, quantity=50)
    report.refresh_from_db()
    assert Document.of(report).html() == before
