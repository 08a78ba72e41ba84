"""Appraisals: the list, one appraisal, its scores, conditions, evidence and steps."""

from dataclasses import replace
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.views import Printed, ask_afresh
from townships.access import keeps_ledgers, only, sees_draws
from townships.appraising import (
    TRANSITIONS,
    Action,
    AlreadyOpen,
    ScoredMeanwhile,
    Side,
    TransitionNotAllowed,
    available_actions,
    candidacy_of,
    check_clause,
    denied_clauses,
    is_explained,
    may_check,
    open_appraisal,
    perform,
    scores_of,
    side_to_write,
    sides_shown,
    tells,
    why_partial,
    why_unfit,
    write_scores,
)
from townships.clause_ledgers import Ledgers
from townships.documents import send_document
from townships.filters.appraisals import AppraisalFilter
from townships.forms.appraisals import (
    AssignForm,
    ClauseCheckForm,
    ConcludeForm,
    FileForm,
    OpenForm,
    ReasonForm,
    ReplaceForm,
    ScoresForm,
    SourcesForm,
)
from townships.lists import ledger_list
from townships.models import Appraisal, EvidenceFile, Signature
from townships.printers import APPRAISAL
from townships.proving import add_file, choose_sources, may_file, withdraw_file
from townships.score_table import ScoreTable
from townships.signed_evidence import shelf_of
from townships.spreadsheets import Column, send_spreadsheet
from townships.tables.appraisals import AppraisalTable

WAY = [Appraisal.State.SELF, Appraisal.State.SUBMITTED, Appraisal.State.SCORED, Appraisal.State.AGREED, Appraisal.State.FINAL]
AROUND = ["township__county", "sheet", "candidacy__campaign", "first__person", "second__person"]


def visible(request):
    return Appraisal.objects.visible_to(request.user).select_related(*AROUND)


def appraisal_or_404(request, pk):
    return get_object_or_404(visible(request), pk=pk)


@require_safe
def appraisals(request):
    return ledger_list(
        request,
        visible(request),
        filterset=AppraisalFilter,
        table=AppraisalTable,
        template="townships/appraisal/appraisals.html",
        sees_draws=sees_draws(request.user),
    )


COLUMNS = [
    Column(gettext_lazy("乡镇（街道）"), lambda one: one.township.name, 16),
    Column(gettext_lazy("年度"), lambda one: one.sheet.year, 8),
    Column(gettext_lazy("考评细则"), lambda one: one.sheet.name, 30),
    Column(gettext_lazy("状态"), lambda one: one.get_state_display(), 10),
    Column(gettext_lazy("得分"), lambda one: one.points, 10),
    Column(gettext_lazy("结果"), lambda one: one.result, 10),
    Column(gettext_lazy("考评员甲"), lambda one: one.first and str(one.first), 12),
    Column(gettext_lazy("考评员乙"), lambda one: one.second and str(one.second), 12),
    Column(gettext_lazy("定结果日期"), lambda one: one.finished_on, 12),
]


@require_safe
def export_appraisals(request):
    chosen = AppraisalFilter(request.GET, queryset=visible(request), request=request)
    title = _("安全生产示范乡镇考评结果表")
    return send_spreadsheet(chosen.qs.iterator(500), COLUMNS, title=title, filename=title)


@require_http_methods(["GET", "HEAD", "POST"])
@only(keeps_ledgers)
def new_appraisal(request):
    form = OpenForm(request.POST or None, user=request.user, initial={"township": request.GET.get("township")})
    if form.is_valid():
        try:
            told = form.details()
            candidacy = candidacy_of(told["township"], told["sheet"].year)
            return redirect(open_appraisal(by=request.user, candidacy=candidacy, **told))
        except AlreadyOpen as refused:
            messages.info(request, _("该乡镇已用这份细则开始考评，以下是原来的考评。"))
            return redirect(refused.appraisal)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"form": form, "has_sheets": form.fields["sheet"].queryset.exists(), "submit_label": _("开始考评")}
    return render(request, "townships/appraisal/new_appraisal.html", context | {"cancel_url": reverse("townships:appraisals")})


# What leads on: the first of these that is offered stands out among the buttons.
ONWARD = [Action.SUBMIT, Action.ASSIGN, Action.FINISH, Action.AGREE, Action.SIGN, Action.CONCLUDE]


