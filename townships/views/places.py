"""Screens of the seven levels of place. They differ in fields, columns and filters only, so SCREENS says those."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.forms import ModelForm
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import FilterSet
from django_tables2 import Table

from townships import closing
from townships.access import adds_places_of, edits_places_of
from townships.appointments import AppointmentRefused
from townships.boards import carries_board
from townships.chain import chain_of
from townships.filters import places as filters
from townships.forms import places as forms
from townships.forms.days import day_form
from townships.forms.people import obstacle_sentence
from townships.gaps import find_gaps
from townships.models import (
    TEAM_LEVELS,
    Candidacy,
    County,
    Duty,
    Enterprise,
    Group,
    KeySite,
    Level,
    Person,
    Place,
    Printout,
    SafetyOfficer,
    Township,
    Village,
    Zone,
)
from townships.models.places import PARENT_LEVELS
from townships.printouts import CHART_LEVELS
from townships.stations import find_shortfalls
from townships.tables import places as tables
from townships.views.facts import fact
from townships.views.scope import ids_in_scope

NOT_KEPT = gettext_lazy("当时终止的任期没有留存记录，不会自动恢复，请逐个更正任期。")


@dataclass(frozen=True)
class Screen:
    model: type[Place]
    plural: str
    form: type[ModelForm]
    facts: list[str]
    related: list[str]
    filterset: type[FilterSet]
    table: type[Table]


SCREENS = {
    Level.COUNTY: Screen(
        County,
        "counties",
        forms.CountyForm,
        ["code", "city_name", "bureau_name", *forms.CODE_WORDS, "review_authority", "court"],
        [],
        filters.CountyFilter,
        tables.CountyTable,
    ),
    Level.TOWNSHIP: Screen(
        Township,
        "townships",
        forms.TownshipForm,
        ["kind", "code", "document_prefix", "population", "opened_on"],
        ["county"],
        filters.TownshipFilter,
        tables.TownshipTable,
    ),
    Level.ZONE: Screen(Zone, "zones", forms.ZoneForm, ["township", "opened_on"], ["township"], filters.ZoneFilter, tables.ZoneTable),
    Level.VILLAGE: Screen(
        Village,
        "villages",
        forms.VillageForm,
        ["township", "parent", "kind", "code", "population", "households", "opened_on"],
        ["township", "parent"],
        filters.VillageFilter,
        tables.VillageTable,
    ),
    Level.GROUP: Screen(
        Group,
        "groups",
        forms.GroupForm,
        ["township", "parent", "kind", "opened_on"],
        ["township", "parent"],
        filters.GroupFilter,
        tables.GroupTable,
    ),
    Level.ENTERPRISE: Screen(
        Enterprise,
        "enterprises",
        forms.EnterpriseForm,
        ["township", "parent", "sector", "is_high_risk", "credit_code", "address", "employees", "opened_on", *forms.BOARD_FIELDS],
        ["township", "parent", "sector"],
        filters.EnterpriseFilter,
        tables.EnterpriseTable,
    ),
    Level.KEY_SITE: Screen(
        KeySite,
        "key_sites",
        forms.KeySiteForm,
        ["township", "parent", "kind", "sector", "location", "opened_on", *forms.BOARD_FIELDS],
        ["township", "parent", "sector"],
        filters.KeySiteFilter,
        tables.KeySiteTable,
    ),
}


@require_safe
def place_page(request, level, pk):
    screen = SCREENS[level]
    place = get_object_or_404(screen.model.objects.visible_to(request.user).select_related(*screen.related), pk=pk)
    form = day_form(request)
    context = chain_context(request, place, form)
    return render(
        request,
        "townships/place.html",
        {
            **context,
            "place": place,
            "is_not_yet": place.opened_on is not None and form.day < place.opened_on,
            "is_closed": place.closed_on is not None and place.closed_on <= form.day,
            "facts": [fact(place, name, may_open=lambda value: value.pk in context["in_scope"]) for name in screen.facts],
            "moves": place.moves.select_related("former_parent", "parent", "by__person"),
            "children": _children(request.user, place),
            "lacks": _station_lacks(place, form.day) if level == Level.TOWNSHIP else None,
            "titles": _titles(request.user, place, form.day) if level == Level.TOWNSHIP else None,
            "teams": place.teams.open_on(form.day) if stands_teams(level) else None,
            "officers": _officers(place, form.day),
            "may_found": request.user.keeps_ledgers and stands_teams(level),
            "gaps_below": _gaps_below(place, form.day),
            "gaps_url": reverse("townships:gaps") + ("" if place.is_county else f"?township={place.pk}"),
            "may_edit": edits_places_of(request.user, level),
            "edit_url": reverse(f"townships:edit_{level}", args=[pk]),
            "papers": _papers(request.user, place),
        },
    )


def _papers(user, place):
    """[(address, label)] of the charts, boards, letters and the code of a place."""
    found = []
    if place.level in CHART_LEVELS[Printout.Kind.CHAIN]:
        found.append((reverse("townships:chain_chart", args=[place.pk]), _("网络体系图")))
    if place.level in CHART_LEVELS[Printout.Kind.SITES]:
        found.append((reverse("townships:key_site_map", args=[place.pk]), _("重点部位标示图")))
        found.append((reverse("townships:letters") + f"?township={place.pk}", _("责任状")))
    if user.keeps_ledgers and (place.level == Level.TOWNSHIP or carries_board(place)):
        found.append((reverse("townships:print_board", args=[place.pk]), _("责任牌")))
    if user.keeps_ledgers and place.closed_on is None and (place.level in (Level.TOWNSHIP, Level.VILLAGE) or carries_board(place)):
        # The room of reports stands a floor above: its pages are known here by their address alone.
        found.append((reverse("hazards:report_code", args=[place.pk]), _("举报二维码")))
    return found


def chain_context(request, place, form):
    """What townships/_chain.html needs; of the places and people above, only those in scope are links."""
    chain = chain_of(place, on=form.day)
    in_scope = ids_in_scope(request.user, Place, [step.place.pk for step in chain])
    # Who is appointed and has not begun, whatever day is looked at.
    coming = Duty.objects.appointed_after(timezone.localdate()).filter(place=place.pk)
    coming = list(coming.select_related("person", "kind", "place", "team"))
    people = [duty.person_id for step in chain for post in step.posts for duty in post.duties] + [duty.person_id for duty in coming]
    return {
        "chain": chain,
        "crumbs": chain[::-1],
        "day_form": form,
        "is_today": form.day == timezone.localdate(),
        "in_scope": in_scope,
        "people_in_scope": ids_in_scope(request.user, Person, people),
        "appoints_here": in_scope if request.user.keeps_ledgers else set(),
        "own_gaps": [gap for post in chain[0].posts for gap in post.gaps],
        "coming": coming,
    }


def _children(user, place):
    """What stands under a place, level by level: label, number, list, and where to add one."""
    below = Place.objects.filter(county=place.pk) if place.is_county else Place.objects.filter(parent=place.pk)
    if place.level == Level.TOWNSHIP:
        below = Place.objects.filter(township=place.pk)
    counts = dict(below.open_on(timezone.localdate()).order_by().values_list("level").annotate(Count("pk")))
    query = {Level.COUNTY: "", Level.TOWNSHIP: f"?township={place.pk}"}.get(place.level, f"?parent={place.pk}")
    levels = [level for level in Level if counts.get(level) or place.level in PARENT_LEVELS[level]]
    return [
        {
            "level": level,
            "count": counts.get(level, 0),
            "url": reverse(f"townships:{SCREENS[level].plural}") + query,
            "new_url": _new_url(user, place, level),
        }
        for level in levels
    ]


def stands_teams(level):
    return any(level in levels for levels in TEAM_LEVELS.values())


def _officers(place, day):
    """How many stand on a township's numbered roster; None elsewhere."""
    return SafetyOfficer.objects.filter(township=place.pk).on_roster(day).count() if place.level == Level.TOWNSHIP else None


