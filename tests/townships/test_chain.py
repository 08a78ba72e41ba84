from datetime import date

import pytest

from tests.factories.townships import DutyFactory, EnterpriseFactory, VillageFactory, ZoneFactory
from townships.chain import chain_of
from townships.models import DutyKind, DutyRule

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def appoint(key, place, name, **fields):
    return DutyFactory(kind=DutyKind.objects.get(key=key), place=place, person__name=name, **fields)


def told(chain):
    """The chain as plain words: place, then each duty with its holders, or the reason why there is none."""
    return [
        (
            level.place.name,
            [(post.kind.key, [duty.person.name for duty in post.duties], [gap.reason.value for gap in post.gaps]) for post in level.posts],
        )
        for level in chain
    ]


@pytest.fixture
def quarry():
    """A quarry in a village of a zone, with three required duties in all."""
    DutyRule.objects.exclude(kind__key__in=["legal_representative", "village_secretary", "township_head"]).delete()
    zone = ZoneFactory(name="东片", township__name="官亭乡", township__county__name="临澧县")
    village = VillageFactory(name="清泉村", township=zone.township, parent=zone)
    return EnterpriseFactory(name="清泉采石场", township=zone.township, parent=village)


def test_chain_runs_from_the_place_up_to_the_county(quarry):
    zone = quarry.parent.parent
    appoint("legal_representative", quarry, "周厂长")
    appoint("resident_cadre", quarry.parent, "吴干部")
    appoint("zone_chief", zone, "郑片长")
    appoint("county_head", zone.county, "王县长")

    assert told(chain_of(quarry, on=TODAY)) == [
        ("清泉采石场", [("legal_representative", ["周厂长"], [])]),
        ("清泉村", [("village_secretary", [], ["vacant"]), ("resident_cadre", ["吴干部"], [])]),
        ("东片", [("zone_chief", ["郑片长"], [])]),
        ("官亭乡", [("township_head", [], ["vacant"])]),
        ("临澧县", [("county_head", ["王县长"], [])]),
    ]


def test_chain_as_it_was_on_a_day(quarry):
    appoint("legal_representative", quarry, "前任", starts_on=date(2011, 1, 1), ends_on=date(2012, 6, 30))
    appoint("legal_representative", quarry, "现任", starts_on=date(2012, 7, 1))

    def holders(day):
        return [duty.person.name for duty in chain_of(quarry, on=day)[0].posts[0].duties]

    assert holders(date(2012, 6, 30)) == ["前任"]
    assert holders(date(2012, 7, 1)) == ["现任"]


def test_whoever_left_does_not_answer(quarry):
    appoint("legal_representative", quarry, "周厂长", person__left_on=date(2026, 3, 1))

    assert told(chain_of(quarry, on=TODAY))[0] == ("清泉采石场", [("legal_representative", [], ["left"])])
    assert told(chain_of(quarry, on=date(2026, 2, 28)))[0] == ("清泉采石场", [("legal_representative", ["周厂长"], [])])


def test_chain_takes_a_bounded_number_of_queries(quarry, django_assert_max_num_queries):
    for name in ["甲", "乙", "丙"]:
        appoint("enterprise_officer", quarry, name)

    with django_assert_max_num_queries(14):
        told(chain_of(quarry, on=TODAY))
