from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.models import AnnualReport
from reports.standing import Standing
from reports.work import TABS, piles_for

PUBLISHED_SHOWN = 5


@require_safe
def dashboard(request):
    """Home is work; who has none sees how things stand first."""
    today = timezone.localdate()
    tabs = {key: piles_for(request.user, key, today) for key in TABS}
    default = next((key for key, piles in tabs.items() if piles), "todo")
    asked = request.GET.get("tab")
    tab = asked if asked in TABS else default
    standing = Standing(request.user, request.user.place, today)
    context = {
        "tabs_of_work": [{"key": key, "label": TABS[key], "count": sum(pile.count for pile in tabs[key])} for key in TABS],
        "tab": tab,
        "piles": tabs[tab],
        "standing": standing,
        "tiles": standing.tiles(),
        "townships": [] if request.user.township_id else standing.by_township(),
        "published": AnnualReport.objects.visible_to(request.user).filter(state=AnnualReport.State.PUBLISHED)[:PUBLISHED_SHOWN],
        "today": today,
    }
    return render(request, "reports/dashboard.html", context)
