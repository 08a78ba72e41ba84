from datetime import date

import factory
from factory.django import DjangoModelFactory

from tests.factories.townships import BureauFactory, PersonFactory, TownshipFactory
from townships import models, officers, teams
from townships.appointments import appoint


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = models.Certificate

    person = factory.SubFactory(PersonFactory)
    kind = factory.LazyFunction(lambda: models.CertificateKind.objects.get(key="enforcement"))
    number = factory.Sequence("湘执{:05}".format)
    issued_on = date(2024, 1, 1)
    valid_until = date(2027, 12, 31)
    created_by = factory.SubFactory(BureauFactory, county=factory.SelfAttribute("..person.county"))


def team_at(place=None, kind=models.Team.Kind.WORKING_GROUP, name="道路交通安全管理领导小组", **fields):
    """A team founded as the screens found it."""
    team = models.Team(kind=kind, name=name, **fields)
    return teams.found(team, at=place or TownshipFactory())


def seat(team, key, *, starts_on=date(2026, 1, 1), person=None, **fields):
    """Somebody appointed to a seat of the team."""
    person = person or PersonFactory(county=team.county, township=team.township, **fields)
    return appoint(person, kind=models.DutyKind.objects.get(key=key), place=team.place, team=team, starts_on=starts_on)


def officer_of(township, *, on=date(2026, 1, 1), person=None, **fields):
    person = person or PersonFactory(county=township.county, township=township, **fields)
    return officers.enlist(person, township=township, on=on)
