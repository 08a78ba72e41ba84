"""县通报 and 县长一页纸: the list, the check page, the page with its PDF."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hazards.bulletins import (
    BULLETIN,
    NothingToSay,
    brief_content,
    circular_content,
    counts_by_scope,
    issue_circular,
    to_circulate,
    write_brief,
)
from hazards.escalation_filters import BulletinFilter
from hazards.escalation_tables import BulletinTable
from hazards.forms.escalation import CircularForm
from hazards.models import Bulletin
from papers.views import Printed
from townships.access import is_bureau, only, reads_county
from townships.as_shown import ChangedSinceShown, mark_of_shown, mark_sent, tell_of_change
from townships.lists import ledger_list
from townships.models import County
from townships.submissions import mark_of, tell_if_sent_before


def visible_bulletins(request):
    return Bulletin.objects.visible_to(request.user).for_list()


@require_safe
def bulletins(request):
    shown = {
        "filterset": BulletinFilter,
        "table": BulletinTable,
        "template": "hazards/escalation/bulletins.html",
        "may_issue": is_bureau(request.user),
        "may_read_brief": reads_county(request.user),
    }
    return ledger_list(request, visible_bulletins(request), **shown)


@only(is_bureau)
@require_http_methods(["GET", "HEAD", "POST"])
def new_bulletin(request):
    """What would be circulated stands below the choice; pressed again with the same form it is one circular."""
    county, today = request.user.county, timezone.localdate()
    counts = counts_by_scope(county, on=today)
    scope = _scope_asked(request, counts)
    form = CircularForm(request.POST or None, initial={"scope": scope})
    if form.is_valid():
        try:
            issued = issue_circular(county, by=request.user, shown=mark_sent(request), **form.cleaned_data)
            return redirect(tell_if_sent_before(request, issued))
        except ChangedSinceShown:
            tell_of_change(request)
            return redirect(f"{reverse('hazards:new_bulletin')}?scope={form.cleaned_data['scope']}")
        except NothingToSay:
            form.add_error("scope", ValidationError(_("这个范围里现在没有逾期隐患，不用通报。"), code="nothing"))
    hazards = list(to_circulate(county, scope, on=today))
    context = {
        "form": form,
        "scope": scope,
        "scopes": [(scope, scope.label, count) for scope, count in counts.items()],
        "content": (content := circular_content(hazards, county, on=today)),
        "as_shown": mark_of_shown(content),
        "cancel_url": reverse("hazards:bulletins"),
    }
    return render(request, "hazards/escalation/new_circular.html", context)


def _scope_asked(request, counts):
    """Those whose step it is, or, where nobody has come that far, all that is overdue."""
    asked = request.GET.get("scope")
    if asked in Bulletin.Scope.values:
        return asked
    return Bulletin.Scope.CIRCULAR if counts[Bulletin.Scope.CIRCULAR] else Bulletin.Scope.OVERDUE


@only(reads_county)
@require_http_methods(["GET", "HEAD", "POST"])
def brief_bulletin(request):
    """县长一页纸 as things stand; the bureau writes it down as a numbered PDF."""
    counties = list(County.objects.visible_to(request.user).order_by("code"))
    county = asked_county(request, counties)
    if request.method == "POST" and is_bureau(request.user):
        try:
            brief = write_brief(county, by=request.user, submission=mark_of(request.POST.get("submission")), shown=mark_sent(request))
            return redirect(tell_if_sent_before(request, brief))
        except ChangedSinceShown:
            tell_of_change(request)
            return redirect(f"{reverse('hazards:brief_bulletin')}?county={county.pk}")
    context = {
        "content": (content := brief_content(county, at=timezone.now())),
        "as_shown": mark_of_shown(content),
        "county": county,
        "counties": counties if len(counties) > 1 else [],
        "may_issue": is_bureau(request.user),
        "submission": uuid.uuid4(),
    }
    return render(request, "hazards/escalation/brief.html", context)


def asked_county(request, counties):
    """?county=, of those whose briefs this user reads; the first when none is asked for."""
    asked = request.GET.get("county") or next((str(county.pk) for county in counties), "")
    if found := [county for county in counties if str(county.pk) == asked]:
        return found[0]
    raise Http404


def visible_bulletin(request, pk):
    return get_object_or_404(visible_bulletins(request), pk=pk)


PRINTED = Printed("hazards:bulletin", BULLETIN, visible_bulletin)


@require_safe
def bulletin(request, pk):
    row = visible_bulletin(request, pk)
    context = {"row": row, "content": row.content, "printing": PRINTED.printing(row, request.user)}
    return render(request, f"hazards/escalation/{row.kind}_page.html", context)
