"""The two pictures of a place on the screen; on paper they are printouts."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townships.drawing import chain_chart as chain
from townships.drawing import site_chart as sites
from townships.drawing.sites import site_map_of
from townships.drawing.tree import tree_of
from townships.forms.days import day_form
from townships.masking import masked_for
from townships.models import Place, Printout
from townships.printouts import CHART_LEVELS
from townships.views.scope import ids_in_scope

Kind = Printout.Kind
# Sites that a phone's list tells without being asked: about three screens.
MOST_UNFOLDED = 12


@require_safe
def chain_chart(request, pk):
    place, form = _place_of_a_chart(request, pk, Kind.CHAIN), day_form(request)
    tree = _with_links_in_scope(tree_of(place, on=form.day, phone=_phones_for(request.user)), request.user)
    parts = chain.plan(tree)
    part, paper = _chosen(request, parts)
    sheet, folds = chain.unfolding(chain.for_screen(tree, parts, part), _foot(form))
    sheets = [sheet, chain.lay_out(part, paper, _foot(form))]
    tabs = [part for part, _paper in parts]
    return _page(request, place, form, Kind.CHAIN, tabs, sheets, template="townships/chain_chart.html", tree=tree, part=part, folds=folds)


@require_safe
def key_site_map(request, pk):
    place, form = _place_of_a_chart(request, pk, Kind.SITES), day_form(request)
    site_map = site_map_of(place, on=form.day, phone=_phones_for(request.user))
    views = sites.plan(site_map)
    view, paper = _chosen(request, views)
    foot = _("示意图，不表示实际位置和范围。") + _foot(form)
    sheet, folds = sites.unfolding(view, foot)
    sheets = [sheet, sites.lay_out(view, paper, foot)]
    tabs = [view.sites for view, _paper in views]
    # The list of a phone names every site once: on the overview all of them, on a part those that stand on it.
    listed = site_map if view is views[0][0] else view.sites
    told = {"site_map": listed, "is_folded": len(listed.sites) > MOST_UNFOLDED, "folds": folds}
    return _page(request, place, form, Kind.SITES, tabs, sheets, template="townships/key_site_map.html", **told)


def _place_of_a_chart(request, pk, kind):
    return get_object_or_404(Place.objects.visible_to(request.user), pk=pk, level__in=CHART_LEVELS[kind])


def _with_links_in_scope(tree, user):
    """Only what a user may open is a link: an inspector reads who answers in the county, but the county's page is not hers."""
    in_scope = ids_in_scope(user, Place, [node.place_id for node in tree.above])
    return replace(tree, above=tuple(node if node.place_id in in_scope else replace(node, url="") for node in tree.above))


def _phones_for(user):
    return lambda number: masked_for(number, user)


def _foot(form):
    return chain.foot_of(form.day, timezone.localtime())


def _chosen(request, parts):
    """`?part=2`, counted from one; the first without it."""
    asked = request.GET.get("part", "1")
    if not asked.isdecimal() or not 1 <= int(asked) <= len(parts):
        raise Http404
    return parts[int(asked) - 1]


def _page(request, place, form, kind, tabs, sheets, *, template, **context):
    printed = Printout.objects.readable_by(request.user).filter(kind=kind, place=place, as_of=form.day).first()
    return render(
        request,
        template,
        {
            **context,
            "place": place,
            "day_form": form,
            "is_there": place.is_open(form.day),
            "is_today": form.day == timezone.localdate(),
            # The second is the part as its PDF has it: what the browser prints.
            "sheet": sheets[0],
            "paper_sheet": sheets[1],
            # Of each part its title and its label; the first is the whole.
            "chart_tabs": tabs,
            "is_whole": sheets[0].title == tabs[0].title,
            "printed": printed,
            "print_url": reverse("townships:print_chart", args=[place.pk, kind]),
        },
    )
