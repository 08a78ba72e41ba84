"""Screens of what rounds, mentorships and plans write down. They differ in model, form and columns only, so SCREENS says those."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import FilterSet
from django_tables2 import Table

from townships.access import keeps_ledgers, only
from townships.documents import send_document
from townships.filters import round_ledger as filters
from townships.forms import round_ledger as forms
from townships.lists import ledger_export, ledger_list
from townships.meanwhile import ChangedMeanwhile
from townships.models import (
    Campaign,
    ExampleTownship,
    ExchangeMeeting,
    Investment,
    IssuedDocument,
    LeaderVisit,
    MentorAid,
    Mentorship,
    MentorVisit,
    PlanTask,
    Session,
    TownshipPlan,
)
from townships.round_entries import AlreadyEntered, SumRefused, edit_entry, may_correct, may_write, record_entry
from townships.tables import round_ledger as tables
from townships.templatetags.money import yuan
from townships.views.scope import ids_in_scope
from townships.views.voiding import tell_voided, void_page
from townships.views.work_plan import task_extras
from townships.voiding import AlreadyVoided


@dataclass(frozen=True)
class Screen:
    """`facts` are short fields, `texts` long ones; `unit` is what the list counts in."""

    model: type[Model]
    form: type[ModelForm]
    plural: str
    unit: str
    facts: list[str]
    texts: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    owner: type[Model] = Campaign
    filterset: type[FilterSet] | None = None
    table: type[Table] | None = None

    @property
    def name(self):
        return self.model._meta.verbose_name

    def rows(self, user):
        found = self.model.objects.visible_to(user)
        found = found.with_people_present() if self.model is Session else found
        return found.select_related(*self.related).prefetch_related(*self.several)


TIMES = gettext_lazy("次")
NUMBER_TAKEN = gettext_lazy("这个发文机关的这个文号已登记，请核对。")
SCREENS = {
    "session": Screen(
        Session,
        forms.SessionForm,
        "sessions",
        TIMES,
        ["held_on", "topic", "chair", "venue", "people_present", "others_present"],
        ["decisions"],
        ["campaign__county", "chair"],
        ["attendees"],
        filterset=filters.SessionFilter,
        table=tables.SessionTable,
    ),
    "leader_visit": Screen(
        LeaderVisit,
        forms.LeaderVisitForm,
        "leader_visits",
        TIMES,
        ["visited_on", "leader", "companions"],
        ["findings"],
        ["campaign__county", "leader"],
        ["townships"],
        filterset=filters.LeaderVisitFilter,
        table=tables.LeaderVisitTable,
    ),
    "task": Screen(
        PlanTask,
        forms.TaskForm,
        "tasks",
        gettext_lazy("项"),
        ["title", "department", "township", "person", "due_on", "done_on"],
        related=["campaign__county", "plan__township", "plan__campaign", "township", "person"],
        filterset=filters.TaskFilter,
        table=tables.TaskTable,
    ),
    "plan_task": Screen(
        PlanTask,
        forms.PlanTaskForm,
        "",
        gettext_lazy("项"),
        [],
        related=["campaign__county", "plan__township", "plan__campaign", "township", "person"],
        owner=TownshipPlan,
    ),
    "document": Screen(
        IssuedDocument,
        forms.DocumentForm,
        "documents",
        gettext_lazy("件"),
        ["kind", "organ", "number", "issued_on"],
        related=["campaign__county"],
        filterset=filters.DocumentFilter,
        table=tables.DocumentTable,
    ),
    "exchange": Screen(
        ExchangeMeeting,
        forms.ExchangeForm,
        "exchanges",
        TIMES,
        ["held_on", "title", "venue", "people_present"],
        ["summary"],
        ["campaign__county"],
        ["speakers"],
        filterset=filters.ExchangeFilter,
        table=tables.ExchangeTable,
    ),
    "example": Screen(
        ExampleTownship,
        forms.ExampleForm,
        "examples",
        gettext_lazy("个"),
        ["publicised_on", "township", "medium"],
        ["experience"],
        ["campaign__county", "township"],
        filterset=filters.ExampleFilter,
        table=tables.ExampleTable,
    ),
    "mentor_visit": Screen(
        MentorVisit,
        forms.MentorVisitForm,
        "",
        TIMES,
        ["visited_on", "people", "content"],
        related=["mentorship__campaign", "mentorship__township", "mentorship__mentor_township"],
        owner=Mentorship,
    ),
    "mentor_aid": Screen(
        MentorAid,
        forms.MentorAidForm,
        "",
        gettext_lazy("笔"),
        ["given_on", "kind", "worth", "what", "investment"],
        related=["mentorship__campaign", "mentorship__township", "mentorship__mentor_township", "investment"],
        owner=Mentorship,
    ),
}
LISTED = [kind for kind, screen in SCREENS.items() if screen.plural]


def owner_or_404(request, screen, pk):
    related = ["county"] if screen.owner is Campaign else ["campaign__county", "township"]
    return get_object_or_404(screen.owner.objects.visible_to(request.user).select_related(*related), pk=pk)


def entry_or_404(request, screen, pk):
    return get_object_or_404(screen.rows(request.user).select_related(*screen.related, "created_by__person", "voided_by__person"), pk=pk)


def rows_of(request, screen, round_):
    rows = screen.rows(request.user).filter(campaign=round_)
    return rows.filter(plan=None) if screen.model is PlanTask else rows


def round_tabs(request, round_, here=""):
    """The ledgers of a round, each with what it counts; the round's own page first."""
    tabs = [{"label": _("概况"), "url": round_.get_absolute_url(), "is_here": not here}]
    for label, name in [(_("乡镇方案"), "township_plans"), (_("领导小组"), "leading_group")]:
        tabs.append({"label": label, "url": reverse(f"townships:{name}", args=[round_.pk]), "is_here": here == name})
    return tabs + [
        {"label": SCREENS[kind].name, "url": reverse(f"townships:{SCREENS[kind].plural}", args=[round_.pk]), "is_here": here == kind}
        for kind in LISTED
    ]


