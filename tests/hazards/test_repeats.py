"""反复隐患: the earlier hazard that is offered, the link, and the chain of links."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from hazards.models import Action, Hazard, State
from hazards.repeats import candidates, chain_of_repeats, earlier_ones, likely_one, open_twin
from hazards.workflow import available_actions, perform
from tests.factories.hazards import FOUND_AT, HazardFactory, hazard_at
from tests.factories.townships import EnterpriseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return EnterpriseFactory()


def closed(place, days, description="皮带轮没有防护罩"):
    return hazard_at(State.CLOSED, place=place, at=FOUND_AT - timedelta(days=days), description=description)


def test_the_one_that_is_most_alike_is_offered(place):
    closed(place, 90, "电线老化裸露"), closed(place, 80, "皮带轮缺防护罩")
    same = closed(place, 70, "皮带轮没有防护罩，易卷入")

    assert likely_one(HazardFactory(place=place)) == same


@pytest.mark.parametrize(
    "make",
    [
        lambda place: closed(EnterpriseFactory(township=place.township, sector=place.sector), 70),
        lambda place: closed(place, 70, "化粪池盖板破损"),
        lambda place: closed(place, 800),
        lambda place: hazard_at(State.REPLIED, place=place, at=FOUND_AT - timedelta(days=70)),
        lambda place: hazard_at(State.CLOSED, place=place, at=FOUND_AT + timedelta(days=70)),
    ],
    ids=["elsewhere", "another kind", "long ago", "still open", "later"],
)
def test_what_is_not_an_earlier_like_one_is_not_offered(place, make):
    make(place)

    assert likely_one(HazardFactory(place=place)) is None


def link(hazard, earlier):
    perform(hazard, Action.LINK, by=hazard.created_by, at=hazard.reported_at, earlier=earlier)
    hazard.refresh_from_db()


def test_linked_it_recurs_and_the_history_tells_from_which(place):
    earlier, hazard = closed(place, 70), HazardFactory(place=place)
    link(hazard, earlier)

    assert (Hazard.objects.recurring().get(), hazard.recurs_from) == (hazard, earlier)
    assert hazard.events.last().details == {"earlier": earlier.number}


def test_linked_once_it_is_offered_no_more(place):
    earlier, hazard = closed(place, 70), HazardFactory(place=place)
    link(hazard, earlier)

    assert (likely_one(hazard), Action.LINK in available_actions(hazard, hazard.created_by)) == (None, False)


def test_a_wrong_link_is_undone_with_a_reason_and_made_anew(place):
    wrong, earlier, hazard = closed(place, 90), closed(place, 70), HazardFactory(place=place)
    link(hazard, wrong)

    event = perform(hazard, Action.UNLINK, by=hazard.created_by, at=hazard.reported_at, reason="是另一台设备")
    link(hazard, earlier)

    assert (event.reason, hazard.recurs_from) == ("是另一台设备", earlier)
    assert Action.UNLINK in available_actions(hazard, hazard.created_by)


def test_another_place_or_a_later_one_is_refused(place):
    hazard = HazardFactory(place=place)
    for wrong in (closed(EnterpriseFactory(), 70), hazard_at(State.CLOSED, place=place, at=FOUND_AT + timedelta(days=70)), hazard):
        with pytest.raises(ValidationError):
            link(hazard, wrong)


def test_the_chain_runs_from_the_first_to_the_last(place):
    first, second, third = closed(place, 300), closed(place, 200), closed(place, 100)
    closed(place, 50)
    link(second, first), link(third, second)

    assert [chain_of_repeats(one) for one in (first, second, third)] == [[first, second, third]] * 3


def test_what_is_not_linked_has_no_chain(place):
    assert chain_of_repeats(closed(place, 100)) == []


def test_the_newest_of_the_earlier_ones_comes_first(place):
    first, second = closed(place, 300), closed(place, 200)

    assert [*earlier_ones(HazardFactory(place=place))] == [second, first]


def test_the_most_alike_comes_before_the_newest_and_says_why(place):
    same_spot = closed(place, 90, "机头防护缺失")
    Hazard.objects.filter(pk=same_spot.pk).update(spot="1号皮带机")
    alike, _other = closed(place, 80, "皮带轮没有防护罩，易卷入"), closed(place, 70, "化粪池盖板破损")

    offered = candidates(HazardFactory(place=place, spot="1号皮带机"))

    assert [one.hazard for one in offered] == [alike, same_spot]
    assert [one.why for one in offered] == [
        "行业领域相同、类别相同、描述 82% 相同",
        "行业领域相同、类别相同、具体部位相同、描述 16% 相同",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_candidates_take_one_query_whatever_their_number(place, count, django_assert_num_queries):
    for number in range(count):
        closed(place, 70 + number)
    hazard = HazardFactory(place=place)

    with django_assert_num_queries(1):
        assert len([str(one) for one in candidates(hazard)]) == count


def test_one_that_is_still_open_at_the_place_is_named_on_the_later_one(place):
    first = HazardFactory(place=place, description="皮带轮没有防护罩")
    other = HazardFactory(place=place, description="化粪池盖板破损")
    second = HazardFactory(place=place, description="皮带轮没有防护罩")

    assert [open_twin(hazard) for hazard in (first, other, second)] == [None, None, first]


def test_one_that_is_closed_or_stands_elsewhere_is_no_open_twin(place):
    closed(place, 70)
    HazardFactory(place=EnterpriseFactory(township=place.township, sector=place.sector), description="皮带轮没有防护罩")

    assert open_twin(HazardFactory(place=place, description="皮带轮没有防护罩")) is None