def _new_url(user, place, level):
    if place.level in PARENT_LEVELS[level] and adds_places_of(user, level):
        return reverse(f"townships:new_{level}") + f"?parent={place.pk}"
    return None


def _titles(user, township, day):
    """Held on that day, the highest level first."""
    held = Candidacy.objects.visible_to(user).titled_on(day).filter(township=township.pk).select_related("campaign")
    return sorted(held, key=lambda title: Candidacy.Tier.values.index(title.tier), reverse=True)


def _station_lacks(township, day):
    """What falls short in the township's station in the year of that day."""
    return find_shortfalls(Township.objects.filter(pk=township.pk), year=day.year, today=timezone.localdate())


def _gaps_below(place, day):
    """Gaps of a county, a township or a zone with all that stands in it; None where nothing does, or not on that day."""
    if not place.is_open(day):
        return None
    if place.is_county:
        return len(find_gaps(Place.objects.in_county(place.pk), on=day))
    if place.level == Level.TOWNSHIP:
        return len(find_gaps(Place.objects.in_township(place.pk), on=day))
    return None


@require_http_methods(["GET", "POST"])
@transaction.atomic
def create_place(request, level):
    _only(adds_places_of, request.user, level)
    screen = SCREENS[level]
    form = screen.form(
        request.POST or None, instance=screen.model(level=level), user=request.user, initial={"parent": request.GET.get("parent")}
    )
    if request.method == "POST":
        _lock_county(request.user)
        if form.is_valid():
            place = form.save()
            messages.success(request, _("%(place)s已登记。接着请落实责任人。") % {"place": place})
            return redirect(place)
    return render(request, "townships/place_form.html", _form_context(form, level))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def edit_place(request, level, pk):
    _only(edits_places_of, request.user, level)
    screen = SCREENS[level]
    place = get_object_or_404(screen.model.objects.visible_to(request.user), pk=pk)
    name = place.name
    form = screen.form(request.POST or None, instance=place, user=request.user)
    if request.method == "POST":
        _lock_county(request.user)
        if form.is_valid():
            place = form.save()
            messages.success(request, _("%(place)s已保存。") % {"place": place})
            return redirect(place)
    return render(request, "townships/place_form.html", {**_form_context(form, level), "place": place, "name": name})


