"""Days within which the authority looks at a site, and within which a receipt comes back."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hazards.models import Action, Hazard, Order, State
from hazards.paper_returns import take_back
from hazards.reviewing import applied, review_by, review_missed
from hazards.workflow import perform
from reports.work import piles_for
from tests.factories.hazards import hazard_at, told
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory
from townships.documents import CleanDocument
from townships.models import FileKind

pytestmark = pytest.mark.django_db
APPLIED_AT = timezone.make_aware(datetime(2026, 12, 28, 17, 30))  # noqa: DTZ001 (made aware at once)


def asks_to_resume(**fields):
    hazard = hazard_at(State.SUSPENDED, **fields)
    inspector = InspectorFactory(township=hazard.township)
    return perform(hazard, Action.APPLY, by=inspector, at=APPLIED_AT, **told(Action.APPLY, hazard)).hazard


def piles(user, tab, day):
    return {str(pile.label): [row.pk for row in pile.first] for pile in piles_for(user, tab, day) if pile.url}


def test_application_is_reviewed_within_ten_days_over_the_years_end():
    asks_to_resume()

    assert review_by(applied(Hazard.objects.all()).get()) == date(2027, 1, 7)


def test_the_last_day_is_in_time_and_the_next_is_not():
    hazard = asks_to_resume()

    assert [list(review_missed(Hazard.objects.all(), date(2027, 1, day))) for day in (7, 8)] == [[], [hazard]]


def test_acceptance_has_days_of_its_own(settings):
    settings.ACCEPTANCE_REVIEW_DAYS = 3
    hazard_at("applied", grade="major")

    asked = applied(Hazard.objects.all()).get()

    assert (review_by(asked) - timezone.localdate(asked.applied_at)).days == 3


def test_a_reply_without_an_application_waits_for_no_review():
    hazard_at(State.REPLIED), hazard_at(State.REPLIED, grade="major"), hazard_at(State.SUSPENDED)

    assert not applied(Hazard.objects.all()).exists()


def test_an_answered_application_waits_no_longer():
    hazard = asks_to_resume()
    bureau = BureauFactory(county=hazard.township.county)

    perform(hazard, Action.RESUME, by=bureau, at=APPLIED_AT + timedelta(days=2), **told(Action.RESUME, hazard))

    assert not applied(Hazard.objects.all()).exists()


def test_review_is_a_to_do_of_the_bureau_and_watched_by_all_when_it_is_late():
    hazard = asks_to_resume()
    bureau, official = BureauFactory(county=hazard.township.county), OfficialFactory(county=hazard.township.county)

    assert piles(bureau, "todo", date(2026, 12, 29))["复产、验收申请，待现场审查"] == [hazard.pk]
    late = [piles(official, "watch", day).get("复产、验收申请，超过审查期限") for day in (date(2027, 1, 7), date(2027, 1, 8))]
    assert late == [None, [hazard.pk]]


def late_receipt(user, day):
    return piles(user, "todo", day).get("文书回执超期未收")


def test_a_receipt_that_is_out_too_long_is_a_to_do_of_who_issued_the_paper():
    order = hazard_at(State.ORDERED).orders.get()
    township = order.township
    last_day = order.issued_on + timedelta(days=7)

    found = [late_receipt(InspectorFactory(township=township), day) for day in (last_day, last_day + timedelta(days=1))]

    assert found == [None, [order.pk]]
    assert late_receipt(BureauFactory(county=township.county), last_day + timedelta(days=1)) is None
    assert late_receipt(InspectorFactory(), last_day + timedelta(days=1)) is None


def test_a_receipt_that_came_back_is_no_to_do():
    order = hazard_at(State.ORDERED).orders.get()
    take_back(order, by=order.issued_by, kind="receipt", signed_by="李四", received_on=order.issued_on, at=timezone.now())

    assert not Order.objects.receipt_overdue(order.issued_on + timedelta(days=30)).exists()


def test_a_scan_of_our_own_copy_is_no_receipt():
    order = hazard_at(State.ORDERED).orders.get()
    scan = CleanDocument(b"%PDF-1.7", FileKind.PDF, "存根.pdf")
    take_back(order, by=order.issued_by, kind="signed", received_on=order.issued_on, document=scan)

    assert list(Order.objects.receipt_overdue(order.issued_on + timedelta(days=8))) == [order]


@pytest.mark.parametrize(
    ("address", "label"),
    [("hazards:orders", "文书回执超期未收"), ("hazards:hazards", "复产、验收申请，待现场审查")],
)
def test_a_pile_opens_as_many_rows_as_it_says(as_user, address, label):
    place = EnterpriseFactory()
    for _ in range(2):
        asks_to_resume(place=place)
    bureau = BureauFactory(county=place.township.county)

    pile = next(pile for pile in piles_for(bureau, "todo", timezone.localdate()) if str(pile.label) == label)

    assert pile.url.startswith(reverse(address))
    assert as_user(bureau).get(pile.url).context["table"].paginator.count == pile.count > 1


def test_nobody_looks_for_a_receipt_after_a_year():
    order = hazard_at(State.ORDERED).orders.get()

    assert [Order.objects.receipt_overdue(order.issued_on + timedelta(days=days)).exists() for days in (365, 366)] == [True, False]
