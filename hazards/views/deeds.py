"""One step in a hazard's life: its form, its check page where something is served, and its receipt."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from hazards import workflow
from hazards.countdown import countdown
from hazards.details import ExtensionAskedTooLate, why_no_suspension
from hazards.drives import drive_on_offer
from hazards.forms.deeds import DeedForm, first_guess
from hazards.forms.errors import blame
from hazards.models import Action, Hazard
from hazards.orders import PaperNotAllowed, why_not
from hazards.views.history import is_answered_without_paper
from hazards.views.major_file import before_whoever_decides, next_of_file
from hazards.views.next_steps import FILE, WAY, usual_first, what_next
from hazards.views.papers import KIND, PRINTED, paper_text
from hazards.views.repeats import repeats_of
from hazards.views.side_by_side import side_by_side
from hazards.workflow import TRANSITIONS, TransitionNotAllowed, available_actions, is_possible, may_ever, perform
from papers.printing import request_print
from townships.access import keeps_ledgers_of
from townships.submissions import sent_before
from townships.workdays import Workdays

# Who judges what was done sees what was asked, what was answered, and the photos of both.
SEES_BOTH = {Action.PASS, Action.FAIL, Action.ACCEPT, Action.REJECT, Action.LOOK_BACK, Action.REOPEN}
SEES_BOTH |= {Action.RESUME, Action.RESUME_MAJOR, Action.REFUSE}

# Whoever decides has before them what was asked for, accepted and signed.
DECISIONS = {Action.EXTEND, Action.REFUSE_EXTENSION, Action.ACCEPT, Action.REJECT, Action.REFUSE_CLOSING}
DECISIONS |= {Action.SIGN_TOWNSHIP, Action.SIGN_BUREAU, Action.SIGN_COUNTY}
# Where a request that came too late is pleaded for, and where it is accepted all the same.
LATE_FIELD = {Action.ASK_EXTENSION: "ask_late", Action.EXTEND: "accept_late"}

# Their deadline, or the last day to ask for a later one, is reckoned by working days.
BY_WORKDAYS = {Action.ORDER, Action.ASK_EXTENSION, Action.EXTEND}

# Whose deed it is, where the hazard is ready for it and this user may not.
WHOSE = {
    workflow.bureau: gettext_lazy("由县局办理。"),
    workflow.bureau_once_overdue: gettext_lazy("超过期限后由县局办理。"),
    workflow.was_on_the_spot: gettext_lazy("只能由发现它的那次检查的人员在检查当天办理；其他的请下达整改文书，整改后由别人复查。"),
    workflow.may_reinspect: gettext_lazy("由回复整改以外的人办理，重大隐患由县局办理。"),
    workflow.may_look_back: gettext_lazy("由销号以外的人办理。"),
    workflow.may_review: gettext_lazy("由县局提出申请以外的人办理。"),
    workflow.may_void: gettext_lazy("由县局办理；一般隐患还是“待处理”、没有制发过文书的，登记的人当天可以作废。"),
    workflow.signs_for_township: gettext_lazy("由本乡镇回复整改以外的人签批。"),
    workflow.signs_for_county: gettext_lazy("由县分管领导签批。"),
}


# What an action waits for, where the state would allow it.
MISSING = {
    workflow.applied: gettext_lazy("还没有申请验收。"),
    workflow.extension_asked: gettext_lazy("没有待答复的延期申请。"),
    workflow.general_or_asked: gettext_lazy("重大隐患须先书面申请延期。"),
    workflow.general: gettext_lazy("这是重大隐患，须下达文书整改，经验收和三级签批后销号。"),
    workflow.major: gettext_lazy("只有重大隐患才需要办理。"),
    workflow.cut_off_to_lift: gettext_lazy("没有待解除的停电停水停产。"),
    workflow.extension_not_asked: gettext_lazy("已经申请延期，等县局答复。"),
    workflow.not_applied: gettext_lazy("已经申请验收，由县局验收。"),
    workflow.county_not_asked: gettext_lazy("已经报请县政府协调。"),
    workflow.not_urgent: gettext_lazy("已经认定可能立即引发事故。"),
    workflow.urgent: gettext_lazy("没有认定可能立即引发事故。"),
    workflow.not_linked: gettext_lazy("已经关联此前同一隐患。"),
    workflow.linked: gettext_lazy("没有关联此前同一隐患。"),
}
ANSWERED = {Action.EXTEND, Action.REFUSE_EXTENSION, Action.LIFT_CUT_OFF}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request, pk, action):
    if not may_ever(request.user, action):
        raise PermissionDenied
    hazard = get_object_or_404(Hazard.objects.visible_to(request.user).for_page(), pk=pk)
    if action not in TRANSITIONS:
        raise Http404
    action = Action(action)
    if request.method == "POST":
        return _send(request, hazard, action)
    if action not in available_actions(hazard, request.user):
        # The page of what is not closed says itself what comes next.
        afterwards = "" if hazard.is_unclosed else what_next(hazard)
        messages.warning(request, what_happened(TransitionNotAllowed(action, hazard)) + afterwards)
        return redirect(hazard)
    if action == Action.SUSPEND and (words := why_no_suspension(hazard)):
        messages.warning(request, words)
        return redirect(hazard)
    guess = first_guess(hazard, action, by=request.user, last_inspectors=request.session.get("inspectors", []))
    return _page(request, DeedForm(initial=guess, hazard=hazard, action=action, user=request.user))


def _send(request, hazard, action):
    form = DeedForm(request.POST, request.FILES, hazard=hazard, action=action, user=request.user)
    if not form.is_valid() or "back" in request.POST:
        form.keep_files()
        return _page(request, form)
    try:
        if form.is_checked_first and "confirmed" not in request.POST:
            form.keep_files()
            event = rehearse(hazard, action, by=request.user, **form.details_for_rehearsal())
            text = paper_text(event.order) if event.order else ""
            return _page(request, form, template="hazards/deed_check.html", paper=event.order, text=text)
        event = _take_once(request, form)
    except TransitionNotAllowed as refusal:
        if _is_sent_twice(refusal, form, by=request.user):
            return redirect("hazards:receipt", hazard.pk, refusal.event.pk)
        form.add_error(None, what_happened(refusal) + what_next(refusal.hazard))
    except TakenInOtherWords as refusal:
        form.take_note_of(refusal.event)
        form.add_error(None, in_other_words(refusal.event))
    except ExtensionAskedTooLate as refusal:
        form.add_error(LATE_FIELD[action], _("延期须在 %(day)s 以前申请。经批准仍予受理的，请勾选。") % {"day": refusal.last_day})
    except PaperNotAllowed as refusal:
        form.add_error(None, why_not(refusal, request.user))
    except ValidationError as refusal:
        blame(form, refusal)
    else:
        _remember(request, form)
        if event.order:
            request_print(KIND, event.order.pk)
        return redirect("hazards:receipt", hazard.pk, event.pk)
    form.keep_files()
    return _page(request, form, status=409)


class TakenInOtherWords(Exception):
    """The same user has done it since this form was opened, and said something else; carries the event."""

    def __init__(self, event):
        super().__init__(event.pk)
        self.event = event


@transaction.atomic
def _take_once(request, form):
    """The event, whether it is taken now or was when the same form was sent before (back in the browser, a second press)."""
    # Lock the row: both may arrive in the same second.
    Hazard.objects.select_for_update(of=["self"]).get(pk=form.hazard.pk)
    event = form.taken_before()
    if event and form.is_told_in(event):
        messages.warning(request, sent_before())
        return event
    if event and form.action in available_actions(form.hazard, form.user):
        raise TakenInOtherWords(event)
    return perform(form.hazard, form.action, by=form.user, **form.details())


def rehearse(hazard, action, *, by, **details):
    """The event with its paper as they would be; nothing of it is kept."""
    with transaction.atomic():
        event = perform(hazard, action, by=by, **details)
        transaction.set_rollback(True)
    return event


def what_happened(refusal):
    """Whose step it is, or what somebody did meanwhile, so that it is no longer possible."""
    whose = WHOSE.get(TRANSITIONS[refusal.action].may)
    if missing := _what_is_missing(refusal):
        return _("您不能办理“%(wanted)s”：%(whose)s") % {"wanted": refusal.action.label, "whose": missing}
    if whose and is_possible(refusal.action, refusal.hazard):
        return _("您不能办理“%(wanted)s”：%(whose)s") % {"wanted": refusal.action.label, "whose": whose}
    words = {"state": refusal.hazard.get_state_display(), "wanted": refusal.action.label}
    meanwhile = _who_was_first(refusal.event) if _is_taken_away(refusal) else ""
    return meanwhile + _("隐患现在的状态是“%(state)s”，您不能办理“%(wanted)s”。") % words


def _is_taken_away(refusal):
    """Whether the last event did it: in a state that it is not for yet, or in which it stood before, nobody is to blame."""
    sources = TRANSITIONS[refusal.action].sources
    return refusal.event.from_state in sources or refusal.hazard.state in sources


def _who_was_first(event):
    done = timezone.localtime(event.at)
    when = f"{done:%H:%M}" if done.date() == timezone.localdate() else f"{done:%Y-%m-%d %H:%M}"
    return _("%(who)s 已于 %(when)s 办理“%(what)s”，") % {"who": event.by, "when": when, "what": event.get_action_display()}


def _what_is_missing(refusal):
    """What the hazard lacks for it in the state in which it is; nothing where somebody did or answered just that."""
    transition = TRANSITIONS[refusal.action]
    did_it = refusal.event.action == refusal.action or refusal.event.action in ANSWERED
    if refusal.hazard.state not in transition.sources or did_it or transition.only(refusal.hazard):
        return None
    return MISSING.get(transition.only)


def in_other_words(event):
    words = {"when": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}", "what": event.get_action_display()}
    return _("打开这张表以后，您已于 %(when)s 办理“%(what)s”，内容与现在填的不同；现在填的还没有保存。确要再办一次的，请再次提交。") % words


def _is_sent_twice(refusal, form, *, by):
    """The same deed by the same person in the same words is a second press, not a rival."""
    event = refusal.event
    return (event.by_id, event.action) == (by.pk, refusal.action) and form.is_told_in(event)


def _remember(request, form):
    if form.cleaned_data.get("inspectors"):
        request.session["inspectors"] = [person.pk for person in form.cleaned_data["inspectors"]]


def _page(request, form, *, template="hazards/deed.html", status=200, **context):
    if form.action in SEES_BOTH:
        context["sides"] = side_by_side(form.hazard)
    context |= {"form": form, "hazard": form.hazard, "action": form.action, "cancel_url": form.hazard.get_absolute_url()}
    context |= {"file": before_whoever_decides(form.hazard) if form.action in DECISIONS else {}}
    if form.action in BY_WORKDAYS:
        context["missing_years"] = _missing_years(form.hazard)
    context |= {
        "countdown": countdown(form.hazard, timezone.localdate()),
        "submit_label": _("下一步：核对") if form.is_checked_first else _("确认提交"),
    }
    return render(request, template, context, status=status)


def _missing_years(hazard):
    """Years without entered holidays among those that its deadline was reckoned over."""
    today = timezone.localdate()
    deadline = hazard.deadline or today
    return Workdays(hazard.township.county_id).missing_years(min(today, deadline), max(today, deadline))


def _way_on(actions):
    return [action for action in usual_first(actions) if action in WAY]


@require_safe
def receipt(request, pk, event):
    hazard = get_object_or_404(Hazard.objects.visible_to(request.user).for_page(), pk=pk)
    event = get_object_or_404(hazard.events.select_related("by__person", "order"), pk=event)
    actions = available_actions(hazard, request.user)
    # What fills the file leads to what the file lacks, and not to the next state.
    step, words = next_of_file(hazard) if event.action in FILE else (None, "")
    context = {
        "hazard": hazard,
        "event": event,
        **(repeats_of(hazard, actions) if event.action == Action.LOG else {}),
        "papers": PRINTED.printings([event.order] if event.order else [], request.user),
        "answer_in_history": is_answered_without_paper(event, hazard),
        "countdown": countdown(hazard, timezone.localdate()),
        "what_next": words or what_next(hazard),
        "next_steps": [action for action in actions if action == step.action] if step else _way_on(actions),
        "offer": drive_on_offer(hazard) if keeps_ledgers_of(request.user, hazard.township) and event.action == Action.LOG else None,
    }
    return render(request, "hazards/receipt.html", context)
