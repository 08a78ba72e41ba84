"""Bodies and teams: list, page, form, and the end of one. Who joins one is appointed (townships/views/chain.py)."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from townships import teams
from townships.access import keeps_ledgers, only
from townships.filters.teams import TeamFilter
from townships.forms.teams import DisbandForm, TeamForm
from townships.gaps import find_gaps
from townships.lists import ledger_list, printed_ledger
from townships.models import Duty, DutyKind, Person, Place, Seat, Team
from townships.spreadsheets import Column, send_spreadsheet
from townships.tables.teams import TeamTable
from townships.views.places import stands_teams
from townships.views.scope import ids_in_scope

COLUMNS = [
    Column(gettext_lazy("名称"), lambda team: team.name, 30),
    Column(gettext_lazy("类别"), lambda team: team.get_kind_display(), 14),
    Column(gettext_lazy("行业领域"), lambda team: str(team.sector or ""), 12),
    Column(gettext_lazy("所属单位"), lambda team: team.place.name, 20),
    Column(gettext_lazy("乡镇（街道）"), lambda team: team.township.name, 14),
    Column(gettext_lazy("负责人"), lambda team: team.head or "", 12),
    Column(gettext_lazy("成员（人）"), lambda team: team.members, 10),
    Column(gettext_lazy("成立文号"), lambda team: team.document, 20),
    Column(gettext_lazy("成立日期"), lambda team: team.founded_on, 12),
    Column(gettext_lazy("撤销日期"), lambda team: team.disbanded_on, 12),
    Column(gettext_lazy("工作职责"), lambda team: team.mandate, 50),
]


def with_people(user):
    """Teams with the head's name and how many sit in each today."""
    seats = Duty.objects.held_on(timezone.localdate()).filter(team=OuterRef("pk")).order_by()
    head = seats.filter(kind__seat=Seat.HEAD).order_by("starts_on").values("person__name")[:1]
    members = seats.values("team").annotate(count=Count("person", distinct=True)).values("count")
    rows = Team.objects.visible_to(user).select_related("place", "township", "sector")
    return rows.annotate(head=Subquery(head), members=Coalesce(Subquery(members), 0)).order_by("township", "kind", "pk")


@require_safe
def team_list(request):
    rows = with_people(request.user)
    return ledger_list(request, rows, filterset=TeamFilter, table=TeamTable, template="townships/teams/teams.html")


@require_safe
def print_teams(request):
    return printed_ledger(request, with_people(request.user), filterset=TeamFilter, table=TeamTable, template="townships/teams/ledger.html")


@require_safe
def export_teams(request):
    chosen = TeamFilter(request.GET, queryset=with_people(request.user), request=request)
    title = _("%(place)s机构和队伍（%(day)s）") % {"place": request.user.place or _("全市"), "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(), COLUMNS, title=title, filename=title)


def team_or_404(request, pk):
    return get_object_or_404(Team.objects.visible_to(request.user).select_related("place", "township", "sector"), pk=pk)


@require_safe
def team_page(request, pk):
    team, today = team_or_404(request, pk), timezone.localdate()
    posts = list(team.seats.counted().select_related("person", "kind", "place", "team").order_by("kind__position", "starts_on", "pk"))
    running = set(team.seats.held_on(today).values_list("pk", flat=True))
    place = Place.objects.filter(pk=team.place_id)
    members = [post for post in posts if post.pk in running]
    context = {
        "team": team,
        "facts": _facts(team),
        "is_disbanded": team.is_disbanded(today),
        "members": members,
        # Who has two seats is one person, here as in the list.
        "people": len({post.person_id for post in members}),
        "former": [post for post in posts if post.pk not in running],
        "gaps": [gap for gap in find_gaps(place, on=today) if gap.team == team],
        "people_in_scope": ids_in_scope(request.user, Person, [post.person_id for post in posts]),
        "seats": DutyKind.objects.filter(team_kind=team.kind, level=team.place.level),
        "may_edit": request.user.keeps_ledgers,
    }
    return render(request, "townships/teams/team.html", context)


def _facts(team):
    return [
        (_("类别"), team.get_kind_display(), None),
        (_("所属单位"), team.place, team.place.get_absolute_url()),
        (_("行业领域"), team.sector or _("不限行业"), None),
        (_("成立文号"), team.document, None),
        (_("成立日期"), team.founded_on and team.founded_on.isoformat(), None),
        (_("撤销日期"), team.disbanded_on and team.disbanded_on.isoformat(), None),
    ]


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def create_team(request, pk):
    place = get_object_or_404(Place.objects.visible_to(request.user).open_on(timezone.localdate()), pk=pk)
    if not stands_teams(place.level):
        raise Http404
    form = TeamForm(request.POST or None, place=place, initial={"kind": request.GET.get("kind"), "founded_on": timezone.localdate()})
    if form.is_valid():
        try:
            team = teams.found(form.save(commit=False), at=place)
        except teams.AlreadyThere as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(team)s已登记。接着请落实负责人和成员。") % {"team": team})
            return redirect(team)
    context = {"form": form, "place": place, "cancel_url": place.get_absolute_url()}
    return render(request, "townships/teams/team_form.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
@transaction.atomic
def edit_team(request, pk):
    team = team_or_404(request, pk)
    name = team.name
    form = TeamForm(request.POST or None, instance=team, place=team.place)
    if form.is_valid():
        try:
            teams.rename(form.save(commit=False))
        except teams.AlreadyThere as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(team)s已保存。") % {"team": team})
            return redirect(team)
    context = {"form": form, "team": team, "name": name, "place": team.place, "cancel_url": team.get_absolute_url()}
    return render(request, "townships/teams/team_form.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def disband_team(request, pk):
    team = team_or_404(request, pk)
    form = DisbandForm(request.POST or None, team=team, initial={"disbanded_on": timezone.localdate()})
    if form.is_valid():
        teams.disband(team, on=form.cleaned_data["disbanded_on"], by=request.user)
        messages.success(request, _("%(team)s的撤销日期已登记。") % {"team": team})
        return redirect(team)
    context = {
        "form": form,
        "team": team,
        "members": team.seats.held_on(timezone.localdate()).order_by().values("person").distinct().count(),
        "submit_label": _("确认撤销"),
        "cancel_url": reverse("townships:team", args=[pk]),
    }
    return render(request, "townships/teams/disband.html", context)
