"""Every address that names a row, whoever added it: what lies outside the scope is not there."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from hazards.drives import take
from hazards.models import Checklist, DriveEvent, OutcomeKind, State
from hazards.paper_forms import make_batch
from hazards.paper_returns import take_back
from hazards.weekly_return import Week, hand_in
from tests.factories.campaign import InvestmentFactory, MentorshipFactory, candidacy_at
from tests.factories.drives import enforcement_of, illegal_act_at, outcome_of
from tests.factories.hazards import FOUND_AT, DriveFactory, InspectionFactory, hazard_at, photo
from tests.factories.publicity import ActivityFactory, TrainingFactory
from tests.factories.reports import AnnualReportFactory
from tests.factories.reports_from_public import ReportFactory
from tests.factories.townships import BureauFactory, DutyFactory, EnterpriseFactory, InspectorFactory, TownshipFactory, VillageFactory
from tests.townships.test_pages_scope import things_of
from townships.documents import CleanDocument
from townships.models import FileKind, ScoreSheet

pytestmark = pytest.mark.django_db

OURS = ["townships", "hazards", "publicity", "reports", "papers"]
# What stands in an address beside the row's key; for those who may not see the row any will do.
BESIDE = {"action": "reply", "deed": "up", "event": 1, "paragraph": 1}


def addresses(resolver=None, space=""):
    """(name, arguments beside the key) of every address with a key, without those of the admin site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLPattern):
            if pattern.namespace != "admin":
                yield from addresses(pattern, f"{pattern.namespace or ''}:".lstrip(":") or space)
        elif "pk" in (names := pattern.pattern.regex.groupindex):
            yield space + pattern.name, {name: BESIDE.get(name, 1) for name in names if name != "pk"}


def a_county_at_work():
    """At least one row of what an address can name."""
    township = TownshipFactory()
    county = township.county
    things_of(township)
    place = EnterpriseFactory(township=township)
    hazard_at(State.CLOSED, place=place, pictures=[photo()])
    InspectionFactory(place=place), DriveFactory(county=county), DutyFactory(place=place)
    ActivityFactory(township=township), TrainingFactory(township=township)
    candidacy = candidacy_at("applied", township=township)
    ReportFactory(place=place, pictures=[photo()])
    order = hazard_at(State.ORDERED, place=place).orders.get()
    scan = CleanDocument(b"%PDF-1.7", FileKind.PDF, "scan.pdf")
    take_back(order, by=order.issued_by, kind="signed", received_on=order.issued_on, document=scan)
    make_batch(township, 1, by=InspectorFactory(township=township), site_address="https://anquan.example.gov.cn/")
    village = VillageFactory(township=township)
    enforcement_of(place=village), illegal_act_at(place=village, pictures=[photo()]), outcome_of(township=township)
    inspector = InspectorFactory(township=township)
    hand_in(Week.holding(date(2026, 3, 4)), by=inspector, at=FOUND_AT + timedelta(days=9))
    OutcomeKind.objects.create(county=county, key="own", name="拆除危墙", unit="处")
    drive = DriveFactory(county=county)
    take(drive, DriveEvent.Action.SUM_UP, by=BureauFactory(county=county))
    MentorshipFactory(township=township, campaign=candidacy.campaign), InvestmentFactory(township=township)
    AnnualReportFactory(county=county)
    return county


def newest(county):
    """{app: keys}: one row of the county of each model whose rows somebody may be out of reach of; samples are everybody's."""
    return {app: {last.pk for model in apps.get_app_config(app).get_models() if (last := _newest(model, county))} for app in OURS}


def _newest(model, county):
    return model.objects.in_county(county.pk).order_by("pk").last() if hasattr(model.objects, "visible_to") else None


def open_to(user):
    """Keys of the user's own rows and of samples, which are everybody's: rows of another kind may have the same numbers."""
    samples = {pk for model in (ScoreSheet, Checklist) for pk in model.objects.filter(county=None).values_list("pk", flat=True)}
    return samples | {user.pk, user.person_id, user.county_id, user.township_id}


def answers(client, name, beside, keys):
    return {status(client, reverse(name, kwargs={"pk": key, **beside})) for key in keys}


def status(client, page):
    """By GET, or by POST where the address takes nothing else."""
    answer = client.get(page)
    if answer.status_code == 405:
        answer = client.post(page)
    answer.getvalue()  # a file that nobody reads stays open
    return answer.status_code


@pytest.fixture
def county():
    return a_county_at_work()


@pytest.fixture
def plain_refusals(monkeypatch):
    """Thousands of refusals: nobody reads their page with its menu, which takes longer to draw than to refuse."""
    for status in (403, 404):
        monkeypatch.setattr("config.urls.handler" + str(status), partial(plain_refusal, status), raising=False)


def plain_refusal(status, request, exception):
    return HttpResponse(status=status)


@pytest.mark.parametrize("factory", [BureauFactory, InspectorFactory])
def test_another_county_is_not_there(client, county, plain_refusals, factory):
    keys, user = newest(county), factory()
    client.force_login(user)
    theirs = {app: found - open_to(user) for app, found in keys.items()}

    found = {name for name, beside in addresses() if not answers(client, name, beside, theirs[name.partition(":")[0]]) <= {403, 404}}

    assert found == set()


# A few of many: that the keys asked for are the right ones.
OPEN = [
    "townships:key_site",
    "townships:edit_person",
    "hazards:hazard",
    "hazards:return_file",
    "publicity:activity",
    "reports:annual_report",
]


@pytest.mark.parametrize("name", OPEN)
def test_the_own_county_is(client, county, name):
    keys = newest(county)[name.partition(":")[0]]
    client.force_login(BureauFactory(county=county))

    assert 200 in answers(client, name, {}, keys)
