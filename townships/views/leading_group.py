"""The leading group of a round: who sits in which seat since when, who joins, and who leaves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townships.access import is_bureau, only
from townships.forms.leading_group import AnotherSeatForm, LeaveForm, SeatForm
from townships.leading_group import AlreadySeated, differences, follow_chain, leave, seat
from townships.models import LeadingGroupMember
from townships.views.campaign import campaign_or_404
from townships.views.round_entries import round_tabs


@require_safe
def leading_group(request, pk):
    return leading_group_page(request, campaign_or_404(request, pk))


def leading_group_page(request, round_, seat_form=None):
    today, members = timezone.localdate(), round_.leading_group.select_related("person")
    context = {
        "campaign": round_,
        "members": members.serving_on(today),
        "former_members": members.exclude(left_on=None).filter(left_on__lte=today),
        "seats": LeadingGroupMember.Seat.choices,
        "seat_form": seat_form or SeatForm(campaign=round_),
        "differences": differences(round_, today=today) if request.user.is_bureau else [],
        "round_tabs": round_tabs(request, round_, "leading_group"),
        "may_edit": request.user.is_bureau,
    }
    return render(request, "townships/campaign/leading_group.html", context)


@require_http_methods(["POST"])
@only(is_bureau)
def join_leading_group(request, pk):
    round_ = campaign_or_404(request, pk)
    form = SeatForm(request.POST, campaign=round_)
    if form.is_valid():
        try:
            return redirect(seat(campaign=round_, **form.details()))
        except AlreadySeated as refused:
            form.add_error(*already_seated(refused.member))
    return leading_group_page(request, round_, form)


def already_seated(member):
    """Beside which field it stands, and what: somebody sits in the group, or did until a later day."""
    if member.left_on is None:
        return "person", _("%(who)s已在领导小组中。") % {"who": member}
    told = {"who": member, "day": member.left_on}
    return "on", _("%(who)s到 %(day)s 才退出领导小组，加入日期不能早于这一天。") % told


@require_http_methods(["POST"])
@only(is_bureau)
def follow_chain_of_county(request, pk):
    """The group as the county's posts in the chain have it."""
    round_ = campaign_or_404(request, pk)
    found = follow_chain(round_, today=timezone.localdate())
    words = _("领导小组已与责任链一致，变动 %(count)s 人。") if found else _("领导小组与责任链一致，没有变动。")
    messages.success(request, words % {"count": len(found)})
    return redirect(LeadingGroupMember(campaign=round_))


def member_or_404(request, pk):
    return get_object_or_404(LeadingGroupMember.objects.visible_to(request.user).select_related("campaign", "person"), pk=pk)


@require_http_methods(["POST"])
@only(is_bureau)
def change_leading_group_seat(request, pk):
    """A second head is asked about first: two are meant now and then, more often the former one was forgotten."""
    member = member_or_404(request, pk)
    form = AnotherSeatForm(request.POST, member=member)
    if form.is_valid():
        member.seat = form.cleaned_data["seat"]
        member.save(update_fields=["seat"])
    elif "is_second_head" in form.errors:
        context = {"form": form, "member": member, "submit_label": _("保存"), "cancel_url": member.get_absolute_url()}
        return render(request, "townships/campaign/leading_group_seat.html", context)
    return redirect(member)


@require_http_methods(["GET", "POST"])
@only(is_bureau)
def leave_leading_group(request, pk):
    """From which day somebody sits no more; for who has left already, that day is put right or taken back."""
    member = member_or_404(request, pk)
    form = LeaveForm(request.POST or None, member=member)
    if form.is_valid():
        try:
            leave(member, on=form.cleaned_data["on"])
        except AlreadySeated as refused:
            form.add_error("on", sits_again(refused.member))
        else:
            messages.success(request, left_in_words(member, form.cleaned_data["on"]))
            return redirect(member)
    label = _("保存") if member.left_on else _("登记退出")
    context = {"form": form, "member": member, "submit_label": label, "cancel_url": member.get_absolute_url()}
    return render(request, "townships/campaign/leading_group_leave.html", context)


def sits_again(member):
    told = {"name": member.person, "day": member.joined_on or member.campaign.starts_on}
    return _("%(name)s自 %(day)s 起又在领导小组中，退出日期不能晚于这一天。") % told


def left_in_words(member, on):
    if on is None:
        return _("%(name)s的退出已撤回，仍是领导小组成员。") % {"name": member.person}
    return _("%(name)s自 %(day)s 起不再是领导小组成员。") % {"name": member.person, "day": on}
