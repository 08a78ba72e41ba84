"""The list of candidacies and titles, and their statistics by county, round and level."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townships.candidacy_statistics import COUNTS, Statistics
from townships.filters.candidacies import CandidacyFilter
from townships.forms.statistics import StatisticsForm
from townships.lists import ledger_export, ledger_list
from townships.models import Candidacy
from townships.spreadsheets import Column, send_spreadsheet
from townships.tables.candidacies import CandidacyTable


def visible(request):
    return Candidacy.objects.visible_to(request.user).select_related("township__county", "campaign")


@require_safe
def candidacies(request):
    template = "townships/campaign/candidacies.html"
    return ledger_list(request, visible(request), filterset=CandidacyFilter, table=CandidacyTable, template=template)


@require_safe
def export_candidacies(request):
    return ledger_export(request, visible(request), filterset=CandidacyFilter, table=CandidacyTable, title=_("创建申报与称号台账"))


def asked_for(request):
    form = StatisticsForm({"on": timezone.localdate()} | request.GET.dict(), user=request.user)
    return form, Statistics(request.user, form.day, form.rounds())


@require_safe
def candidacy_statistics(request):
    form, statistics = asked_for(request)
    context = {"form": form, "statistics": statistics, "heads": [word for word, _rows in COUNTS.values()]}
    return render(request, "townships/campaign/statistics.html", context)


@require_safe
def export_candidacy_statistics(request):
    form, statistics = asked_for(request)
    if form.errors:
        # The page says what is wrong; a file of another day would not.
        return redirect(f"{reverse('townships:candidacy_statistics')}?{request.GET.urlencode()}")
    columns = [
        Column(_("县（市、区）"), lambda line: str(line.round.county if line.round else line.county or _("合计"))),
        Column(_("创建活动"), lambda line: str(line.round or ""), 36),
        Column(_("级别"), lambda line: str(line.label)),
        *(number_column(place, word) for place, (word, _rows) in enumerate(COUNTS.values())),
    ]
    title = _("示范乡镇创建统计（%(day)s）") % {"day": form.day}
    return send_spreadsheet([*statistics.lines, *statistics.sums], columns, title=title, filename=title)


def number_column(place, word):
    return Column(word, lambda line: line.cells[place].number, 10)
