"""回头看: which closed hazards are looked at again, by whom, and what came of it. Draws are made once, and anybody can repeat them."""

import secrets
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from townships.models import County, Role, User
from townships.period import Period

from .drawing import draw_share, in_order, moment_of_draw
from .models import Hazard, LookBack, LookBackDraw, State

# A worker that was away so long loses no draw; months that were over before the county began with this are left alone.
CATCH_UP = timedelta(days=31)


def draw_look_backs(*, today=None):
    """What the beat does, as often as it likes: the draws whose day has come. Returns how many hazards were drawn."""
    today = today or timezone.localdate()
    wanted = [(days, month) for days in settings.LOOK_BACK for month in months_due(days, today)]
    return sum(len(draw_month(county, month, days, today=today)) for county in County.objects.order_by("pk") for days, month in wanted)


def months_due(days, today):
    """First days of the months whose draw is due, and not longer ago than a worker may be away."""
    this_month = today.year * 12 + today.month - 1
    months = [date(number // 12, number % 12 + 1, 1) for number in range(this_month - 3 - days // 28, this_month)]
    return [month for month in months if today - CATCH_UP <= drawing_day(month, days) <= today]


def drawing_day(month, days):
    """The month is over, and what was closed on its first day comes up now."""
    return max(whole(month).end + timedelta(days=1), month + timedelta(days=days))


def whole(month):
    return Period.months(month.year, month.month, month.month)


@transaction.atomic
def draw_month(county, month, days, *, today):
    """The draw of one month, once; returns the tasks that it made."""
    county = locked(county)
    if LookBackDraw.objects.filter(county=county, month=month, days=days).exists():
        return []
    hazards = _closed_in(county, month)
    if not hazards:
        return []
    entries = [[hazard.pk, hazard.number, hazard.township_id, hazard.is_major] for hazard in hazards]
    share, seed = settings.LOOK_BACK[days], secrets.token_hex(16)
    outcome = draw_share(seed, entries, share=share)
    drawn = LookBackDraw.objects.create(
        county=county, month=month, days=days, share=share, seed=seed, entries=entries, outcome=outcome, drawn_at=moment_of_draw(today)
    )
    drawn_from = [hazard for hazard in hazards if hazard.pk in set(outcome)]
    starts = {hazard.pk: max(timezone.localdate(hazard.closed_at) + timedelta(days=days), today) for hazard in drawn_from}
    return _make_tasks(drawn_from, starts, county=county, seed=seed, draw=drawn)


def locked(county):
    """The county's row until the transaction ends: two workers may be at it in the same second."""
    return County.objects.select_for_update().get(pk=county.pk)


def _closed_in(county, month):
    closed = Hazard.objects.in_county(county.pk).filter(whole(month).moments("closed_at"), state=State.CLOSED)
    return list(closed.select_related("township").order_by("pk"))


def redraw(record):
    """What the recorded draw comes to when it is drawn again."""
    return draw_share(record.seed, record.entries, share=record.share)


def order_look_backs(review, hazards, *, today):
    """What a review of a signal asks to be looked at again, from today on."""
    closed = [hazard for hazard in hazards if hazard.state == State.CLOSED]
    starts = dict.fromkeys([hazard.pk for hazard in closed], today)
    return _make_tasks(closed, starts, county=review.signal.county, seed=f"review:{review.pk}", review=review)


def _make_tasks(hazards, starts, *, county, seed, draw=None, review=None):
    people = Lookers(county, seed)
    allowed = timedelta(days=settings.LOOK_BACK_DAYS_ALLOWED)
    return LookBack.objects.bulk_create(
        LookBack(
            draw=draw,
            review=review,
            hazard=hazard,
            closed_at=hazard.closed_at,
            starts_on=starts[hazard.pk],
            due_on=starts[hazard.pk] + allowed,
            assignee_id=people.for_hazard(hazard),
        )
        for hazard in hazards
    )


class Lookers:
    """Who looks: an inspector of the township, of a major hazard somebody of the bureau; never the one who closed it.

    Whoever recorded the reply is asked only where there is nobody else; where the township has nobody, the bureau is asked.
    """

    def __init__(self, county, seed):
        self.seed = seed
        working = User.objects.filter(is_active=True).order_by("pk")
        self.bureau = [[pk, ""] for pk in working.filter(role=Role.BUREAU, county=county, township=None).values_list("pk", flat=True)]
        self.of_township = {}
        for pk, township in working.filter(role=Role.INSPECTOR, township__county=county).values_list("pk", "township"):
            self.of_township.setdefault(township, []).append([pk, ""])

    def for_hazard(self, hazard):
        near = self.bureau if hazard.is_major else self.of_township.get(hazard.township_id, [])
        for unwanted, people in [({hazard.closed_by_id, hazard.replied_by_id}, near), ({hazard.closed_by_id}, near + self.bureau)]:
            candidates = [person for person in people if person[0] not in unwanted]
            if candidates:
                return in_order(f"{self.seed}:{hazard.pk}", candidates)[0][0]
        return None


def settle(hazard, result, *, by, at, note):
    """One look answers all that is open about this closing and has begun. The workflow has locked the hazard."""
    begun = LookBack.objects.open().filter(hazard=hazard, closed_at=hazard.closed_at, starts_on__lte=timezone.localdate(at))
    return begun.update(result=result, done_by=by, done_at=at, note=note)
