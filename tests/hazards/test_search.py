import pytest

from hazards import quick_views
from hazards.models import Hazard, Inspection, Order, State
from tests.factories.hazards import DEADLINE, HazardFactory, InspectionFactory, hazard_at
from tests.factories.townships import EnterpriseFactory, PersonFactory, TownshipFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hazard():
    township = TownshipFactory(name="官亭乡", document_prefix="官亭")
    place = EnterpriseFactory(name="红星采石场", township=township)
    return HazardFactory(place=place, description="皮带轮没有防护罩", responsible_person="陈大山")


def found(words):
    return list(Hazard.objects.search(words))


NUMBERS = ["官亭隐〔2026〕1号", "官亭2026-1", "2026-1", "官亭[2026]1", "官亭隐〔２０２６〕１号", "1", "1号", "第1号"]
WORDS = [" 皮带轮 ", "红星", "hxcsc", "HXCSC", "陈大山", "红星 防护罩", "陈大山　2026-1"]


@pytest.mark.parametrize("words", [*NUMBERS, *WORDS])
def test_a_hazard_is_found_by(hazard, words):
    assert found(words) == [hazard]


@pytest.mark.parametrize("words", ["子良隐〔2026〕1号", "官亭隐〔2026〕2号", "2025-1", "水泵", "2号", "红星 水泵"])
def test_a_hazard_is_not_found_by(hazard, words):
    assert found(words) == []


def test_a_village_holds_what_stands_in_it():
    village, other = VillageFactory(), VillageFactory()
    inside = HazardFactory(place=EnterpriseFactory(parent=village, township=village.township))
    HazardFactory(place=EnterpriseFactory(parent=other, township=other.township))

    assert list(Hazard.objects.at_or_below(village)) == [inside]


def test_quick_views_count_each_hazard_where_it_belongs():
    for state in (State.FOUND, State.ORDERED, State.REPLIED, State.CLOSED, State.VOID):
        hazard_at(state)

    counts = quick_views.counts(Hazard.objects.all(), DEADLINE)

    expected = {"all": 4, "found": 1, "ordered": 1, "replied": 1, "overdue": 0, "major": 0, "closed": 1, "void": 1, "unclosed": 3}
    assert counts == expected | {"signing": 0}


def test_a_visit_is_found_by_who_was_there():
    visit = InspectionFactory(inspectors=[PersonFactory(name="张三")])
    InspectionFactory()

    assert list(Inspection.objects.search("zs")) == [visit]


def test_a_paper_is_found_by_its_number():
    order = hazard_at(State.ORDERED).orders.get()

    assert list(Order.objects.search(order.number)) == [order]


def test_a_papers_number_finds_what_stands_on_it_and_not_another_hazard_of_that_number(hazard):
    ordered = hazard_at(State.ORDERED, place=EnterpriseFactory(township=hazard.township))
    paper = ordered.orders.get().number

    assert (hazard.sequence, paper) == (1, "官亭〔2026〕1号")
    assert (found(paper), found("官亭2026-1")) == ([ordered], [ordered])
    assert found("官亭隐〔2026〕1号") == [hazard]
