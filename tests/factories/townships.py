from datetime import date

import factory
from factory.django import DjangoModelFactory

from townships import models


class CountyFactory(DjangoModelFactory):
    class Meta:
        model = models.County

    name = factory.Sequence("第{}县".format)
    code = factory.Sequence("43{:04}".format)
    bureau_name = factory.LazyAttribute(lambda county: f"{county.name}安全生产监督管理局")
    document_prefix = "临安监"
    government_prefix = "临政"
    committee_prefix = "临安"


class TownshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Township

    name = factory.Sequence("第{}乡".format)
    code = factory.Sequence("43{:07}".format)
    document_prefix = factory.LazyAttribute(lambda township: township.name.removesuffix("乡"))
    county = factory.SubFactory(CountyFactory)
    parent = factory.SelfAttribute("county")
    population = 20000


class BelowTownshipFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    township = factory.SubFactory(TownshipFactory)
    county = factory.SelfAttribute("township.county")
    parent = factory.SelfAttribute("township")


class ZoneFactory(BelowTownshipFactory):
    class Meta:
        model = models.Zone

    name = factory.Sequence("第{}片".format)


class VillageFactory(BelowTownshipFactory):
    class Meta:
        model = models.Village

    name = factory.Sequence("第{}村".format)


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = models.Group

    parent = factory.SubFactory(VillageFactory)
    township = factory.SelfAttribute("parent.township")
    county = factory.SelfAttribute("parent.county")
    name = factory.Sequence("第{}组".format)


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = models.Sector

    key = factory.Sequence("sector-{}".format)
    name = factory.Sequence("第{}行业".format)


class EnterpriseFactory(BelowTownshipFactory):
    class Meta:
        model = models.Enterprise

    name = factory.Sequence("第{}企业".format)
    sector = factory.SubFactory(SectorFactory)


class KeySiteFactory(BelowTownshipFactory):
    class Meta:
        model = models.KeySite

    name = factory.Sequence("第{}处危岩".format)
    kind = models.KeySite.Kind.SLOPE
    sector = factory.SubFactory(SectorFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = models.Person

    county = factory.SubFactory(CountyFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence("张{}".format)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User

    username = factory.Sequence("user{}".format)
    must_change_password = False


class InspectorFactory(UserFactory):
    """An inspector of a township with a person of the same township."""

    role = models.Role.INSPECTOR
    township = factory.SubFactory(TownshipFactory)
    county = factory.SelfAttribute("township.county")
    person = factory.SubFactory(PersonFactory, township=factory.SelfAttribute("..township"), county=factory.SelfAttribute("..county"))


class BureauFactory(UserFactory):
    role = models.Role.BUREAU
    county = factory.SubFactory(CountyFactory)
    person = factory.SubFactory(PersonFactory, county=factory.SelfAttribute("..county"))


class OfficialFactory(UserFactory):
    role = models.Role.OFFICIAL
    county = factory.SubFactory(CountyFactory)


class AdministratorFactory(UserFactory):
    role = models.Role.ADMINISTRATOR
    county = factory.SubFactory(CountyFactory)


class AuditorFactory(UserFactory):
    role = models.Role.AUDITOR
    county = factory.SubFactory(CountyFactory)


class DutyKindFactory(DjangoModelFactory):
    class Meta:
        model = models.DutyKind

    key = factory.Sequence("duty-{}".format)
    name = factory.Sequence("第{}岗".format)
    level = models.Level.VILLAGE


class DutyFactory(DjangoModelFactory):
    class Meta:
        model = models.Duty

    place = factory.SubFactory(VillageFactory)
    kind = factory.SubFactory(DutyKindFactory)
    person = factory.SubFactory(
        PersonFactory, county=factory.LazyAttribute(lambda person: person.factory_parent.place.county or person.factory_parent.place)
    )
    starts_on = date(2026, 1, 1)


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = models.Campaign

    county = factory.SubFactory(CountyFactory)
    name = "第二轮安全生产示范乡镇创建活动"
    round_number = 2
    starts_on = date(2026, 1, 1)
    ends_on = date(2028, 12, 31)
