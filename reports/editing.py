"""Changing a report's words. Every change locks the report, asks the table in publishing.py, and is written down."""

from django.db import transaction
from django.db.models import F

from reports.models import Action, AnnualReport, Paragraph
from reports.prose import default_paragraphs
from reports.publishing import perform
from reports.tokens import check
from townships.meanwhile import ChangedMeanwhile


@transaction.atomic
def rename(report, *, by, based_on, at=None, **fields):
    """Title, date and how the date is written."""
    report = perform(report, Action.EDIT, by=by, at=at, reason="标题和成文日期")
    current = AnnualReport.objects.get(pk=report.pk)
    if current.revision != based_on:
        raise ChangedMeanwhile(current)
    for name, value in fields.items():
        setattr(current, name, value)
    current.revision += 1
    current.save(update_fields=[*fields, "revision"])
    return current


@transaction.atomic
def rewrite(paragraph, *, text, style, by, based_on, at=None):
    """New words; `based_on` is the revision that the form showed."""
    paragraph = _locked(paragraph, by=by, based_on=based_on, at=at, deed="修改")
    check(text, paragraph.report.snapshot)
    paragraph.text, paragraph.style, paragraph.is_edited = text, style, True
    return _saved(paragraph)


@transaction.atomic
def restore_default(paragraph, *, by, based_on, at=None):
    paragraph = _locked(paragraph, by=by, based_on=based_on, at=at, deed="恢复默认")
    default = default_of(paragraph)
    paragraph.text, paragraph.style, paragraph.is_edited = default.text, default.style, False
    return _saved(paragraph)


def default_of(paragraph):
    """What reports/prose.py would write here; None for a paragraph that staff added."""
    return next((default for default in default_paragraphs(paragraph.report.snapshot) if default.slot == paragraph.slot), None)


@transaction.atomic
def add(report, *, after, text, style, by, at=None):
    """A new paragraph behind another one, or at the beginning (`after` None)."""
    report = perform(report, Action.EDIT, by=by, at=at, reason="增加一段")
    check(text, report.snapshot)
    position = after.position + 1 if after else 1
    report.paragraphs.filter(position__gte=position).update(position=F("position") + 1)
    return report.paragraphs.create(position=position, text=text, style=style, is_edited=True)


@transaction.atomic
def remove(paragraph, *, by, based_on, at=None):
    _locked(paragraph, by=by, based_on=based_on, at=at, deed="删除").delete()


@transaction.atomic
def move(paragraph, *, up, by, at=None):
    """Change places with the neighbour; at the edge nothing happens."""
    paragraph = _locked(paragraph, by=by, at=at, deed="移动")
    others = paragraph.report.paragraphs.exclude(pk=paragraph.pk)
    neighbour = others.filter(position__lt=paragraph.position).last() if up else others.filter(position__gt=paragraph.position).first()
    if neighbour:
        paragraph.position, neighbour.position = neighbour.position, paragraph.position
        Paragraph.objects.bulk_update([paragraph, neighbour], ["position"])


def _locked(paragraph, *, by, at, deed, based_on=None):
    """The paragraph as it is now, with the report locked."""
    report = perform(paragraph.report, Action.EDIT, by=by, at=at, reason=f"{deed}第{paragraph.position}段")
    current = report.paragraphs.filter(pk=paragraph.pk).first()
    if current is None or (based_on is not None and current.revision != based_on):
        raise ChangedMeanwhile(current)
    current.report = report
    return current


def _saved(paragraph):
    paragraph.revision += 1
    paragraph.save()
    return paragraph
