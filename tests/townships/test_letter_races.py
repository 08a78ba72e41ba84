"""Two clerks press in the same second: letters are issued once, a side signs once; each test fails when the lock is taken out."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from tests.factories.letters import ISSUED_ON, LATER, letter_text, letters_of
from tests.factories.townships import BureauFactory, VillageFactory
from tests.hazards.racing import race, wait_for_each_other, without_lock
from townships import letters as process
from townships.models import Letter, LetterBatch, LetterKind, LetterSignature
from townships.voiding import AlreadyVoided, void

pytestmark = pytest.mark.django_db(transaction=True)
Side = LetterSignature.Side


@pytest.fixture
def township():
    return VillageFactory().township


@pytest.fixture
def issue_twice(township, monkeypatch):
    """Two clerks issue to the same village, each having seen that it has no letter yet."""
    users = BureauFactory.create_batch(2, county=township.county)
    text = letter_text(township.county, by=users[0])
    parties = process.parties_of(LetterKind.VILLAGE, township, on=ISSUED_ON)
    monkeypatch.setattr(process, "issued_before", wait_for_each_other(process.issued_before))

    def press(user):
        return process.issue(LetterKind.VILLAGE, parties, text=text, on=ISSUED_ON, by=user)

    return lambda: race(lambda: press(users[0]), lambda: press(users[1]))


def test_one_issues_and_the_other_is_told_which_letters_there_are(issue_twice):
    outcomes = issue_twice()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, process.AlreadyIssued)]
    (batch,) = [outcome for outcome in outcomes if outcome is not told_no]
    assert told_no.letters == list(batch.letters.all()) == list(Letter.objects.all())
    assert LetterBatch.objects.count() == 1


def test_without_the_lock_nobody_is_told_and_the_database_has_to_refuse(issue_twice, monkeypatch):
    without_lock(monkeypatch, QuerySet)

    outcomes = issue_twice()

    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [IntegrityError]
    assert Letter.objects.count() == 1


@pytest.fixture
def sign_twice(township, monkeypatch):
    """Two clerks record the same signature, each having seen that there is none yet."""
    [letter] = letters_of(township)
    users = BureauFactory.create_batch(2, county=township.county)
    clock = SimpleNamespace(now=timezone.now, localdate=wait_for_each_other(timezone.localdate))
    monkeypatch.setattr(process, "timezone", clock)

    def press(user):
        return process.sign(letter, Side.LOWER, on=ISSUED_ON, by=user, at=LATER)

    return letter, lambda: race(lambda: press(users[0]), lambda: press(users[1]))


def test_a_side_is_recorded_once_and_the_other_clerk_is_told(sign_twice):
    letter, both = sign_twice

    outcomes = both()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, process.AlreadySigned)]
    assert told_no.signature == letter.signatures.get()


def test_without_the_lock_the_database_has_to_refuse_the_second_signature(sign_twice, monkeypatch):
    letter, both = sign_twice
    without_lock(monkeypatch, QuerySet)

    outcomes = both()

    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [IntegrityError]
    assert letter.signatures.count() == 1


def test_a_letter_is_voided_once(township):
    [letter] = letters_of(township)
    users = BureauFactory.create_batch(2, county=township.county)

    outcomes = race(*[lambda user=user: void(letter, by=user, reason="重复") for user in users])

    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [AlreadyVoided]
