from django.contrib import messages
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townships.access import audits, keeps_ledgers, only
from townships.appointments import AppointmentRefused, posts_left_vacant, record_leaving
from townships.filters.people import PersonFilter
from townships.forms.people import LeavingForm, PersonForm
from townships.gaps import full_time_among
from townships.lists import ledger_export, ledger_list, printed_ledger
from townships.masking import masked_for, may_ask
from townships.models import Duty, Person, PersonPhoneSeen, Place
from townships.officers import not_enlisted
from townships.roster import enrol
from townships.tables.people import PersonTable
from townships.views.scope import ids_in_scope


def listed(request):
    held = Duty.objects.held_on(timezone.localdate()).filter(person=OuterRef("pk")).order_by()
    posts = Coalesce(Subquery(held.values("person").annotate(count=Count("pk")).values("count")), 0)
    return Person.objects.visible_to(request.user).select_related("township").annotate(posts=posts)


@require_safe
def person_list(request):
    return ledger_list(request, listed(request), filterset=PersonFilter, table=PersonTable, template="townships/people.html")


@require_safe
def print_people(request):
    return printed_ledger(
        request,
        listed(request),
        filterset=PersonFilter,
        table=PersonTable,
        template="components/plain_ledger.html",
        ledger_title=_("%(place)s人员名册") % {"place": request.user.place or _("全市")},
        list_name=_("人员名册"),
        list_url=reverse("townships:people"),
    )


@require_safe
def export_people(request):
    """Phones as on the screen: whole for those who keep the ledgers, masked for all others."""
    title = _("%(place)s人员名册（%(day)s）") % {"place": request.user.place or _("全市"), "day": timezone.localdate()}
    return ledger_export(request, listed(request), filterset=PersonFilter, table=PersonTable, title=title)


@require_safe
def person_page(request, pk):
    return shown(request, visible_person(request, pk))


@require_POST
@only(may_ask)
def person_phone(request, pk):
    """The person's page with the whole number in it; that it was asked for is written down."""
    person = visible_person(request, pk)
    PersonPhoneSeen.objects.create(person=person, by=request.user)
    return shown(request, person, phone=person.phone)


def visible_person(request, pk):
    return get_object_or_404(Person.objects.visible_to(request.user).select_related("township", "county"), pk=pk)


def shown(request, person, *, phone=None):
    today = timezone.localdate()
    terms = Duty.objects.filter(person=person)
    related = ["person", "kind", "team", "place__township", "place__parent"]
    duties = list(terms.select_related(*related).order_by("-starts_on", "kind__position"))
    running = set(terms.held_on(today).values_list("pk", flat=True))
    counted = [duty for duty in duties if not duty.voided_at]
    now = [duty for duty in counted if duty.pk in running]
    coming = [duty for duty in counted if duty.starts_on > today and not duty.is_never_begun]
    return render(
        request,
        "townships/person.html",
        {
            "person": person,
            "facts": _facts(person, request.user, phone),
            "may_ask_phone": may_ask(request.user) and person.phone and not phone,
            "phone_seen": person.phone_seen.select_related("by__person") if audits(request.user) else [],
            "has_left": person.has_left(today),
            "now": now,
            "full_time": full_time_among(now, on=today) if len(now) > 1 else [],
            "coming": coming,
            "others": [duty for duty in counted if duty not in now and duty not in coming],
            "voided": [duty for duty in duties if duty.voided_at],
            "places_in_scope": ids_in_scope(request.user, Place, [duty.place_id for duty in duties]),
            "certificates": person.certificates.current().select_related("kind").order_by("kind__position", "valid_until"),
            "today": today,
            "may_edit": request.user.keeps_ledgers,
            "may_enlist": request.user.keeps_ledgers and not_enlisted(Person.objects.filter(pk=person.pk), today).exists(),
        },
    )


def _facts(person, user, phone):
    """Label, value and address, as components/_facts.html takes them."""
    officer = person.officer_entries.on_roster(timezone.localdate()).first()
    return [
        (_("在册编号"), f"{person.number:04}", None),
        (_("所在乡镇"), person.township or _("县直"), person.township and person.township.get_absolute_url()),
        (_("所在单位"), person.unit, None),
        (_("职务"), person.position, None),
        (_("职级"), person.rank and person.get_rank_display(), None),
        (_("联系电话"), phone or masked_for(person.phone, user), None),
        (_("身份证号"), masked_for(person.id_number, user), None),
        (_("执法（检查）证号"), person.inspector_card, None),
        (_("安全员编号"), officer and officer.number, None),
        (_("专职安监人员"), _("是") if person.is_full_time else _("否"), None),
        (_("离任日期"), person.left_on and person.left_on.isoformat(), None),
    ]


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def create_person(request):
    form = PersonForm(request.POST or None, user=request.user)
    if form.is_valid():
        person = enrol(form.save(commit=False))
        messages.success(request, _("%(name)s已在册，编号 %(number)04d。") % {"name": person.name, "number": person.number})
        return redirect(person)
    return render(request, "townships/person_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
@transaction.atomic
def edit_person(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    name = person.name
    form = PersonForm(request.POST or None, instance=person, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("%(name)s的资料已保存。") % {"name": person.name})
        return redirect(person)
    return render(request, "townships/person_form.html", {"form": form, "person": person, "name": name})


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
@transaction.atomic
def person_leaves(request, pk):
    """Enter the day of leaving; the page says beforehand which posts fall vacant."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = LeavingForm(request.POST or None, initial={"left_on": person.left_on or timezone.localdate()})
    vacant = list(posts_left_vacant(person, on=timezone.localdate()))
    if form.is_valid() and _leaves(person, form):
        words = _("%(name)s已登记离任，空出 %(count)s 个岗位，请及时补任。") if vacant else _("%(name)s已登记离任。")
        messages.success(request, words % {"name": person.name, "count": len(vacant)})
        return redirect(person)
    return render(request, "townships/leaving_form.html", {"form": form, "person": person, "vacant": vacant})


def _leaves(person, form):
    try:
        record_leaving(person, on=form.cleaned_data["left_on"])
    except AppointmentRefused as refused:
        form.add_error("left_on", _("不能改到更晚：%(post)s已接任。") % {"post": refused.post})
    return not form.errors


@require_POST
@only(keeps_ledgers)
def take_back_leaving(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    try:
        record_leaving(person, on=None)
    except AppointmentRefused as refused:
        messages.error(request, _("不能撤回：%(post)s已接任。") % {"post": refused.post})
    else:
        messages.success(request, _("%(name)s的离任登记已撤回。") % {"name": person.name})
    return redirect(person)