@require_http_methods(["GET", "POST"])
def close_place(request, pk):
    """Enter the day; the page says beforehand what ends with the place, and what is still to be done there."""
    place = _closable(request, pk)
    if not closing.may_correct(request.user, place):
        return _is_the_countys(request, place)
    initial = {"closed_on": place.closed_on or timezone.localdate()}
    form = forms.CloseForm(request.POST or None, initial=initial, open_work=closing.open_work_at(place))
    if form.is_valid() and _closes(request, place, form):
        messages.success(request, _("%(place)s的撤并（注销）日期已登记。") % {"place": place})
        return redirect(place)
    running = Duty.objects.filter(place=place).overlapping(timezone.localdate(), None)
    posts = running.select_related("person", "kind", "team").order_by("kind__position", "pk") if place.closed_on is None else []
    return render(
        request, "townships/close_form.html", {"form": form, "place": place, "posts": posts, "is_kept": closing.closing_of(place)}
    )


def _closable(request, pk):
    place = get_object_or_404(Place.objects.visible_to(request.user), pk=pk)
    _only(edits_places_of, request.user, place.level)
    if place.is_county:
        raise PermissionDenied
    return place


def _is_the_countys(request, place):
    messages.warning(request, _("这次撤并（注销）由县局登记，有误的请报县局更正或撤回。"))
    return redirect(place)


def _closes(request, place, form):
    try:
        if not closing.close(place, on=form.cleaned_data["closed_on"], by=request.user):
            messages.warning(request, NOT_KEPT)
    except closing.StillHasChildren as still:
        words = _("这里还有 %(count)s 个下级单位（部位），请先撤并、注销或划转。")
        form.add_error("closed_on", words % {"count": still.count})
    except closing.NotYetOpened as refused:
        form.add_error("closed_on", _("不能早于设立或纳入监管的 %(day)s。") % {"day": refused.opened_on})
    except (AppointmentRefused, closing.ReopeningRefused) as refused:
        form.add_error("closed_on", _("不能改期：%(why)s") % {"why": _why_not_restored(refused, place)})
    return not form.errors


@require_POST
def reopen_place(request, pk):
    """撤回: a closing that was entered by mistake."""
    place = _closable(request, pk)
    if not closing.may_correct(request.user, place):
        return _is_the_countys(request, place)
    try:
        was_kept = closing.take_back(place, by=request.user)
    except (AppointmentRefused, closing.ReopeningRefused) as refused:
        messages.error(request, _("不能撤回：%(why)s") % {"why": _why_not_restored(refused, place)})
    else:
        whole = _("%(place)s的撤并（注销）登记已撤回，当时终止的任期和撤销的机构已恢复。")
        bare = _("%(place)s的撤并（注销）登记已撤回。")
        messages.success(request, (whole if was_kept else bare) % {"place": place})
        if not was_kept:
            messages.warning(request, NOT_KEPT)
    return redirect(place)


def _why_not_restored(refused, place):
    if isinstance(refused, AppointmentRefused):
        return obstacle_sentence(refused, place)[1]
    row = refused.by_row
    is_closed = getattr(row, "closed_on", None) is not None
    return (_("%(row)s已撤并（注销），请先撤回它的登记。") if is_closed else _("现在已另有“%(row)s”。")) % {"row": row}


def _form_context(form, level):
    return {"form": form, "level": Level(level), "list_url": reverse(f"townships:{SCREENS[level].plural}")}


def _only(may, user, level):
    if not may(user, level):
        raise PermissionDenied


def _lock_county(user):
    """One at a time: a name that is checked and a name that is saved must be the same name."""
    County.objects.select_for_update(of=("self",)).filter(pk=user.county_id).first()
