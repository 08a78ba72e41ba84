"""Certificates: list with the share of certified staff, page, registering, renewing, voiding."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from townships import certificates
from townships.access import keeps_ledgers, keeps_ledgers_of, only
from townships.certificates import AlreadyRenewed, NumberTaken, certified_share
from townships.figure import rate
from townships.filters.certificates import CertificateFilter
from townships.forms.certificates import CertificateForm, RenewalForm
from townships.lists import ledger_list, printed_ledger
from townships.models import Certificate, CertificateKind, Person
from townships.spreadsheets import Column, send_spreadsheet
from townships.tables.certificates import CertificateTable
from townships.views.voiding import tell_voided, void_page
from townships.voiding import AlreadyVoided

COLUMNS = [
    Column(gettext_lazy("证号"), lambda row: row.number, 20),
    Column(gettext_lazy("证件种类"), lambda row: row.kind.name, 26),
    Column(gettext_lazy("持证人"), lambda row: row.person.name, 12),
    Column(gettext_lazy("在册编号"), lambda row: f"{row.person.number:04}", 10),
    Column(gettext_lazy("乡镇（街道）"), lambda row: str(row.person.township or _("县直")), 14),
    Column(gettext_lazy("所在单位"), lambda row: row.person.unit, 24),
    Column(gettext_lazy("发证日期"), lambda row: row.issued_on, 12),
    Column(gettext_lazy("有效期至"), lambda row: row.valid_until or _("长期"), 12),
    Column(gettext_lazy("发证机关"), lambda row: row.issuer, 24),
    Column(gettext_lazy("状态"), lambda row: row.state_on(timezone.localdate())[1], 10),
]


def rows_for(user):
    return Certificate.objects.visible_to(user).select_related("person__township", "kind").order_by("valid_until", "pk")


def share_of(user):
    """持证率 of the full-time staff whom the user sees: 75.0%（3/4）."""
    today = timezone.localdate()
    staff = Person.objects.visible_to(user).serving_on(today).filter(is_full_time=True)
    return rate(*certified_share(staff, today))


@require_safe
def certificate_list(request):
    template = "townships/certificates/certificates.html"
    today = timezone.localdate()
    context = {
        "share": share_of(request.user),
        "expired": Certificate.objects.visible_to(request.user).expired(today).count(),
        "expiring": Certificate.objects.visible_to(request.user).expiring(today).count(),
    }
    return ledger_list(request, rows_for(request.user), filterset=CertificateFilter, table=CertificateTable, template=template, **context)


@require_safe
def print_certificates(request):
    template = "townships/certificates/ledger.html"
    rows = rows_for(request.user)
    return printed_ledger(
        request, rows, filterset=CertificateFilter, table=CertificateTable, template=template, share=share_of(request.user)
    )


@require_safe
def export_certificates(request):
    chosen = CertificateFilter(request.GET, queryset=rows_for(request.user), request=request)
    title = _("%(place)s持证人员台账（%(day)s）") % {"place": request.user.place or _("全市"), "day": timezone.localdate()}
    return send_spreadsheet(chosen.qs.iterator(), COLUMNS, title=title, filename=title)


def certificate_or_404(request, pk):
    rows = Certificate.objects.visible_to(request.user).select_related(
        "person__township", "person__county", "kind", "renews", "created_by__person", "voided_by__person"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def certificate_page(request, pk):
    found = certificate_or_404(request, pk)
    keeps = request.user.keeps_ledgers and keeps_ledgers_of(request.user, found.person.township or found.person.county)
    context = {
        "certificate": found,
        "state": found.state_on(timezone.localdate()),
        "facts": _facts(found),
        "terms": Certificate.objects.filter(kind=found.kind, number=found.number, person=found.person).order_by("-issued_on", "-pk"),
        "may_void": keeps and not found.voided_at,
        "may_renew": keeps and not found.voided_at and not found.is_renewed,
    }
    return render(request, "townships/certificates/certificate.html", context)


def _facts(found):
    return [
        (_("持证人"), found.person, found.person.get_absolute_url()),
        (_("证件种类"), found.kind, None),
        (_("证号"), found.number, None),
        (_("发证日期"), found.issued_on.isoformat(), None),
        (_("有效期至"), found.valid_until.isoformat() if found.valid_until else _("长期"), None),
        (_("发证机关"), found.issuer, None),
        (_("登记人"), f"{found.created_by} {timezone.localdate(found.created_at)}", None),
    ]


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def register_certificate(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("township", "county"), pk=pk)
    kind = CertificateKind.objects.filter(key=request.GET.get("kind", "")).first()
    form = CertificateForm(request.POST or None, instance=Certificate(person=person), initial={"kind": kind})
    if form.is_valid():
        try:
            return redirect(_told(request, certificates.register(person, by=request.user, **form.cleaned_data)))
        except NumberTaken as refused:
            form.refuse(refused.certificate)
    context = {"form": form, "person": person, "held": person.certificates.current(), "cancel_url": person.get_absolute_url()}
    return render(request, "townships/certificates/certificate_form.html", context)


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def renew_certificate(request, pk):
    found = certificate_or_404(request, pk)
    form = RenewalForm(request.POST or None, certificate=found)
    if form.is_valid():
        try:
            return redirect(_told(request, certificates.renew(found, by=request.user, **form.cleaned_data)))
        except AlreadyRenewed as refused:
            messages.warning(request, _("此证件已换证，以下是现有证件。"))
            return redirect(refused.certificate)
        except AlreadyVoided as refused:
            return tell_voided(request, refused.row)
    context = {"form": form, "certificate": found, "person": found.person, "cancel_url": found.get_absolute_url()}
    return render(request, "townships/certificates/certificate_form.html", context)


def _told(request, found):
    words = {"who": found.person, "certificate": found, "day": found.valid_until or _("长期")}
    messages.success(request, _("%(who)s的%(certificate)s已登记，有效期至：%(day)s。") % words)
    return found


@require_http_methods(["GET", "POST"])
@only(keeps_ledgers)
def void_certificate(request, pk):
    return void_page(request, certificate_or_404(request, pk), void=certificates.void)
