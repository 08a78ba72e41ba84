"""The file of a major hazard (重大隐患档案) as its page shows it, and in short as it lies before whoever signs."""

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hazards.majors import waits_for, with_file
from hazards.models import Action, Assurance, Hazard, State
from hazards.progress import ProgressClock
from hazards.views.next_steps import FILE
from hazards.workflow import TRANSITIONS

SIGNATURES = {
    Action.SIGN_TOWNSHIP: _("乡镇（街道）"),
    Action.SIGN_BUREAU: _("县安全监管部门"),
    Action.SIGN_COUNTY: _("县领导小组（分管领导）"),
}
ENDS_A_ROUND = {Action.REFUSE_CLOSING, Action.REJECT, Action.REOPEN}
CASE = ["condition", "harm", "remedy", "authority_told_on", "workers_told_on", "workers_told"]
SUPERVISION = ["supervising_unit", "supervision_number", "supervised_on", "publicised_in"]


def major_file(hazard, actions):
    """Everything of it for templates/hazards/_major_file.html; {} for a general hazard."""
    if not hazard.is_major:
        return {}
    row, clock = with_file(Hazard.objects.filter(pk=hazard.pk)).get(), ProgressClock(timezone.localdate())
    events = list(hazard.events.select_related("by__person").prefetch_related("pictures", "documents").order_by("pk"))
    return {
        "row": row,
        "step": waits_for(row, clock),
        "owed": clock.owed(row),
        "reported": (reported := case_facts(row, CASE)),
        "earlier_reports": earlier_reports(events, stands=bool(reported)),
        "supervision": case_facts(row, SUPERVISION) if row.supervision else [],
        "plans": list(hazard.plans.current().select_related("by__person")),
        "earlier_plans": list(hazard.plans.before_rebound().select_related("by__person")),
        "plan_papers": [paper for event in events if event.action == Action.PLAN for paper in event.documents.all()],
        "items": items(hazard, events),
        "progress": list(hazard.progress_reports.select_related("by__person").order_by("-pk")),
        **extension_of(hazard, events),
        "application": last(events, {Action.ASK_ACCEPTANCE}) if hazard.acceptance_asked_on else None,
        "acceptance": last_of_round(events, Action.ACCEPT),
        "signatures": signatures(events) if signing_has_begun(hazard) else [],
        "actions": {action.value: action.label for action in actions if action in FILE},
    }


def next_of_file(hazard):
    """The Step that the file of a major hazard waits for, in a sentence; (None, "") where it waits for none."""
    step = waits_for(with_file(Hazard.objects.filter(pk=hazard.pk)).get(), ProgressClock(timezone.localdate())) if hazard.is_major else None
    return step, gettext("接下来：%(step)s，由%(whom)s办理。") % {"step": step.words, "whom": step.whom} if step else ""


def before_whoever_decides(hazard):
    """What was asked for, accepted and signed of a hazard; of a general one there is a request for more time alone."""
    if hazard.is_major:
        return major_file(hazard, [])
    return extension_of(hazard, list(hazard.events.select_related("by__person").order_by("pk")))


def extension_of(hazard, events):
    return {"extension": last(events, {Action.ASK_EXTENSION}) if hazard.extension_asked_on else None}


def case_facts(hazard, names):
    """(label, value) of what the case says; nothing when there is no case yet."""
    case = getattr(hazard, "major_case", None)
    return [(case._meta.get_field(name).verbose_name, getattr(case, name)) for name in names if getattr(case, name)] if case else []


def earlier_reports(events, *, stands):
    """Each with its facts as (label, value), the newest first; without the last one where it `stands` as the hazard's report."""
    reports = [event for event in events if event.action == Action.REPORT]
    told = TRANSITIONS[Action.REPORT].asks
    return [
        {"event": event, "facts": [(field.label, event.details[name]) for name, field in told.items() if name in event.details]}
        for event in reversed(reports[:-1] if stands else reports)
    ]


def items(hazard, events):
    """The five items in their order, each with what was checked of it and the evidence of the last check."""
    checked = {one.item: one for one in hazard.assurances.current().select_related("by__person")}
    evidence = {event.details["item"]: event for event in events if event.action == Action.ASSURE}
    return [{"label": item.label, "checked": checked.get(item), "event": evidence.get(item)} for item in Assurance.Item]


def last(events, actions):
    return next((event for event in reversed(events) if event.action in actions), None)


def last_of_round(events, action):
    """The last such event, unless it was overtaken by a refusal."""
    event = last(events, {action, *ENDS_A_ROUND})
    return event if event and event.action == action else None


def signatures(events):
    """(level, event or None) for the three boxes, of the round that counts."""
    return [(level, last_of_round(events, action)) for action, level in SIGNATURES.items()]


def signing_has_begun(hazard):
    return hazard.acceptance_asked_on is not None and hazard.state not in (State.ORDERED, State.REPLIED)