def ledger_tiles(request, round_, today):
    """How much stands in every ledger of the round, with the latest; each leads to its rows."""
    return [tile(request, round_, kind, today) for kind in LISTED]


def tile(request, round_, kind, today):
    screen = SCREENS[kind]
    rows = rows_of(request, screen, round_).counted()
    told = task_note(rows, today) if kind == "task" else {"note": latest_of(rows)}
    url = reverse(f"townships:{screen.plural}", args=[round_.pk])
    return {"label": screen.name, "value": rows.count(), "unit": screen.unit, "url": url} | told


def latest_of(rows):
    latest = rows.first()
    return Truncator(latest).chars(30) if latest else _("还没有登记")


def task_note(rows, today):
    late = rows.overdue_on(today).count()
    told = {"done": rows.done_by(today).count(), "late": late}
    return {"note": _("已完成 %(done)s 项，逾期 %(late)s 项") % told, "tone": "danger" if late else ""}


@require_safe
def entry_list(request, owner, kind):
    screen = SCREENS[kind]
    round_ = owner_or_404(request, screen, owner)
    context = {
        "campaign": round_,
        "screen": screen,
        "new_url": reverse(f"townships:new_{kind}", args=[round_.pk]) if may_write(request.user, round_) else "",
        "export_url": reverse(f"townships:export_{screen.plural}", args=[round_.pk]),
        "round_tabs": round_tabs(request, round_, kind),
    }
    rows, template = rows_of(request, screen, round_), "townships/campaign/entries.html"
    return ledger_list(request, rows, filterset=screen.filterset, table=screen.table, template=template, **context)


@require_safe
def export_entries(request, owner, kind):
    screen = SCREENS[kind]
    round_ = owner_or_404(request, screen, owner)
    title = _("%(round)s%(name)s台账") % {"round": round_, "name": screen.name}
    return ledger_export(request, rows_of(request, screen, round_), filterset=screen.filterset, table=screen.table, title=title)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def create_entry(request, owner, kind):
    screen = SCREENS[kind]
    owner = owner_or_404(request, screen, owner)
    if voided := voided_among(owner):
        return tell_voided(request, voided)
    if not may_write(request.user, owner):
        raise PermissionDenied
    form = screen.form(request.POST or None, request.FILES or None, owner=owner, user=request.user)
    if form.is_valid():
        try:
            row = record_entry(screen.model, owner, by=request.user, **form.details())
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        except AlreadyEntered:
            form.add_error("number", NUMBER_TAKEN)
        except SumRefused as refused:
            form.add_error("investment", sum_refused(refused))
        else:
            messages.success(request, _("%(name)s已登记：%(row)s。") % {"name": screen.name, "row": row})
            return redirect(row if screen.owner is Campaign else owner)
    return entry_form(request, screen, form, owner)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def edit_entry_page(request, pk, kind):
    screen = SCREENS[kind]
    row = entry_or_404(request, screen, pk)
    screen = own_screen(screen, row)
    if voided := voided_among(row, row.owner):
        return tell_voided(request, voided)
    if not may_correct(request.user, row):
        raise PermissionDenied
    form = screen.form(request.POST or None, request.FILES or None, instance=row, owner=row.owner, user=request.user)
    if form.is_valid():
        try:
            edit_entry(row, by=request.user, **form.details())
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
        except ChangedMeanwhile as refused:
            form.show_both(refused.current)
        except AlreadyEntered:
            form.add_error("number", NUMBER_TAKEN)
        except SumRefused as refused:
            form.add_error("investment", sum_refused(refused))
        else:
            messages.success(request, _("修改已保存。"))
            return redirect(row)
    return entry_form(request, screen, form, row)


