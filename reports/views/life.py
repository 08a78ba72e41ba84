"""Pressing the buttons of a report's life: start, collect, print, sign, publish."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reports.forms import StartForm
from reports.models import Action
from reports.publishing import PaperChanged, TransitionNotAllowed, draft_for, paper_of, perform, publish, sign
from reports.sign_off import concerns
from reports.views.report import visible_or_404
from townships.access import is_bureau, only

PRESSED = {
    Action.COLLECT: lambda report, by: perform(report, Action.COLLECT, by=by),
    Action.RENDER: lambda report, by: perform(report, Action.RENDER, by=by),
    Action.PUBLISH: lambda report, by: publish(report, by=by),
}


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def start_report(request):
    form = StartForm(request.POST or None, user=request.user, initial={"year": request.GET.get("year", timezone.localdate().year)})
    if not form.is_valid():
        return render(request, "reports/start_report.html", {"form": form, "submit_label": _("起草")})
    report, is_new = draft_for(form.cleaned_data["county"], form.cleaned_data["year"], by=request.user)
    if is_new:
        messages.success(request, _("已按现有台账起草，请核对文字。"))
    else:
        messages.info(request, _("该年度已有一份未签发的总结，请在这一份上继续。"))
    return redirect(report)


@require_POST
@only(is_bureau)
def act_on_report(request, pk, action):
    report = visible_or_404(request, pk)
    if action not in PRESSED:
        raise Http404
    try:
        PRESSED[action](report, by=request.user)
    except TransitionNotAllowed as refused:
        messages.error(request, too_late(refused))
    return redirect(report)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def sign_report(request, pk):
    """The last look: what to check before signing, and the paper that is signed."""
    report = visible_or_404(request, pk)
    if request.method == "POST":
        try:
            sign(report, by=request.user, read_sha256=request.POST.get("read_sha256", ""))
        except TransitionNotAllowed as refused:
            messages.error(request, too_late(refused))
        except PaperChanged:
            messages.error(request, _("您核对之后又重新排过版，请重新核对后再签发。"))
            return redirect(request.path)
        else:
            messages.success(request, _("已签发。发布后领导即可查阅下载。"))
        return redirect(report)
    if report.state != report.State.READY:
        messages.info(request, _("排版完成、尚未签发的总结才能签发。"))
        return redirect(report)
    return render(request, "reports/sign_report.html", {"report": report, "paper": paper_of(report), "concerns": concerns(report)})


def too_late(refused):
    """What somebody else did meanwhile, in words."""
    report, event = refused.report, refused.report.events.select_related("by__person").last()
    words = {
        "state": report.get_state_display(),
        "action": event.get_action_display() if event else "",
        "by": (event and event.by) or _("系统"),
    }
    return _("没有执行：该总结现在是“%(state)s”，最近一步是%(by)s的“%(action)s”。") % words
