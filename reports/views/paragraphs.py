"""Changing a report's words, one paragraph at a time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import editing
from reports.forms import ParagraphForm, TitleForm, refusal
from reports.models import Action
from reports.palette import chapters, of_townships
from reports.publishing import TransitionNotAllowed, available_actions
from reports.reading import dates_on_screen, reading_text
from reports.tokens import UnknownToken, check
from reports.views.life import too_late
from reports.views.report import visible_or_404
from townships.access import is_bureau, only
from townships.meanwhile import ChangedMeanwhile


@require_safe
@only(is_bureau)
def edit_report(request, pk):
    report = visible_or_404(request, pk)
    if is_closed(request, report):
        return tell_closed(request, report)
    paragraphs = [(one, reading_text(one.text, report.snapshot, report=report.pk)) for one in report.paragraphs.all()]
    add_url = reverse("reports:add_report_paragraph", args=[pk])
    context = {"report": report, "paragraphs": paragraphs, "add_url": add_url}
    return render(request, "reports/edit_report.html", context | dates_on_screen(report))


def is_closed(request, report):
    """Nobody begins to type what can't be saved; who has typed already is told in the form."""
    return request.method != "POST" and Action.EDIT not in available_actions(report, request.user)


def tell_closed(request, report):
    messages.info(request, _("“%(state)s”的总结不能修改。") % {"state": report.get_state_display()})
    return redirect(report)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def edit_report_title(request, pk):
    report = visible_or_404(request, pk)
    if is_closed(request, report):
        return tell_closed(request, report)
    form = TitleForm(request.POST or None, instance=report, initial={"based_on": report.revision})
    if form.is_valid():
        based_on = form.cleaned_data.pop("based_on")
        try:
            editing.rename(report, by=request.user, based_on=based_on, **form.cleaned_data)
            return redirect("reports:edit_report", pk)
        except ChangedMeanwhile as refused:
            current = refused.current
            form.ask_again(f"{current.title}　{current.dated_on:%Y-%m-%d}", revision=current.revision)
        except TransitionNotAllowed as refused:
            form.add_error(None, too_late(refused))
    return render(request, "reports/edit_report_title.html", {"form": form, "report": report, "cancel_url": edit_address(report)})


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def edit_report_paragraph(request, pk, paragraph):
    report, paragraph = _paragraph_or_404(request, pk, paragraph)
    if is_closed(request, report):
        return tell_closed(request, report)
    initial = {"text": paragraph.text, "style": paragraph.style, "based_on": paragraph.revision}
    form = ParagraphForm(request.POST or None, initial=initial, snapshot=report.snapshot)
    if form.is_valid() and "preview" not in request.POST:
        saved = _try(form, lambda: editing.rewrite(paragraph, by=request.user, **form.cleaned_data))
        if saved:
            return redirect(f"{edit_address(report)}#paragraph-{paragraph.pk}")
    heading = _("修改第%(position)s段") % {"position": paragraph.position}
    return _paragraph_page(request, report, form, heading, default=editing.default_of(paragraph), paragraph=paragraph)


@require_http_methods(["GET", "HEAD", "POST"])
@only(is_bureau)
def add_report_paragraph(request, pk):
    report = visible_or_404(request, pk)
    if is_closed(request, report):
        return tell_closed(request, report)
    after = report.paragraphs.filter(pk=request.GET["after"]).first() if request.GET.get("after", "").isdecimal() else None
    form = ParagraphForm(request.POST or None, initial={"based_on": 0}, snapshot=report.snapshot)
    if form.is_valid() and "preview" not in request.POST:
        words = {"text": form.cleaned_data["text"], "style": form.cleaned_data["style"]}
        added = _try(form, lambda: editing.add(report, after=after, by=request.user, **words))
        if added:
            return redirect(f"{edit_address(report)}#paragraph-{added.pk}")
    return _paragraph_page(request, report, form, _("增加一段"))


@require_POST
@only(is_bureau)
def preview_report_paragraph(request, pk):
    """The piece under the form: the words as they would be read."""
    report = visible_or_404(request, pk)
    return render(request, "reports/_preview.html", preview_of(request.POST.get("text", ""), report.snapshot))


DEEDS = {
    "up": lambda paragraph, by, based_on: editing.move(paragraph, up=True, by=by),
    "down": lambda paragraph, by, based_on: editing.move(paragraph, up=False, by=by),
    "remove": lambda paragraph, by, based_on: editing.remove(paragraph, by=by, based_on=based_on),
    "restore": lambda paragraph, by, based_on: editing.restore_default(paragraph, by=by, based_on=based_on),
}


@require_POST
@only(is_bureau)
def change_report_paragraph(request, pk, paragraph, deed):
    """Move, remove, restore: `deed` is one of DEEDS (the address allows no other)."""
    report, paragraph = _paragraph_or_404(request, pk, paragraph)
    based_on = request.POST.get("based_on", "")
    try:
        DEEDS[deed](paragraph, by=request.user, based_on=int(based_on) if based_on.isdecimal() else -1)
    except ChangedMeanwhile:
        messages.error(request, _("没有执行：这一段刚刚被别人修改过，请看过新的内容再决定。"))
    except TransitionNotAllowed as refused:
        messages.error(request, too_late(refused))
    return redirect(f"{edit_address(report)}#paragraph-{paragraph.pk}")


def edit_address(report):
    return reverse("reports:edit_report", args=[report.pk])


def preview_of(text, snapshot):
    try:
        check(text, snapshot)
    except UnknownToken as unknown:
        return {"problem": refusal(unknown)}
    return {"words": reading_text(text, snapshot)}


def _paragraph_or_404(request, pk, paragraph):
    report = visible_or_404(request, pk)
    found = get_object_or_404(report.paragraphs, pk=paragraph)
    found.report = report
    return report, found


def _try(form, deed):
    """What the deed returns, or None with the reason in the form: what was typed stays."""
    try:
        return deed()
    except ChangedMeanwhile as refused:
        current = refused.current
        form.ask_again(current.text if current else _("（这一段已被删除）"), revision=current.revision if current else 0)
    except TransitionNotAllowed as refused:
        form.add_error(None, too_late(refused))
    return None


def _paragraph_page(request, report, form, heading, *, paragraph=None, **context):
    text = form["text"].value() or ""
    context |= {
        "report": report,
        "form": form,
        "heading": heading,
        "preview": preview_of(text, report.snapshot),
        "chapters": chapters(report.snapshot, here=paragraph.slot if paragraph else ""),
        "townships": of_townships(report.snapshot),
        "paragraph": paragraph,
        "cancel_url": edit_address(report),
    }
    return render(request, "reports/edit_report_paragraph.html", context)
