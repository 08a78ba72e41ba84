from datetime import date

import pytest

from tests.factories.chain import CertificateFactory, officer_of, seat, team_at
from tests.factories.townships import BureauFactory, EnterpriseFactory, PersonFactory, TownshipFactory, VillageFactory
from townships import figures  # noqa: F401
from townships.figure import FIGURES
from townships.models import Team
from townships.officers import strike_off
from townships.period import Period
from townships.teams import disband

pytestmark = pytest.mark.django_db
Kind = Team.Kind


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture(autouse=True)
def a_year(township):
    """Three rescue teams (one disbanded in 2025), two working groups, two inspectors (one certified), three officers (one gone)."""
    places = [township, VillageFactory(township=township), EnterpriseFactory(township=township)]
    rescue = [team_at(place, Kind.RESCUE, "应急救援队", founded_on=date(2024, 1, 1)) for place in places]
    disband(rescue[2], on=date(2025, 7, 1), by=BureauFactory())
    for name in ("矿山安全管理领导小组", "消防安全管理领导小组"):
        team_at(township, name=name, founded_on=date(2025, 1, 1))
    seat(rescue[0], "township_rescue_head", starts_on=date(2025, 1, 1))
    inspectors = PersonFactory.create_batch(2, county=township.county, township=township, is_full_time=True)
    CertificateFactory(person=inspectors[0], issued_on=date(2024, 5, 1), valid_until=date(2025, 12, 31))
    officers = [officer_of(township, on=date(year, 3, 1)) for year in (2024, 2024, 2025)]
    strike_off(officers[0], on=date(2025, 6, 1), reason="年满退出")
    team_at()


@pytest.mark.parametrize(
    ("key", "year", "number"),
    [
        ("teams.bodies", 2024, 0),
        ("teams.bodies", 2025, 2),
        ("teams.working_groups", 2025, 2),
        ("teams.rescue", 2024, 3),
        ("teams.rescue", 2025, 2),
        ("people.rescuers", 2024, 0),
        ("people.rescuers", 2025, 1),
        ("people.certified", 2023, 0),
        ("people.certified", 2025, 1),
        ("certificates.valid", 2025, 1),
        ("officers.total", 2024, 2),
        ("officers.total", 2025, 2),
        ("officers.joined", 2025, 1),
        ("officers.left", 2024, 0),
        ("officers.left", 2025, 1),
    ],
)
def test_figure(township, key, year, number):
    figure, period = FIGURES[key], Period.year(year)

    assert figure.value(period, township.county) == number
    assert figure.value(period, township) == number
    assert figure.by_township(period, township.county) == ({township.pk: number} if number else {})
