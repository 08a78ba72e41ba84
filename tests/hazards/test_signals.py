"""What the bureau is asked to look at: each kind is found, its innocent neighbour is not, and looking takes it off the pile."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from hazards import signals
from hazards.models import Action, HazardPicture, LookBack, Signal, SignalReview, State
from hazards.signals import AlreadyReviewed, NothingToReInspect, hash_pictures, look_for_signals, review
from hazards.workflow import keep_pictures, perform
from tests.factories.hazards import FOUND_AT, HazardFactory, InspectionFactory, VisitedHazardFactory, hazard_at, photo, scene, told
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, TownshipFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
NEAR = 1  # a scene whose bits hardly change when its thing is gone
Kind, Verdict = Signal.Kind, SignalReview.Verdict


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def place(township):
    return EnterpriseFactory(township=township)


def found(kind):
    """The hazards of each signal of this kind, after looking for them."""
    look_for_signals(today=TODAY)
    return [set(signal.hazards.all()) for signal in Signal.objects.filter(kind=kind)]


def replied(place, *, words="已装好防护罩", by=None, at=FOUND_AT, pictures=()):
    hazard = HazardFactory(place=place, by=by, at=at)
    order = {"at": at + timedelta(hours=1), **told(Action.ORDER, hazard)}
    perform(hazard, Action.ORDER, by=hazard.created_by, **order)
    details = told(Action.REPLY, hazard) | {"reply": words, "pictures": list(pictures)}
    perform(hazard, Action.REPLY, by=hazard.created_by, at=at + timedelta(hours=2), **details)
    hazard.refresh_from_db()
    return hazard


def closed(place, *, closer, by=None, at=FOUND_AT, after=timedelta(days=2)):
    """Entered and replied by one, passed by another, so long after it was ordered."""
    hazard = replied(place, by=by, at=at, words=f"已整改{at}{place}")
    perform(hazard, Action.PASS, by=closer, at=at + timedelta(hours=1) + after, **told(Action.PASS, hazard))
    hazard.refresh_from_db()
    return hazard


def test_one_photo_in_two_hazards_is_a_signal(place):
    one, other = (HazardFactory(place=place, pictures=[scene(1)]) for _ in range(2))
    HazardFactory(place=place, pictures=[scene(2)])

    assert found(Kind.PHOTO) == [{one, other}]
    assert Signal.objects.get().sentence == "2 张照片相同或几乎相同，出现在 2 条隐患里。请复核是不是同一现场。"


def test_the_same_photo_before_and_after_is_a_signal(place):
    hazard = replied(place, pictures=[scene(1, size=(320, 240))])
    HazardPicture.objects.create(
        hazard=hazard,
        moment=HazardPicture.Moment.BEFORE,
        added_by=hazard.created_by,
        **scene(1).as_fields(),
    )

    assert found(Kind.PHOTO) == [{hazard}]


def of_one_view(place):
    """Before and after from a tripod: the thing is gone, the bits of both lie near."""
    hazard = HazardFactory(place=place, pictures=[scene(NEAR, thing=True)])
    keep_pictures(hazard, [scene(NEAR)], HazardPicture.Moment.AFTER, by=hazard.created_by)
    return hazard


def test_one_view_in_which_something_changed_is_asked_about_as_such(place):
    hazard = of_one_view(place)

    assert (found(Kind.PHOTO), found(Kind.VIEW)) == ([], [{hazard}])
    assert "多半是如实的整改前后对比" in Signal.objects.get().sentence


def test_a_photo_sent_again_is_named_among_those_of_its_view(place):
    hazard = of_one_view(place)
    other = HazardFactory(place=place, pictures=[scene(NEAR, size=(320, 240))])

    assert (found(Kind.PHOTO), found(Kind.VIEW)) == ([{hazard, other}], [])


def test_what_was_asked_about_as_one_photo_is_not_asked_again_as_one_view(place):
    hazard = of_one_view(place)
    first = str(HazardPicture.objects.earliest("pk").pk)
    Signal.objects.create(county=place.county, kind=Kind.PHOTO, key=first, told={"pictures": 2, "hazards": 1}).hazards.add(hazard)

    assert found(Kind.VIEW) == []


def test_hazards_of_one_visit_may_share_the_photo_that_shows_them(place):
    visit = InspectionFactory(place=place)
    for _ in range(2):
        HazardFactory(place=place, inspection=visit, pictures=[scene(1)])

    assert found(Kind.PHOTO) == []


def test_two_dark_photos_are_not_alike(place):
    for colour in ("black", "#010101"):
        picture = photo(colour=colour)
        sha = {"black": "1" * 64, "#010101": "f" * 64}[colour]
        HazardFactory(place=place, pictures=[type(picture)(picture.content, sha)])

    assert found(Kind.PHOTO) == []


def test_photos_are_compared_within_a_county_alone():
    for _ in range(2):
        HazardFactory(pictures=[scene(1)])

    assert found(Kind.PHOTO) == []


def test_pictures_of_before_get_their_hash_later(place):
    HazardFactory(place=place, pictures=[scene(1)])
    known = HazardPicture.objects.values_list("difference_hash", flat=True).get()
    HazardPicture.objects.update(difference_hash=None)

    assert hash_pictures() == 1
    assert HazardPicture.objects.get().difference_hash == known != ""


def test_a_file_that_is_gone_does_not_stop_the_others(place):
    HazardFactory(place=place, pictures=[scene(1), scene(2)])
    first = HazardPicture.objects.earliest("pk")
    first.image.storage.delete(first.image.name)
    HazardPicture.objects.update(difference_hash=None)

    assert hash_pictures() == 2
    assert [picture.difference_hash == "" for picture in HazardPicture.objects.order_by("pk")] == [True, False]


@pytest.mark.parametrize(("minutes", "count"), [(61, 1), (89, 1), (90, 0)])
def test_passed_within_minutes_of_the_order_is_a_signal(place, township, minutes, count):
    closed(place, closer=InspectorFactory(township=township), after=timedelta(minutes=minutes - 60))

    assert len(found(Kind.MINUTES)) == count


def test_what_was_put_right_on_the_spot_is_as_quick_as_it_should_be(place):
    hazard = VisitedHazardFactory(place=place)
    perform(hazard, Action.RECTIFY, by=hazard.created_by, at=FOUND_AT, measure="当场装好")

    assert found(Kind.MINUTES) == []


def test_the_same_words_in_five_replies_are_a_signal_whatever_their_punctuation(place):
    alike = {replied(place, words=words) for words in ["已整改。", "已整改", "已 整改", "已整改！", "已整改；"]}
    for _ in range(4):
        replied(place, words="已装好防护罩")

    assert found(Kind.TEXT) == [alike]
    assert Signal.objects.get().sentence == "2026年一季度有 5 条隐患的整改回复写的是同一句话。请复核是不是逐条整改。"


@pytest.mark.parametrize(("name", "count"), [("李四", 1), ("张三", 0)])
def test_passed_by_the_one_who_was_to_rectify_it_is_a_signal(place, township, name, count):
    hazard = HazardFactory(place=place, responsible_person="李四")
    perform(hazard, Action.ORDER, by=hazard.created_by, at=FOUND_AT, **told(Action.ORDER, hazard))
    perform(hazard, Action.REPLY, by=hazard.created_by, at=FOUND_AT + timedelta(days=1), **told(Action.REPLY, hazard))
    closer = InspectorFactory(township=township, person__name=name)
    perform(hazard, Action.PASS, by=closer, at=FOUND_AT + timedelta(days=2), **told(Action.PASS, hazard))

    assert len(found(Kind.PERSON)) == count


def test_always_the_same_two_in_a_quarter_that_is_over_are_a_signal(place, township):
    first, second = InspectorFactory(township=township), InspectorFactory(township=township)
    hazards = {closed(place, by=first, closer=second, at=FOUND_AT + timedelta(days=days)) for days in range(10)}

    assert found(Kind.PAIR) == [hazards]


def test_nine_times_the_same_two_are_none(place, township):
    first, second = InspectorFactory(township=township), InspectorFactory(township=township)
    for days in range(9):
        closed(place, by=first, closer=second, at=FOUND_AT + timedelta(days=days))

    assert found(Kind.PAIR) == []


@pytest.mark.parametrize(("earlier", "count"), [(5, 1), (6, 0)])
def test_most_closings_on_the_last_days_of_a_month_are_a_signal(place, township, earlier, count):
    closer = InspectorFactory(township=township)
    for number in range(8 + earlier):
        # Closed on 30 March, or two weeks before.
        at = FOUND_AT + timedelta(days=26 if number < 8 else 12)
        closed(place, closer=closer, at=at)

    assert len(found(Kind.BURST)) == count


def test_looked_for_twice_it_is_one_signal(place):
    for _ in range(2):
        HazardFactory(place=place, pictures=[scene(1)])

    assert [look_for_signals(today=TODAY) for _ in range(2)] == [1, 0]


@pytest.fixture
def signal(place):
    """A photo in a closed hazard and in one just found."""
    hazard_at(State.CLOSED, place=place, pictures=[scene(1)], at=FOUND_AT - timedelta(days=60))
    HazardFactory(place=place, pictures=[scene(1)])
    look_for_signals(today=TODAY)
    return Signal.objects.get(kind=Kind.PHOTO)


@pytest.fixture
def bureau(signal):
    return BureauFactory(county=signal.county)


def test_looked_at_and_in_order_it_leaves_the_pile_and_stays(signal, bureau):
    done = review(signal, by=bureau, verdict=Verdict.IN_ORDER, note="同一厂房两个部位")

    assert (Signal.objects.waiting().count(), Signal.objects.looked_at().get().last_review) == (0, done)
    assert LookBack.objects.count() == 0


def test_a_new_row_brings_it_back(signal, bureau, place):
    review(signal, by=bureau, verdict=Verdict.IN_ORDER, note="同一厂房两个部位")
    HazardFactory(place=place, pictures=[scene(1)])

    assert look_for_signals(today=TODAY) == 1
    assert Signal.objects.waiting().get().hazards.count() == 3


def test_to_be_re_inspected_makes_look_backs_of_what_is_closed(signal, bureau):
    done = review(signal, by=bureau, verdict=Verdict.RE_INSPECT, note="到现场核对")

    look_back = LookBack.objects.get()
    assert (look_back.review, look_back.draw, look_back.hazard.state) == (done, None, State.CLOSED)
    assert look_back.assignee != look_back.hazard.closed_by


def test_where_nothing_is_closed_nothing_can_be_re_inspected(signal, bureau):
    signal.hazards.set(signal.hazards.exclude(state=State.CLOSED))

    with pytest.raises(NothingToReInspect):
        review(signal, by=bureau, verdict=Verdict.RE_INSPECT, note="到现场核对")
    assert not SignalReview.objects.exists()


def test_a_review_is_never_changed(signal, bureau):
    review(signal, by=bureau, verdict=Verdict.IN_ORDER, note="正常")

    with pytest.raises(IntegrityError), transaction.atomic():
        SignalReview.objects.update(note="另一句")


def test_the_second_of_two_is_told_what_the_first_found(signal, bureau):
    first = review(signal, by=bureau, verdict=Verdict.IN_ORDER, note="正常")

    with pytest.raises(AlreadyReviewed) as refused:
        review(signal, by=BureauFactory(county=signal.county), verdict=Verdict.RE_INSPECT, note="再看")
    assert refused.value.review == first


def test_who_has_read_the_first_may_come_to_another_finding(signal, bureau):
    first = review(signal, by=bureau, verdict=Verdict.IN_ORDER, note="正常")
    second = review(signal, by=bureau, verdict=Verdict.RE_INSPECT, note="还是去看一下", after=first.pk)

    assert signal.last_review == second


@pytest.mark.parametrize("stranger", [BureauFactory, InspectorFactory])
def test_nobody_else_reviews(signal, stranger):
    with pytest.raises(PermissionDenied):
        review(signal, by=stranger(), verdict=Verdict.IN_ORDER, note="正常")


def test_looking_asks_as_much_for_many_rows_as_for_few(place, township, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(60) as captured:
            list(signals.find(township.county, TODAY))
        return len(captured)

    closed(place, closer=InspectorFactory(township=township))
    few = queries()
    for _ in range(3):
        closed(place, closer=InspectorFactory(township=township))

    assert queries() == few == 4
