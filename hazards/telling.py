"""Who is told of what at once, by a message: what can't wait until somebody opens a list. Nothing here changes a hazard."""

from django.utils.translation import gettext as _

from townships.messaging import tell
from townships.models import Message, Role, User

from .models import Action

Kind = Message.Kind
SHOWN = 60


def bureau_of(county_id):
    return User.objects.filter(role=Role.BUREAU, county=county_id, is_active=True).select_related("person")


def inspectors_of(township_id):
    return User.objects.filter(role=Role.INSPECTOR, township=township_id, is_active=True).select_related("person")


def in_short(hazard):
    """官亭隐〔2026〕17号 红星采石场：皮带轮没有防护罩。Queries the place when it was not selected along."""
    return f"{hazard.number} {hazard.place.local_name}：{hazard.description[:SHOWN].rstrip('。；，')}"


def tell_of_report(hazard, *, by, at):
    """The bureau, of what may lead to an accident at once and of a major hazard; not whoever entered it."""
    if not (hazard.may_cause_accident or hazard.is_major):
        return
    kind = Kind.URGENT if hazard.may_cause_accident else Kind.MAJOR
    users = bureau_of(hazard.township.county_id).exclude(pk=by.pk)
    _tell(users, hazard, kind=kind, key=f"report:{hazard.pk}", text=f"{kind.label}：{in_short(hazard)}", at=at)


def tell_of_deed(event):
    """Of a reply those who may re-inspect: not the one who replied, and of a major hazard only the bureau."""
    if event.action != Action.REPLY:
        return
    hazard = event.hazard
    users = bureau_of(hazard.township.county_id) if hazard.is_major else inspectors_of(hazard.township_id)
    text = _("整改回复待复查：%(hazard)s") % {"hazard": in_short(hazard)}
    _tell(users.exclude(pk=event.by_id), hazard, kind=Kind.REPLIED, key=f"reply:{event.pk}", text=text, at=event.at)


def tell_of_escalation(escalation, users):
    text = _("%(rung)s：%(hazard)s，期限 %(deadline)s") % {
        "rung": escalation.get_rung_display(),
        "hazard": in_short(escalation.hazard),
        "deadline": escalation.deadline,
    }
    _tell(users, escalation.hazard, kind=Kind.ESCALATED, key=f"escalation:{escalation.pk}", text=text, at=escalation.raised_at)


def _tell(users, hazard, **told):
    tell(users, row=hazard, county=hazard.township.county, township=hazard.township, **told)
