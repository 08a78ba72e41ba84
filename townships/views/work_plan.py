from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from townships.access import keeps_ledgers, only
from townships.forms.round_ledger import DoneForm, TakeBackForm
from townships.models import PlanTask
from townships.views.voiding import tell_voided
from townships.voiding import AlreadyVoided
from townships.work_plan import AlreadyMarked, mark_done, may_mark, take_back


def task_or_404(request, pk):
    related = ["campaign__county", "plan__township", "township", "person", "voided_by__person"]
    return get_object_or_404(PlanTask.objects.visible_to(request.user).select_related(*related), pk=pk)


def history(task):
    """Entries of the time line: who said that it is done, or took that back."""
    return [
        {
            "at": event.at,
            "title": _("%(day)s 完成") % {"day": event.done_on} if event.done_on else _("撤回完成"),
            "by": event.by,
            "text": event.note,
            "state": "closed" if event.done_on else "ordered",
        }
        for event in task.events.select_related("by__person").order_by("-pk")
    ]


def mark_task(request, pk, form_class, deed, heading):
    task = task_or_404(request, pk)
    if task.voided_at:
        return tell_voided(request, task)
    if not may_mark(request.user, task):
        raise PermissionDenied
    form = form_class(request.POST or None)
    if form.is_valid():
        try:
            deed(task, by=request.user, **form.cleaned_data)
            messages.success(request, _("“%(task)s”已登记。") % {"task": task})
            return redirect(task.owner if task.plan_id else task)
        except AlreadyMarked as refused:
            event = refused.event
            messages.warning(request, _("%(by)s刚刚已登记，请看办理经过。") % {"by": event.by} if event else _("此任务还没有标记完成。"))
            return redirect(task)
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"form": form, "task": task, "heading": heading, "submit_label": heading, "cancel_url": task.get_absolute_url()}
    return render(request, "townships/campaign/mark_task.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def task_done(request, pk):
    def deed(task, *, by, on, note):
        mark_done(task, by=by, on=on, note=note)

    return mark_task(request, pk, DoneForm, deed, _("标记完成"))


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def task_not_done(request, pk):
    return mark_task(request, pk, TakeBackForm, take_back, _("撤回完成"))


def task_extras(request, task):
    key, word = task.standing(timezone.localdate())
    return {"standing": key, "standing_word": word, "may_mark": may_mark(request.user, task), "events": history(task)}
