"""Two of the bureau look at one signal, two workers find one signal: once each; without the lock both would."""

import pytest
from django.db import IntegrityError

from hazards import signals
from hazards.models import Signal, SignalReview
from hazards.signals import AlreadyReviewed, look_for_signals, review
from tests.factories.hazards import HazardFactory, scene
from tests.factories.townships import BureauFactory, EnterpriseFactory

from .racing import race, wait_for_each_other, without_lock
from .test_signals import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place():
    place = EnterpriseFactory()
    for _ in range(2):
        HazardFactory(place=place, pictures=[scene(1)])
    return place


@pytest.fixture
def two_reviews(place, monkeypatch):
    look_for_signals(today=TODAY)
    signal = Signal.objects.get()
    monkeypatch.setattr(signals, "_last_review", wait_for_each_other(signals._last_review))
    people = BureauFactory.create_batch(2, county=place.county)
    return [lambda by=by: review(signal, by=by, verdict="in_order", note="正常") for by in people]


def test_of_two_who_look_one_is_told(two_reviews):
    assert sorted(map(type, race(*two_reviews)), key=str) == [SignalReview, AlreadyReviewed]
    assert SignalReview.objects.count() == 1


def test_without_the_lock_both_would_be_kept(two_reviews, monkeypatch):
    without_lock(monkeypatch, type(Signal.objects.all()))

    assert [*map(type, race(*two_reviews))] == [SignalReview, SignalReview]


def test_two_workers_find_it_once(place, monkeypatch):
    monkeypatch.setattr(signals, "find", wait_for_each_other(signals.find))

    assert sorted(race(*[lambda: look_for_signals(today=TODAY)] * 2)) == [0, 1]


def test_without_the_lock_the_database_refuses_the_twin(place, monkeypatch):
    monkeypatch.setattr(signals, "locked", lambda county: county)
    monkeypatch.setattr(signals, "find", wait_for_each_other(signals.find))

    assert sorted(map(type, race(*[lambda: look_for_signals(today=TODAY)] * 2)), key=str) == [IntegrityError, int]