def voided_among(*rows):
    """The first that was voided: an entry, or the pair that it is written under."""
    return next((row for row in rows if getattr(row, "voided_at", None)), None)


def sum_refused(refused):
    if refused.investment.voided_at:
        return _("这笔投入已作废，请另选一笔，或者不选。")
    told = {"amount": yuan(refused.investment.amount), "named": yuan(refused.named)}
    return _("这笔投入共 %(amount)s 元，其他帮扶已对应 %(named)s 元，余额不足本次帮扶。请核对金额，或者不选。") % told


def own_screen(screen, row):
    """A task of a township's plan has its own form."""
    return SCREENS["plan_task"] if screen.model is PlanTask and row.plan_id else screen


def entry_form(request, screen, form, back_to):
    form.keep_files()
    context = {"form": form, "screen": screen, "owner": form.owner, "cancel_url": back_to.get_absolute_url()}
    return render(request, "townships/campaign/entry_form.html", context)


@require_safe
def entry_page(request, pk, kind):
    screen = SCREENS[kind]
    row = entry_or_404(request, screen, pk)
    may_edit = may_correct(request.user, row)
    context = {
        "screen": screen,
        "row": row,
        "owner": row.owner,
        "facts": facts(screen, row, request.user),
        "texts": [(row._meta.get_field(name).verbose_name, getattr(row, name)) for name in screen.texts],
        "lists": [(row._meta.get_field(name).verbose_name, list(getattr(row, name).all())) for name in screen.several],
        "may_edit": may_edit and not row.voided_at,
        # A township that writes there as well learns why this row is not its own to change.
        "is_other_sides": may_write(request.user, row.owner) and not may_edit,
        "edit_view": f"townships:edit_{kind}",
        "void_view": f"townships:void_{kind}",
        **extras(request, row),
    }
    return render(request, "townships/campaign/entry.html", context)


def facts(screen, row, user):
    told = [(label_of(row, name), words(row, name), url_of(row, name, user)) for name in screen.facts]
    return [*told, (_("登记"), f"{row.created_by}　{timezone.localtime(row.created_at):%Y-%m-%d %H:%M}", "")]


def label_of(row, name):
    return _("到会人数") if name == "people_present" and not hasattr(type(row), name) else row._meta.get_field(name).verbose_name


def url_of(row, name, user):
    """A sum of money is opened by those who see it: not by a township that helps another one."""
    paid = row.investment if name == "investment" else None
    return paid.get_absolute_url() if paid and ids_in_scope(user, Investment, [paid.pk]) else ""


def words(row, name):
    if name == "investment" and row.investment and row.investment.voided_at:
        return _("%(sum)s（已作废）") % {"sum": row.investment}
    choice = getattr(row, f"get_{name}_display", None)
    value = choice() if choice else getattr(row, name)
    return f"{value:,.2f}" if name == "worth" else value if value not in ("", None) else "—"


def extras(request, row):
    """What one kind of row alone shows."""
    return task_extras(request, row) if isinstance(row, PlanTask) else {}


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def void_entry(request, pk, kind):
    row = entry_or_404(request, SCREENS[kind], pk)
    if voided := voided_among(row, row.owner):
        return tell_voided(request, voided)
    if not may_correct(request.user, row):
        raise PermissionDenied
    return void_page(request, row)


@require_safe
def document_file(request, pk):
    row = get_object_or_404(IssuedDocument.objects.visible_to(request.user), pk=pk)
    if not row.file:
        raise Http404
    return send_document(row)
