"""Plans of inspection and the visits that they make due: once each, whatever happens at the same time."""

import secrets
from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships import amendments
from townships.access import keeps_ledgers_of
from townships.amendments import note_amendment
from townships.in_chinese import in_chinese
from townships.models import Person, Place
from townships.submissions import once
from townships.workdays import Workdays

from . import recurrence
from .drawing import draw, moment_of_draw
from .models import PatrolDraw, PatrolPlan, RoundPosition, VisitTask
from .recurrence import days_of, due_day

# Visits are made due so many days ahead: far enough to plan the week, near enough to follow who came and who left.
HORIZON = timedelta(days=7)
MANY = {"places", "inspectors"}
# What a change is told of field by field; all that makes the rhythm is told in its sentence.
TOLD = ["name", "season", "sector", "high_risk_only", "places", "checklist", "starts_on", "ends_on"]
TOLD += ["inspectors", "draws_places", "draws_inspectors"]
EXPLAINED = ["missed_reason", "missed_reason_by"]


class NotMissed(Exception):
    """A reason is given for a visit that was missed, and this one was not (any more)."""


def open_plan(*, by, today=None, submission=None, **fields):
    """A new plan of a county or township with its first visits; the same form sent twice is one plan."""
    return once(PatrolPlan, submission, by=by, enter=partial(_open, by=by, today=today or timezone.localdate(), **fields))


def _open(submission, *, by, today, places=(), inspectors=(), **fields):
    plan = PatrolPlan(submission=submission, created_by=by, **fields)
    _check_may(plan, by)
    if plan.starts_on < today:
        # Visits of days that are over could only be missed.
        raise ValidationError({"starts_on": ValidationError(_("计划不能从过去的日期开始。"), code="past")})
    plan.save()
    plan.places.set(places)
    plan.inspectors.set(inspectors)
    make_tasks(plan, today=today)
    return plan


@transaction.atomic
def change_plan(plan, *, by, today=None, **fields):
    """From tomorrow on the plan is another: visits that had been made for then are taken back and made anew."""
    today = today or timezone.localdate()
    plan = _lock(plan)
    _check_may(plan, by)
    before = told(plan)
    for name, value in fields.items():
        if name in MANY:
            getattr(plan, name).set(value)
        else:
            setattr(plan, name, value)
    _take_back(plan, after=today, by=by, reason=_("检查计划已调整"))
    plan.made_until = min(today, plan.made_until) if plan.made_until else None
    plan.save()
    note_amendment(plan, before, told(plan), by=by)
    make_tasks(plan, today=today)
    return plan


@in_chinese
def told(plan):
    """{label: words}, as its changes are kept for good; queries."""
    return amendments.in_words(plan, TOLD) | {str(PatrolPlan._meta.get_field("rhythm").verbose_name): recurrence.in_words(plan)}


@transaction.atomic
def stop_plan(plan, *, by, reason, today=None):
    """Today is the plan's last day; one that has not begun leaves nothing behind but itself."""
    today = today or timezone.localdate()
    plan = _lock(plan)
    _check_may(plan, by)
    _take_back(plan, after=today, by=by, reason=reason)
    before = told(plan)
    plan.ends_on = max(plan.starts_on, min(today, plan.ends_on))
    plan.made_until = plan.ends_on
    plan.save()
    note_amendment(plan, before, told(plan), by=by, reason=reason)
    return plan


def _check_may(plan, by):
    if not keeps_ledgers_of(by, plan.whose):
        raise PermissionDenied


def _lock(plan):
    # Lock the plan: two workers, or a worker and a clerk, may be at it in the same second.
    return PatrolPlan.objects.select_for_update(of=("self",)).select_related("county", "township").get(pk=plan.pk)


def _take_back(plan, *, after, by, reason):
    coming = plan.tasks.filter(voided_at=None, inspection=None, starts_on__gt=after)
    coming.update(voided_at=timezone.now(), voided_by=by, void_reason=str(reason))


def make_visits_due(*, today=None):
    """What the beat does, as often as it likes: the visits of the coming days of every plan. Returns how many it made."""
    today = today or timezone.localdate()
    unfinished = Q(made_until=None) | Q(made_until__lt=F("ends_on"))
    plans = PatrolPlan.objects.filter(unfinished, starts_on__lte=today + HORIZON)
    return sum(len(make_tasks(plan, today=today)) for plan in plans)


@transaction.atomic
def make_tasks(plan, *, today):
    """The visits of one plan up to the horizon that have not been made yet, also of days on which no worker ran."""
    plan = _lock(plan)
    first = max(plan.starts_on, plan.made_until + timedelta(days=1)) if plan.made_until else plan.starts_on
    last = min(plan.ends_on, today + HORIZON)
    if first > last:
        return []
    workdays, places = Workdays(plan.county_id), list(targets(plan).select_related("parent"))
    made = [task for day in days_of(plan, first, last, workdays) for task in _make_day(plan, day, workdays, places, today)]
    plan.made_until = last
    plan.save(update_fields=["made_until"])
    return made


