from django.contrib import messages
from django.db import transaction
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townships.access import is_bureau, only
from townships.amendments import amendments_of
from townships.filters.round_ledger import MentorshipFilter
from townships.forms.campaign import MentorshipForm
from townships.lists import ledger_export, ledger_list
from townships.mentoring import MentoringRefused, pair, write
from townships.models import Campaign, Mentorship
from townships.round_entries import may_write
from townships.tables.round_ledger import MentorshipTable
from townships.templatetags.money import yuan
from townships.views.scope import ids_in_scope
from townships.views.voiding import tell_voided, void_page
from townships.voiding import AlreadyVoided


def visible(request):
    related = ["township", "campaign__county", "mentor_township", "mentor_enterprise", "voided_by__person"]
    return Mentorship.objects.visible_to(request.user).select_related(*related)


@require_safe
def mentorships(request):
    rows, template = visible(request).with_counts(), "townships/campaign/mentorships.html"
    round_ = round_to_write_in(request)
    return ledger_list(request, rows, filterset=MentorshipFilter, table=MentorshipTable, template=template, round=round_)


def round_to_write_in(request):
    """The round that is asked for, else the latest that runs; None for whoever pairs nobody."""
    if not request.user.is_bureau:
        return None
    rounds, asked = Campaign.objects.visible_to(request.user), request.GET.get("campaign", "")
    return rounds.filter(pk=asked if asked.isdecimal() else None).first() or rounds.likeliest_first(timezone.localdate()).first()


@require_safe
def export_mentorships(request):
    rows = visible(request).with_counts()
    return ledger_export(request, rows, filterset=MentorshipFilter, table=MentorshipTable, title=_("示范乡镇创建帮扶台账"))


@require_safe
def mentorship(request, pk):
    found = get_object_or_404(visible(request), pk=pk)
    # Not counted(): what a voided pair did stays to be read on its page.
    visits, aids = (rows.filter(voided_at=None) for rows in (found.mentorvisits, found.mentoraids))
    mentor = found.mentor_place
    context = {
        "mentorship": found,
        "mentor_url": url_in_scope(request.user, mentor),
        "township_url": url_in_scope(request.user, found.township),
        "visits": visits,
        "aids": aids,
        "amendments": amendments_of(found),
        "worth": aids.aggregate(worth=Sum("worth"))["worth"] or 0,
        "may_write": may_write(request.user, found),
        "may_edit": may_write(request.user, found.campaign) and not found.voided_at,
    }
    return render(request, "townships/campaign/mentorship.html", context)


def url_in_scope(user, place):
    """Of the other side a township sees the name only."""
    return place.get_absolute_url() if place and ids_in_scope(user, type(place), [place.pk]) else ""


@require_http_methods(["GET", "POST"])
@only(is_bureau)
def create_mentorship(request, pk):
    round_ = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    form = MentorshipForm(request.POST or None, campaign=round_)
    if form.is_valid():
        try:
            return redirect(pair(round_, by=request.user, **form.cleaned_data))
        except MentoringRefused as refused:
            form.refuse(refused)
    return mentorship_form(request, form, round_, round_)


@require_http_methods(["GET", "POST"])
@only(is_bureau)
@transaction.atomic
def edit_mentorship(request, pk):
    found = get_object_or_404(visible(request), pk=pk)
    if found.voided_at:
        return tell_voided(request, found)
    form = MentorshipForm(request.POST or None, instance=found, campaign=found.campaign)
    if form.is_valid():
        try:
            write(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("修改已保存。"))
            return redirect(found)
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        except MentoringRefused as refused:
            form.refuse(refused)
    return mentorship_form(request, form, found.campaign, found)


@require_http_methods(["GET", "POST"])
@only(is_bureau)
def void_mentorship(request, pk):
    found = get_object_or_404(visible(request).with_counts(), pk=pk)
    words = _("这对帮扶登记的走访 %(visits)s 次、资金物资 %(yuan)s 元也不再计入。")
    note = words % {"visits": found.visit_count, "yuan": yuan(found.aid_worth)} if found.visit_count or found.aid_worth else ""
    return void_page(request, found, note=note)


def mentorship_form(request, form, round_, back_to):
    context = {"form": form, "campaign": round_, "cancel_url": back_to.get_absolute_url()}
    return render(request, "townships/campaign/mentorship_form.html", context)