@require_safe
def appraisal(request, pk):
    found = appraisal_or_404(request, pk)
    table = ScoreTable(found, sides_shown(found, request.user), shelf_of(found))
    reached = WAY.index(found.state) if found.state in WAY else -1
    side, partial = side_to_write(found, request.user), why_partial(request.user, found.township, timezone.localdate())
    if partial and side != Side.SELF:
        # Who came to hold a post in the township meanwhile is refused there.
        side = None
    actions = available_actions(found, request.user)
    context = {
        "appraisal": found,
        "table": table,
        "way": [(state.label, position <= reached) for position, state in enumerate(WAY)],
        "actions": [(action, action.label) for action in actions],
        "main_action": None if side else main_action(found, actions),
        "side": side and Side(side),
        "checks": checks_of(found),
        "may_check": not partial and may_check(found, request.user),
        "denied": denied_clauses(found) if found.state == Appraisal.State.AGREED else [],
        "signatures": signing_of(found),
        "events": events_of(found, request.user),
        "sums": list(zip(table.sides, table.sums, strict=True)),
        "former": former_assessors(found) if table.sides == list(Side) else [],
        "may_print": may_print(found, request.user),
        **paper_of(found, request.user),
    }
    return render(request, "townships/appraisal/appraisal.html", context)


def main_action(found, actions):
    """Assessors that are named already are named otherwise only by exception."""
    onward = [action for action in ONWARD if action in actions and not (action == Action.ASSIGN and found.first_id)]
    return onward[0] if onward else None


def checks_of(found):
    """[(clause, its ClauseCheck or None, what the ledgers hold about it)]"""
    checks = {check.clause_id: check for check in found.checks.select_related("by__person")}
    ledgers = Ledgers(found.township, found.sheet.year)
    return [(clause, checks.get(clause.pk), ledgers.about(clause)) for clause in found.sheet.clauses.all()]


def signing_of(found):
    """[(seat, who is to sign there, the Signature or None)] once there is something to sign."""
    if found.state not in (Appraisal.State.AGREED, Appraisal.State.FINAL):
        return []
    signed = {signature.seat: signature for signature in found.signatures.select_related("by__person")}
    whose = {Signature.Seat.FIRST: found.first, Signature.Seat.SECOND: found.second, Signature.Seat.TOWNSHIP: found.township}
    return [(seat.label, who, signed.get(seat)) for seat, who in whose.items()]


def former_assessors(found):
    """[(FormerAssessor, [(criterion, deduction, reason), …])]: of the whole sheet that was set aside, in the sheet's order."""
    criteria = list(found.sheet.criteria.all())
    return [(one, lines_of(one, criteria)) for one in found.former_assessors.select_related("user__person", "replaced_by__person")]


def lines_of(former, criteria):
    scores = {pk: (Decimal(deduction), reason) for pk, deduction, reason in former.scores}
    return [(criterion, *scores[criterion.pk]) for criterion in criteria if criterion.pk in scores]