def targets(plan):
    """The places of a plan: those that it names, and those of its sector."""
    here = Place.objects.of_place(plan.whose)
    chosen = Q(pk__in=plan.places.values("pk"))
    if plan.sector_id:
        of_sector = Q(as_enterprise__sector=plan.sector_id) | Q(as_key_site__sector=plan.sector_id)
        chosen |= of_sector & Q(is_high_risk=True) if plan.high_risk_only else of_sector
    elif plan.high_risk_only:
        chosen |= Q(level="enterprise", is_high_risk=True)
    return here.filter(chosen).order_by("pk")


def _make_day(plan, day, workdays, places, today):
    open_places = [place for place in places if place.is_open(day)]
    crews = Crews(plan, day)
    drawn = _draw(plan, day, open_places, crews, today) if plan.is_drawn and open_places else None
    if drawn:
        open_places = [place for place in open_places if str(place.pk) in drawn.outcome]
    due_on = due_day(plan, day, workdays)
    tasks = VisitTask.objects.bulk_create(
        VisitTask(plan=plan, township_id=place.township_id or place.pk, place=place, starts_on=day, due_on=due_on, draw=drawn)
        for place in open_places
    )
    goes = VisitTask.inspectors.through
    goes.objects.bulk_create(
        goes(visittask=task, person_id=person)
        for task in tasks
        for person in (drawn and drawn.outcome[str(task.place_id)]) or crews.of(task.township_id)
    )
    return tasks


class Crews:
    """Who goes on a day: the plan's own people, or where it names none the full-time inspectors of each township."""

    def __init__(self, plan, day):
        self.named = list(plan.inspectors.serving_on(day).order_by("pk").values_list("pk", "name"))
        self.of_township = {}
        if not plan.inspectors.exists():
            local = Person.objects.serving_on(day).filter(county=plan.county_id, is_full_time=True, township__isnull=False)
            for pk, township in local.order_by("pk").values_list("pk", "township"):
                self.of_township.setdefault(township, []).append(pk)

    def of(self, township):
        return self.of_township.get(township, []) if self.of_township else [pk for pk, _name in self.named]


def _draw(plan, day, places, crews, today):
    """Draw once for a day; the record has all that it takes to draw again. Without a number all places or people are taken."""
    entries = [[place.pk, place.local_name] for place in places]
    people = [list(person) for person in crews.named]
    told = {
        "places": entries,
        "people": people,
        "place_count": min(plan.draws_places or len(entries), len(entries)),
        "people_count": min(plan.draws_inspectors or len(people), len(people)),
    }
    seed = secrets.token_hex(16)
    told |= {"outcome": draw(seed, **told), "drawn_at": moment_of_draw(today)}
    return PatrolDraw.objects.create(plan=plan, day=day, seed=seed, **told)


@transaction.atomic
def explain_missed(task, *, by, reason, today=None, alike=False):
    """Why a visit was missed; `alike`: the same reason for what the same plan missed on that day in this township. It stays missed.

    A reason that stood before is kept as an amendment of the task.
    """
    today = today or timezone.localdate()
    task = VisitTask.objects.select_for_update(of=("self",)).select_related("township").get(pk=task.pk)
    if not keeps_ledgers_of(by, task.township):
        raise PermissionDenied
    missed = VisitTask.objects.counted().missed(today)
    if not missed.filter(pk=task.pk).exists():
        raise NotMissed
    meant = Q(pk=task.pk)
    if alike:
        meant |= Q(plan=task.plan_id, township=task.township_id, due_on=task.due_on, missed_reason="")
    keys = list(missed.filter(meant).values_list("pk", flat=True))
    before = amendments.in_words(task, EXPLAINED)
    count = VisitTask.objects.filter(pk__in=keys).update(missed_reason=reason, missed_reason_by=by, missed_reason_at=timezone.now())
    if task.missed_reason:
        task.refresh_from_db(fields=["missed_reason", "missed_reason_by"])
        note_amendment(task, before, amendments.in_words(task, EXPLAINED), by=by)
    return count


def round_of(user, today):
    """今日巡查: what the user has to walk today, in walking order."""
    tasks = VisitTask.objects.visible_to(user).counted().due(today)
    return tasks.of_person(user.person_id).in_walking_order(user) if user.person_id else tasks.none()


@transaction.atomic
def move_in_round(user, place, *, up, today):
    """Put a place of today's round one step earlier or later, and remember the order of all of them."""
    order = list(dict.fromkeys(round_of(user, today).values_list("place", flat=True)))
    if place not in order:
        return
    here = order.index(place)
    there = here - 1 if up else here + 1
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    positions = [RoundPosition(user=user, place_id=pk, position=position) for position, pk in enumerate(order, 1)]
    RoundPosition.objects.bulk_create(positions, update_conflicts=True, unique_fields=["user", "place"], update_fields=["position"])
