"""Two handovers of one person in the same second: one wins, the other is told; it fails when the lock is taken out."""

import pytest

from hazards import handovers, recalling
from hazards.handovers import MovedMeanwhile
from hazards.models import AccountDeed, Handover
from tests.factories.handovers import ON, Office
from tests.factories.townships import BureauFactory, PersonFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships.models import Duty, Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("old_days")]


@pytest.fixture
def hand_over_twice(monkeypatch):
    """Two of the bureau hand the same post to two people, each having looked before the other writes."""
    office = Office()
    other = PersonFactory(county=office.township.county, township=office.township)
    users = [office.bureau, BureauFactory(county=office.township.county)]
    monkeypatch.setattr(handovers, "plan", wait_for_each_other(handovers.plan))

    def press(user, receiver):
        return office.hand_over(by=user, receiver=receiver, posts=[office.post.pk], hazards=[], account=AccountDeed.KEEP)

    return office, lambda: race(lambda: press(users[0], office.receiver), lambda: press(users[1], other))


def test_one_gets_the_post_and_the_other_is_told(hand_over_twice):
    office, both = hand_over_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, MovedMeanwhile)]
    (row,) = [outcome for outcome in outcomes if outcome is not told_no]
    assert Duty.objects.held_on(ON).get(place=office.post.place).person == row.receiver
    assert told_no.handover == row == Handover.objects.get()


def test_without_the_lock_two_people_get_it(hand_over_twice, monkeypatch):
    office, both = hand_over_twice
    without_lock(monkeypatch, type(Person.objects.all()))
    monkeypatch.setattr("townships.appointments.lock_people_and_places", lambda people, places: None)
    monkeypatch.setattr(handovers, "lock_people_and_places", lambda people, places: None)

    both()

    assert Duty.objects.held_on(ON).filter(place=office.post.place).count() == 2


def test_of_two_who_take_it_back_one_is_told(monkeypatch):
    office = Office()
    row = office.hand_over(account=AccountDeed.KEEP)
    monkeypatch.setattr(recalling, "may_recall", wait_for_each_other(recalling.may_recall))

    outcomes = race(*[lambda: recalling.recall(row, by=office.bureau, reason="接收人选错")] * 2)

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, recalling.RecallRefused)]
    assert told_no.obstacles == [(recalling.Obstacle.RECALLED, None)]