def events_of(found, user):
    """What may not be read yet is told without its words: that it was scored, and by whom."""
    sides = sides_shown(found, user)
    return [
        {
            "at": event.at,
            "title": event.get_action_display(),
            "by": event.by,
            "text": event.reason if tells(event, sides, user) else "",
            "state": event.to_state,
        }
        for event in found.events.select_related("by__person").order_by("-pk")
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@only(keeps_ledgers)
def score_appraisal(request, pk):
    """The whole sheet as one form, for whoever's turn it is; what is refused keeps all that was typed."""
    found = appraisal_or_404(request, pk)
    side = side_to_write(found, request.user)
    if side is None and request.method != "POST":
        return tell_meanwhile(request, found)
    shown = [shown for shown in sides_shown(found, request.user) if shown != side]
    form = ScoresForm(request.POST or None, criteria=found.sheet.criteria.all(), side=side, standing=scores_of(found, side) if side else {})
    if form.is_valid() and saved(form, found, request):
        messages.success(request, _("评分已保存。"))
        return redirect("townships:score_appraisal" if "stay" in request.POST else found, *([pk] if "stay" in request.POST else []))
    table = ScoreTable(found, shown, shelf_of(found))
    groups = [(element, points, [(row, *form.line(row.criterion)) for row in rows]) for element, points, rows in table.groups]
    context = {"appraisal": found, "form": form, "table": table, "groups": groups, "side": side and Side(side)}
    context["unfit"] = why_unfit(request.user, found, timezone.localdate()) if side and side != Side.SELF else ""
    return render(request, "townships/appraisal/score_appraisal.html", context | {"may_file": may_file(found, request.user)})


def saved(form, found, request):
    """Whether the lines were written; if not, the form says why and keeps what was typed."""
    side = side_to_write(found, request.user)
    try:
        if side is None:
            raise TransitionNotAllowed(Action.SCORE, found)
        write_scores(found, side, form.entries(), by=request.user)
    except ScoredMeanwhile as refused:
        form.ask_again(refused.standing)
    except TransitionNotAllowed as refused:
        form.add_error(None, what_happened(refused.appraisal))
    except ValidationError as refused:
        form.add_error(None, refused)
    else:
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@only(keeps_ledgers)
def act_on_appraisal(request, pk, action):
    found = appraisal_or_404(request, pk)
    if action not in TRANSITIONS:
        raise Http404
    action = Action(action)
    if action not in available_actions(found, request.user):
        return tell_meanwhile(request, found)
    form = step_form(request.POST if request.method == "POST" else None, found, action)
    if form.is_valid():
        try:
            perform(found, action, by=request.user, **form.told())
        except TransitionNotAllowed as refused:
            return tell_meanwhile(request, refused.appraisal)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("%(appraisal)s：%(action)s，已登记。") % {"appraisal": found, "action": action.label})
            return redirect(found)
    context = {"form": form, "appraisal": found, "action": action, "signatures": signing_of(found), **differences(found, action)}
    context |= {"submit_label": action.label, "cancel_url": found.get_absolute_url(), "may_check": may_check(found, request.user)}
    context["denied"] = denied_clauses(found) if action in (Action.AGREE, Action.SIGN, Action.CONCLUDE) else []
    return render(request, "townships/appraisal/appraisal_step.html", context)


FORMS = {Action.ASSIGN: AssignForm, Action.REPLACE: ReplaceForm, Action.CONCLUDE: ConcludeForm}


def step_form(given, found, action):
    if action in FORMS:
        return FORMS[action](given, appraisal=found)
    return ReasonForm(given, action=action)


def differences(found, action):
    """Where the two assessors differ, beside the button that agrees."""
    if action != Action.AGREE:
        return {}
    table = ScoreTable(found, [Side.FIRST, Side.SECOND, Side.FINAL])
    return {"differences": table.differences, "sides": table.sides}


def what_happened(found):
    event = found.events.select_related("by__person").last()
    words = _("没有办理：当前状态为“%(state)s”，最近一步是%(by)s的“%(action)s”。")
    return words % {"by": event.by, "action": event.get_action_display(), "state": found.get_state_display()}


def tell_meanwhile(request, found):
    """For whoever pressed a button that no longer is there, or never was for them."""
    messages.warning(request, what_happened(found))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@only(keeps_ledgers)
