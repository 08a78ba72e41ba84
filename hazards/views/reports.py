"""Reports from the public: the list, one of them, and what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hazards import reporting
from hazards.forms.errors import blame
from hazards.forms.report import AcceptForm, DeclineForm, MergeForm, PassOnForm, RewardForm
from hazards.models import PublicReport, ReportPicture
from hazards.report_filters import ReportFilter, long_waiting
from hazards.report_tables import COLOURS, ReportTable, passed_words
from hazards.reporting import AlreadyAnswered, may_answer, may_reward
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.masking import mask
from townships.pictures import send_picture


def visible_reports(request):
    return PublicReport.objects.visible_to(request.user)


@require_safe
def reports(request):
    rows = visible_reports(request).for_list()
    chosen = ReportFilter(request.GET, queryset=visible_reports(request), request=request).qs.order_by()
    mine = chosen.in_hands_of(request.user)
    counts = {"waiting": mine.waiting().count(), "late": long_waiting(mine, timezone.localdate()).count()}
    return ledger_list(request, rows, filterset=ReportFilter, table=ReportTable, template="hazards/reports/reports.html", **counts)


@require_safe
def export_reports(request):
    title = _("群众举报台账（%(day)s）") % {"day": timezone.localdate()}
    return ledger_export(request, visible_reports(request).for_list(), filterset=ReportFilter, table=ReportTable, title=title)


@require_safe
def print_reports(request):
    rows = visible_reports(request).for_list()
    return printed_ledger(request, rows, filterset=ReportFilter, table=ReportTable, template="hazards/reports/ledger.html")


def visible_report(request, pk):
    rows = visible_reports(request).for_list().select_related("place__township", "answered_by__person")
    return get_object_or_404(rows, pk=pk)


@require_safe
def report(request, pk):
    return _report(request, visible_report(request, pk))


def _report(request, report, person=None):
    may = keeps_ledgers_of(request.user, report.township)
    context = {
        "report": report,
        "colour": COLOURS[report.state],
        "person": person,
        "masked": (report.name[:1] + "**" if report.name else "", mask(report.phone)),
        "may_see_person": may and person is None and (report.name or report.phone),
        "pictures": report.pictures.all(),
        "events": history(report),
        "deeds": [(key, deed.label) for key, deed in DEEDS.items() if deed.may(request.user, report)],
        "facts": facts(report, request.user),
        "passed_words": passed_words(office) if (office := report.passed_to(request.user)) else "",
    }
    return render(request, "hazards/reports/report.html", context)


def facts(report, user):
    # What stands in another township's ledger is named here, and can't be opened.
    is_elsewhere = bool(report.passed_to(user))
    known = [
        (_("地点"), report.place, report.place.get_absolute_url() if report.is_of_place_in_scope(user) else ""),
        (_("乡镇（街道）"), report.township, ""),
        (_("由谁办理"), report.get_desk_display(), ""),
        (_("收到时间"), f"{timezone.localtime(report.received_at):%Y-%m-%d %H:%M}", ""),
        (_("查询码"), report.spoken_code, ""),
    ]
    if report.refusal:
        known.append((_("不予受理的原因"), report.get_refusal_display(), ""))
    if report.hazard:
        known.append(
            (_("隐患"), f"{report.hazard}　{report.hazard.get_state_display()}", "" if is_elsewhere else report.hazard.get_absolute_url())
        )
    if report.reward is not None:
        known.append((_("奖励金额（元）"), report.reward, ""))
    return known


def history(report):
    """For templates/components/_timeline.html, the newest first."""
    return [
        {
            "at": event.at,
            "title": event.get_action_display(),
            "by": event.by,
            "text": "\n".join(filter(None, [told(event.details), event.reason])),
        }
        for event in report.events.select_related("by__person").order_by("-pk")
    ]


def told(details):
    match details:
        case {"from": whose, "to": now}:
            return f"{whose} → {now}"
        case {"amount": amount, "before": before}:
            return _("累计 %(amount)s 元，原登记 %(before)s 元") % {"amount": amount, "before": before}
        case {"amount": amount}:
            return _("%(amount)s 元") % {"amount": amount}
    return "；".join(details.values())


@require_POST
def see_reporter(request, pk):
    """By POST, as it leaves a mark; the answer is the page itself, which nobody keeps."""
    found = visible_report(request, pk)
    person = reporting.see_person(found, by=request.user)
    response = _report(request, found, person)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def report_picture(request, pk):
    return send_picture(get_object_or_404(ReportPicture, pk=pk, report__in=visible_reports(request)))


@dataclass(frozen=True)
class Deed:
    label: str
    form: Callable
    perform: Callable  # (report, form, user) -> where to go
    may: Callable = may_answer


def _accept(report, form, user):
    return redirect("hazards:receipt", (hazard := reporting.accept(report, by=user, **form.cleaned_data)).pk, hazard.events.first().pk)


def _merge(report, form, user):
    reporting.merge(report, form.cleaned_data["hazard"], by=user)
    return redirect(report)


def _decline(report, form, user):
    reporting.decline(report, by=user, **form.cleaned_data)
    return redirect(report)


def _pass_on(report, form, user):
    reporting.pass_on(report, by=user, **form.told())
    return redirect(report)


def _reward(report, form, user):
    reporting.reward(report, by=user, **form.cleaned_data)
    return redirect(report)


def _of(form):
    """A form that needs to know nothing of the report."""
    return lambda *args, report, user, **kwargs: form(*args, **kwargs)


DEEDS = {
    "accept": Deed(gettext_lazy("受理，登记为隐患"), AcceptForm, _accept),
    "merge": Deed(gettext_lazy("并入已有隐患"), MergeForm, _merge),
    "decline": Deed(gettext_lazy("不予受理"), _of(DeclineForm), _decline),
    "pass_on": Deed(gettext_lazy("转办"), PassOnForm, _pass_on),
    "reward": Deed(gettext_lazy("登记举报奖励"), RewardForm, _reward, may_reward),
}
DONE = {"merge": gettext_lazy("已并入。"), "decline": gettext_lazy("已办结：不予受理。"), "pass_on": gettext_lazy("已转办。")}


@only(keeps_ledgers)
@require_http_methods(["GET", "HEAD", "POST"])
def report_deed(request, pk, deed):
    report = visible_report(request, pk)
    if deed not in DEEDS:
        raise Http404
    deed, key = DEEDS[deed], deed
    if not deed.may(request.user, report):
        return _refuse(request, report)
    form = deed.form(request.POST or None, report=report, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            answer = deed.perform(report, form, request.user)
        except AlreadyAnswered as refusal:
            return _tell(request, refusal.report)
        except ValidationError as refusal:
            blame(form, refusal)
        else:
            if key in DONE:
                messages.success(request, DONE[key])
            return answer
    context = {"report": report, "form": form, "label": deed.label, "submit_label": deed.label, "cancel_url": report.get_absolute_url()}
    return render(request, "hazards/reports/deed.html", context)


def _refuse(request, report):
    if report.is_waiting:
        raise PermissionDenied
    return _tell(request, report)


def _tell(request, report):
    """Somebody was faster."""
    at = timezone.localtime(report.answered_at)
    words = {"who": report.answered_by, "when": f"{at:%Y-%m-%d %H:%M}", "what": report.get_state_display()}
    messages.warning(request, _("%(who)s 已于 %(when)s 办理这条举报：%(what)s。") % words)
    return redirect(report)
