"""One step for many rows of the ledger: told row by row beforehand, then all of it or nothing."""

from copy import copy
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from . import details as ask
from . import orders
from .details import ExtensionAskedTooLate
from .models import Action, Hazard, HazardEvent, State
from .order_text import unchecked_clause
from .workflow import TRANSITIONS, TransitionNotAllowed, is_allowed, perform_together

# What may be done to many at once: each needs no file, and of what differs from row to row only what the rows themselves say.
DEEDS = (Action.ORDER, Action.EXTEND)


class ChangedMeanwhile(Exception):
    """Rows at which somebody did something since they were looked at; carries them."""

    def __init__(self, hazards):
        super().__init__([hazard.pk for hazard in hazards])
        self.hazards = hazards


class NotAllOfThem(Exception):
    """At least one row can't be done, so none was; carries the lines."""

    def __init__(self, lines):
        super().__init__([line.hazard.pk for line in lines if line.problem])
        self.lines = lines


@dataclass(frozen=True)
class Line:
    """One row, and what stands against it; nothing does where `problem` is empty."""

    hazard: Hazard
    problem: str
    clause: str = ""  # typed in place of the row's own

    @property
    def asked_until(self):
        return ask.asked_until(self.hazard)

    @property
    def unchecked(self):
        return "" if self.clause else unchecked_clause(self.hazard)


@dataclass(frozen=True)
class Sheet:
    """The rows of one unit: for an order, one paper."""

    unit: str
    lines: list


def last_events(hazards):
    """{hazard key: key of its last event}: by this one sees later whether anything happened."""
    of_these = HazardEvent.objects.filter(hazard__in=[hazard.pk for hazard in hazards]).order_by()
    return dict(of_these.values_list("hazard").annotate(last=Max("pk")))


def look_at(hazards, action, *, by, details, at=None):
    """The lines of all rows, unit by unit; nothing is written. Takes the same few queries for one row and for hundreds."""
    at = at or timezone.now()
    return [Sheet(unit, _lines(group, action, by=by, at=at, details=details)) for unit, group in _by_unit(hazards, action)]


def _by_unit(hazards, action):
    """Those of which the deed makes a paper apart from those of which it makes none: an extension, of major hazards alone."""
    transition = TRANSITIONS[action]

    def unit(hazard):
        return hazard.township.code, hazard.responsible_unit, transition.makes_paper([hazard])

    for (_code, name, _papers), group in groupby(sorted(hazards, key=lambda hazard: (*unit(hazard), hazard.pk)), unit):
        yield name, list(group)


def _lines(hazards, action, *, by, at, details):
    problems = {hazard.pk: _problem(hazard, action, by=by, at=at, details=details) for hazard in hazards}
    if TRANSITIONS[action].makes_paper(hazards) and not any(problems.values()):
        problems = dict.fromkeys(problems, _problem_of_paper(hazards, action, by=by, details=details))
    return [Line(hazard, problems[hazard.pk], _told(hazard, action, details).get("basis", "")) for hazard in hazards]


def _problem(hazard, action, *, by, at, details):
    if not is_allowed(action, hazard, by, at):
        if action == Action.EXTEND and by.is_bureau and hazard.is_major and hazard.state == State.ORDERED:
            return _("重大隐患没有延期申请，先由责任单位申请。")
        words = {"state": hazard.get_state_display(), "wanted": action.label}
        return _("现在的状态是“%(state)s”，您不能办理“%(wanted)s”。") % words
    if action == Action.ORDER and not _told(hazard, action, details)["requirement"]:
        return _("这条隐患没有登记整改措施，请返回填写统一的整改要求。")
    try:
        # On a copy: the effect changes the row that it is given.
        TRANSITIONS[action].effect(copy(hazard), by=by, at=at, **ask.clean(TRANSITIONS[action].asks, _told(hazard, action, details)))
    except ExtensionAskedTooLate as refusal:
        return _("延期须在 %(day)s 以前申请。") % {"day": refusal.last_day}
    except ValidationError as refusal:
        return "".join(_in_words(refusal, action))
    return ""


def _in_words(refusal, action):
    for name, errors in refusal.message_dict.items():
        label = TRANSITIONS[action].asks[name].label if name in TRANSITIONS[action].asks else ""
        yield from (f"{label}：{error}" if label else error for error in errors)


def _problem_of_paper(hazards, action, *, by, details):
    steps = [(hazard, {"inspectors": [], **_told(hazard, action, details)}) for hazard in hazards]
    try:
        orders.check(TRANSITIONS[action].kind(by), steps, by=by)
    except orders.PaperNotAllowed as refusal:
        return orders.why_not(refusal, by)
    except ValidationError as refusal:
        return "".join(refusal.messages)
    return ""


def _told(hazard, action, details):
    """What is told of each: where no requirement is given for all, the measure that its row has; and the clause for its unchecked one."""
    if action != Action.ORDER:
        return details
    clauses = details.get("clauses", {})
    told = {name: value for name, value in details.items() if name != "clauses"}
    own = {"requirement": details.get("requirement") or hazard.measure, "basis": clauses.get(unchecked_clause(hazard), "")}
    return told | own


@transaction.atomic
def act_on_many(seen, action, *, by, details, at=None):
    """The step at all rows of `seen` ({hazard key: last event seen}), one paper for each unit; the events, by unit.

    ChangedMeanwhile or NotAllOfThem, and then nothing was done.
    """
    at = at or timezone.now()
    # Lock the rows, in one order for everybody: somebody may be at one of them in this second.
    hazards = list(_for_looking(Hazard.objects.select_for_update(of=["self"])).filter(pk__in=seen).order_by("pk"))
    last = last_events(hazards)
    if changed := [hazard for hazard in hazards if last[hazard.pk] != seen[hazard.pk]]:
        raise ChangedMeanwhile(changed)
    sheets = look_at(hazards, action, by=by, details=details, at=at)
    lines = [line for sheet in sheets for line in sheet.lines]
    if any(line.problem for line in lines):
        raise NotAllOfThem(lines)
    try:
        return [_perform(sheet, action, by=by, at=at, details=details) for sheet in sheets]
    except TransitionNotAllowed as refusal:
        raise ChangedMeanwhile([refusal.hazard]) from refusal


def done_by_the_same_press(seen, action, *, by, details):
    """The events of these rows where this very press came twice, and the other of the two was taken; [] where anything else happened."""
    newer = HazardEvent.objects.filter(hazard__in=seen).select_related("order").order_by("pk")
    newer = [event for event in newer if event.pk > seen[event.hazard_id]]
    told = {name: str(details[name]) for name in ("deadline", "requirement", "reason") if details.get(name)}
    is_same = all((one.by_id, one.action) == (by.pk, action) and told.items() <= one.details.items() for one in newer)
    return newer if is_same and sorted(one.hazard_id for one in newer) == sorted(seen) else []


def _perform(sheet, action, *, by, at, details):
    steps = [(line.hazard, _told(line.hazard, action, details)) for line in sheet.lines]
    return perform_together(steps, action, by=by, at=at)


def _for_looking(hazards):
    return hazards.select_related("township__county", "place", "inspection").prefetch_related("inspection__inspectors", "events")


def chosen_of(hazards, keys):
    """The rows with these keys, with all that is looked at."""
    return list(_for_looking(hazards.filter(pk__in=keys)).order_by("township__code", "responsible_unit", "pk"))
