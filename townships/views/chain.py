from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townships.access import keeps_ledgers, only
from townships.amendments import amendments_of
from townships.appointments import AppointmentRefused, DutyNotBegun, LongerWithoutReason, appoint, correct_term, end_term, void_term
from townships.documents import send_document
from townships.forms.days import day_form
from townships.forms.people import AppointmentForm, TermCorrectionForm, TermDocumentForm, TermEndForm, obstacle_sentence
from townships.gaps import Reason, gap_of, load_of
from townships.models import Duty, DutyKind, Person, Place
from townships.views.places import chain_context
from townships.views.scope import ids_in_scope
from townships.views.voiding import tell_voided, void_page
from townships.voiding import AlreadyVoided


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
    form = AppointmentForm(request.POST or None, request.FILES or None, place=place, user=request.user, initial=asked)
    if form.is_valid():
        try:
            duty = appoint(place=place, by=request.user, **form.told())
        except AppointmentRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(duty)s，自 %(day)s 起。") % {"duty": duty, "day": duty.starts_on})
            _tell_of_gap(request, duty)
            return redirect(duty.team or place)
    form.keep_files()
    return render(request, "townships/appointment_form.html", {"form": form, "place": place})


def _tell_of_gap(request, duty):
    """Why the gap stays, and what carrying one more means elsewhere, from the first day on which the new holder answers."""
    on = max(timezone.localdate(), duty.starts_on)
    if duty.ends_on is not None and duty.ends_on < on:
        return
    gap = gap_of(duty, on=on)
    if gap:
        messages.warning(request, _("此岗位仍列为空白点：%(what)s。") % {"what": gap.sentence})
    says_so = gap and Reason.OVERLOADED in [fault.reason for fault in gap.faults]
    if not says_so and (load := load_of(duty, on=on)):
        words = _("%(who)s现任%(kind)s %(load)s 处，一人最多 %(most)s 处：没有他人分担的，各处列为空白点（一人负责过多）。")
        told = {"who": duty.person, "kind": duty.kind, "load": load, "most": duty.kind.sensible_load}
        messages.warning(request, words % told)


def _tell_of_gap_now(request, duty):
    """What is wrong with the post today, now that its term is another."""
    if gap := gap_of(duty, on=timezone.localdate()):
        messages.warning(request, _("此岗位现列为空白点：%(what)s。") % {"what": gap.sentence})


def duty_or_404(request, pk):
    related = ["person", "kind", "place__township", "place__parent", "team", "created_by__person", "voided_by__person"]
    return get_object_or_404(Duty.objects.visible_to(request.user).select_related(*related), pk=pk)


@require_safe
def term_page(request, pk):
    """One term: its days and papers, what may be done about it, and who did what to it when."""
    duty = duty_or_404(request, pk)
    people_in_scope = ids_in_scope(request.user, Person, [duty.person_id])
    context = {
        "duty": duty,
        "row": duty,
        "facts": _facts(duty, opens_person=duty.person_id in people_in_scope),
        "amendments": amendments_of(duty),
        "may_edit": request.user.keeps_ledgers and not duty.voided_at,
    }
    return render(request, "townships/term.html", context)


def _facts(duty, *, opens_person):
    return [
        (_("人员"), duty.person, duty.person.get_absolute_url() if opens_person else None),
        (_("单位或部位"), duty.place.local_name, duty.place.get_absolute_url()),
        (_("岗位"), duty.title, duty.team and duty.team.get_absolute_url()),
        (_("任期"), duty.term_words, None),
        (_("任职文号"), duty.document_words, None),
        (_("任职文件"), duty.file_name, duty.file and reverse("townships:duty_file", args=[duty.pk])),
        (_("免职文号"), duty.end_document, None),
    ]


def keeps_the_term(view):
    """For acts on a term that still counts; whoever comes too late is told who voided it and why."""

    @require_http_methods(["GET", "POST"])
    @only(keeps_ledgers)
    @wraps(view)
    def guarded(request, pk):
        duty = duty_or_404(request, pk)
        if duty.voided_at:
            return tell_voided(request, duty)
        try:
            return view(request, duty)
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)

    return guarded


@require_safe
def duty_file(request, pk):
    """The document of appointment, for who may see the term."""
    return send_document(get_object_or_404(Duty.objects.visible_to(request.user).exclude(file=""), pk=pk))


@keeps_the_term
def edit_duty_document(request, duty):
    """The document of appointment is issued later than one serves, or was mistyped."""
    form = TermDocumentForm(request.POST or None, request.FILES or None, instance=duty, user=request.user)
    if form.is_valid():
        correct_term(duty, by=request.user, **form.told())
        messages.success(request, _("%(duty)s，任职文号已保存。") % {"duty": duty})
        return redirect(duty.team or duty.place)
    form.keep_files()
    return render(request, "townships/term_document_form.html", {"form": form, "duty": duty})


@keeps_the_term
def end_duty(request, duty):
    if duty.is_over:
        messages.info(request, _("这一任期已于 %(day)s 结束，要改的请更正任期，并写明原因。") % {"day": duty.ends_on})
        return redirect("townships:correct_duty", duty.pk)
    form = TermEndForm(request.POST or None, initial={"ends_on": duty.ends_on, "document": duty.end_document})
    if form.is_valid():
        told = form.cleaned_data
        try:
            end_term(duty, on=told["ends_on"], by=request.user, reason=told["reason"], document=told["document"])
        except DutyNotBegun:
            words = _("不能早于任职日期 %(day)s。任职日期有误的请更正任期，登记错了的请作废。")
            form.add_error("ends_on", words % {"day": duty.starts_on})
        except LongerWithoutReason:
            form.add_error("reason", _("原定任至 %(day)s，延长任期须写明原因。") % {"day": duty.ends_on})
        except AppointmentRefused as refused:
            form.add_error("ends_on", obstacle_sentence(refused, duty.place)[1])
        else:
            messages.success(request, _("%(duty)s，任至 %(day)s。") % {"duty": duty, "day": duty.ends_on})
            _tell_of_gap_now(request, duty)
            return redirect(duty.team or duty.place)
    return render(request, "townships/term_end_form.html", {"form": form, "duty": duty})


@keeps_the_term
def correct_duty(request, duty):
    """更正任期: other days or papers than were put down, or an end that was entered by mistake."""
    form = TermCorrectionForm(request.POST or None, request.FILES or None, instance=duty, user=request.user)
    if form.is_valid():
        try:
            corrected = correct_term(duty, by=request.user, **form.told())
        except AppointmentRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(duty)s，任期已更正：%(term)s。") % {"duty": corrected, "term": corrected.term_words})
            _tell_of_gap_now(request, corrected)
            return redirect(corrected)
    form.keep_files()
    context = {"form": form, "duty": duty, "cancel_url": duty.get_absolute_url()}
    return render(request, "townships/term_correction_form.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def void_duty(request, pk):
    """作废: entered by mistake, such as the wrong person; or an appointment that is taken back before its first day."""

    def void(duty, **told):
        voided = void_term(duty, **told)
        _tell_of_gap_now(request, duty)
        return voided

    return void_page(request, duty_or_404(request, pk), void=void)
