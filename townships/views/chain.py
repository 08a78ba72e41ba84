from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townships.access import keeps_ledgers, only
from townships.appointments import AppointmentRefused, DutyNotBegun, appoint, end_term
from townships.forms.days import day_form
from townships.forms.people import AppointmentForm, TermDocumentForm, TermEndForm, obstacle_sentence
from townships.gaps import gap_of
from townships.models import Duty, DutyKind, Place
from townships.views.places import chain_context


@require_safe
def chain(request, pk):
    place = get_object_or_404(Place.objects.visible_to(request.user), pk=pk)
    return render(request, "townships/chain.html", {"place": place, **chain_context(request, place, day_form(request))})


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def appoint_person(request, pk):
    place = get_object_or_404(Place.objects.visible_to(request.user), pk=pk)
    kind = DutyKind.objects.filter(key=request.GET.get("kind", "")).first()
    asked = {"kind": kind, "team": request.GET.get("team"), "person": request.GET.get("person")}
    form = AppointmentForm(request.POST or None, place=place, user=request.user, initial=asked)
    if form.is_valid():
        try:
            duty = appoint(place=place, **form.cleaned_data)
        except AppointmentRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(duty)s，自 %(day)s 起。") % {"duty": duty, "day": duty.starts_on})
            _tell_of_gap(request, duty)
            return redirect(duty.team or place)
    return render(request, "townships/appointment_form.html", {"form": form, "place": place})


def _tell_of_gap(request, duty):
    """Why the gap stays, from the first day on which the new holder answers."""
    on = max(timezone.localdate(), duty.starts_on)
    if (duty.ends_on is None or duty.ends_on >= on) and (gap := gap_of(duty, on=on)):
        messages.warning(request, _("此岗位仍列为空白点：%(what)s。") % {"what": gap.sentence})


def duty_or_404(request, pk):
    return get_object_or_404(Duty.objects.visible_to(request.user).select_related("person", "kind", "place", "team"), pk=pk)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def edit_duty_document(request, pk):
    """The document of appointment is issued later than one serves, or was mistyped."""
    duty = duty_or_404(request, pk)
    form = TermDocumentForm(request.POST or None, instance=duty)
    if form.is_valid():
        form.save()
        messages.success(request, _("%(duty)s，任职文号已保存。") % {"duty": duty})
        return redirect(duty.team or duty.place)
    return render(request, "townships/term_document_form.html", {"form": form, "duty": duty})


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def end_duty(request, pk):
    duty = duty_or_404(request, pk)
    form = TermEndForm(request.POST or None, initial={"ends_on": duty.ends_on})
    if form.is_valid():
        try:
            end_term(duty, on=form.cleaned_data["ends_on"])
        except DutyNotBegun:
            form.add_error("ends_on", _("不能早于任职日期 %(day)s。") % {"day": duty.starts_on})
        except AppointmentRefused as refused:
            form.add_error("ends_on", obstacle_sentence(refused, duty.place)[1])
        else:
            messages.success(request, _("%(duty)s，任至 %(day)s。") % {"duty": duty, "day": duty.ends_on})
            return redirect(duty.team or duty.place)
    return render(request, "townships/term_end_form.html", {"form": form, "duty": duty})