def check_appraisal_clause(request, pk, clause):
    found = appraisal_or_404(request, pk)
    clause = get_object_or_404(found.sheet.clauses, pk=clause)
    if not may_check(found, request.user):
        return tell_meanwhile(request, found)
    if why := why_partial(request.user, found.township, timezone.localdate()):
        messages.warning(request, why)
        return redirect(found)
    earlier = found.checks.filter(clause=clause).first()
    ledgers = Ledgers(found.township, found.sheet.year)
    rows = ledgers.about(clause)
    is_denied = any(row.is_against for row in rows)
    # What was said of an earlier accident is shown, and not put into the mouth of who is asked about the next one.
    outdated = earlier.explanation if earlier and earlier.explanation and not is_explained(earlier, ledgers) else ""
    initial = {"holds": "1" if earlier.holds else "0", "note": earlier.note} if earlier else {}
    initial["explanation"] = earlier.explanation if earlier and not outdated else ""
    form = ClauseCheckForm(request.POST or None, clause=clause, is_denied=is_denied, initial=initial)
    if form.is_valid():
        try:
            check_clause(found, clause, by=request.user, **form.cleaned_data)
            return redirect(f"{found.get_absolute_url()}#checks")
        except TransitionNotAllowed as refused:
            return tell_meanwhile(request, refused.appraisal)
        except ValidationError as refused:
            # The accident may have been registered since the form was made, which then lacks the field.
            form.add_error(None, refused if "explanation" in form.fields else refused.messages)
    context = {
        "form": form,
        "appraisal": found,
        "clause": clause,
        "rows": rows,
        "outdated": outdated,
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "townships/appraisal/check_clause.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_evidence(request, pk, criterion):
    """What proves one criterion: records that the system holds, and uploaded files."""
    found = appraisal_or_404(request, pk)
    criterion = get_object_or_404(found.sheet.criteria, pk=criterion)
    may_edit = may_file(found, request.user)
    if request.method == "POST" and not may_edit:
        if not request.user.keeps_ledgers:
            raise PermissionDenied
        return tell_meanwhile(request, found)
    links = list(found.links.filter(criterion=criterion))
    chosen, file = proof_forms(request, links)
    if any(form.is_bound and form.is_valid() and proven(form, found, criterion, request.user) for form in (chosen, file)):
        return redirect("townships:appraisal_evidence", pk, criterion.pk)
    shelf = shelf_of(found)
    context = {"appraisal": found, "criterion": criterion, "links": [(link, shelf[link.source]) for link in links], "may_edit": may_edit}
    context |= {"chosen": chosen, "file": file, "files": kept_files(found, criterion)}
    return render(request, "townships/appraisal/evidence.html", context)


def proof_forms(request, links):
    """The choice of sources and the upload; the one whose button was pressed is bound."""
    is_post, adds_file = request.method == "POST", "add_file" in request.POST
    given = request.POST if is_post and not adds_file else None
    chosen = SourcesForm(given, initial={"sources": [link.source for link in links]})
    return chosen, FileForm(request.POST, request.FILES) if adds_file else FileForm()


def kept_files(found, criterion):
    return found.files.filter(criterion=criterion, withdrawn_at=None).select_related("added_by__person")


def proven(form, found, criterion, user):
    """Whether the choice or the file was taken; if not, the form says why."""
    try:
        if "sources" in form.fields:
            choose_sources(found, criterion, form.cleaned_data["sources"], by=user)
        else:
            add_file(found, criterion, form.cleaned_data["file"], by=user)
    except ValidationError as refused:
        form.add_error(next(iter(form.fields)), refused)
    except TransitionNotAllowed as refused:
        form.add_error(None, what_happened(refused.appraisal))
    else:
        return True
    return False


def visible_files(request):
    return EvidenceFile.objects.visible_to(request.user).select_related("appraisal")


@require_safe
def appraisal_file(request, pk):
    """Served to those who may see the appraisal; for everybody else it is not there."""
    return send_document(get_object_or_404(visible_files(request).filter(withdrawn_at=None), pk=pk))


@require_POST
@only(keeps_ledgers)
def withdraw_appraisal_file(request, pk):
    evidence = get_object_or_404(visible_files(request), pk=pk)
    try:
        withdraw_file(evidence, by=request.user)
        messages.success(request, _("“%(name)s”已撤下。") % {"name": evidence.file_name})
    except TransitionNotAllowed as refused:
        return tell_meanwhile(request, refused.appraisal)
    return redirect("townships:appraisal_evidence", evidence.appraisal_id, evidence.criterion_id)


def printable_or_404(request, pk):
    """The paper bears every score: for those who may see every score."""
    found = appraisal_or_404(request, pk)
    if not may_print(found, request.user):
        raise Http404
    return found


def may_print(found, user):
    return sides_shown(found, user) == list(Side) or found.state == Appraisal.State.SELF


PRINTED = Printed(
    "townships:appraisal",
    APPRAISAL,
    printable_or_404,
    filename=lambda found: f"{found}表",
    page=lambda found: f"{found.get_absolute_url()}#paper",
    ask=ask_afresh,
)


def paper_of(found, user):
    """The sheet as it was printed, unless something happened since: then it is printed anew."""
    printing, last = PRINTED.printing(found, user), found.events.last()
    is_stale = printing.job is not None and printing.job.is_done and printing.job.finished_at < last.at
    return {"printing": replace(printing, job=None) if is_stale else printing, "is_stale": is_stale}
