from datetime import date

import pytest

from tests.factories.chain import officer_of
from tests.factories.townships import PersonFactory, TownshipFactory
from townships.appointments import record_leaving
from townships.models import SafetyOfficer
from townships.officers import AlreadyOnRoster, HasLeft, NotOfTownship, OffBeforeOn, enlist, strike_off

pytestmark = pytest.mark.django_db

JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)


@pytest.fixture
def township():
    return TownshipFactory(name="子良乡")


def test_numbers_run_per_township(township):
    numbers = [officer_of(township).number for _ in range(3)]

    assert numbers == ["子良安001", "子良安002", "子良安003"]
    assert officer_of(TownshipFactory(name="官亭乡")).number == "官亭安001"


def test_number_is_never_given_twice(township):
    first = officer_of(township)
    strike_off(first, on=JUNE, reason="年满退出")
    record_leaving(first.person, on=JUNE)

    assert officer_of(township).number == "子良安002"


def test_who_comes_back_gets_a_new_number(township):
    first = officer_of(township)
    strike_off(first, on=JUNE, reason="外出务工")

    again = officer_of(township, person=first.person, on=JUNE)

    assert (again.number, SafetyOfficer.objects.on_roster(JUNE).get()) == ("子良安002", again)


def test_two_townships_of_one_prefix_share_a_series(township):
    officer_of(township)
    namesake = TownshipFactory(name="子良镇", document_prefix="子良", county=township.county)

    assert officer_of(namesake).number == "子良安002"


def test_nobody_stands_on_the_roster_twice(township):
    first = officer_of(township)

    with pytest.raises(AlreadyOnRoster) as refused:
        officer_of(township, person=first.person)

    assert refused.value.officer == first


def test_people_of_another_township_are_refused(township):
    stranger = PersonFactory(county=township.county, township=TownshipFactory(county=township.county))

    with pytest.raises(NotOfTownship):
        enlist(stranger, township=township, on=JANUARY)


def test_who_left_is_refused(township):
    with pytest.raises(HasLeft):
        officer_of(township, left_on=JANUARY)


def test_nobody_leaves_before_joining(township):
    with pytest.raises(OffBeforeOn):
        strike_off(officer_of(township, on=JUNE), on=JANUARY, reason="笔误")


def test_roster_of_a_day(township):
    gone = officer_of(township)
    strike_off(gone, on=JUNE, reason="工作调整")
    left = officer_of(township)
    record_leaving(left.person, on=date(2026, 9, 1))
    later = officer_of(township, on=JUNE)

    def on_roster(day):
        return list(SafetyOfficer.objects.on_roster(day))

    assert on_roster(JANUARY) == [gone, left]
    assert on_roster(JUNE) == [left, later]
    assert on_roster(date(2026, 9, 1)) == [later]


def test_gone_is_who_was_struck_off_or_left_whichever_was_first(township):
    struck, left, here = officer_of(township), officer_of(township), officer_of(township)
    strike_off(struck, on=JUNE, reason="工作调整")
    record_leaving(struck.person, on=date(2026, 9, 1))
    record_leaving(left.person, on=date(2026, 9, 1))

    gone = dict(SafetyOfficer.objects.with_gone_on().values_list("pk", "gone_on"))

    assert gone == {struck.pk: JUNE, left.pk: date(2026, 9, 1), here.pk: None}
